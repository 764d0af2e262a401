import type { Page } from 'playwright-core';
import { BEAT_FPS, FLASH_LEVELS } from './beat-fixtures.ts';
import type { Beats } from './beats.ts';

type Running = { readonly testBeats?: Beats };

/**
 * Starts to note when a page shows each flash and plays each tone, epoch ms.
 * @param wish.video where the picture is: at its sender's own preview the time of capture is noted instead
 * @param wish.voice which tracks to listen to
 */
export async function startBeats(
  page: Page,
  wish: { readonly video: string; readonly voice: 'sent' | 'received' },
): Promise<void> {
  const levels: readonly number[] = FLASH_LEVELS;
  await page.evaluate(
    async ({ video: selector, voice, levels, frameMs }) => {
      const beats = { flashAtMs: [] as number[], toneAtMs: [] as number[] };
      Object.assign(window, { testBeats: beats });
      const epoch = performance.timeOrigin;

      const spot = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
      let watched: HTMLVideoElement | null = null;
      let wasDark = false;
      let presented = 0;
      const onFrame = (video: HTMLVideoElement) => (nowMs: number, frame: VideoFrameCallbackMetadata) => {
        if (video !== watched || spot === null) return;
        const { videoWidth, videoHeight } = video;
        spot.drawImage(
          video,
          videoWidth * 0.4,
          videoHeight * 0.4,
          videoWidth * 0.2,
          videoHeight * 0.2,
          0,
          0,
          1,
          1,
        );
        const brightness = spot.getImageData(0, 0, 1, 1).data[1] ?? 0;
        const isDark = brightness < 125;
        // Whoever was not called for the frame before does not know whether the flash began with it.
        if (!isDark && wasDark && frame.presentedFrames === presented + 1) {
          const distances = levels.map((level) => Math.abs(level - brightness));
          const index = distances.indexOf(Math.min(...distances));
          const atMs = frame.captureTime ?? frame.expectedDisplayTime ?? nowMs;
          beats.flashAtMs.push(epoch + atMs - index * frameMs);
        }
        wasDark = isDark;
        presented = frame.presentedFrames;
        video.requestVideoFrameCallback(onFrame(video));
      };
      const look = () => {
        const video = document.querySelector<HTMLVideoElement>(selector);
        if (video === null || video === watched) return;
        watched = video;
        wasDark = false;
        video.requestVideoFrameCallback(onFrame(video));
      };
      look();
      setInterval(look, 100);

      const { testPeerConnections } = window as unknown as { testPeerConnections: RTCPeerConnection[] };
      const ends = testPeerConnections
        .filter(({ connectionState }) => connectionState === 'connected')
        .flatMap((each): { track: MediaStreamTrack | null }[] =>
          voice === 'sent' ? each.getSenders() : each.getReceivers(),
        );
      const track = ends.map((each) => each.track).find((each) => each?.kind === 'audio');
      if (!track) throw new Error('no voice');
      const context = new AudioContext({ latencyHint: 'interactive' });
      await context.resume();
      const ear = context.createAnalyser();
      ear.fftSize = 8192;
      context.createMediaStreamSource(new MediaStream([track])).connect(ear);
      const samples = new Float32Array(ear.fftSize);
      /** How far the page's clock is ahead of the context's; a busy page asks late, so the least of the last ones is right. */
      const ahead: number[] = [];
      let lastToneMs = 0;
      setInterval(() => {
        const endMs = context.currentTime * 1000;
        ahead.push(performance.now() - endMs);
        if (ahead.length > 500) ahead.shift();
        ear.getFloatTimeDomainData(samples);
        const first = samples.findIndex((each) => Math.abs(each) > 0.05);
        // A tone whose beginning is no longer in sight is none.
        if (first < 480) return;
        const startMs = endMs - ((samples.length - first) * 1000) / context.sampleRate;
        if (startMs - lastToneMs < 500) return;
        lastToneMs = startMs;
        // The loudspeakers' device holds for a while what it is given, and a picture's sound is played with that in mind.
        const heldMs = voice === 'received' ? context.outputLatency * 1000 : 0;
        beats.toneAtMs.push(epoch + startMs + Math.min(...ahead) + heldMs);
      }, 10);
    },
    { ...wish, levels, frameMs: 1000 / BEAT_FPS },
  );
}

export async function readBeats(page: Page): Promise<Beats> {
  const beats = await page.evaluate(() => (window as Running).testBeats ?? null);
  if (beats === null) throw new Error('nobody counts beats there');
  return beats;
}

/** How long each receiver of a page was told to hold back what comes, ms; null where nothing was said. */
export const jitterTargets = (page: Page): Promise<readonly (number | null)[]> =>
  page.evaluate(() => {
    type Holding = { readonly jitterBufferTarget?: number | null };
    const { testPeerConnections } = window as unknown as { testPeerConnections: RTCPeerConnection[] };
    return testPeerConnections
      .filter(({ connectionState }) => connectionState === 'connected')
      .flatMap((each) => each.getReceivers().map((receiver: Holding) => receiver.jitterBufferTarget ?? null));
  });
