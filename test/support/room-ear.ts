import type { Page } from 'playwright-core';
import { PATIENCE_MS } from './patience.ts';

type Ear = {
  /** Epoch ms; null until something is heard after the ear was pricked. */
  heardAtMs: number | null;
  pricked: boolean;
  lastLoudAtMs: number;
};
type WithEar = { readonly testEar: Ear };

/** Starts to listen, in a page that plays a lesson, to every voice beside those that it plays now. */
export async function startRoomEar(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const { testPeerConnections } = window as unknown as { testPeerConnections: RTCPeerConnection[] };
    const voices = () =>
      testPeerConnections
        .flatMap((each) => each.getReceivers())
        .map(({ track }) => track)
        .filter(({ kind, readyState }) => kind === 'audio' && readyState === 'live');
    const known = new Set(voices());
    const context = new AudioContext({ latencyHint: 'interactive' });
    await context.resume();
    const ears = new Map<MediaStreamTrack, AnalyserNode>();
    const ear: Ear = { heardAtMs: null, pricked: false, lastLoudAtMs: 0 };
    Object.assign(window, { testEar: ear });
    const samples = new Float32Array(512);
    setInterval(() => {
      for (const track of voices()) {
        if (known.has(track) || ears.has(track)) continue;
        const analyser = context.createAnalyser();
        analyser.fftSize = samples.length;
        context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
        ears.set(track, analyser);
      }
      for (const analyser of ears.values()) {
        analyser.getFloatTimeDomainData(samples);
        if (!samples.some((each) => Math.abs(each) > 0.01)) continue;
        ear.lastLoudAtMs = Date.now();
        if (ear.pricked && ear.heardAtMs === null) ear.heardAtMs = Date.now();
      }
    }, 5);
  });
}

/** Waits until nobody has been heard for a while, and pricks the ear. */
export async function prickEar(page: Page, silentMs = 400): Promise<void> {
  await page.waitForFunction(
    (silentMs) => Date.now() - (window as unknown as WithEar).testEar.lastLoudAtMs > silentMs,
    silentMs,
    { timeout: PATIENCE_MS, polling: 50 },
  );
  await page.evaluate(() =>
    Object.assign((window as unknown as WithEar).testEar, { heardAtMs: null, pricked: true }),
  );
}

/** @returns epoch ms at which sound of somebody else was played, since the ear was pricked */
export async function untilRoomHeard(page: Page, limitMs = PATIENCE_MS): Promise<number> {
  const found = await page.waitForFunction(
    () => (window as unknown as WithEar).testEar.heardAtMs ?? false,
    null,
    { timeout: limitMs, polling: 20 },
  );
  await page.evaluate(() => Object.assign((window as unknown as WithEar).testEar, { pricked: false }));
  return Number(await found.jsonValue());
}
