import type { SessionAttendance } from '../../shared/attendance.ts';
import type { ReportList, ReportPage } from '../../shared/coverage/report.ts';
import { localDate } from '../../shared/kernel/time.ts';
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
  readonly coverage: Coverage;
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

export type Coverage = {
  readonly page: ReportPage;
  /** What stands behind the valid lessons of the page. */
  readonly lessons: Extract<ReportList['rows'], { list: 'lessons' }>['lines'];
};

/** The administrator's own numbers of the day, once the ended lesson is in them. */
async function readCoverage(stage: Stage): Promise<Coverage> {
  const { admin } = stage.county;
  const today = localDate.parse(new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10));
  const about = { kind: 'day' as const, date: today };
  for (let tries = 0; ; tries++) {
    const page = await admin.call('report.read', about);
    const { rows } = await admin.call('report.list', { ...about, indicator: 'validLessons' });
    const lessons = rows.list === 'lessons' ? rows.lines : [];
    const settled = lessons.length > 0 && lessons.every(({ verdict }) => verdict !== 'open');
    const [numerator, denominator] = shareOf(page, 'validLessons');
    const counted = denominator === lessons.length && numerator === lessons.filter(isValid).length;
    if ((settled && counted) || tries === 100) return { page, lessons };
    await stage.lectureRoom.page.waitForTimeout(100);
  }
}

const isValid = ({ verdict }: Coverage['lessons'][number]): boolean => verdict === 'valid';

export function shareOf(
  { figures }: Pick<ReportPage, 'figures'>,
  key: ReportPage['figures'][number]['key'],
): readonly [numerator: number, denominator: number] {
  const found = figures.find((each) => each.key === key);
  return [found?.numerator ?? 0, found?.denominator ?? 0];
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
