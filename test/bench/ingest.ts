import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import type { SourceWish } from '../../shared/ingest.ts';
import type { Browser } from '../support/chromium.ts';
import { type Figure, percentile, report } from '../support/figures.ts';
import { watchForeignTime } from '../support/foreign-time.ts';
import { goFirst } from '../support/machine.ts';
import { startRtmpCamera, startRtspCamera } from '../support/rtsp-camera.ts';
import { screenPicture, untilPicture } from '../support/screen-page.ts';
import { connectAs } from '../support/sitter.ts';
import { type Morning, openMorning } from '../support/stage.ts';
import { play } from '../support/whep-page.ts';

const FLASHES = 20;
const FLASH_EVERY_MS = 2_000;
/** A flash seen later than this is another one's. */
const FLASH_LIMIT_MS = 1_500;
const NO_LOGIN = { username: '', password: null } as const;
const LOGIN = { username: 'viewer', password: 'a-camera-s-own' };

/** A lecture room's camera by RTSP, from what it films until a large screen shows it, and back after it was cut off; then by RTMP, and in a player by WHEP. */
export async function benchIngest(): Promise<boolean> {
  const morning = await openMorning({
    screens: 1,
    product: { env: { CAMERA_NETWORKS: '127.0.0.1', RTMP_PORT: '0' } },
  });
  const [screen] = morning.screens;
  if (screen === undefined) throw new Error('a screen is needed');
  const { county, product, lesson } = morning;
  const stepBack = goFirst([process.pid, screen.browser.pid]);
  const lecturer = await connectAs({ api: county.lecturer, url: product.url });
  try {
    await lecturer.get('session.join', { sessionId: lesson.sessionId });
    await lecturer.get('session.start', { sessionId: lesson.sessionId });
    const passed = await filmed(morning, screen.page, 'baseline');
    const made = await filmed(morning, screen.page, 'high');
    const pushed = await sent(morning, screen.browser, screen.page);
    const { onScreen, played } = pushed;
    return report(
      'ingest',
      [
        ...[...figures('passed on', passed), ...figures('made anew', made)],
        row(
          `glass to glass, RTMP H.264 passed on, p95 of ${onScreen.length}`,
          percentile(onScreen, 0.95),
          500,
        ),
        row(
          `glass to glass, RTMP to a player by WHEP, p95 of ${played.length}`,
          percentile(played, 0.95),
          500,
        ),
      ],
      { passed, made, pushed },
    );
  } finally {
    lecturer.leave();
    stepBack();
    await morning.close();
  }
}

type Filmed = {
  readonly delays: readonly number[];
  readonly firstMs: number;
  readonly backMs: number;
  readonly how: string;
  readonly foreign: unknown;
};

function figures(way: string, { delays, firstMs, backMs }: Filmed): Figure[] {
  return [
    row(`glass to glass, RTSP H.264 ${way}, p95 of ${delays.length}`, percentile(delays, 0.95), 500),
    row(`source switched on to its first flash, ${way}`, firstMs, 10_000),
    row(`cut off to the next flash that is seen, ${way}`, backMs, 6_000),
  ];
}

const row = (name: string, value: number | null, atMost: number): Figure => ({
  ...{ name, value, unit: 'ms' },
  goal: { atMost },
});

async function filmed({ county }: Morning, page: Page, profile: 'baseline' | 'high'): Promise<Filmed> {
  const camera = await startRtspCamera({ profile, login: LOGIN });
  const roomId = county.lectureRoomId;
  const source: SourceWish = {
    ...{ place: 'camera', kind: 'rtsp', address: camera.address, on: true },
    ...LOGIN,
  };
  try {
    const onAtMs = Date.now();
    await county.admin.call('source.set', { roomId, ...source });
    if (profile === 'baseline') await untilPicture(page, 'camera', 60_000);
    await watchFlashes(page, screenPicture.camera);
    await untilFlashes(page, 1);
    const firstMs = Date.now() - onAtMs;
    const others = watchForeignTime();
    await untilFlashes(page, FLASHES + 1);
    const foreign = others();
    const delays = delaysOf(camera.flashAtMs, await flashes(page));
    const how = await standingOf(county);
    const cutAtMs = Date.now();
    camera.server.cut();
    const before = (await flashes(page)).length;
    await untilFlashes(page, before + 1);
    const backMs = ((await flashes(page))[before] ?? Number.NaN) - cutAtMs;
    return { delays, firstMs, backMs, how, foreign };
  } finally {
    await county.admin.call('source.remove', { roomId, place: 'camera' });
    await camera.close();
  }
}

