import type { RoomId } from '../../shared/kernel/ids.ts';
import { addDays, MINUTE_MS, wallClock, type Zone } from '../../shared/kernel/time.ts';
import { type LessonFields, type LessonPhase, plannedEndAtMs } from '../../shared/lesson.ts';
import { seatOfRoom } from '../../shared/session/session.events.ts';
import type { SessionState } from '../../shared/session/session.state.ts';

/** How far ahead a screen looks, in days. */
export const AGENDA_DAYS = 14;
export const AGENDA_LENGTH = 50;

type Dated = { readonly fields: LessonFields };
type Phased<L> = { readonly lesson: L; readonly phase: LessonPhase };

/**
 * What a screen still has before it comes first, in order of planned start: lessons that run or wait, also beyond their time, and those
 * planned whose time is not over. Then what is over, the latest first.
 */
export function agendaOf<L extends Dated>(
  lessons: readonly Phased<L>[],
  { nowMs, zone }: { readonly nowMs: number; readonly zone: Zone },
): readonly Phased<L>[] {
  const last = addDays(wallClock(nowMs, zone).date, AGENDA_DAYS);
  const near = lessons
    .filter((each) => each.lesson.fields.localDate <= last)
    .toSorted((a, b) => a.lesson.fields.plannedStartAtMs - b.lesson.fields.plannedStartAtMs);
  const ahead = near.filter((each) => isAhead(each, nowMs));
  const over = near.filter((each) => !isAhead(each, nowMs)).toReversed();
  return [...ahead, ...over].slice(0, AGENDA_LENGTH);
}

/** How long a lesson that was missed is worth a word. */
const MISSED_MS = 6 * 60 * MINUTE_MS;

/** Lessons over since so short a time that a room may still be told it missed them. */
export const lately = <L extends Dated>(lessons: readonly Phased<L>[], nowMs: number): readonly L[] =>
  lessons.flatMap(({ lesson, phase }) => {
    const sinceMs = nowMs - plannedEndAtMs(lesson.fields);
    return phase === 'ended' && sinceMs < MISSED_MS ? [lesson] : [];
  });

/** Whether a lesson was held and the room was not there at its end: it never came, or was lost and did not come back. */
export function wasMissed({ phase, seats }: Pick<SessionState, 'phase' | 'seats'>, roomId: RoomId): boolean {
  if (phase.state !== 'ended' || phase.startedAtMs === null) return false;
  const presence = seats[seatOfRoom(roomId)]?.presence.state ?? 'absent';
  return presence === 'absent' || presence === 'lost';
}

function isAhead({ lesson, phase }: Phased<Dated>, nowMs: number): boolean {
  switch (phase) {
    case 'live':
    case 'waiting':
      return true;
    case 'planned':
      return plannedEndAtMs(lesson.fields) > nowMs;
    case 'ended':
    case 'cancelled':
      return false;
  }
}
