import type { LessonId, NeedId, RoomId, SessionId } from '../../shared/kernel/ids.ts';
import type { LocalDate } from '../../shared/kernel/time.ts';
import type { LessonCard, LessonFields, LessonPhase } from '../../shared/lesson.ts';
import type { NeedFields } from '../../shared/need.ts';
import type { Entry } from '../directory/directory.types.ts';

export type LessonEntry = Entry<LessonId, LessonFields>;

/** What other modules may ask of planning. */
export interface PlanningReader {
  /** The lesson in its newest version, or null when no lesson has this session. */
  lessonOfSession(sessionId: SessionId): Promise<LessonEntry | null>;
  /** Lessons whose local date lies in the period, both ends included, in order of planned start; cancelled ones too. */
  lessonsBetween(from: LocalDate, to: LocalDate): Promise<readonly LessonEntry[]>;
  /** A need in its newest version; null when there never was one. */
  need(id: NeedId): Promise<NeedFields | null>;
  /** Lessons of a room from its local yesterday on, at most `limit`. */
  lessonsOfRoom(roomId: RoomId, limit: number): Promise<readonly LessonEntry[]>;
  /** A lesson with the names that a page shows. `phase` comes from the session's log. */
  card(lesson: LessonEntry, phase: LessonPhase): Promise<LessonCard>;
}
