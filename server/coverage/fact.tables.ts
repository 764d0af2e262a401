import { unservedCause } from '../../shared/coverage/cause.ts';
import {
  groupId,
  lessonId,
  linkId,
  needId,
  personId,
  roomId,
  schoolId,
  sessionId,
} from '../../shared/kernel/ids.ts';
import { localDate } from '../../shared/kernel/time.ts';
import type { LeadFact, PersonFact, RoomFact } from './fact.types.ts';

/** Truth values are 1 or 0: not every database has them. */
export type RoomFactRow = {
  lesson_id: string;
  session_id: string | null;
  room_id: string;
  school_id: string;
  leading_school_id: string;
  local_date: string;
  starts_at_ms: number;
  subject: string;
  grade: string;
  link_id: string | null;
  need_id: string | null;
  way: string;
  unplanned: number;
  cancelled: number;
  planned_ms: number;
  lesson_ms: number;
  connected_ms: number;
  present_count: number | null;
  expected_count: number;
  punctual: number;
  disturbed_ms: number;
  turn_count: number;
  on_air_ms: number;
  verdict: string;
  found_cause: string | null;
  corrected_cause: string | null;
};

export type LeadFactRow = {
  lesson_id: string;
  local_date: string;
  starts_at_ms: number;
  leading_school_id: string;
  kind: string;
  held: number;
  remote_turn_count: number;
  turn_count: number;
  balance_thousandths: number | null;
  group_id: string | null;
};

export type PersonFactRow = {
  lesson_id: string;
  local_date: string;
  person_id: string;
  school_id: string;
  part: string;
  worked_ms: number;
};

export type FactTables = {
  coverage_fact_room: RoomFactRow;
  coverage_fact_lead: LeadFactRow;
  coverage_fact_person: PersonFactRow;
};

export const toRoomFactRow = (fact: RoomFact): RoomFactRow => ({
  lesson_id: fact.lessonId,
  session_id: fact.sessionId,
  room_id: fact.roomId,
  school_id: fact.schoolId,
  leading_school_id: fact.leadingSchoolId,
  local_date: fact.localDate,
  starts_at_ms: fact.startsAtMs,
  subject: fact.subject,
  grade: fact.grade,
  link_id: fact.linkId,
  need_id: fact.needId,
  way: fact.way,
  unplanned: fact.unplanned ? 1 : 0,
  cancelled: fact.cancelled ? 1 : 0,
  planned_ms: fact.plannedMs,
  lesson_ms: fact.lessonMs,
  connected_ms: fact.connectedMs,
  present_count: fact.presentCount,
  expected_count: fact.expectedCount,
  punctual: fact.punctual ? 1 : 0,
  disturbed_ms: fact.disturbedMs,
  turn_count: fact.turnCount,
  on_air_ms: fact.onAirMs,
  verdict: fact.verdict,
  found_cause: fact.foundCause,
  corrected_cause: fact.correctedCause,
});

/** Ids were checked when they were written: checking them again at 120,000 rows a day would cost more than all the counting. */
const trusted = <T>(_parser: { parse(value: unknown): T }, value: string): T => value as T;
const orNull = <T>(parser: { parse(value: unknown): T }, value: string | null): T | null =>
  value === null ? null : trusted(parser, value);

export const fromRoomFactRow = (row: RoomFactRow): RoomFact => ({
  lessonId: trusted(lessonId, row.lesson_id),
  sessionId: orNull(sessionId, row.session_id),
  roomId: trusted(roomId, row.room_id),
  schoolId: trusted(schoolId, row.school_id),
  leadingSchoolId: trusted(schoolId, row.leading_school_id),
  localDate: trusted(localDate, row.local_date),
  startsAtMs: row.starts_at_ms,
  subject: row.subject,
  grade: row.grade,
  linkId: orNull(linkId, row.link_id),
  needId: orNull(needId, row.need_id),
  way: row.way as RoomFact['way'],
  unplanned: row.unplanned === 1,
  cancelled: row.cancelled === 1,
  plannedMs: row.planned_ms,
  lessonMs: row.lesson_ms,
  connectedMs: row.connected_ms,
  presentCount: row.present_count,
  expectedCount: row.expected_count,
  punctual: row.punctual === 1,
  disturbedMs: row.disturbed_ms,
  turnCount: row.turn_count,
  onAirMs: row.on_air_ms,
  verdict: row.verdict as RoomFact['verdict'],
  foundCause: orNull(unservedCause, row.found_cause),
  correctedCause: orNull(unservedCause, row.corrected_cause),
});

export const toLeadFactRow = (fact: LeadFact, startsAtMs: number): LeadFactRow => ({
  lesson_id: fact.lessonId,
  local_date: fact.localDate,
  starts_at_ms: startsAtMs,
  leading_school_id: fact.leadingSchoolId,
  kind: fact.kind,
  held: fact.held ? 1 : 0,
  remote_turn_count: fact.remoteTurnCount,
  turn_count: fact.turnCount,
  balance_thousandths: fact.balanceThousandths,
  group_id: fact.groupId,
});

export const fromLeadFactRow = (row: LeadFactRow): LeadFact => ({
  lessonId: trusted(lessonId, row.lesson_id),
  localDate: trusted(localDate, row.local_date),
  leadingSchoolId: trusted(schoolId, row.leading_school_id),
  kind: row.kind as LeadFact['kind'],
  held: row.held === 1,
  remoteTurnCount: row.remote_turn_count,
  turnCount: row.turn_count,
  balanceThousandths: row.balance_thousandths,
  groupId: groupId.nullable().parse(row.group_id),
});

export const toPersonFactRow = (fact: PersonFact): PersonFactRow => ({
  lesson_id: fact.lessonId,
  local_date: fact.localDate,
  person_id: fact.personId,
  school_id: fact.schoolId,
  part: fact.part,
  worked_ms: fact.workedMs,
});

export const fromPersonFactRow = (row: PersonFactRow): PersonFact => ({
  lessonId: trusted(lessonId, row.lesson_id),
  localDate: trusted(localDate, row.local_date),
  personId: trusted(personId, row.person_id),
  schoolId: trusted(schoolId, row.school_id),
  part: row.part as PersonFact['part'],
  workedMs: row.worked_ms,
});
