import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './product.ts';

export type Redis = {
  /** `redis://…` on loopback. */
  readonly url: string;
  /** SIGKILL: everything it held is gone. */
  kill(): Promise<void>;
  /** Empty, at the same address. */
  restart(): Promise<void>;
  stop(): Promise<void>;
};

/** `skipped` says what is missing; a test gives it as its reason. */
export type RedisStart =
  | { readonly state: 'running'; readonly redis: Redis }
  | { readonly state: 'skipped'; readonly reason: string };

/** Starts a Redis of the distribution that keeps nothing, on loopback, on a port of its own. */
export async function startRedis(): Promise<RedisStart> {
  if (spawnSync('redis-server', ['--version']).status !== 0)
    return { state: 'skipped', reason: 'Redis is not installed: apt-get install redis-server' };
  const folder = mkdtempSync(join(tmpdir(), 'sanketang-redis-'));
  const port = await freePort();
  let child = await launch(folder, port);
  const kill = async () => {
    const ended = new Promise((resolve) => child.once('exit', resolve));
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await ended;
  };
  return {
    state: 'running',
    redis: {
      url: `redis://127.0.0.1:${port}`,
      kill,
      async restart() {
        child = await launch(folder, port);
      },
      async stop() {
        await kill();
        rmSync(folder, { recursive: true, force: true });
      },
    },
  };
}

/** As a child that the kernel ends with us, where it can: a killed test run must leave no Redis behind. */
function launch(folder: string, port: number): Promise<ChildProcess> {
  const args = [
    '--bind',
    '127.0.0.1',
    '--port',
    String(port),
    '--dir',
    folder,
    '--save',
    '',
    '--appendonly',
    'no',
  ];
  const child =
    spawnSync('setpriv', ['--version']).status === 0
      ? spawn('setpriv', ['--pdeathsig', 'KILL', 'redis-server', ...args], {
          stdio: ['ignore', 'pipe', 'ignore'],
        })
      : spawn('redis-server', args, { stdio: ['ignore', 'pipe', 'ignore'] });
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`Redis ended with ${code}`)));
    child.stdout.on('data', (chunk: Buffer) => {
      if (chunk.toString().includes('Ready to accept connections')) resolve(child);
    });
  });
}
