import { type ChildProcess, spawn } from 'node:child_process';
import { isTaken } from './ports.ts';
import { writerArguments } from './recorder.rules.ts';

/** One ffmpeg that writes one file. */
export type Writer = {
  readonly pid: number;
  /** Whether it listens; false when it ended before that, or does not within five seconds. */
  readonly ready: Promise<boolean>;
  /** Resolves when it is gone. `failed` unless it was asked to end or nothing came any more. */
  readonly ended: Promise<{ readonly failed: boolean; readonly complaint: string }>;
  /** It finishes its file; after three seconds it is killed. */
  stop(): Promise<void>;
};

const READY_MS = 5_000;
const LOOK_MS = 20;
const FINISH_MS = 3_000;
const COMPLAINT_MAX = 2_000;

const after = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Null when it cannot be started at all. */
export async function startWriter(options: {
  readonly program: string;
  readonly description: string;
  readonly file: string;
  readonly rtcpPort: number;
}): Promise<Writer | null> {
  const child = spawn(options.program, writerArguments(options.file), { stdio: ['pipe', 'ignore', 'pipe'] });
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
    child.once('exit', (code) => {
      gone = true;
      resolve({ failed: !asked && code !== 0, complaint });
    });
  });
  const listens = async (): Promise<boolean> => {
    for (let waitedMs = 0; waitedMs < READY_MS && !gone; waitedMs += LOOK_MS) {
      // It opens RTCP's port last.
      if (await isTaken(rtcpPort)) return !gone;
      await after(LOOK_MS);
    }
    return false;
  };
  return {
    pid,
    ready: listens(),
    ended,
    async stop() {
      asked = true;
      if (!gone) child.kill('SIGTERM');
      const limit = setTimeout(() => child.kill('SIGKILL'), FINISH_MS);
      await ended;
      clearTimeout(limit);
    },
  };
}
