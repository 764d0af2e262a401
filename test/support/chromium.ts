import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { type NamespaceDoor, openNamespaceDoor } from './namespace-door.ts';
import { PATIENCE_MS } from './patience.ts';

export type BrowserWish = {
  /** Kept when given, so that a second start finds the same cookies; else temporary. */
  readonly profile?: string;
  readonly camera?: { readonly video: string; readonly voice: string } | 'built-in' | 'none';
  /** Whether a page may use camera and microphone when it asks; yes unless told. */
  readonly devices?: 'allowed' | 'refused';
  /** Title of the page that a share of a tab picks by itself. */
  readonly shareTitle?: string;
  readonly locale?: string;
  readonly size?: { readonly width: number; readonly height: number };
  /** A kiosk plays sound without a click, as the screens' launchers arrange it. */
  readonly kiosk?: boolean;
  /** Whether things glide on their way in and out, as at most people's; else they are there at once, and what is pressed stands still. A kiosk's glide. */
  readonly motion?: boolean;
  readonly flags?: readonly string[];
  /** Told every address that a page asks for, sockets too. */
  readonly onAddress?: (url: string) => void;
  /** Runs in another network namespace, for faults on the line. */
  readonly namespace?: string;
  /** Runs in every page before the page's own. */
  readonly script?: string;
};

/** A real Chromium of its own: own process tree, own profile, killable like a classroom PC whose plug is pulled. */
export type Browser = {
  readonly pid: number;
  readonly profile: string;
  readonly context: BrowserContext;
  open(url: string): Promise<Page>;
  /** As a person changes it at the address line. */
  setDevices(may: 'allowed' | 'refused'): Promise<void>;
  /** SIGKILL to the whole process tree. */
  kill(): Promise<void>;
  close(): Promise<void>;
};

export const chromiumPath = (): string | null =>
  ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) =>
    existsSync(path),
  ) ?? null;

const steady = [
  '--headless=new',
  '--disable-gpu',
  '--no-first-run',
  '--disable-sync',
  '--disable-dev-shm-usage',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-background-timer-throttling',
  '--disable-renderer-backgrounding',
  '--disable-backgrounding-occluded-windows',
  '--disable-features=WebRtcHideLocalIpsWithMdns,CalculateNativeWinOcclusion',
  '--remote-debugging-port=0',
];

export async function startChromium(wish: BrowserWish = {}): Promise<Browser> {
  const program = chromiumPath();
  if (program === null) throw new Error('Chromium is not installed: apt-get install chromium');
  const profile = wish.profile ?? mkdtempSync(join(tmpdir(), 'sanketang-browser-'));
  const size = wish.size ?? { width: 1366, height: 768 };
  const args = [
    ...steady,
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    `--user-data-dir=${profile}`,
    `--window-size=${size.width},${size.height}`,
    `--lang=${wish.locale ?? 'zh-CN'}`,
    `--accept-lang=${wish.locale ?? 'zh-CN'}`,
    ...(wish.kiosk === true ? ['--autoplay-policy=no-user-gesture-required'] : []),
    ...cameraFlags(wish.camera ?? 'built-in'),
    ...(wish.shareTitle === undefined
      ? []
      : [`--auto-select-tab-capture-source-by-title=${wish.shareTitle}`]),
    ...(wish.flags ?? []),
    'about:blank',
  ];
  const [command, prefix] =
    wish.namespace === undefined ? [program, []] : ['ip', ['netns', 'exec', wish.namespace, program]];
  const child = spawn(command, [...prefix, ...args], {
    detached: true,
    // A fake camera is called by the file it plays, and pages show that name: without its folder.
    ...(typeof wish.camera === 'object' ? { cwd: dirname(wish.camera.video) } : {}),
    // A school's PC shows its own time.
    env: { ...process.env, TZ: 'Asia/Shanghai' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let door: NamespaceDoor | null = null;
  const reach = async (endpoint: string) => {
    if (wish.namespace === undefined) return chromium.connectOverCDP(endpoint);
    const address = new URL(endpoint);
    door = await openNamespaceDoor(wish.namespace, Number(address.port));
    address.port = String(door.port);
    return chromium.connectOverCDP(address.href);
  };
  const browser = await debuggerEndpoint(child)
    .then(reach)
    .catch((cause: unknown) => {
      killTree(child);
      door?.close();
      throw cause;
    });
  const context = browser.contexts()[0];
  if (context === undefined) throw new Error('Chromium came up without a window');
  context.setDefaultTimeout(PATIENCE_MS);
  if (wish.script !== undefined) await context.addInitScript({ content: wish.script });
  if (!(wish.motion ?? wish.kiosk === true)) {
    const calm = (page: Page) => void page.emulateMedia({ reducedMotion: 'reduce' }).catch(ignoreClosed);
    context.on('page', calm);
    context.pages().forEach(calm);
  }
  const { onAddress } = wish;
  if (onAddress !== undefined) {
    context.on('request', (request) => onAddress(request.url()));
    context.on('page', (page) => page.on('websocket', (socket) => onAddress(socket.url())));
  }
  const session = await browser.newBrowserCDPSession();
  const setDevices = async (may: 'allowed' | 'refused') => {
    const setting = may === 'allowed' ? 'granted' : 'denied';
    for (const name of ['camera', 'microphone'])
      await session.send('Browser.setPermission', { permission: { name }, setting });
  };
  await setDevices(wish.devices ?? 'allowed');
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const kill = async () => {
    killTree(child);
    await ended;
    await browser.close().catch(ignoreClosed);
    door?.close();
  };
  return {
    pid: child.pid ?? 0,
    profile,
    context,
    async open(url) {
      const page = await context.newPage();
      await page.setViewportSize(size);
      await page.goto(url);
      return page;
    },
    setDevices,
    kill,
    async close() {
      await kill();
      if (wish.profile === undefined) rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

function cameraFlags(camera: NonNullable<BrowserWish['camera']>): string[] {
  if (camera === 'none') return [];
  if (camera === 'built-in') return ['--use-fake-device-for-media-stream=fps=20'];
  return [
    '--use-fake-device-for-media-stream',
    `--use-file-for-fake-video-capture=${basename(camera.video)}`,
    `--use-file-for-fake-audio-capture=${camera.voice}`,
  ];
}

function debuggerEndpoint(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    const limit = setTimeout(
      () => reject(new Error(`Chromium did not come up: ${said.slice(-2000)}`)),
      PATIENCE_MS,
    );
    child.stderr?.on('data', (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(-8000);
      const found = /DevTools listening on (ws:\/\/\S+)/.exec(said)?.[1];
      if (found !== undefined) {
        clearTimeout(limit);
        resolve(found);
      }
    });
    child.once('exit', (code) => reject(new Error(`Chromium ended with ${code}: ${said.slice(-2000)}`)));
    child.once('error', reject);
  });
}

function killTree(child: ChildProcess): void {
  if (child.pid === undefined || child.exitCode !== null) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ESRCH') throw cause;
  }
}

function ignoreClosed(cause: unknown): void {
  if (!(cause instanceof Error) || !/closed|disconnected/i.test(cause.message)) throw cause;
}
