import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Browser, chromium, type Page } from 'playwright-core';
import type { RoomId } from '../../shared/kernel/ids.ts';
import { chromiumPath } from './chromium.ts';
import type { County } from './county.ts';
import { unzip, unzipInto } from './unzip.ts';

const run = promisify(execFile);

/** A PC of a classroom: a home folder, in it what the administrator's download holds for its room. */
export type ClassroomPc = {
  readonly home: string;
  /** The room's folder out of the download. */
  readonly folder: string;
  /** Where the launcher lives once it is installed. */
  readonly house: string;
  /** Where it put the browsers' policies, as if it were /etc. */
  readonly etc: string;
  install(...words: string[]): Promise<string>;
  /** What happens at log-in. `env` goes to the launcher. */
  logIn(env?: Readonly<Record<string, string>>): ChildProcess;
  /** Ends what was logged in, and waits until it has. */
  logOut(): Promise<void>;
  /** The browser that the launcher has started; null before. */
  browserPid(): number | null;
  /** Its page, seen from outside. */
  page(): Promise<Page>;
  close(): Promise<void>;
};

/** The start address in a launcher that the administrator has made for a room: a screen of its own, by its own key. */
export async function launcherAddress(county: County, roomId: RoomId, origin: string): Promise<string> {
  const wish = { roomIds: [roomId], platform: 'linux' as const, origin };
  const { zip } = await county.admin.call('device.provision', wish);
  const files = unzip(Buffer.from(zip, 'base64'));
  const script = [...files].find(([name]) => name.endsWith('/screen.sh'))?.[1].bytes.toString() ?? '';
  const [start, key] = ['ORIGIN', 'KEY'].map(
    (name) => new RegExp(`^${name}='([^']+)'$`, 'm').exec(script)?.[1],
  );
  if (start === undefined || key === undefined) throw new Error('the launcher names no start address');
  return `${start}/screen#key=${key}`;
}

const flags = [
  '--headless=new',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--use-fake-device-for-media-stream',
  '--remote-debugging-port=0',
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
].join(' ');

export async function setUpPc(county: County, roomId: RoomId, origin: string): Promise<ClassroomPc> {
  const { zip } = await county.admin.call('device.provision', {
    roomIds: [roomId],
    platform: 'linux',
    origin,
  });
  const home = mkdtempSync(join(tmpdir(), 'sanketang-pc-'));
  const [name = ''] = unzipInto(join(home, 'Downloads'), Buffer.from(zip, 'base64'));
  const house = join(home, '.local/share/sanketang-screen');
  const etc = join(home, 'etc');
  const folder = join(home, 'Downloads', name);
  mkdirSync(etc);
  // Nothing of whoever runs the test: no display, no keyring, no settings.
  const env = {
    PATH: process.env['PATH'] ?? '',
    HOME: home,
    SANKETANG_SCREEN_ETC: etc,
    SANKETANG_SCREEN_FLAGS: flags,
    SANKETANG_SCREEN_BROWSER: chromiumPath() ?? '',
  };
  let launcher: ChildProcess | null = null;
  let seen: Browser | null = null;
  const forget = async () => {
    await seen?.close();
    seen = null;
  };
  const logOut = async () => {
    const ending = launcher;
    launcher = null;
    await forget();
    if (ending?.pid === undefined || ending.exitCode !== null) return;
    const ended = new Promise<void>((resolve) => ending.once('exit', () => resolve()));
    process.kill(ending.pid, 'SIGTERM');
    await ended;
  };
  return {
    home,
    folder,
    house,
    etc,
    async install(...words) {
      const { stdout } = await run('sh', [join(folder, 'install.sh'), ...words], { env, timeout: 30_000 });
      return stdout;
    },
    logIn(more = {}) {
      launcher = spawn('sh', [join(house, 'screen.sh')], {
        env: { ...env, ...more },
        detached: true,
        stdio: 'ignore',
      });
      return launcher;
    },
    logOut,
    browserPid() {
      const file = join(house, 'browser.pid');
      const pid = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0;
      return pid > 0 ? pid : null;
    },
    async page() {
      await forget();
      // The browser writes its port there once it listens.
      const [port] = readFileSync(join(house, 'profile/DevToolsActivePort'), 'utf8').split('\n');
      seen = await chromium.connectOverCDP(`http://127.0.0.1:${port}`);
      const page = seen.contexts()[0]?.pages()[0];
      if (page === undefined) throw new Error('the launcher’s browser shows no page');
      return page;
    },
    async close() {
      await logOut();
      rmSync(home, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
