import type { Thresholds } from '../../shared/attendance.ts';
import type { UnservedCause } from '../../shared/coverage/cause.ts';
import type { SessionId } from '../../shared/kernel/ids.ts';
import type { LocalDate } from '../../shared/kernel/time.ts';
import type { SettledRoom, SettledSession } from './settle.rules.ts';
import type { Verdict } from './verdict.rules.ts';

/** One room of a settled lesson with what follows from the thresholds of the lesson's own day. */
export type SettledRoomFact = SettledRoom & {
  readonly punctual: boolean;
  readonly verdict: Verdict;
  /** Why the lesson does not count here, as the log and quality say; null where it counts. */
  readonly foundCause: UnservedCause | null;
};

/** An ended lesson as reports count it: its rooms, judged, and what named teachers did in it. */
export type SettledFact = Omit<SettledSession, 'rooms'> & { readonly rooms: readonly SettledRoomFact[] };

/** A lesson was settled anew, or has no result any more because it was reopened. */
export type SettledListener = (sessionId: SessionId) => void;

/** What other modules may ask of attendance. */
export interface AttendanceReader {
  /** The thresholds in force on a day. */
  thresholdsOn(date: LocalDate): Promise<Thresholds>;
  /** Those of the lessons that have ended and are settled. */
  settledOf(sessionIds: readonly SessionId[]): Promise<readonly SettledFact[]>;
  /** Called after each change of what is settled. Returns the function that stops listening. */
  onSettled(listener: SettledListener): () => void;
}
