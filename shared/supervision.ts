import { z } from 'zod';
import { alarmId, lessonId, roomId, schoolId, sessionId } from './kernel/ids.ts';
import { ladderNow } from './ladder.ts';
import { lessonKind, lessonMode } from './lesson.ts';

/**
 * What is told of a lesson while it can still be helped 告警: it has not begun (未按时开课), a room of it is not there (教室离线), or what a
 * room receives has been bad for minutes (质量差).
 */
export const alarmRule = z.enum(['notStarted', 'roomOffline', 'qualityBad']);
export type AlarmRule = z.infer<typeof alarmRule>;

/** When something is an alarm. Times in ms, shares 0..1. */
export const alarmThresholds = z.strictObject({
  /** A lesson that has not begun so long after its planned start. */
  notStartedMs: z
    .int()
    .min(60_000)
    .max(30 * 60_000),
  /** A room that has not come so long after the lesson's start, or after the planned one if that is later. */
  roomAbsentMs: z
    .int()
    .min(60_000)
    .max(30 * 60_000),
  /** A room that was there and is gone for so long while the lesson runs. */
  roomLostMs: z
    .int()
    .min(30_000)
    .max(30 * 60_000),
  /** What a room receives has been bad for so long. */
  badQualityMs: z
    .int()
    .min(30_000)
    .max(30 * 60_000),
  /** Bad: at most this step of the ladder (2: voice and content only), without anybody having chosen to save data; */
  badStep: z.int().min(0).max(4),
  /** or at least this share of packets lost; */
  badLossRatio: z.number().min(0.01).max(1),
  /** or pictures standing still for at least this share of the time. */
  badFrozenRatio: z.number().min(0.01).max(1),
});
export type AlarmThresholds = z.infer<typeof alarmThresholds>;

/** In force where nobody has set others. */
export const defaultAlarmThresholds: AlarmThresholds = {
  notStartedMs: 5 * 60_000,
  roomAbsentMs: 5 * 60_000,
  roomLostMs: 2 * 60_000,
  badQualityMs: 3 * 60_000,
  badStep: 2,
  badLossRatio: 0.1,
  badFrozenRatio: 0.2,
};

/** Who has taken note of an alarm, and what they said. */
const acknowledged = z.object({ byName: z.string(), atMs: z.int(), note: z.string() });

/** An alarm with the names that a page shows. */
export const alarm = z.object({
  alarmId,
  rule: alarmRule,
  sessionId,
  lessonId,
  subject: z.string(),
  grade: z.string(),
  leadingSchoolName: z.string(),
  /** Null for what concerns the whole lesson. */
  room: z.object({ roomId, name: z.string(), schoolName: z.string() }).nullable(),
  /** Since when it was so, which is before it became an alarm. */
  fromMs: z.int(),
  /** Null while it is still so. */
  toMs: z.int().nullable(),
  acknowledged: acknowledged.nullable(),
});
export type Alarm = z.infer<typeof alarm>;

/** How a room stands to its lesson now. `absent`: has not come yet. */
export const wallRoomState = z.enum(['here', 'lost', 'left', 'absent']);
export type WallRoomState = z.infer<typeof wallRoomState>;

/** `due`: its time has come and nobody is there; `waiting`: somebody is, and it has not begun. */
export const wallLessonState = z.enum(['due', 'waiting', 'live']);
export type WallLessonState = z.infer<typeof wallLessonState>;

/** A lesson on the wall of those who supervise 督导墙. */
export const wallLesson = z.object({
  sessionId,
  lessonId,
  kind: lessonKind,
  mode: lessonMode,
  subject: z.string(),
  grade: z.string(),
  leadingSchoolId: schoolId,
  leadingSchoolName: z.string(),
  plannedStartAtMs: z.int(),
  plannedEndAtMs: z.int(),
  state: wallLessonState,
  startedAtMs: z.int().nullable(),
  /** Whether whoever leads is connected. */
  lecturerHere: z.boolean(),
  rooms: z.array(
    z.object({
      roomId,
      name: z.string(),
      schoolId,
      schoolName: z.string(),
      state: wallRoomState,
      /** Since when; null for a room that has not come yet. */
      sinceMs: z.int().nullable(),
      /** What flows to it; null while that is not known. */
      ladder: ladderNow.nullable(),
    }),
  ),
  alarms: z.array(
    z.object({
      alarmId,
      rule: alarmRule,
      roomId: roomId.nullable(),
      fromMs: z.int(),
      acknowledged: z.boolean(),
    }),
  ),
});
export type WallLesson = z.infer<typeof wallLesson>;

const wallPlace = z.object({ kind: z.enum(['region', 'school']), id: z.uuid(), name: z.string() });
export type WallPlace = z.infer<typeof wallPlace>;

/** The wall of a part of the tree: what changed since the asker's last look, or all of it. */
export const wall = z.object({
  /** Where it stands, to be named when asking again. */
  mark: z.string(),
  /** Given with everything, when what the asker had before is to be forgotten; null when only changes follow. */
  whole: z
    .object({
      scope: wallPlace,
      /** From the top of what the asker may see down to the parent. */
      above: z.array(wallPlace),
      /** Whoever has roles in several parts of the tree: all of them. */
      tops: z.array(wallPlace),
      below: z.array(wallPlace),
    })
    .nullable(),
  lessons: z.array(wallLesson),
  /** No longer on the wall. */
  gone: z.array(sessionId),
  serverNowMs: z.int(),
});
export type Wall = z.infer<typeof wall>;
