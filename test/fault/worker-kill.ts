import { setTimeout as pause } from 'node:timers/promises';
import type { SessionEvent } from '../../shared/session/session.events.ts';
import { shareContent } from '../support/console-page.ts';
import { type Figure, median, report, worst } from '../support/figures.ts';
import { frameTimes, standstillMs, untilFrameAfter } from '../support/frame-times.ts';
import { busiestChild } from '../support/processes.ts';
import { happenings } from '../support/written-log.ts';
import { type Scene, settle, staysOf, steady, withScene } from './scene.ts';

const KILLS = 5;
const LOOK_MS = 6000;
const WORKER = 'mediasoup-worker';

type Blow = {
  readonly signal: 'SIGKILL' | 'SIGSTOP';
  readonly pid: number;
  readonly atMs: number;
  readonly cameraGapMs: number | null;
  readonly contentGapMs: number | null;
  /** When the teacher was seen around the blow, ms after it: the last pictures before and the first ones after. */
  readonly cameraAtMs: readonly number[];
};

/** The worker that carries the lesson dies five times within a minute and hangs once, while pupils are being counted. */
export async function workerKill(): Promise<boolean> {
  return withScene(async (scene) => {
    await shareContent(scene.stage.lectureRoom.page);
    const blows: Blow[] = [];
    for (let kill = 0; kill < KILLS; kill += 1) blows.push(await strike(scene, 'SIGKILL'));
    blows.push(await strike(scene, 'SIGSTOP'));
    const { presences, stays } = await staysOf(scene);
    const ending = await settle(scene, scene.stage.product);
    const figures = [
      ...killFigures(blows.filter((blow) => blow.signal === 'SIGKILL')),
      ...hangFigures(blows.at(-1), ending.log.events),
      {
        name: 'stays of the room, in one presence',
        value: presences * stays.length,
        unit: 'stays',
        goal: { atMost: 1 },
      },
      ...ending.figures,
    ];
    const raw = blows.map((blow) => ({
      ...blow,
      log: happenings(ending.log.events, blow.atMs, blow.atMs + LOOK_MS),
    }));
    return report('worker-kill', figures, { blows: raw, stays, ...ending.raw });
  });
}

async function strike({ stage, screen }: Scene, signal: Blow['signal']): Promise<Blow> {
  await steady(screen);
  const pid = await busiestChild(stage.product.pid, WORKER, 1000);
  const atMs = Date.now();
  process.kill(pid, signal);
  await pause(LOOK_MS);
  const gapOf = async (source: 'camera' | 'content') => {
    await untilFrameAfter(screen.page, { source, afterMs: atMs + LOOK_MS / 2 });
    return standstillMs(await frameTimes(screen.page, source), atMs, atMs + LOOK_MS / 2);
  };
  const gaps = { cameraGapMs: await gapOf('camera'), contentGapMs: await gapOf('content') };
  const cameraAtMs = (await frameTimes(screen.page, 'camera'))
    .map((shownAtMs) => Math.round(shownAtMs - atMs))
    .filter((afterMs) => afterMs > -500 && afterMs < LOOK_MS);
  return { signal, pid, atMs, ...gaps, cameraAtMs };
}

const known = (values: readonly (number | null)[]): number[] => values.filter((value) => value !== null);

function killFigures(kills: readonly Blow[]): Figure[] {
  const cameraGaps = known(kills.map((kill) => kill.cameraGapMs));
  const contentGaps = known(kills.map((kill) => kill.contentGapMs));
  const spanMs = (kills.at(-1)?.atMs ?? 0) - (kills[0]?.atMs ?? 0);
  return [
    {
      name: `kills survived, of ${kills.length} within ${Math.round(spanMs / 1000)} s`,
      value: cameraGaps.length,
      unit: 'kills',
      goal: { atLeast: KILLS },
    },
    { name: 'teacher back, median', value: median(cameraGaps), unit: 'ms', goal: { atMost: 1000 } },
    { name: 'teacher back, worst', value: worst(cameraGaps), unit: 'ms', goal: { atMost: 2000 } },
    { name: 'content back, median', value: median(contentGaps), unit: 'ms', goal: { atMost: 1000 } },
    { name: 'content back, worst', value: worst(contentGaps), unit: 'ms', goal: { atMost: 2000 } },
  ];
}

/** Nothing can be brought back before somebody knows: the picture's way back begins when the hang is found. */
function hangFigures(hang: Blow | undefined, events: readonly SessionEvent[]): Figure[] {
  const failed = events.find((event) => event.type === 'media.failed' && event.body.cause === 'worker-hung');
  const foundMs = hang === undefined || failed === undefined ? null : failed.occurredAtMs - hang.atMs;
  const backMs = hang?.cameraAtMs.find((afterMs) => foundMs !== null && afterMs > foundMs) ?? null;
  return [
    { name: 'hang found', value: foundMs, unit: 'ms', goal: { atMost: 3000 } },
    {
      name: 'teacher back after the hang was found',
      value: foundMs === null || backMs === null ? null : backMs - foundMs,
      unit: 'ms',
      goal: { atMost: 2000 },
    },
  ];
}
