import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { ownPicture } from '../support/console-page.ts';
import { CONTENT_UNIT_MS } from '../support/content-page.ts';
import { cameraDelaysMs, clockDelaysMs } from '../support/delay.ts';
import { COUNTER_BITS } from '../support/frame-counter.ts';
import { watchStolenTime } from '../support/machine.ts';
import { LECTURE_FPS, LECTURE_FRAMES } from '../support/media-fixtures.ts';
import {
  framesPerSecond,
  longestGapMs,
  type ReceivedTotals,
  readMeter,
  receivedTotals,
  type SentStream,
  sentStreams,
  startMeter,
  type VideoMeter,
} from '../support/page-meter.ts';
import { screenPicture } from '../support/screen-page.ts';
import type { Stage } from '../support/stage.ts';

export type Received = {
  readonly camera: VideoMeter;
  readonly content: VideoMeter;
  readonly totals: ReceivedTotals;
};

/** One minute of a lesson as every screen saw it. */
export type Measured = {
  readonly seconds: number;
  readonly preview: VideoMeter;
  readonly sent: readonly SentStream[];
  /** Share of the processors' time that the machine's host gave to others, 0..1: figures of such a minute say less. */
  readonly stolenShare: number;
  readonly screens: readonly Received[];
};

export async function measureLesson(stage: Stage, seconds: number): Promise<Measured> {
  const { page: console } = stage.lectureRoom;
  await startMeter(console, 'preview', ownPicture.camera);
  const pages = stage.screens.map((screen) => screen.page);
  await Promise.all(
    pages.flatMap((page) => [
      startMeter(page, 'camera', screenPicture.camera),
      startMeter(page, 'content', screenPicture.content),
    ]),
  );
  const stolen = watchStolenTime();
  const before = await Promise.all(pages.map(receivedTotals));
  await pause(seconds * 1000);
  const stolenShare = stolen();
  const sent = await sentStreams(console);
  const after = await Promise.all(pages.map(receivedTotals));
  const screens = await Promise.all(
    pages.map(async (page, index) => ({
      ...(await meters(page)),
      totals: difference(before[index], after[index]),
    })),
  );
  return { seconds, preview: await readMeter(console, 'preview'), sent, stolenShare, screens };
}

async function meters(page: Page): Promise<{ camera: VideoMeter; content: VideoMeter }> {
  return { camera: await readMeter(page, 'camera'), content: await readMeter(page, 'content') };
}

function difference(before: ReceivedTotals | undefined, after: ReceivedTotals | undefined): ReceivedTotals {
  if (before === undefined || after === undefined) throw new Error('a screen was not counted');
  return {
    freezeCount: after.freezeCount - before.freezeCount,
    frozenMs: after.frozenMs - before.frozenMs,
    framesDecoded: after.framesDecoded - before.framesDecoded,
    concealedSamples: after.concealedSamples - before.concealedSamples,
    totalSamples: after.totalSamples - before.totalSamples,
  };
}

/** What the rows of the rehearsal are made of. */
export type Summary = {
  readonly cameraFramesPerSecond: readonly number[];
  readonly longestGapMs: readonly number[];
  readonly freezeCount: number;
  readonly cameraDelaysMs: readonly number[];
  readonly contentDelaysMs: readonly number[];
  readonly contentFramesPerSecond: readonly number[];
  readonly concealedRatio: number;
  readonly cameraWidths: readonly number[];
};

export function summarize(measured: Measured): Summary {
  const { screens, preview } = measured;
  const pace = { length: LECTURE_FRAMES, perSecond: LECTURE_FPS };
  const samples = screens.reduce((sum, { totals }) => sum + totals.totalSamples, 0);
  return {
    cameraFramesPerSecond: screens.map(({ camera }) => framesPerSecond(camera)),
    longestGapMs: screens.map(({ camera }) => longestGapMs(camera.frameAtMs)),
    freezeCount: screens.reduce((sum, { totals }) => sum + totals.freezeCount, 0),
    cameraDelaysMs: screens.flatMap(({ camera }) => cameraDelaysMs(preview.readings, camera.readings, pace)),
    contentDelaysMs: screens.flatMap(({ content }) =>
      clockDelaysMs(content.readings, 2 ** COUNTER_BITS, CONTENT_UNIT_MS),
    ),
    contentFramesPerSecond: screens.map(({ content }) => framesPerSecond(content)),
    concealedRatio:
      samples === 0 ? 1 : screens.reduce((sum, { totals }) => sum + totals.concealedSamples, 0) / samples,
    cameraWidths: screens.map(({ camera }) => camera.width),
  };
}
