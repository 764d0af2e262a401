import { setTimeout as pause } from 'node:timers/promises';
import type { Stay } from '../../shared/attendance.ts';
import { openFarStage } from '../support/far-room.ts';
import { type Figure, report, worst } from '../support/figures.ts';
import { watchForeignTime } from '../support/foreign-time.ts';
import { untilFrameAfter } from '../support/frame-times.ts';
import { untilVoiceAgain } from '../support/heard-voice.ts';
import { type Link, whyNoLink } from '../support/link-emulator.ts';
import { sessionOf } from '../support/screen-page.ts';
import type { Stage, StageWish } from '../support/stage.ts';
import { gapErrorsMs } from '../support/stays.ts';
import { happenings, openConnections } from '../support/written-log.ts';
import { type Scene, settle, staysOf, steady, withScene } from './scene.ts';

/** How long nothing passes, and how soon after it everything has to be back. */
const CUTS = [
  { cutMs: 5_000, backMs: 2_000 },
  { cutMs: 30_000, backMs: 3_000 },
  { cutMs: 120_000, backMs: 5_000 },
] as const;
/** Short cuts are cheap, and what is under way when the line returns is another thing each time. */
const ROUNDS: readonly (typeof CUTS)[number][] = [
  ...[CUTS[0], CUTS[0], CUTS[0], CUTS[0]],
  ...[CUTS[1], CUTS[1], CUTS[1]],
  CUTS[2],
];
/** Cuts are not to fall on the same moment of a beat each time. */
const OFFSET_MS = 700;
const BACK_LIMIT_MS = 60_000;

type Cut = {
  readonly cutMs: number;
  readonly cutAtMs: number;
  readonly mendedAtMs: number;
  readonly pictureAtMs: number;
  readonly voiceAtMs: number;
  /** What the page says of itself then. */
  readonly session: string;
  readonly soundAsksForAKey: boolean;
};

/** Round trip 20 ms: a county's line. */
const LINE = { delayMs: 10 };

/** A screen's line is cut and comes back; nobody touches the screen. */
export async function linkCut(): Promise<boolean> {
  const obstacle = whyNoLink();
  if (obstacle !== null) throw new Error(obstacle);
  let link: Link | null = null;
  const open = async (wish: StageWish): Promise<Stage> => {
    const far = await openFarStage(wish);
    link = far.link;
    link.change(LINE);
    return { ...far.stage, close: far.close };
  };
  return withScene(
    (scene) => {
      if (link === null) throw new Error('there is no line');
      return play(scene, link);
    },
    {},
    open,
  );
}

async function play(scene: Scene, link: Link): Promise<boolean> {
  const { screen } = scene;
  const others = watchForeignTime();
  const cuts: Cut[] = [];
  for (const [index, { cutMs }] of ROUNDS.entries()) {
    await steady(screen);
    await pause(index * OFFSET_MS);
    cuts.push(await strike(scene, link, cutMs));
  }
  await steady(screen);
  const foreign = others();
  const { presences, stays } = await staysOf(scene);
  const ending = await settle(scene, scene.stage.product);
  const open = openConnections(ending.log.events, scene.seat).size;
  const figures = [...figuresOf(cuts, { presences, stays }), ...ending.figures];
  const raw = cuts.map((cut) => ({
    ...cut,
    pictureMs: cut.pictureAtMs - cut.mendedAtMs,
    voiceMs: cut.voiceAtMs - cut.mendedAtMs,
    log: happenings(ending.log.events, cut.cutAtMs - 10_000, cut.pictureAtMs + 2_000),
  }));
  return report('link-cut', figures, { foreign, cuts: raw, stays, open, ...ending.raw });
}

async function strike({ screen: { page } }: Scene, link: Link, cutMs: number): Promise<Cut> {
  const cutAtMs = Date.now();
  link.cut();
  await pause(cutMs);
  link.mend();
  const mendedAtMs = Date.now();
  const [pictureAtMs, voiceAtMs] = await Promise.all([
    untilFrameAfter(page, { source: 'camera', afterMs: mendedAtMs, limitMs: BACK_LIMIT_MS }),
    untilVoiceAgain(page, BACK_LIMIT_MS),
  ]);
  console.log(
    `link-cut: ${cutMs / 1000} s: picture after ${Math.round(pictureAtMs - mendedAtMs)} ms, voice after ${Math.round(voiceAtMs - mendedAtMs)} ms`,
  );
  const soundAsksForAKey = (await page.locator('button.sound').count()) > 0;
  return {
    cutMs,
    cutAtMs,
    mendedAtMs,
    pictureAtMs,
    voiceAtMs,
    session: await sessionOf(page),
    soundAsksForAKey,
  };
}

const backAtMs = ({ pictureAtMs, voiceAtMs }: Cut) => Math.max(pictureAtMs, voiceAtMs);

function figuresOf(
  cuts: readonly Cut[],
  { presences, stays }: { presences: number; stays: readonly Stay[] },
): Figure[] {
  const errors = gapErrorsMs(
    stays,
    cuts.map((cut) => backAtMs(cut) - cut.cutAtMs),
  );
  return [
    ...CUTS.map(({ cutMs, backMs }): Figure => {
      const these = cuts.filter((cut) => cut.cutMs === cutMs);
      return {
        name: `cut for ${cutMs / 1000} s: picture and voice back after the line, worst of ${these.length}`,
        value: worst(these.map((cut) => backAtMs(cut) - cut.mendedAtMs)),
        unit: 'ms',
        goal: { atMost: backMs },
      };
    }),
    {
      name: 'cuts after which the lesson went on without a key pressed',
      value: cuts.filter((cut) => cut.session === 'joined:live' && !cut.soundAsksForAKey).length,
      unit: 'cuts',
      goal: { atLeast: cuts.length },
    },
    { name: 'presences of the room', value: presences, unit: 'entries', goal: { atMost: 1 } },
    {
      name: 'attendance gap against the true one, worst difference',
      value: errors === null ? null : worst(errors),
      unit: 'ms',
      goal: { atMost: 2000 },
      ...(errors === null ? { why: `${stays.length} stays for ${cuts.length} cuts` } : {}),
    },
  ];
}
