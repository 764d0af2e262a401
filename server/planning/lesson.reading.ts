import { sql } from 'kysely';
import { type LessonId, lessonId } from '../../shared/kernel/ids.ts';
import type { LocalDate } from '../../shared/kernel/time.ts';
import type { Database } from '../platform/ports.ts';
import type { PlanningStore } from './planning.store.ts';
import type { LessonEntry } from './planning.types.ts';

/** Lessons for those who count them, a few hundred at a time: a province has tens of thousands on a day. */
export interface LessonReading {
  /** Every lesson that any of its versions puts on the day, also those that were moved away or withdrawn since. */
  idsOn(date: LocalDate): Promise<readonly LessonId[]>;
  /** Every lesson that any of its versions lets begin between two instants, the second one left out. */
  idsStarting(fromMs: number, toMs: number): Promise<readonly LessonId[]>;
  /** In their newest versions; those that were withdrawn are left out. At most a few hundred. */
  byIds(ids: readonly LessonId[]): Promise<readonly LessonEntry[]>;
  bySessions(sessionIds: readonly string[]): Promise<readonly LessonId[]>;
  /** The first day on which there is one; null when there is none. */
  firstDay(): Promise<LocalDate | null>;
  readonly recordedSince: PlanningStore['lessons']['recordedSince'];
}

type Ids = { readonly id: string };

export function createLessonReading(database: Database, { lessons }: PlanningStore): LessonReading {
  return {
    async idsOn(date) {
      const { rows } = await sql<Ids>`select distinct id from lesson where local_date = ${date}
        order by id`.execute(database);
      return rows.map(({ id }) => lessonId.parse(id));
    },
    async idsStarting(fromMs, toMs) {
      const { rows } = await sql<Ids>`select distinct id from lesson
        where planned_start_at_ms >= ${fromMs} and planned_start_at_ms < ${toMs} order by id`.execute(
        database,
      );
      return rows.map(({ id }) => lessonId.parse(id));
    },
    byIds: (ids) => lessons.list({ ids }),
    async bySessions(sessionIds) {
      if (sessionIds.length === 0) return [];
      const { rows } = await sql<Ids>`select distinct id from lesson
        where session_id in (${sql.join(sessionIds)}) order by id`.execute(database);
      return rows.map(({ id }) => lessonId.parse(id));
    },
    async firstDay() {
      const { rows } = await sql<{
        day: LocalDate | null;
      }>`select min(local_date) as day from lesson`.execute(database);
      return rows[0]?.day ?? null;
    },
    recordedSince: lessons.recordedSince,
  };
}
