import { sql } from 'kysely';
import { type UnservedCause, unservedCause } from '../../shared/coverage/cause.ts';
import {
  type LessonId,
  lessonId,
  type PersonId,
  personId,
  type RoomId,
  roomId,
} from '../../shared/kernel/ids.ts';
import type { Database, NewId } from '../platform/ports.ts';

/** What somebody said better than the log: why a lesson did not count at a room. `cause` null takes earlier ones back. */
export type CauseCorrection = {
  readonly lessonId: LessonId;
  readonly roomId: RoomId;
  readonly cause: UnservedCause | null;
  readonly reason: string;
  readonly authorId: PersonId;
  readonly correctedAtMs: number;
};

type Row = {
  id: string;
  lesson_id: string;
  room_id: string;
  cause: string | null;
  reason: string;
  author_id: string;
  corrected_at_ms: number;
};
type Tables = { cause_correction: Row };

/** Corrections are only ever added: what was said before stays to be read. */
export function createCorrectionStore({
  database,
  newId,
}: {
  readonly database: Database;
  readonly newId: NewId;
}) {
  const own = database.withTables<Tables>();
  return {
    async add(correction: CauseCorrection): Promise<void> {
      await own
        .insertInto('cause_correction')
        .values({
          id: newId(),
          lesson_id: correction.lessonId,
          room_id: correction.roomId,
          cause: correction.cause,
          reason: correction.reason,
          author_id: correction.authorId,
          corrected_at_ms: correction.correctedAtMs,
        })
        .execute();
    },

    /** Lessons that something was said about at or after a moment, in order, at most `limit`. */
    async lessonsSince(atMs: number, limit: number): Promise<readonly { id: LessonId; atMs: number }[]> {
      const rows = await own
        .selectFrom('cause_correction')
        .select(['lesson_id', 'corrected_at_ms'])
        .where('corrected_at_ms', '>=', atMs)
        .orderBy('corrected_at_ms')
        .limit(limit)
        .execute();
      return rows.map((row) => ({ id: lessonId.parse(row.lesson_id), atMs: Number(row.corrected_at_ms) }));
    },

    /** The last word on each room of the lessons; those that take it back too. At most a few hundred lessons. */
    async latestOf(lessonIds: readonly LessonId[]): Promise<readonly CauseCorrection[]> {
      if (lessonIds.length === 0) return [];
      const rows = await own
        .selectFrom('cause_correction')
        .selectAll()
        .where('lesson_id', 'in', [...new Set(lessonIds)])
        .orderBy('corrected_at_ms')
        .orderBy(sql`id`)
        .execute();
      const last = new Map(rows.map((row) => [`${row.lesson_id} ${row.room_id}`, row]));
      return [...last.values()].map((row) => ({
        lessonId: lessonId.parse(row.lesson_id),
        roomId: roomId.parse(row.room_id),
        cause: row.cause === null ? null : unservedCause.parse(row.cause),
        reason: row.reason,
        authorId: personId.parse(row.author_id),
        correctedAtMs: Number(row.corrected_at_ms),
      }));
    },
  };
}

export type CorrectionStore = ReturnType<typeof createCorrectionStore>;
