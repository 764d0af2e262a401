import type { NeedId, SchoolId } from '../../shared/kernel/ids.ts';
import type { LocalDate } from '../../shared/kernel/time.ts';
import type { LinkFields } from '../../shared/link.ts';
import type { NeedFields } from '../../shared/need.ts';
import type { LeadFact, PersonFact, RoomFact } from './fact.types.ts';

/** A need of the school as the registers have it on one day. */
export type DayNeed = {
  readonly id: NeedId;
  readonly fields: Pick<NeedFields, 'subject' | 'grade' | 'periodsPerWeek'>;
  /** `inForce`: also within its term, where it has one. `withdrawn`: this is the first day on which it is. `past`: neither. */
  readonly state: 'inForce' | 'withdrawn' | 'past';
};

export type DayLink = Pick<LinkFields, 'fromSchoolId' | 'toSchoolId' | 'needId' | 'subject' | 'grade'>;

/** Everything that one day of one school is counted from. The order of nothing in it matters. */
export type SchoolDayInput = {
  readonly schoolId: SchoolId;
  readonly date: LocalDate;
  /** Whether it is a teaching day of the school (`isTaught`). */
  readonly taught: boolean;
  /** Needs in force or withdrawn on the day, and any other that a lesson of the day names. */
  readonly needs: readonly DayNeed[];
  /** Links from or to the school that hold on the day. */
  readonly links: readonly DayLink[];
  /** Facts of the day at rooms of the school. */
  readonly received: readonly RoomFact[];
  /** Facts of the day, at whatever school, of lessons that the school led. */
  readonly led: readonly RoomFact[];
  readonly leads: readonly LeadFact[];
  readonly people: readonly PersonFact[];
};
