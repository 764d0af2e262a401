import type { invalidReason } from '../../shared/attendance.ts';
import type { UnservedCause } from '../../shared/coverage/cause.ts';
import type {
  GroupId,
  LessonId,
  LinkId,
  NeedId,
  PersonId,
  RoomId,
  SchoolId,
  SessionId,
} from '../../shared/kernel/ids.ts';
import type { LocalDate } from '../../shared/kernel/time.ts';

/** live 直播互动, recorded 录播, elsewhere: held in another tool, entered afterwards and unverified. */
export type LessonWay = 'live' | 'recorded' | 'elsewhere';

/**
 * One delivery lesson at one receiving room, with every dimension that reports count by; judged by the thresholds of its day. There is
 * one from the day of the lesson on, whether it was held or not.
 */
export type RoomFact = {
  readonly lessonId: LessonId;
  /** Null for what was held elsewhere. */
  readonly sessionId: SessionId | null;
  readonly roomId: RoomId;
  readonly schoolId: SchoolId;
  readonly leadingSchoolId: SchoolId;
  readonly localDate: LocalDate;
  readonly startsAtMs: number;
  readonly subject: string;
  readonly grade: string;
  readonly linkId: LinkId | null;
  /** The need that the timetable names for this room. */
  readonly needId: NeedId | null;
  readonly way: LessonWay;
  /** Started on the spot and for no link: in no figure but its own. */
  readonly unplanned: boolean;
  readonly cancelled: boolean;
  readonly plannedMs: number;
  /** 0 when it was not held. */
  readonly lessonMs: number;
  readonly connectedMs: number;
  readonly presentCount: number | null;
  readonly expectedCount: number;
  readonly punctual: boolean;
  /** Of the planned time: without a connection or with a frozen picture. */
  readonly disturbedMs: number;
  readonly turnCount: number;
  readonly onAirMs: number;
  readonly verdict: 'open' | 'valid' | (typeof invalidReason)['_output'];
  /** Found from the log and from quality; null where the lesson is valid or not over. */
  readonly foundCause: UnservedCause | null;
  /** As somebody with the right to it corrected it; null while nobody has. */
  readonly correctedCause: UnservedCause | null;
};

/** One lesson at the school that led it. */
export type LeadFact = {
  readonly lessonId: LessonId;
  readonly localDate: LocalDate;
  readonly leadingSchoolId: SchoolId;
  readonly kind: 'delivery' | 'master' | 'online';
  readonly held: boolean;
  readonly remoteTurnCount: number;
  /** With those of the leading side's own pupils. */
  readonly turnCount: number;
  /** Fewest ÷ most turns among receiving rooms that were there, in thousandths; null with fewer than two of them, or without a turn. */
  readonly balanceThousandths: number | null;
  /** The group of teachers that met in it. */
  readonly groupId: GroupId | null;
};

/** A teacher's part in one lesson that was held, by name. */
export type PersonFact = {
  readonly lessonId: LessonId;
  readonly localDate: LocalDate;
  readonly personId: PersonId;
  /** Where the person works on that day. */
  readonly schoolId: SchoolId;
  readonly part: 'lectured' | 'assisted' | 'researched';
  readonly workedMs: number;
};

/** Everything that is known of one lesson. */
export type LessonFacts = {
  readonly lead: LeadFact;
  readonly startsAtMs: number;
  readonly rooms: readonly RoomFact[];
  readonly people: readonly PersonFact[];
};
