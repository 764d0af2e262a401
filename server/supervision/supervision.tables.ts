import { z } from 'zod';
import { alarmId, lessonId, personId, roomId, schoolId, sessionId } from '../../shared/kernel/ids.ts';
import { alarmRule, alarmThresholds } from '../../shared/supervision.ts';
import type { StoredAlarm } from './supervision.types.ts';

/** With why they were changed. */
const alarmThresholdFields = alarmThresholds.extend({ reason: z.string().max(200).default('') });

/** A register of one entry. */
export const alarmThresholdSpec = {
  table: 'alarm_threshold',
  id: z.literal('alarms'),
  fields: alarmThresholdFields,
  columns: {},
  sets: {},
};

export type AlarmRow = {
  id: string;
  rule: string;
  session_id: string;
  lesson_id: string;
  /** Empty for what concerns the whole lesson. */
  room_id: string;
  /** JSON; the leading school first. */
  school_ids: string;
  from_ms: number;
  found_at_ms: number;
  to_ms: number | null;
  acknowledged_by: string | null;
  acknowledged_at_ms: number | null;
  note: string;
};

export const toAlarmRow = (alarm: StoredAlarm): AlarmRow => ({
  id: alarm.id,
  rule: alarm.rule,
  session_id: alarm.sessionId,
  lesson_id: alarm.lessonId,
  room_id: alarm.roomId ?? '',
  school_ids: JSON.stringify(alarm.schoolIds),
  from_ms: alarm.fromMs,
  found_at_ms: alarm.foundAtMs,
  to_ms: alarm.toMs,
  acknowledged_by: alarm.acknowledged?.by ?? null,
  acknowledged_at_ms: alarm.acknowledged?.atMs ?? null,
  note: alarm.acknowledged?.note ?? '',
});

const schools = z.array(schoolId).min(1);

export function fromAlarmRow(row: AlarmRow): StoredAlarm {
  const schoolIds = schools.parse(JSON.parse(row.school_ids));
  const by = personId.nullable().parse(row.acknowledged_by);
  return {
    id: alarmId.parse(row.id),
    rule: alarmRule.parse(row.rule),
    sessionId: sessionId.parse(row.session_id),
    lessonId: lessonId.parse(row.lesson_id),
    roomId: row.room_id === '' ? null : roomId.parse(row.room_id),
    leadingSchoolId: schoolId.parse(schoolIds[0]),
    schoolIds,
    fromMs: row.from_ms,
    foundAtMs: row.found_at_ms,
    toMs: row.to_ms,
    acknowledged: by === null ? null : { by, atMs: row.acknowledged_at_ms ?? 0, note: row.note },
  };
}
