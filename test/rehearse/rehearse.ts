import type { Figure } from '../support/figures.ts';
import { picturesIn } from '../support/pictures.ts';
import { openStage } from '../support/stage.ts';
import { calibrate, HEIGHTS, type Height } from './calibrate.ts';
import type { Summary } from './measure.ts';
import { phaseA } from './phase-a.ts';
import { type PhaseB, phaseB, shareOf } from './phase-b.ts';

/** Below this, one page that sends and receives cannot keep up, and the lesson's picture is made smaller. */
const ENOUGH_FPS = 26;
/** The shortest lesson a timetable takes, and the share of it that makes a lesson valid, with a margin. */
const LESSON_MINUTES = 5;
const VALID_MS = LESSON_MINUTES * 60_000 * 0.8 + 5_000;

export type RehearsalWish = {
  readonly seconds: number;
  /** Teach long enough for a valid lesson. Else the walk is the same but the lesson is too short to count. */
  readonly whole: boolean;
  readonly picturesFolder: string | null;
  /** Listening screens; three unless told. */
  readonly screens?: number;
  /** Teaches in this picture without asking the machine first what it can do. */
  readonly height?: Height;
};

export type Rehearsal = PhaseB & { readonly summary: Summary; readonly raw: object };

export async function rehearse(wish: RehearsalWish): Promise<Rehearsal> {
  const { height, framesPerSecond } =
    wish.height === undefined ? await fittingHeight() : { height: wish.height, framesPerSecond: null };
  const machineShort = height !== 720;
  const pictures = picturesIn(wish.picturesFolder);
  const stage = await openStage({
    screens: wish.screens ?? 3,
    height,
    lessonMinutes: LESSON_MINUTES,
    pictures,
  });
  try {
    const startedAtMs = Date.now();
    const a = await phaseA(stage, { seconds: wish.seconds, machineShort });
    const b = await phaseB(stage, {
      liveUntilMs: wish.whole ? startedAtMs + VALID_MS : 0,
      guests: wish.whole,
      pictures,
    });
    return {
      ...b,
      summary: a.summary,
      figures: [...a.figures, ...b.figures, ...(wish.whole ? counted(b) : [])],
      raw: { height, framesPerSecond, phaseA: a.raw, attendance: b.attendance, coverage: b.coverage },
    };
  } finally {
    await stage.close();
  }
}

/** What an administrator reads after one whole lesson to three points. */
function counted({ coverage, attendance }: PhaseB): Figure[] {
  const points = attendance.rooms.length;
  return [
    {
      name: 'valid lessons, at lesson × room',
      value: shareOf(coverage.page, 'validLessons')[0],
      unit: 'lessons',
      goal: { atLeast: points },
    },
    {
      name: 'points with need that were served',
      value: shareOf(coverage.page, 'pointsWithNeed')[0],
      unit: 'points',
      goal: { atLeast: points },
    },
    {
      name: 'lessons at rooms that are counted once',
      value: new Set(coverage.lessons.map(({ lessonId, roomId }) => `${lessonId} ${roomId}`)).size,
      unit: 'lessons',
      goal: { atLeast: coverage.lessons.length },
    },
  ];
}

/** The largest picture that this machine's Chromium sends and receives smoothly. Prints what it finds. */
async function fittingHeight(): Promise<{ height: Height; framesPerSecond: number }> {
  let last = { height: HEIGHTS[0] as Height, framesPerSecond: 0 };
  for (const height of HEIGHTS) {
    last = { height, framesPerSecond: await calibrate(height) };
    const enough = last.framesPerSecond >= ENOUGH_FPS;
    console.log(
      `calibration: 1 send + 1 receive at ${height}p = ${last.framesPerSecond.toFixed(1)} frames/s${enough ? '' : `, below ${ENOUGH_FPS}: the machine is short, a smaller picture is taken`}`,
    );
    if (enough) break;
  }
  return last;
}
