import { z } from 'zod';
import { thresholds } from '../../shared/attendance.ts';
import type { SettledRoom, SettledSession } from './settle.rules.ts';

/** A register of one entry. */
export const thresholdSpec = {
  table: 'threshold',
  id: z.literal('validLesson'),
  fields: thresholds,
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
};

export type Tables = { attendance_settled: SessionRow; attendance_settled_room: RoomRow };

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
});
