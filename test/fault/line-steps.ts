import { cpus, loadavg } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import type { Diagnostics } from '../../client/live/diagnostics.ts';
import type { LadderNow } from '../../shared/ladder.ts';
import { shareContent } from '../support/console-page.ts';
import { playFilm } from '../support/content-page.ts';
import { bringFile, showFile, untilPage } from '../support/courseware.ts';
import { type FarStage, openFarStage } from '../support/far-room.ts';
import { type Figure, report, worst } from '../support/figures.ts';
import { whyNoLink } from '../support/link-emulator.ts';
import { mediaFixtures } from '../support/media-fixtures.ts';
import { turnPage, watchTurns } from '../support/page-turns.ts';
import { untilPicture } from '../support/screen-page.ts';
import { longestVoiceGapMs, type VoiceLook, voiceLooks, watchVoice } from '../support/voice-gaps.ts';

/** What a room is to get at each rate, both ways, down and back up. */
const STEPS = [
  { bps: 10_000_000, step: 5 },
  { bps: 4_000_000, step: 5 },
  { bps: 1_000_000, step: 3 },
  { bps: 500_000, step: 2 },
  { bps: 250_000, step: 1 },
  { bps: 100_000, step: 1 },
  { bps: 250_000, step: 1 },
  { bps: 500_000, step: 2 },
  { bps: 1_000_000, step: 3 },
  { bps: 4_000_000, step: 5 },
  { bps: 10_000_000, step: 5 },
] as const;
const ROUND_TRIP_MS = 40;
/** Each rate lasts longer than the ladder may take to climb. */
const HOLD_S = Number(process.env['HOLD_S'] ?? 30);
/** Slides as data are what is left of the content at the narrowest rate: the file was fetched before. */
const NARROWEST_BPS = Math.min(...STEPS.map(({ bps }) => bps));
const TURNS = 10;
const TURN_EVERY_MS = 3_000;
/** From the narrowest rate back to where the steps begin. */
const RISE_MS = 20_000;
const PAGES = Array.from({ length: TURNS + 1 }, (_, index) => `第 ${index + 1} 页 春眠不觉晓`);
/** At half a megabit the voice must not starve once the ladder has followed. */
const FOLLOWED_MS = 5_000;

type StepLook = {
  readonly atMs: number;
  readonly ladder: LadderNow | null;
  readonly heights: readonly number[];
};
type Rung = {
  readonly bps: number;
  readonly wanted: number;
  readonly falls: boolean;
  readonly fromMs: number;
  readonly toMs: number;
};
type Watched = { readonly sanketang?: Diagnostics; testSteps?: StepLook[] };

/**
 * A large screen whose line gets narrower and wider again: which step it is on, whether the voice ever stops, and whether slides go on
 * turning on a line that carries nothing but the voice.
 */
export async function lineSteps(): Promise<boolean> {
  const why = whyNoLink();
  if (why !== null)
    return report('line-steps', figuresOf({ rungs: [], steps: [], voice: [], turns: [] }, why), { why });
  const load = { cores: cpus().length, loadAverage: loadavg()[0] ?? 0 };
  // What is sent has to fill the line: the engine learns of a narrower one by what waits for it, and by a probe every five seconds where
  // a picture at rest leaves room. A line that carries all there is hinders nobody.
  const { lectureVideo, lectureVoice } = await mediaFixtures(720, 'grainy');
  const lectureBrowser = { camera: { video: lectureVideo, voice: lectureVoice } };
  const far = await openFarStage({ screens: 1, lectureBrowser });
  try {
    const [screen] = far.stage.screens;
    if (screen === undefined) throw new Error('the stage has no screen');
    far.link.change({ downBps: STEPS[0].bps, upBps: STEPS[0].bps, delayMs: ROUND_TRIP_MS / 2 });
    await untilPicture(screen.page, 'camera', 60_000);
    const turns = await turnPages(far);
    await shareContent(far.stage.lectureRoom.page);
    await playFilm(far.stage.lectureRoom.browser.context);
    await untilPicture(screen.page, 'content', 60_000);
    await watchVoice(screen.page);
    await watchSteps(screen.page);
    const rungs: Rung[] = [];
    for (const [index, { bps, step }] of STEPS.entries()) {
      const fromMs = Date.now();
      far.link.change({ downBps: bps, upBps: bps });
      await pause(HOLD_S * 1000);
      const before = STEPS[index - 1]?.bps ?? bps;
      rungs.push({ bps, wanted: step, falls: bps < before, fromMs, toMs: Date.now() });
    }
    const [steps, voice] = [await stepLooks(screen.page), await voiceLooks(screen.page)];
    const figures = figuresOf({ rungs, steps, voice, turns }, null);
    const raw = {
      roundTripMs: ROUND_TRIP_MS,
      holdS: HOLD_S,
      load,
      turns,
      rungs: rungs.map((rung) => told(rung, steps, voice)),
    };
    for (const each of raw.rungs) console.log(JSON.stringify(each));
    return report('line-steps', figures, raw);
  } finally {
    await far.close();
  }
}

