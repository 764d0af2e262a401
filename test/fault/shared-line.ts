import { setTimeout as pause } from 'node:timers/promises';
import { shareContent } from '../support/console-page.ts';
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

/** Four rooms want more than their line carries: none may be pushed aside by the others. */
export async function sharedLine(): Promise<boolean> {
  const why = whyNoLink();
  if (why !== null) return report('shared-line', [figureOf(null, why)], { why });
  const { lectureVideo, lectureVoice } = await mediaFixtures(720, 'grainy');
  const camera = { video: lectureVideo, voice: lectureVoice };
  const far = await openFarStage({ screens: ROOMS, lectureBrowser: { camera } });
  try {
    await shareContent(far.stage.lectureRoom.page);
    far.link.change(LINE);
    const [first, ...others] = far.stage.screens;
    if (first === undefined) throw new Error('the stage has no screen');
    for (const { page } of others) await page.goto('about:blank');
    const [aloneBps = 0] = await ratesOf([first], ALONE_S);
    const togetherBps = await together(far);
    const fairBps = Math.min(LINE.downBps / ROOMS, aloneBps);
    const leastShare = Math.min(...togetherBps) / fairBps;
    // A machine too slow to send that much leaves room for all, and says nothing about sharing.
    const fills = aloneBps * ROOMS > LINE.downBps;
    const reason = fills ? null : `one room alone gets ${aloneBps} bit/s: four do not fill the line`;
    return report('shared-line', [figureOf(leastShare, reason)], {
      line: LINE,
      aloneBps,
      togetherBps,
      fairBps,
    });
  } finally {
    await far.close();
  }
}

const figureOf = (value: number | null, why: string | null): Figure => ({
  name: `received by the least of ${ROOMS} rooms, of its fair share`,
  value,
  unit: '',
  goal: { atLeast: 0.5 },
  ...(why === null ? {} : { machineShort: true, why }),
});

async function together({ stage }: FarStage): Promise<readonly number[]> {
  for (const { page, address } of stage.screens.slice(1)) {
    await page.goto(address);
    await untilPicture(page, 'camera', 60_000);
  }
  return ratesOf(stage.screens, TOGETHER_S);
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
