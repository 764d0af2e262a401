import { type ChildProcessByStdio, execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';

/** How a room's line is. Delay and loss are those of one way and hold for both. */
export type LinkSettings = {
  /** Towards the room; 0 means without a limit. */
  readonly downBps: number;
  readonly upBps: number;
  readonly delayMs: number;
  readonly lossRatio: number;
  /** What waits longer than this for the line is dropped. */
  readonly queueMs: number;
};

/** Packets of one way since the link was opened. */
export type LinkCounters = {
  readonly in: number;
  readonly lost: number;
  readonly queue_full: number;
  readonly cut: number;
  readonly out: number;
  readonly out_bytes: number;
};

/** A line between this machine and a network namespace in which a room's browser runs. */
export type Link = {
  readonly namespace: string;
  /** This machine as the namespace sees it: a server has to listen on it and announce it. */
  readonly nearAddress: string;
  readonly farAddress: string;
  change(settings: Partial<LinkSettings>): void;
  /** Nothing passes any more, and what was on its way is lost. */
  cut(): void;
  mend(): void;
  /** Ends what still runs in the namespace, and the line. */
  close(): Promise<{ readonly down: LinkCounters; readonly up: LinkCounters }>;
};

const PROGRAM = join(import.meta.dirname, 'link-emulator.py');
const PREFIX = 'sanketang-line-';
const unlimited: LinkSettings = { downBps: 0, upBps: 0, delayMs: 0, lossRatio: 0, queueMs: 200 };

/** What keeps this machine from emulating a line, in words; null when nothing does. */
export function whyNoLink(): string | null {
  if (process.platform !== 'linux') return 'network namespaces exist on Linux alone';
  if (process.getuid?.() !== 0) return 'a line can only be emulated by root';
  if (!existsSync('/dev/net/tun')) return 'no /dev/net/tun: modprobe tun, or give the container the device';
  for (const program of ['ip', 'python3'])
    if (spawnSync(program, ['-V']).error !== undefined) return `no ${program} (apt install iproute2 python3)`;
  const probe = `${PREFIX}${process.pid}-probe`;
  const made = spawnSync('ip', ['netns', 'add', probe]);
  if (made.status !== 0) return `no network namespace may be made: ${made.stderr.toString().trim()}`;
  execFileSync('ip', ['netns', 'del', probe]);
  return null;
}

let openedCount = 0;

export async function openLink(settings: Partial<LinkSettings> = {}): Promise<Link> {
  sweep();
  openedCount += 1;
  const namespace = `${PREFIX}${process.pid}-${openedCount}`;
  const subnet = freeSubnet();
  const [farAddress, nearAddress] = [`${subnet}.1`, `${subnet}.2`];
  execFileSync('ip', ['netns', 'add', namespace]);
  execFileSync('ip', ['-n', namespace, 'link', 'set', 'lo', 'up']);
  // An interface's name has 15 characters at most.
  const name = `sk${process.pid.toString(36)}x${openedCount.toString(36)}`;
  const words = wordsOf({ ...unlimited, ...settings });
  const emulator = spawn('python3', [PROGRAM, namespace, farAddress, nearAddress, name, ...words], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  // Written to after its end it complains; that it ended is told by `lines`.
  emulator.stdin.on('error', () => undefined);
  const lines = linesOf(emulator);
  const say = (text: string) => void emulator.stdin.write(`${text}\n`);
  const end = async () => {
    endAllIn(namespace);
    emulator.stdin.end();
    const last = await lines.next();
    execFileSync('ip', ['netns', 'del', namespace]);
    return last;
  };
  if ((await lines.next()) === null) {
    await end();
    throw new Error('the line could not be emulated; the reason stands above');
  }
  return {
    namespace,
    nearAddress,
    farAddress,
    change: (wish) => say(wordsOf(wish).join(' ')),
    cut: () => say('cut=1'),
    mend: () => say('cut=0'),
    async close() {
      const counters = await end();
      if (counters === null) throw new Error('the line broke before it was closed');
      return JSON.parse(counters);
    },
  };
}

function wordsOf({ downBps, upBps, delayMs, lossRatio, queueMs }: Partial<LinkSettings>): string[] {
  const settings = {
    'rate.down': downBps,
    'rate.up': upBps,
    delay: delayMs,
    loss: lossRatio,
    queue: queueMs,
  };
  return Object.entries(settings).flatMap(([key, value]) => (value === undefined ? [] : [`${key}=${value}`]));
}

type Emulator = ChildProcessByStdio<Writable, Readable, null>;

/** What a program prints, line by line; null once it has ended. */
function linesOf(program: Emulator): { next(): Promise<string | null> } {
  let text = '';
  let ended = false;
  let waiting: (() => void) | null = null;
  const wake = () => {
    waiting?.();
    waiting = null;
  };
  program.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString();
    wake();
  });
  program.once('close', () => {
    ended = true;
    wake();
  });
  return {
    async next() {
      for (;;) {
        const [line, ...rest] = text.split('\n');
        if (rest.length > 0) {
          text = rest.join('\n');
          return line ?? null;
        }
        if (ended) return null;
        await new Promise<void>((resolve) => {
          waiting = resolve;
        });
      }
    },
  };
}

/** A /24 of private addresses in which this machine has none. */
function freeSubnet(): string {
  const own = Object.values(networkInterfaces()).flatMap((each) =>
    (each ?? []).map(({ address }) => address),
  );
  for (let tries = 0; tries < 100; tries += 1) {
    const subnet = `10.${64 + Math.floor(Math.random() * 64)}.${Math.floor(Math.random() * 256)}`;
    if (!own.some((address) => address.startsWith(`${subnet}.`))) return subnet;
  }
  throw new Error('no private addresses are free');
}

/** Ends what was left by a run that was killed. */
function sweep(): void {
  for (const row of execFileSync('ip', ['netns', 'list']).toString().split('\n')) {
    const [namespace = ''] = row.split(' ');
    const owner = new RegExp(`^${PREFIX}(\\d+)-`).exec(namespace)?.[1];
    if (owner === undefined || existsSync(`/proc/${owner}`)) continue;
    endAllIn(namespace);
    execFileSync('ip', ['netns', 'del', namespace]);
  }
}

function endAllIn(namespace: string): void {
  const pids = execFileSync('ip', ['netns', 'pids', namespace]).toString().split('\n').filter(Boolean);
  for (const pid of pids) {
    try {
      process.kill(Number(pid), 'SIGKILL');
    } catch (cause) {
      // It ended by itself since it was listed.
      if (!(cause instanceof Error && 'code' in cause && cause.code === 'ESRCH')) throw cause;
    }
  }
}