const delaysOf = (filmed: readonly number[], seen: readonly number[]): readonly number[] =>
  filmed.flatMap((atMs) => {
    const shown = seen.find((each) => each > atMs);
    return shown === undefined || shown - atMs > FLASH_LIMIT_MS ? [] : [shown - atMs];
  });

const standingOf = async ({ admin, lectureRoomId: roomId }: Morning['county']): Promise<string> =>
  JSON.stringify((await admin.call('source.list', { roomId })).sources[0]?.standing);

/** An encoder by RTMP, on the large screen and, at the same time, in a player by WHEP. */
async function sent({ county, product }: Morning, screen: Browser, page: Page) {
  const { admin, lectureRoomId: roomId } = county;
  const wish = { ...NO_LOGIN, place: 'camera', kind: 'rtmp', address: '', on: true } as const;
  const { key } = await admin.call('source.set', { roomId, ...wish });
  const { rtmpPort } = await admin.call('source.list', { roomId });
  const encoder = startRtmpCamera(`rtmp://127.0.0.1:${rtmpPort}/live/${key}`);
  const player = await screen.context.newPage();
  try {
    await watchFlashes(page, screenPicture.camera);
    await untilFlashes(page, 1);
    await player.goto(`${product.url}/watch`);
    const { key: playerKey } = await admin.call('source.setPlayer', { roomId, on: true });
    const { status } = await play(player, playerKey ?? '');
    if (status !== 201) throw new Error(`the player was refused: ${status}`);
    await watchFlashes(player, 'video');
    await page.bringToFront();
    const before = (await flashes(page)).length;
    await untilFlashes(page, before + FLASHES + 1);
    const onScreen = delaysOf(encoder.flashAtMs, (await flashes(page)).slice(before));
    await player.bringToFront();
    const seen = (await flashes(player)).length;
    await untilFlashes(player, seen + FLASHES + 1);
    const played = delaysOf(encoder.flashAtMs, (await flashes(player)).slice(seen));
    return { onScreen, played, how: await standingOf(county) };
  } finally {
    await player.close();
    await encoder.close();
  }
}

type WithFlashes = { readonly testFlashes?: readonly number[] };
const flashes = (page: Page): Promise<readonly number[]> =>
  page.evaluate(() => (window as WithFlashes).testFlashes ?? []);

async function untilFlashes(page: Page, count: number): Promise<void> {
  const limitAtMs = Date.now() + count * FLASH_EVERY_MS + 30_000;
  while ((await flashes(page)).length < count) {
    if (Date.now() > limitAtMs) throw new Error(`fewer than ${count} flashes were seen`);
    await pause(100);
  }
}

/** Notes when each flash is on the glass, epoch ms. */
const watchFlashes = (page: Page, selector: string): Promise<void> =>
  page.evaluate((selector) => {
    const seen: number[] = [];
    Object.assign(window, { testFlashes: seen });
    const spot = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
    let watched: HTMLVideoElement | null = null;
    let wasDark = false;
    const onFrame = (video: HTMLVideoElement) => (nowMs: number, frame: VideoFrameCallbackMetadata) => {
      if (video !== watched || spot === null || (window as WithFlashes).testFlashes !== seen) return;
      const { videoWidth: width, videoHeight: height } = video;
      spot.drawImage(video, width * 0.4, height * 0.4, width * 0.2, height * 0.2, 0, 0, 1, 1);
      const isDark = (spot.getImageData(0, 0, 1, 1).data[1] ?? 0) < 150;
      if (!isDark && wasDark) seen.push(performance.timeOrigin + (frame.expectedDisplayTime ?? nowMs));
      wasDark = isDark;
      video.requestVideoFrameCallback(onFrame(video));
    };
    setInterval(() => {
      const video = document.querySelector<HTMLVideoElement>(selector);
      if (video === null || video === watched) return;
      watched = video;
      wasDark = false;
      video.requestVideoFrameCallback(onFrame(video));
    }, 100);
  }, selector);
