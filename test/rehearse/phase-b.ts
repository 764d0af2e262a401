import type { SessionAttendance } from '../../shared/attendance.ts';
import type { CoverageReport } from '../../shared/coverage.ts';
import { endLesson, setHeadCount, signIn as signInPage, untilReady } from '../support/console-page.ts';
import { signIn } from '../support/county.ts';
import type { Figure } from '../support/figures.ts';
import type { Pictures } from '../support/pictures.ts';
import { untilPicture } from '../support/screen-page.ts';
import { type Stage, startScreen } from '../support/stage.ts';
import { guestsOfLesson, viewerOfLiveLesson } from './guests.ts';

export type PhaseB = {
  readonly figures: readonly Figure[];
  readonly attendance: SessionAttendance;
  readonly coverage: CoverageReport;
  /** The same report as a spreadsheet gets it. */
  readonly csv: { readonly status: number; readonly type: string; readonly body: string };
};

/**
 * The walk: a screen's plug is pulled and it comes back, pupils are counted, the lesson ends, and what was counted is read.
 * @param guests whether others come too: a phone, an observer, a late room, a viewer of another lesson
 * @param liveUntilMs epoch ms before which the lesson is not ended, so that it can be valid
 */
export async function phaseB(
  stage: Stage,
  wish: { liveUntilMs: number; pictures: Pictures; guests: boolean },
): Promise<PhaseB> {
  const { pictures } = wish;
  const console = stage.lectureRoom.page;
  const outage = await pullPlug(stage);
  const guests = wish.guests ? await guestsOfLesson(stage, pictures) : [];
  // The first room's count has come from its own phone then.
  for (const [index, point] of stage.county.points.entries())
    if (!wish.guests || index > 0) await setHeadCount(console, point.name, 18 + index);
  await pictures(console, 'lesson-console');
  for (const [index, screen] of stage.screens.entries())
    await pictures(screen.page, index === 0 ? 'lesson-screen' : `lesson-screen-${index + 1}`);
  await console.waitForTimeout(Math.max(0, wish.liveUntilMs - Date.now()));
  await endLesson(console);
  await pictures(console, 'over-console');
  const { admin } = stage.county;
  const attendance = await admin.call('attendance.read', { sessionId: stage.lesson.sessionId });
  await console.goto(`${stage.product.url}/attendance/${stage.lesson.sessionId}`);
  await console
    .getByText(stage.county.points[0]?.name ?? '')
    .first()
    .waitFor();
  await pictures(console, 'attendance-console');
  const coverage = await readCoverage(stage);
  if (wish.guests) guests.push(await viewerOfLiveLesson(stage, pictures));
  await showCoverage(stage, pictures);
  return {
    figures: [
      {
        name: 'a screen killed and started again, picture back',
        value: outage.backAtMs - outage.startedAtMs,
        unit: 'ms',
        goal: { atMost: 10_000 },
      },
      {
        name: 'rooms with a head-count',
        value: attendance.rooms.filter((room) => room.headCount !== null).length,
        unit: 'rooms',
        goal: { atLeast: stage.county.points.length },
      },
      {
        name: 'rooms counted once, no stay on top of another',
        value: countedOnce(attendance),
        unit: 'rooms',
        goal: { atLeast: stage.county.points.length },
      },
      {
        name: "the killed room's gap in attendance, away from the true one",
        value: gapErrorMs(attendance, outage),
        unit: 'ms',
        goal: { atMost: 6_000 },
      },
      ...guests,
    ],
    attendance,
    coverage,
    csv: await admin.text(`/api/coverage.csv?from=${coverage.from}&to=${coverage.to}&locale=zh-CN`),
  };
}

type Outage = {
  readonly roomId: string;
  readonly killedAtMs: number;
  readonly startedAtMs: number;
  readonly backAtMs: number;
};

async function pullPlug(stage: Stage): Promise<Outage> {
  const screen = stage.screens.at(-1);
  if (screen === undefined) throw new Error('the stage has no screen');
  const killedAtMs = Date.now();
  await screen.browser.kill();
  const startedAtMs = Date.now();
  const again = await startScreen(screen.address, screen.point);
  screen.browser = again.browser;
  screen.page = again.page;
  await untilPicture(again.page, 'camera');
  const backAtMs = Date.now();
  await untilReady(stage.lectureRoom.page, stage.screens.length);
  return { roomId: screen.point.roomId, killedAtMs, startedAtMs, backAtMs };
}

function countedOnce({ rooms }: SessionAttendance): number {
  const ids = rooms.map((room) => room.roomId);
  return rooms.filter(
    ({ roomId, attendance: { stays } }) =>
      ids.indexOf(roomId) === ids.lastIndexOf(roomId) &&
      stays.length > 0 &&
      stays.every((stay, index) => stay.fromMs >= (stays[index - 1]?.toMs ?? 0)),
  ).length;
}

/** Infinite when the log knows of no gap where the plug was pulled. */
function gapErrorMs({ rooms }: SessionAttendance, { roomId, killedAtMs, backAtMs }: Outage): number {
  const stays = rooms.find((room) => room.roomId === roomId)?.attendance.stays ?? [];
  const back = stays.findIndex((stay) => stay.fromMs > killedAtMs);
  const [before, after] = [stays[back - 1], stays[back]];
  if (before === undefined || after === undefined) return Number.POSITIVE_INFINITY;
  return Math.abs(after.fromMs - before.toMs - (backAtMs - killedAtMs));
}

/** The administrator's own numbers, once the ended lesson has been settled. */
async function readCoverage(stage: Stage): Promise<CoverageReport> {
  const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10) as never;
  for (let tries = 0; ; tries++) {
    const report = await stage.county.admin.call('coverage.read', { from: today, to: today });
    if (report.outcomes.length > 0 || tries === 50) return report;
    await stage.lectureRoom.page.waitForTimeout(100);
  }
}

async function showCoverage(stage: Stage, pictures: Pictures): Promise<void> {
  await signIn(stage.product.url, 'zhoumin');
  const { page } = stage.lectureRoom;
  await page.context().clearCookies();
  await page.goto(`${stage.product.url}/login`);
  await signInPage(page, 'zhoumin');
  await page.goto(`${stage.product.url}/report`);
  await page
    .getByText('1b', { exact: false })
    .or(page.getByRole('heading', { level: 1 }))
    .first()
    .waitFor();
  await page.waitForLoadState('networkidle');
  await pictures(page, 'coverage-console');
}
