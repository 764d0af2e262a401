import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import pg from 'pg';

export type Postgres = {
  /** `postgres://…` on loopback, a database of its own, nothing in it. */
  readonly url: string;
  stop(): Promise<void>;
};

/** `skipped` says what is missing; a test gives it as its reason. */
export type PostgresStart =
  | { readonly state: 'running'; readonly postgres: Postgres }
  | { readonly state: 'skipped'; readonly reason: string };

/** How it keeps what is written: `quick` is for tests of what is said, `durable` as it is installed, for figures. */
export type PostgresKeeping = 'quick' | 'durable';

type Account = { readonly uid: number; readonly gid: number };
type Place = {
  readonly folder: string;
  readonly account: Account | null;
  readonly keeping: PostgresKeeping;
};

const name = 'sanketang';
const host = '127.0.0.1';
const startTries = 3;

function binaryFolder(): string | null {
  const versions = '/usr/lib/postgresql';
  const debian = existsSync(versions) ? readdirSync(versions).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [
    ...debian.map((version) => join(versions, version, 'bin')),
    ...(process.env['PATH'] ?? '').split(delimiter),
  ];
  return (
    folders.find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres'))) ??
    null
  );
}

/** PostgreSQL refuses root, so root lends it an ordinary account that is there anyway. Null: as we are. */
function ordinaryAccount(): Account | null | undefined {
  if (process.getuid?.() !== 0) return null;
  for (const user of ['postgres', 'nobody']) {
    const [uid, gid] = ['-u', '-g'].map((flag) =>
      Number(spawnSync('id', [flag, user], { encoding: 'utf8' }).stdout),
    );
    if (uid && gid) return { uid, gid };
  }
  return undefined;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, host, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

/** Resolves with true once it takes connections, false when it ended instead (a port taken in the meantime, most of all). */
function untilReady(child: ChildProcess): Promise<boolean> {
  return new Promise((resolve) => {
    child.stderr?.on('data', (chunk: Buffer) => {
      if (chunk.toString().includes('ready to accept connections')) resolve(true);
    });
    child.once('exit', () => resolve(false));
  });
}

/** As a child that the kernel ends with us, where it can: a killed test run must leave no database behind. */
function spawnServer(
  bin: string,
  { folder, port, account, keeping }: Place & { readonly port: number },
): ChildProcess {
  // Durability is not what most tests ask of it, and every fsync would be waited for.
  const quick = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'];
  const settings = [`unix_socket_directories=${folder}`, ...(keeping === 'quick' ? quick : [])];
  const args = [
    '-D',
    join(folder, 'data'),
    '-h',
    host,
    '-p',
    String(port),
    ...settings.flatMap((setting) => ['-c', setting]),
  ];
  const program = join(bin, 'postgres');
  const [command, ...rest] = existsSync('/usr/bin/setpriv')
    ? ['/usr/bin/setpriv', '--pdeathsig', 'INT', program, ...args]
    : [program, ...args];
  return spawn(command ?? program, rest, {
    cwd: folder,
    env: { ...process.env, LC_ALL: 'C' },
    stdio: ['ignore', 'ignore', 'pipe'],
    ...(account ?? {}),
  });
}

/** Starts an empty PostgreSQL of the distribution in a temporary folder, on loopback, on a port of its own. */
export async function startPostgres(keeping: PostgresKeeping = 'quick'): Promise<PostgresStart> {
  const bin = binaryFolder();
  if (!bin) return { state: 'skipped', reason: 'PostgreSQL is not installed: apt-get install postgresql' };
  const account = ordinaryAccount();
  if (account === undefined) {
    return {
      state: 'skipped',
      reason: 'PostgreSQL refuses root, and there is no account `postgres` or `nobody` to lend it',
    };
  }
  const folder = mkdtempSync(join(tmpdir(), 'sanketang-postgres-'));
  if (account) chownSync(folder, account.uid, account.gid);
  const remove = () => rmSync(folder, { recursive: true, force: true });
  const init = [
    '-D',
    join(folder, 'data'),
    '-U',
    name,
    '-A',
    'trust',
    '-E',
    'UTF8',
    '--locale=C',
    '--no-sync',
  ];
  const made = spawnSync(join(bin, 'initdb'), init, { cwd: folder, encoding: 'utf8', ...(account ?? {}) });
  if (made.status !== 0) {
    remove();
    throw new Error(`initdb failed: ${made.stderr}`);
  }
  for (let tries = 0; tries < startTries; tries += 1) {
    const port = await freePort();
    const child = spawnServer(bin, { folder, port, account, keeping });
    if (!(await untilReady(child))) continue;
    return {
      state: 'running',
      postgres: handle(child, `postgres://${name}@${host}:${port}/postgres`, remove),
    };
  }
  remove();
  throw new Error(`PostgreSQL did not start in ${startTries} tries`);
}

/** One more database of the same server, empty or like another of it. @returns its address */
export async function addDatabase(url: string, name: string, like?: string): Promise<string> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(`drop database if exists "${name}"`);
  await client.query(`create database "${name}"${like === undefined ? '' : ` template "${like}"`}`);
  await client.end();
  return url.replace(/[^/]+$/, name);
}

function handle(child: ChildProcess, url: string, remove: () => void): Postgres {
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return {
    url,
    async stop() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGINT');
      await ended;
      remove();
    },
  };
}
