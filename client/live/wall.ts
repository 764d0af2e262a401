import { type SeatKey, seatOfRoom } from '../../shared/session/session.events.ts';
import type { WallLayout } from '../../shared/session/session.wall.ts';
import { roomsInTurn, type WallPlan, wallPlanOf } from '../../shared/session/session.wall-plan.ts';
import type { JoinedSession, LiveStream } from './live.types.ts';

export type OnThisWall = {
  readonly content: boolean;
  readonly teacher: boolean;
  /** Rooms whose picture there is, beside those that arrive: the own one. */
  readonly ownRoom?: SeatKey | null;
  /** Server time, epoch ms. */
  readonly nowMs: number;
};

type Lesson = Pick<JoinedSession, 'card' | 'view'>;

/** How the lecturer has arranged the walls 版式; as at the start while nothing is told. */
export const layoutIn = ({ view }: Pick<Lesson, 'view'>): WallLayout =>
  view.lesson.wall?.layout ?? 'teacherAndContent';

/** What stands where on a wall of this lesson now. */
export function wallIn(
  { card, view }: Lesson,
  streams: readonly LiveStream[],
  { content, teacher, ownRoom = null, nowMs }: OnThisWall,
): WallPlan {
  const seen = new Set<SeatKey>(ownRoom === null ? [] : [ownRoom]);
  for (const stream of streams)
    if (stream.part === 'room' && stream.source === 'camera') seen.add(stream.seat);
  const spotlight = view.lesson.wall?.spotlight ?? null;
  const rooms = card.rooms.map(({ roomId }) => seatOfRoom(roomId)).filter((seat) => seen.has(seat));
  const shown = roomsInTurn(rooms, nowMs);
  return wallPlanOf({
    layout: layoutIn({ view }),
    spotlight,
    stage: view.lesson.stage.map(({ seat }) => seat),
    content,
    teacher,
    rooms: spotlight !== null && rooms.includes(spotlight) ? [...shown, spotlight] : shown,
  });
}

/** What is not on the wall is paused, and does not stand still for a fault. */
export const showsTeacher = ({ large, aside }: WallPlan): boolean =>
  [...large, ...aside].some(({ what }) => what === 'teacher');

/** From here on the remaining time of a call is told. */
const LEFT_MS = 30_000;

/** Whole seconds until a call ends by itself; null while that is far, or never. */
export function secondsLeft(untilMs: number | null, nowMs: number): number | null {
  if (untilMs === null || untilMs - nowMs > LEFT_MS) return null;
  return Math.max(0, Math.ceil((untilMs - nowMs) / 1000));
}
