import { type ChildProcess, spawn } from 'node:child_process';
import { constants, setPriority } from 'node:os';
import { sayBye, untilTaken } from './ports.ts';

/** One ffmpeg that takes what a tap gives. */
export type Writer = {
  readonly pid: number;
  /** Whether it listens; false when it ended before that, or does not within five seconds. */
  readonly ready: Promise<boolean>;
  /** Resolves when it is gone. `failed` unless it was asked to end or nothing came any more. */
  readonly ended: Promise<{ readonly failed: boolean; readonly complaint: string }>;
  /** It takes what it has still to read, finishes its file and ends; after three seconds it is killed. */
  stop(): Promise<void>;
};

/** What is on its way to it on loopback arrives within that, also on a busy machine. */
const DRAIN_MS = 60;
const FINISH_MS = 3_000;
const COMPLAINT_MAX = 2_000;

const after = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Null when it cannot be started at all. */
export async function startWriter(options: {
  readonly program: string;
  readonly args: readonly string[];
  readonly description: string;
  readonly rtcpPort: number;
  /** What it says on its standard output; then it also stands behind every lesson. */
  readonly said?: (bytes: Buffer) => void;
}): Promise<Writer | null> {
  const { program, args, said } = options;
  const child = spawn(program, [...args], {
    stdio: ['pipe', said === undefined ? 'ignore' : 'pipe', 'pipe'],
  });
  if (said !== undefined) {
    child.stdout?.on('data', said);
    if (child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_LOW);
  }
  const begun = await new Promise<boolean>((resolve) => {
    child.once('spawn', () => resolve(true));
    child.once('error', () => resolve(false));
  });
  if (!begun || child.pid === undefined) return null;
  return handleOf(child, child.pid, options);
}

function handleOf(
  child: ChildProcess,
  pid: number,
  { description, rtcpPort }: { readonly description: string; readonly rtcpPort: number },
): Writer {
  let [asked, gone, complaint] = [false, false, ''];
  child.stderr?.on('data', (chunk: Buffer) => {
    // Of what it complains of without end the beginning tells enough.
    if (complaint.length < COMPLAINT_MAX) complaint += chunk.toString().slice(0, COMPLAINT_MAX);
  });
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(description);
  const ended = new Promise<{ failed: boolean; complaint: string }>((resolve) => {
    child.once('exit', () => {
      gone = true;
    });
    // Behind the end of the process may come the last of what it said.
    child.once('close', (code) => resolve({ failed: !asked && code !== 0, complaint }));
  });
  return {
    pid,
    ready: untilTaken(rtcpPort, () => gone),
    ended,
    async stop() {
      const isFirst = !asked;
      asked = true;
      // While it waits for a packet it hears no signal.
      if (isFirst) await after(DRAIN_MS);
      if (isFirst && !gone) await sayBye(rtcpPort);
      if (!gone) child.kill('SIGTERM');
      const limit = setTimeout(() => child.kill('SIGKILL'), FINISH_MS);
      await ended;
      clearTimeout(limit);
    },
  };
}