/** @returns how long each page took from the desk to the screen on the narrowest line, ms */
async function turnPages({ stage, link }: FarStage): Promise<readonly number[]> {
  const { lectureRoom, county, product, lesson } = stage;
  const [screen] = stage.screens;
  if (screen === undefined) throw new Error('the stage has no screen');
  const desk = lectureRoom.page;
  await bringFile({ api: county.lecturer, url: product.url }, lesson.sessionId, PAGES);
  await showFile(desk);
  await untilPage(screen.page, 1);
  await watchTurns(screen.page);
  link.change({ downBps: NARROWEST_BPS, upBps: NARROWEST_BPS });
  await pause(FOLLOWED_MS);
  const turns: number[] = [];
  for (let page = 2; page <= TURNS + 1; page += 1) {
    turns.push(await turnPage(desk, screen.page, page));
    await pause(TURN_EVERY_MS);
  }
  link.change({ downBps: STEPS[0].bps, upBps: STEPS[0].bps });
  await pause(RISE_MS);
  return turns;
}

async function watchSteps(page: Page): Promise<void> {
  await page.evaluate(() => {
    const watched = window as unknown as Watched;
    const looks: StepLook[] = [];
    watched.testSteps = looks;
    setInterval(() => {
      looks.push({
        atMs: performance.timeOrigin + performance.now(),
        ladder: watched.sanketang?.ladder() ?? null,
        heights: (watched.sanketang?.streams() ?? []).map((each) => each.picture?.height ?? 0),
      });
    }, 250);
  });
}
const stepLooks = (page: Page): Promise<readonly StepLook[]> =>
  page.evaluate(() => (window as unknown as Watched).testSteps ?? []);

/** How long after the change of the line the wanted step was reached; null when it was not. On the way down a lower one is as good. */
function followedMs(rung: Rung, steps: readonly StepLook[]): number | null {
  const good = (step: number) => (rung.falls ? step <= rung.wanted : step >= rung.wanted);
  const first = steps.find(
    ({ atMs, ladder }) => atMs >= rung.fromMs && atMs <= rung.toMs && ladder !== null && good(ladder.step),
  );
  return first === undefined ? null : Math.max(0, first.atMs - rung.fromMs);
}

function told(rung: Rung, steps: readonly StepLook[], voice: readonly VoiceLook[]) {
  const within = steps.filter(({ atMs }) => atMs >= rung.fromMs && atMs <= rung.toMs);
  const changes = within.flatMap(({ atMs, ladder }, index) =>
    ladder?.step === within[index - 1]?.ladder?.step
      ? []
      : [`${((atMs - rung.fromMs) / 1000).toFixed(1)} s: ${ladder?.step} ${ladder?.reason ?? ''}`.trim()],
  );
  return {
    bps: rung.bps,
    wanted: rung.wanted,
    followedMs: followedMs(rung, steps),
    longestVoiceGapMs: Math.round(longestVoiceGapMs(voice, rung.fromMs, rung.toMs)),
    last: within.at(-1)?.ladder?.step ?? null,
    changes,
  };
}

type Found = {
  readonly rungs: readonly Rung[];
  readonly steps: readonly StepLook[];
  readonly voice: readonly VoiceLook[];
  readonly turns: readonly number[];
};

function figuresOf({ rungs, steps, voice, turns }: Found, why: string | null): Figure[] {
  const rest = why === null ? {} : { machineShort: true, why };
  const slowest = (falls: boolean) => {
    const times = rungs
      .slice(1)
      .filter((rung) => rung.falls === falls)
      .map((rung) => followedMs(rung, steps) ?? Number.POSITIVE_INFINITY);
    const found = worst(times);
    return found === null ? null : found / 1000;
  };
  const gaps = rungs.map(({ fromMs, toMs }) => longestVoiceGapMs(voice, fromMs, toMs));
  const atHalf = rungs
    .filter(({ bps }) => bps === 500_000)
    .map(({ fromMs, toMs }) => longestVoiceGapMs(voice, fromMs + FOLLOWED_MS, toMs));
  const ended = rungs.filter(({ wanted, toMs }) => {
    const last = steps.filter(({ atMs }) => atMs <= toMs).at(-1);
    return last?.ladder?.step === wanted;
  });
  return [
    { name: 'narrower: step followed after', value: slowest(true), unit: 's', goal: { atMost: 5 }, ...rest },
    { name: 'wider: step followed after', value: slowest(false), unit: 's', goal: { atMost: 15 }, ...rest },
    {
      name: 'rates at whose end the wanted step flowed',
      value: rungs.length === 0 ? null : ended.length,
      unit: `of ${STEPS.length}`,
      goal: { atLeast: STEPS.length },
      ...rest,
    },
    { name: 'longest gap of the voice', value: worst(gaps), unit: 'ms', goal: { atMost: 1000 }, ...rest },
    {
      name: 'longest gap of the voice beside content at 0.5 Mbit/s',
      value: worst(atHalf),
      unit: 'ms',
      goal: { atMost: 200 },
      ...rest,
    },
    {
      name: `page turned at the desk to painted at ${NARROWEST_BPS / 1_000_000} Mbit/s, worst of ${TURNS}`,
      value: worst(turns),
      unit: 'ms',
      goal: { atMost: 1000 },
      ...rest,
    },
  ];
}
