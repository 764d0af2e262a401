import type { Page } from 'playwright-core';
import { COUNTER_BITS, readCounter } from './frame-counter.ts';

/** One reading of a burnt-in counter; times are epoch ms of the page's own high-resolution clock. */
export type CounterReading = {
  readonly counter: number;
  readonly shownAtMs: number;
  readonly capturedAtMs: number | null;
};

/** What one video element did since the meter was started. */
export type VideoMeter = {
  readonly name: string;
  readonly frameAtMs: readonly number[];
  /** Pictures handed to the display, by the browser's own count: a busy page's script is not called for every one. */
  readonly presented: number;
  readonly width: number;
  readonly readings: readonly CounterReading[];
};

/** Sums over all received streams of the page, by WebRTC's own statistics. */
export type ReceivedTotals = {
  readonly freezeCount: number;
  readonly frozenMs: number;
  readonly framesDecoded: number;
  readonly concealedSamples: number;
  readonly totalSamples: number;
};

/** Must be called before the page loads: remembers every peer connection, so that statistics can be read from outside. */
export async function watchPeerConnections(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const made: RTCPeerConnection[] = [];
    const Original = window.RTCPeerConnection;
    window.RTCPeerConnection = class extends Original {
      constructor(configuration?: RTCConfiguration) {
        super(configuration);
        made.push(this);
      }
    };
    Object.defineProperty(window, 'testPeerConnections', { value: made });
  });
}

/**
 * Starts to measure every video that matches `selector`: the time of each shown frame, and twice a second its counter.
 * @param selector e.g. `video[data-source="camera"]`
 */
export async function startMeter(page: Page, name: string, selector: string): Promise<void> {
  await page.evaluate(
    ({ name, selector, bits, reader }) => {
      const read = new Function(`return (${reader})`)() as (
        video: HTMLVideoElement,
        bits: number,
      ) => number | null;
      const epoch = performance.timeOrigin;
      const page = window as unknown as { testMeters?: Record<string, unknown> };
      page.testMeters = page.testMeters ?? {};
      const record = { name, frameAtMs: [] as number[], presented: 0, width: 0, readings: [] as unknown[] };
      page.testMeters[name] = record;
      let nextReadMs = 0;
      let watched: HTMLVideoElement | null = null;
      const watch = () => {
        const video = document.querySelector<HTMLVideoElement>(selector);
        if (video === null || video === watched) return;
        watched = video;
        let presentedBefore: number | null = null;
        const onFrame: VideoFrameRequestCallback = (nowMs, frame) => {
          if (watched !== video) return;
          record.frameAtMs.push(epoch + nowMs);
          record.presented += presentedBefore === null ? 1 : frame.presentedFrames - presentedBefore;
          presentedBefore = frame.presentedFrames;
          record.width = video.videoWidth;
          if (nowMs >= nextReadMs) {
            nextReadMs = nowMs + 500;
            const counter = read(video, bits);
            const capturedAtMs = frame.captureTime === undefined ? null : epoch + frame.captureTime;
            if (counter !== null)
              record.readings.push({ counter, shownAtMs: epoch + frame.expectedDisplayTime, capturedAtMs });
          }
          video.requestVideoFrameCallback(onFrame);
        };
        video.requestVideoFrameCallback(onFrame);
      };
      watch();
      setInterval(watch, 100);
    },
    { name, selector, bits: COUNTER_BITS, reader: readCounter.toString() },
  );
}

export async function readMeter(page: Page, name: string): Promise<VideoMeter> {
  return page.evaluate((wanted) => {
    const meters = (window as unknown as { testMeters: Record<string, VideoMeter> }).testMeters;
    const meter = meters[wanted];
    if (meter === undefined) throw new Error(`no meter ${wanted}`);
    return meter;
  }, name);
}

export async function receivedTotals(page: Page): Promise<ReceivedTotals> {
  return page.evaluate(async () => {
    const connections = (window as unknown as { testPeerConnections: RTCPeerConnection[] })
      .testPeerConnections;
    const totals = { freezeCount: 0, frozenMs: 0, framesDecoded: 0, concealedSamples: 0, totalSamples: 0 };
    for (const connection of connections) {
      for (const each of (await connection.getStats()).values()) {
        if (each.type !== 'inbound-rtp') continue;
        totals.freezeCount += each.freezeCount ?? 0;
        totals.frozenMs += (each.totalFreezesDuration ?? 0) * 1000;
        totals.framesDecoded += each.framesDecoded ?? 0;
        totals.concealedSamples += each.concealedSamples ?? 0;
        totals.totalSamples += each.totalSamplesReceived ?? 0;
      }
    }
    return totals;
  });
}

/** What the page encodes, stream by stream, to tell a slow sender from a slow receiver. */
export type SentStream = {
  readonly layer: string;
  readonly height: number;
  readonly framesPerSecond: number;
  readonly heldBackBy: string;
};

export async function sentStreams(page: Page): Promise<readonly SentStream[]> {
  return page.evaluate(async () => {
    const { testPeerConnections } = window as unknown as { testPeerConnections: RTCPeerConnection[] };
    const streams: SentStream[] = [];
    for (const connection of testPeerConnections)
      for (const each of (await connection.getStats()).values())
        if (each.type === 'outbound-rtp' && each.kind === 'video')
          streams.push({
            layer: each.rid ?? '',
            height: each.frameHeight ?? 0,
            framesPerSecond: each.framesPerSecond ?? 0,
            heldBackBy: each.qualityLimitationReason ?? '',
          });
    return streams;
  });
}

/** Frames a second over the whole span of a meter. */
export function framesPerSecond(meter: VideoMeter): number {
  const [first] = meter.frameAtMs;
  const last = meter.frameAtMs.at(-1);
  if (first === undefined || last === undefined || last <= first) return 0;
  return ((meter.presented - 1) * 1000) / (last - first);
}

/** The longest time without a new frame, in ms. */
export function longestGapMs(frameAtMs: readonly number[]): number {
  return frameAtMs
    .slice(1)
    .reduce((longest, at, index) => Math.max(longest, at - (frameAtMs[index] ?? at)), 0);
}
