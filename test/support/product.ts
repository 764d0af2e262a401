import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { productNode } from '../../scripts/lib/commands.mjs';

/** What server/main.ts tells a parent process once it serves. */
export type Ready = { readonly type: 'ready'; readonly url: string; readonly setupUrl: string | null };

export type ProductWish = {
  readonly dataDir?: string;
  readonly port?: number;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
};

/** The real server in a process of its own, on loopback, with its own data. */
export type Product = {
  readonly pid: number;
  readonly url: string;
  readonly setupUrl: string | null;
  readonly dataDir: string;
  readonly port: number;
  /** Everything it has written to standard output and error. */
  output(): string;
  /** Null while it runs, and when a signal ended it. */
  exitCode(): number | null;
  kill(signal: NodeJS.Signals): Promise<void>;
  /** Ends it politely and removes its data when they were temporary. */
  stop(): Promise<void>;
};

export async function startProduct(wish: ProductWish = {}): Promise<Product> {
  const dataDir = wish.dataDir ?? mkdtempSync(join(tmpdir(), 'sanketang-data-'));
  const port = wish.port ?? (await freePort());
  const child = fork(
    join(import.meta.dirname, '../../server/main.ts'),
    ['--port', String(port), '--data-dir', dataDir, ...(wish.args ?? [])],
    {
      // As `npm start` does it.
      execArgv: productNode,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: {
        ...process.env,
        HOST: '127.0.0.1',
        RTC_ANNOUNCED_ADDRESS: '127.0.0.1',
        RTC_PORT: '0',
        LOG_LEVEL: 'info',
        ...wish.env,
      },
    },
  );
  let output = '';
  const collect = (chunk: Buffer) => {
    output = (output + chunk.toString()).slice(-400_000);
  };
  child.stdout?.on('data', collect);
  child.stderr?.on('data', collect);
  const ready = await untilReady(child, () => output);
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const kill = async (signal: NodeJS.Signals) => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    await ended;
  };
  return {
    pid: child.pid ?? 0,
    url: ready.url,
    setupUrl: ready.setupUrl,
    dataDir,
    port,
    output: () => output,
    exitCode: () => child.exitCode,
    kill,
    async stop() {
      await kill('SIGTERM');
      if (wish.dataDir === undefined) rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

function untilReady(child: ChildProcess, output: () => string): Promise<Ready> {
  return new Promise((resolve, reject) => {
    const limit = setTimeout(
      () => reject(new Error(`the server did not come up in 60 s:\n${output()}`)),
      60_000,
    );
    child.on('message', (message) => {
      clearTimeout(limit);
      resolve(message as Ready);
    });
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}:\n${output()}`)));
  });
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

/** The first of `count` neighbouring ports that are free for TCP now, below those that the system hands out by itself. */
export async function freePorts(count: number): Promise<number> {
  const [lowest, highest] = [15_000, 32_000];
  for (let tries = 0; tries < 50; tries += 1) {
    const first = lowest + Math.floor(Math.random() * (highest - lowest - count));
    const ports = Array.from({ length: count }, (_, index) => first + index);
    const free = await Promise.all(ports.map(isFree));
    if (free.every((each) => each)) return first;
  }
  throw new Error(`no ${count} free ports in a row`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}
