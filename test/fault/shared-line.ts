import { setTimeout as pause } from 'node:timers/promises';
import { shareContent } from '../support/console-page.ts';
import { playFilm } from '../support/content-page.ts';
import { type FarStage, openFarStage } from '../support/far-room.ts';
import { type Figure, report } from '../support/figures.ts';
import { whyNoLink } from '../support/link-emulator.ts';
import { mediaFixtures } from '../support/media-fixtures.ts';
import { type ReceptionLook, readReception, startReception } from '../support/reception.ts';
import { untilPicture } from '../support/screen-page.ts';
import type { Screen } from '../support/stage.ts';

/** A school's line, used by four of its rooms at once. */
const LINE = { downBps: 10_000_000, upBps: 10_000_000, delayMs: 20, lossRatio: 0 } as const;
const ROOMS = 4;
const ALONE_S = 20;
const TOGETHER_S = 60;
/**
 * Where four rooms do not fill the school's line, since the lecturer's browser sends less than a real one, they are tried on one of which
 * they ask for this many times what it carries.
 */
const CONTENDED = 2;
/** What four rooms need for a picture each; where they ask for less on a line like that, the machine sent next to nothing. */
const LEAST_BPS = 2_800_000;
/** How long a line's new width takes to be noticed by all, up and down the ladder once. */
const SETTLED_S = 20;

/** Four rooms want more than their line carries: none may be pushed aside by the others. Tried on the school's line and on a narrower one. */
export async function sharedLine(): Promise<boolean> {
  const why = whyNoLink();
  if (why !== null) return report('shared-line', [figureOf(LINE.downBps, null, why)], { why });
  const { lectureVideo, lectureVoice } = await mediaFixtures(720, 'grainy');
  const camera = { video: lectureVideo, voice: lectureVoice };
  const far = await openFarStage({ screens: ROOMS, lectureBrowser: { camera } });
  try {
    await shareContent(far.stage.lectureRoom.page);
    await playFilm(far.stage.lectureRoom.browser.context);
    far.link.change(LINE);
    const [first, ...others] = far.stage.screens;
    if (first === undefined) throw new Error('the stage has no screen');
    for (const { page } of others) await page.goto('about:blank');
    await untilPicture(first.page, 'camera', 60_000);
    await pause(SETTLED_S * 1000);
    const [aloneBps = 0] = await ratesOf([first], ALONE_S);
    await bringAll(far);
    const usual = await shareOf(far, LINE.downBps, aloneBps);
    const narrowBps = Math.round((aloneBps * ROOMS) / CONTENDED);
    const narrow =
      narrowBps >= LEAST_BPS && narrowBps < LINE.downBps ? await shareOf(far, narrowBps, aloneBps) : null;
    const found = [usual, ...(narrow === null ? [] : [narrow])];
    for (const { bps, shares } of found)
      console.log(
        `${megabits(bps)}: ${shares.map((share) => share.toFixed(2)).join(', ')} of the fair share`,
      );
    // A machine too slow to send that much leaves room for all, and says nothing about sharing.
    const reason = `one room alone gets ${megabits(aloneBps)}: four do not fill the line`;
    const figures = found.map(({ bps, shares }) =>
      figureOf(bps, Math.min(...shares), aloneBps * ROOMS > bps ? null : reason),
    );
    return report('shared-line', figures, { line: LINE, aloneBps, found });
  } finally {
    await far.close();
  }
}

const megabits = (bps: number): string => `${(bps / 1_000_000).toFixed(1)} Mbit/s`;

const figureOf = (bps: number, value: number | null, why: string | null): Figure => ({
  name: `on a line of ${megabits(bps)}, received by the least of ${ROOMS} rooms, of its fair share`,
  value,
  unit: '',
  goal: { atLeast: 0.5 },
  ...(why === null ? {} : { machineShort: true, why }),
});

async function bringAll({ stage }: FarStage): Promise<void> {
  for (const { page, address } of stage.screens.slice(1)) {
    await page.goto(address);
    await untilPicture(page, 'camera', 60_000);
  }
}

type Shared = {
  readonly bps: number;
  readonly togetherBps: readonly number[];
  /** What each room received, over what an equal part of the line is, or over all that it wants where that is less. */
  readonly shares: readonly number[];
};

async function shareOf({ stage, link }: FarStage, bps: number, aloneBps: number): Promise<Shared> {
  link.change({ downBps: bps });
  await pause(SETTLED_S * 1000);
  const togetherBps = await ratesOf(stage.screens, TOGETHER_S);
  const fairBps = Math.min(bps / ROOMS, aloneBps);
  return { bps, togetherBps, shares: togetherBps.map((each) => each / fairBps) };
}

/** What each screen receives of all streams, in bits per second. */
async function ratesOf(screens: readonly Screen[], seconds: number): Promise<readonly number[]> {
  for (const { page } of screens) await startReception(page);
  await pause(seconds * 1000);
  return Promise.all(screens.map(async ({ page }) => rateOf(await readReception(page))));
}

function rateOf(looks: readonly ReceptionLook[]): number {
  const [first] = looks;
  const last = looks.at(-1);
  if (first === undefined || last === undefined || last.atMs <= first.atMs) return 0;
  return Math.round(((last.receivedBytes - first.receivedBytes) * 8000) / (last.atMs - first.atMs));
}
