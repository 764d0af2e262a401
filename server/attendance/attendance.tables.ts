import { z } from 'zod';
import { thresholds } from '../../shared/attendance.ts';
import { unservedCause } from '../../shared/coverage/cause.ts';
import { lessonId, linkId, needId, personId, roomId, schoolId, sessionId } from '../../shared/kernel/ids.ts';
import { localDate } from '../../shared/kernel/time.ts';
import { headCountSource } from '../../shared/session/session.events.ts';
import type { SettledRoom, SettledSession } from './settle.rules.ts';
import type { SettledPerson } from './work.rules.ts';

const workPart = z.enum(['lectured', 'assisted', 'researched']);

/** With why they were changed. */
export const thresholdFields = thresholds.extend({ reason: z.string().max(200).default('') });

/** A register of one entry. */
export const thresholdSpec = {
  table: 'threshold',
  id: z.literal('validLesson'),
  fields: thresholdFields,
  columns: {},
  sets: {},
};

export type SessionRow = {
  session_id: string;
  lesson_id: string;
  log_seq: number;
  settled_at_ms: number;
  local_date: string;
  leading_school_id: string;
  link_id: string | null;
  planned_ms: number;
  lesson_ms: number;
  started_at_ms: number | null;
  ended_at_ms: number | null;
  own_turn_count: number;
};

export type RoomRow = {
  session_id: string;
  room_id: string;
  school_id: string;
  need_id: string | null;
  connected_ms: number;
  camera_ms: number;
  /** 1 or 0: not every database has truth values. */
  present: number;
  late_ms: number | null;
  present_count: number | null;
  expected_count: number;
  head_count_source: string | null;
  /** 1 or 0. */
  confirmed_held: number;
  turn_count: number;
  on_air_ms: number;
  hand_count: number;
  hand_wait_ms: number;
  ran_ms: number;
  disturbed_ms: number;
  missing_cause: string | null;
  poor_cause: string | null;
};

export type PersonRow = {
  session_id: string;
  person_id: string;
  part: string;
  worked_ms: number;
};

export type Tables = {
  attendance_settled: SessionRow;
  attendance_settled_room: RoomRow;
  attendance_settled_person: PersonRow;
};

export const toSessionRow = (session: SettledSession): Omit<SessionRow, 'settled_at_ms'> => ({
  session_id: session.sessionId,
  lesson_id: session.lessonId,
  log_seq: session.logSeq,
  local_date: session.localDate,
  leading_school_id: session.leadingSchoolId,
  link_id: session.linkId,
  planned_ms: session.plannedMs,
  lesson_ms: session.lessonMs,
  started_at_ms: session.startedAtMs,
  ended_at_ms: session.endedAtMs,
  own_turn_count: session.ownTurnCount,
});

export const toRoomRow = (sessionId: string, room: SettledRoom): RoomRow => ({
  session_id: sessionId,
  room_id: room.roomId,
  school_id: room.schoolId,
  need_id: room.needId,
  connected_ms: room.connectedMs,
  camera_ms: room.cameraMs,
  present: room.present ? 1 : 0,
  late_ms: room.lateMs,
  present_count: room.presentCount,
  expected_count: room.expectedCount,
  head_count_source: room.headCountSource,
  confirmed_held: room.confirmedHeld ? 1 : 0,
  turn_count: room.turnCount,
  on_air_ms: room.onAirMs,
  hand_count: room.handCount,
  hand_wait_ms: room.handWaitMs,
  ran_ms: room.ranMs,
  disturbed_ms: room.disturbedMs,
  missing_cause: room.missing,
  poor_cause: room.poor,
});

export const toPersonRow = (
  sessionId: string,
  { personId: id, part, workedMs }: SettledPerson,
): PersonRow => ({ session_id: sessionId, person_id: id, part, worked_ms: workedMs });

export const fromSessionRow = (row: SessionRow): Omit<SettledSession, 'rooms' | 'people'> => ({
  sessionId: sessionId.parse(row.session_id),
  lessonId: lessonId.parse(row.lesson_id),
  logSeq: row.log_seq,
  localDate: localDate.parse(row.local_date),
  leadingSchoolId: schoolId.parse(row.leading_school_id),
  linkId: linkId.nullable().parse(row.link_id),
  plannedMs: row.planned_ms,
  lessonMs: row.lesson_ms,
  startedAtMs: row.started_at_ms,
  endedAtMs: row.ended_at_ms,
  ownTurnCount: row.own_turn_count,
});

export const fromRoomRow = (row: RoomRow): SettledRoom => ({
  roomId: roomId.parse(row.room_id),
  schoolId: schoolId.parse(row.school_id),
  needId: needId.nullable().parse(row.need_id),
  connectedMs: row.connected_ms,
  cameraMs: row.camera_ms,
  present: row.present === 1,
  lateMs: row.late_ms,
  presentCount: row.present_count,
  expectedCount: row.expected_count,
  headCountSource: headCountSource.nullable().parse(row.head_count_source),
  confirmedHeld: row.confirmed_held === 1,
  turnCount: row.turn_count,
  onAirMs: row.on_air_ms,
  handCount: row.hand_count,
  handWaitMs: row.hand_wait_ms,
  ranMs: row.ran_ms,
  disturbedMs: row.disturbed_ms,
  missing: unservedCause.nullable().parse(row.missing_cause),
  poor: unservedCause.nullable().parse(row.poor_cause),
});

export const fromPersonRow = (row: PersonRow): SettledPerson => ({
  personId: personId.parse(row.person_id),
  part: workPart.parse(row.part),
  workedMs: row.worked_ms,
});
