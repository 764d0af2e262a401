import type { CauseCounts } from '../../shared/coverage/cause.ts';
import type { Measures } from '../../shared/coverage/measures.ts';
import type { NeedId, PersonId, RoomId, SchoolId } from '../../shared/kernel/ids.ts';
import type { LocalDate } from '../../shared/kernel/time.ts';

/** A need over a day or a longer period; a period's is the sum of its days'. */
export type NeedTally = {
  readonly needId: NeedId;
  readonly schoolId: SchoolId;
  readonly subject: string;
  readonly grade: string;
  /** Pro rata to the teaching days on which it was in force. */
  readonly neededFifths: number;
  readonly plannedCount: number;
  readonly heldCount: number;
  readonly validCount: number;
  readonly recordedCount: number;
  readonly elsewhereCount: number;
  /** Days on which a link held for it. */
  readonly linkedDayCount: number;
  /** 1 on the day on which it was withdrawn. */
  readonly withdrawnCount: number;
  /** Lessons at rooms that do not count, by cause. */
  readonly causes: CauseCounts;
};

/** A room over a day or longer. */
export type RoomTally = {
  readonly roomId: RoomId;
  readonly schoolId: SchoolId;
  readonly plannedCount: number;
  readonly validCount: number;
  /** Weeks with a valid lesson: 0 or 1 in a week, in longer periods the sum of the weeks whose Monday lies in them; 0 in a day. */
  readonly validWeekCount: number;
};

export type PersonTally = {
  readonly personId: PersonId;
  readonly schoolId: SchoolId;
  readonly lecturedMs: number;
  readonly assistedMs: number;
  readonly researchedMs: number;
  readonly lessonCount: number;
};

/** A leading school and a school or point that receives from it. */
export type PairTally = {
  readonly fromSchoolId: SchoolId;
  readonly toSchoolId: SchoolId;
  readonly plannedCount: number;
  readonly validCount: number;
  /** Days on which an accepted link held between them. */
  readonly linkedDayCount: number;
};

/** One day of one school, as found from facts and registers. */
export type SchoolDay = {
  readonly schoolId: SchoolId;
  readonly date: LocalDate;
  readonly needs: readonly NeedTally[];
  readonly rooms: readonly RoomTally[];
  readonly people: readonly PersonTally[];
  /** This school as the leading one. */
  readonly pairs: readonly PairTally[];
  /** Only those of grain `day`; the others are 0. */
  readonly measures: Measures;
};
