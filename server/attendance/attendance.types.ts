import type { Thresholds } from '../../shared/attendance.ts';
import type { RoomId, SessionId } from '../../shared/kernel/ids.ts';
import type { LocalDate } from '../../shared/kernel/time.ts';
import type { Verdict } from './verdict.rules.ts';

/** What attendance found for one room in one ended lesson, judged by given thresholds. */
export type RoomResult = {
  readonly sessionId: SessionId;
  readonly roomId: RoomId;
  readonly lessonMs: number;
  readonly connectedMs: number;
  readonly presentCount: number | null;
  readonly expectedCount: number;
  readonly punctual: boolean;
  readonly verdict: Verdict;
};

/** What other modules may ask of attendance. */
export interface AttendanceReader {
  /** The thresholds in force on a day. */
  thresholdsOn(date: LocalDate): Promise<Thresholds>;
  /** Every room of those lessons that have ended and are settled. */
  resultsOf(sessionIds: readonly SessionId[], thresholds: Thresholds): Promise<readonly RoomResult[]>;
}
