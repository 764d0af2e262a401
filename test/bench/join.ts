import { percentile, report, worst } from '../support/figures.ts';
import { frameFacts, untilPicture } from '../support/screen-page.ts';
import { openStage, type Screen } from '../support/stage.ts';

const JOINS = 20;

/** A screen is loaded again and again into a running lesson: from asking for its seat to the first picture of the teacher. */
export async function benchJoin(): Promise<boolean> {
  const stage = await openStage({ screens: 1 });
  try {
    const [screen] = stage.screens;
    if (screen === undefined) throw new Error('the stage has no screen');
    await untilPicture(screen.page, 'camera');
    const joins: number[] = [];
    for (let join = 0; join < JOINS; join++) joins.push(await oneJoin(screen));
    return report(
      'join',
      [
        {
          name: `request to first frame, p95 of ${JOINS}`,
          value: percentile(joins, 0.95),
          unit: 'ms',
          goal: { atMost: 800 },
        },
      ],
      { joins, worst: worst(joins) },
    );
  } finally {
    await stage.close();
  }
}

async function oneJoin(screen: Screen): Promise<number> {
  await screen.page.reload();
  await untilPicture(screen.page, 'camera');
  const first = (await frameFacts(screen.page))['camera']?.firstAfterJoinMs;
  if (first === undefined || first === null)
    throw new Error('the screen does not say when its first frame came');
  return first;
}
