import type { Thresholds } from '../../shared/attendance.ts';
import { causeOf } from '../../shared/coverage/cause.ts';
import type { SettledFact } from './attendance.types.ts';
import type { SettledSession } from './settle.rules.ts';
import { isPunctual, verdictOf } from './verdict.rules.ts';

/** A settled lesson judged by thresholds. */
export function judged(session: SettledSession, thresholds: Thresholds): SettledFact {
  const { plannedMs, lessonMs } = session;
  const rooms = session.rooms.map((room) => {
    const verdict = verdictOf({ ...room, over: true, plannedMs, lessonMs }, thresholds);
    const punctual = isPunctual(room.lateMs, thresholds);
    return { ...room, punctual, verdict, foundCause: causeOf({ ...room, cancelled: false, verdict }) };
  });
  return { ...session, rooms };
}
