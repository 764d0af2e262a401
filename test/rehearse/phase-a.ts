import { shareContent } from '../support/console-page.ts';
import { type Figure, percentile, worst } from '../support/figures.ts';
import { untilSteady } from '../support/frame-times.ts';
import { frameFacts, untilPicture } from '../support/screen-page.ts';
import type { Stage } from '../support/stage.ts';
import { type Measured, measureLesson, type Summary, summarize } from './measure.ts';

export type PhaseA = {
  readonly figures: readonly Figure[];
  readonly summary: Summary;
  readonly raw: object;
};

/** A room's picture runs this long without a halt before anything is measured: the lesson, not its start. */
const STEADY_MS = 2_000;

const WORTH_SAYING = 0.02;

/** Figures: every screen joins the running lesson anew, then all watch it for a while. */
export async function phaseA(
  stage: Stage,
  wish: { seconds: number; machineShort: boolean },
): Promise<PhaseA> {
  for (const { page } of stage.screens) await untilPicture(page, 'camera');
  await shareContent(stage.lectureRoom.page);
  const steady = () => Promise.all(stage.screens.map(({ page }) => untilSteady(page, 'camera', STEADY_MS)));
  await steady();
  const joins: number[] = [];
  for (const { page } of stage.screens) {
    await untilPicture(page, 'content');
    await page.reload();
    await untilPicture(page, 'camera');
    joins.push((await frameFacts(page))['camera']?.firstAfterJoinMs ?? Number.NaN);
    await untilPicture(page, 'content');
  }
  await steady();
  const measured = await measureLesson(stage, wish.seconds);
  const summary = summarize(measured);
  if (measured.stolenShare > WORTH_SAYING)
    console.log(
      `this machine's host gave ${(measured.stolenShare * 100).toFixed(0)} % of its processors' time to others meanwhile`,
    );
  return {
    figures: figuresOf(summary, { ...wish, joins }),
    summary,
    raw: { joins, summary, sent: measured.sent, stolenShare: measured.stolenShare, gaps: gapsOf(measured) },
  };
}

type Conditions = {
  readonly seconds: number;
  readonly machineShort: boolean;
  readonly joins: readonly number[];
};

function figuresOf(summary: Summary, { seconds, machineShort, joins }: Conditions): Figure[] {
  const count = summary.cameraFramesPerSecond.length;
  const rows: Omit<Figure, 'machineShort'>[] = [
    {
      name: `time to first frame, slowest of ${count} screens`,
      value: worst(joins),
      unit: 'ms',
      goal: { atMost: 800 },
    },
    {
      name: `teacher's picture, slowest of ${count} screens`,
      value: Math.min(...summary.cameraFramesPerSecond),
      unit: 'frames/s',
      goal: { atLeast: 24 },
    },
    {
      name: `freezes in ${seconds} s, all screens`,
      value: summary.freezeCount,
      unit: 'freezes',
      goal: { atMost: 0 },
    },
    {
      name: `teacher's picture glass to glass, p95 of ${summary.cameraDelaysMs.length} readings`,
      value: percentile(summary.cameraDelaysMs, 0.95),
      unit: 'ms',
      goal: { atMost: 300 },
    },
    {
      name: `content glass to glass, p95 of ${summary.contentDelaysMs.length} readings`,
      value: percentile(summary.contentDelaysMs, 0.95),
      unit: 'ms',
      goal: { atMost: 300 },
    },
  ];
  return rows.map((row) => ({ ...row, machineShort }));
}

/** Standstills of more than 200 ms with their place in the run, to find what caused them. */
function gapsOf({ screens }: Measured): object[] {
  return screens.map(({ camera }) => {
    const [first = 0] = camera.frameAtMs;
    return camera.frameAtMs.flatMap((at, index) => {
      const gapMs = at - (camera.frameAtMs[index - 1] ?? at);
      return gapMs > 200
        ? [{ atSeconds: Math.round((at - first) / 100) / 10, gapMs: Math.round(gapMs) }]
        : [];
    });
  });
}
