import type { CauseCounts } from '../../shared/coverage/cause.ts';
import type { Measures } from '../../shared/coverage/measures.ts';
import type { Period } from '../../shared/coverage/period.ts';
import type { LessonId, NeedId, PersonId, RegionId, RoomId, SchoolId } from '../../shared/kernel/ids.ts';
import type { LocalDate } from '../../shared/kernel/time.ts';
import type { SchoolKind } from '../../shared/school.ts';
import type { LeadFact, PersonFact, RoomFact } from './fact.types.ts';

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

/** A part of the tree over a period. */
export type ScopeTally = {
  readonly measures: Measures;
  /** Needs in force without a valid lesson, by why; together `needCount` − `servedNeedCount`. */
  readonly causes: CauseCounts;
};

/** How far rolling up has come. */
export type RollupStanding = {
  /** Until when everything that happened is in it. */
  readonly freshAtMs: number;
  /** Days of the period that are still to be rolled up, for the first time or anew. */
  readonly waitingDayCount: number;
};

/** A place in a list of lessons at rooms, newest first. */
export type RoomFactPlace = Pick<RoomFact, 'localDate' | 'startsAtMs' | 'lessonId' | 'roomId'>;

export type RoomFactQuery = {
  readonly from: LocalDate;
  readonly to: LocalDate;
  /** Whose lessons: those received by the schools, or those led by them. */
  readonly side: 'receiving' | 'leading';
  /** Null for all schools there are. */
  readonly schoolIds: readonly SchoolId[] | null;
  /** Only what comes after it; null from the newest on. */
  readonly after: RoomFactPlace | null;
  readonly limit: number;
};

/**
 * Reads what is rolled up. A period is found by kind, first and last day: a county's term may begin with its province's and end on
 * another day, and each school is rolled up for the terms of every region that it lies in. Parts of the tree about which nothing is known
 * are left out of an answer. No call reads more rows than it answers, give or take a constant.
 */
export interface RollupReader {
  standing(period: Period): Promise<RollupStanding>;
  regions(period: Period, ids: readonly RegionId[]): Promise<ReadonlyMap<RegionId, ScopeTally>>;
  /** Indicator 19: of one region by kind of school. */
  kinds(period: Period, id: RegionId): Promise<ReadonlyMap<SchoolKind, ScopeTally>>;
  schools(period: Period, ids: readonly SchoolId[]): Promise<ReadonlyMap<SchoolId, ScopeTally>>;
  /** In no particular order; those that ask give a few hundred schools at a time. */
  needs(period: Period, schoolIds: readonly SchoolId[]): Promise<readonly NeedTally[]>;
  rooms(period: Period, schoolIds: readonly SchoolId[]): Promise<readonly RoomTally[]>;
  people(period: Period, schoolIds: readonly SchoolId[]): Promise<readonly PersonTally[]>;
  /** By leading schools. */
  pairs(period: Period, fromSchoolIds: readonly SchoolId[]): Promise<readonly PairTally[]>;
  /** By those that receive. */
  pairsTo(period: Period, toSchoolIds: readonly SchoolId[]): Promise<readonly PairTally[]>;
  /** A period of a person, at whatever schools. */
  person(period: Period, id: PersonId): Promise<readonly PersonTally[]>;

  /** Newest first: by date, start, lesson and room, all downwards. */
  roomFacts(query: RoomFactQuery): Promise<readonly RoomFact[]>;
  /** One lesson at one room; null when there is none, or not yet. */
  roomFact(lessonId: LessonId, roomId: RoomId): Promise<RoomFact | null>;
  /** What lessons were at the schools that led them, in no particular order. */
  leadFacts(lessonIds: readonly LessonId[]): Promise<readonly LeadFact[]>;
  /** What somebody did in lessons, newest first. */
  personFacts(query: {
    readonly personId: PersonId;
    readonly from: LocalDate;
    readonly to: LocalDate;
    readonly limit: number;
  }): Promise<readonly PersonFact[]>;
}

/** By how much a region's counts change for one kind of school; in the order of `toCounts`. */
export type Difference = {
  readonly regionId: string;
  readonly period: Period;
  readonly schoolKind: SchoolKind;
  readonly counts: readonly number[];
};
