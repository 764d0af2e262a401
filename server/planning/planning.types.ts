import type {
  LessonId,
  NeedId,
  PersonId,
  RecordingId,
  RoomId,
  SchoolId,
  SessionId,
} from '../../shared/kernel/ids.ts';
import type { LocalDate } from '../../shared/kernel/time.ts';
import type { LessonCard, LessonFields, LessonPhase } from '../../shared/lesson.ts';
import type { NeedFields } from '../../shared/need.ts';
import type { Entry } from '../directory/directory.types.ts';
import type { Actor } from '../identity/identity.types.ts';

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

/** What planning has to know of a recording that rooms are to play 录播. */
export type PlayedRecording = {
  readonly lecturerId: PersonId;
  readonly leadingSchoolId: SchoolId;
  /** Neither still growing nor removed. */
  readonly whole: boolean;
  /** The last day on which its bytes are there; null when they stay. */
  readonly keptUntil: LocalDate | null;
};

/** Asked of recordings, which come after planning; null for what is not there or not theirs to see. */
export type RecordingFor = (actor: Actor, id: RecordingId) => Promise<PlayedRecording | null>;

/** Whether they can be played, and how long, whoever asks; what is not there at all is left out. */
export type RecordingsKept = (
  ids: readonly RecordingId[],
) => Promise<ReadonlyMap<RecordingId, Pick<PlayedRecording, 'whole' | 'keptUntil'>>>;

export type PlayedRecordings = { readonly for: RecordingFor; readonly kept: RecordingsKept };
