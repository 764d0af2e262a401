import type { AlarmId, LessonId, PersonId, RoomId, SchoolId, SessionId } from '../../shared/kernel/ids.ts';
import type { LadderNow } from '../../shared/ladder.ts';
import type { LessonPhase } from '../../shared/lesson.ts';
import type { AlarmRule, WallRoomState } from '../../shared/supervision.ts';
import type { LessonEntry } from '../planning/planning.types.ts';

/** An alarm 告警 as it is kept: ids and moments, no names. */
export type StoredAlarm = {
  readonly id: AlarmId;
  readonly rule: AlarmRule;
  readonly sessionId: SessionId;
  readonly lessonId: LessonId;
  /** Null for what concerns the whole lesson. */
  readonly roomId: RoomId | null;
  readonly leadingSchoolId: SchoolId;
  /** The schools of its lesson, by which somebody may see it; the leading one first. */
  readonly schoolIds: readonly SchoolId[];
  /** Since when it was so. */
  readonly fromMs: number;
  /** When it became an alarm. */
  readonly foundAtMs: number;
  /** Null while it is still so. */
  readonly toMs: number | null;
  readonly acknowledged: { readonly by: PersonId; readonly atMs: number; readonly note: string } | null;
};

/**
 * Told once for each beginning and once for each end, by the server that wrote it down; after it is on disk. A listener that throws is noted
 * and hurts nobody.
 */
export type AlarmNews = { readonly news: 'begun' | 'ended'; readonly alarm: StoredAlarm };
export type AlarmListener = (news: AlarmNews) => void;

/** What is wrong with a lesson or a room of it at one moment, long enough to be an alarm. */
export type Trouble = {
  readonly rule: AlarmRule;
  readonly roomId: RoomId | null;
  readonly fromMs: number;
};

/** How what a room receives is: bad since when, good, or not known at this server. */
export type RoomQualityNow = { readonly badSinceMs: number } | 'good' | 'unknown';

export type RoomNow = {
  readonly roomId: RoomId;
  readonly state: WallRoomState;
  /** Null for a room that has not come yet. */
  readonly sinceMs: number | null;
  /** Shown out by whoever leads: nobody waits for it. */
  readonly removed: boolean;
  readonly ladder: LadderNow | null;
  readonly quality: RoomQualityNow;
};

/** A lesson of the day as it stands now. */
export type LessonNow = {
  readonly entry: LessonEntry;
  readonly phase: LessonPhase;
  readonly startedAtMs: number | null;
  readonly endedAtMs: number | null;
  readonly lecturerHere: boolean;
  /** As planned, in that order. */
  readonly rooms: readonly RoomNow[];
};
