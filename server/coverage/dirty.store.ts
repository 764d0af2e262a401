import type { SchoolId } from '../../shared/kernel/ids.ts';
import type { LocalDate } from '../../shared/kernel/time.ts';
import type { Database } from '../platform/ports.ts';
import type { RollupTables } from './rollup.tables.ts';
import { insertRows, isOneOf } from './rows.ts';

/** A day of a school that has to be counted anew. */
export type DirtyDay = { readonly schoolId: SchoolId; readonly date: LocalDate };
export type Chunk = {
  readonly date: LocalDate;
  readonly schools: ReadonlyMap<SchoolId, { readonly markCount: number }>;
};

const LEASE = 'rollup';

/** What waits to be counted, how far what happened has been followed, and which server does it. */
export function createDirtyStore(database: Database) {
  const own = database.withTables<RollupTables>();
  const newestDay = async (): Promise<LocalDate | null> => {
    const newest = await own
      .selectFrom('rollup_dirty')
      .select((each) => each.fn.max('local_date').as('date'))
      .executeTakeFirst();
    return (newest?.date ?? null) as LocalDate | null;
  };
  return {
    async mark(days: readonly DirtyDay[], nowMs: number, via: Database = database): Promise<void> {
      const once = new Map(days.map((each) => [`${each.schoolId} ${each.date}`, each]));
      await insertRows(via, {
        table: 'rollup_dirty',
        columns: ['school_id', 'local_date', 'mark_count', 'marked_at_ms'],
        rows: [...once.values()].map(({ schoolId, date }) => [schoolId, date, 1, nowMs]),
        onConflict: '("school_id","local_date") do update set "mark_count" = rollup_dirty."mark_count" + 1',
      });
    },

    /** Schools of the newest day that waits, or those of a day that follow a chunk of it, at most `limit`; null when there are none. */
    async next(limit: number, before: Chunk | null): Promise<Chunk | null> {
      const date = before === null ? await newestDay() : before.date;
      if (date === null) return null;
      const last = [...(before?.schools.keys() ?? [])].at(-1) ?? '';
      const rows = await own
        .selectFrom('rollup_dirty')
        .select(['school_id', 'mark_count'])
        .where('local_date', '=', date)
        .where('school_id', '>', last)
        .orderBy('school_id')
        .limit(limit)
        .execute();
      if (rows.length === 0) return null;
      return {
        date,
        schools: new Map(rows.map((row) => [row.school_id as SchoolId, { markCount: row.mark_count }])),
      };
    },

    /** Days that were marked once more meanwhile go on waiting. */
    async done({ date, schools }: Chunk, via: Database): Promise<void> {
      const byCount = Map.groupBy([...schools], ([, { markCount }]) => markCount);
      for (const [markCount, some] of byCount)
        await via
          .withTables<RollupTables>()
          .deleteFrom('rollup_dirty')
          .where('local_date', '=', date)
          .where('mark_count', '=', markCount)
          .where(
            isOneOf(
              via,
              'school_id',
              some.map(([id]) => id),
            ),
          )
          .execute();
    },

    async waiting(from: LocalDate, to: LocalDate): Promise<number> {
      const row = await own
        .selectFrom('rollup_dirty')
        .select((each) => each.fn.count('local_date').distinct().as('days'))
        .where('local_date', '>=', from)
        .where('local_date', '<=', to)
        .executeTakeFirst();
      return Number(row?.days ?? 0);
    },

    async oldestMarkMs(): Promise<number | null> {
      const row = await own
        .selectFrom('rollup_dirty')
        .select((each) => each.fn.min('marked_at_ms').as('ms'))
        .executeTakeFirst();
      return row?.ms == null ? null : Number(row.ms);
    },

    async readMark(name: string): Promise<string | null> {
      const row = await own
        .selectFrom('coverage_mark')
        .select('value')
        .where('name', '=', name)
        .executeTakeFirst();
      return row?.value ?? null;
    },
    async setMark(name: string, value: string): Promise<void> {
      await own
        .insertInto('coverage_mark')
        .values({ name, value })
        .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
        .execute();
    },
    async clearMarks(via: Database): Promise<void> {
      await via.withTables<RollupTables>().deleteFrom('coverage_mark').execute();
    },

    /** @returns whether this server has the work; `taken` when it had not before. Nothing is lost with a lease that ran out: the next goes on. */
    async lease(holder: string, nowMs: number, untilMs: number): Promise<'no' | 'held' | 'taken'> {
      const renewed = await own
        .updateTable('coverage_lease')
        .set({ until_ms: untilMs })
        .where('name', '=', LEASE)
        .where('holder', '=', holder)
        .executeTakeFirst();
      if (Number(renewed.numUpdatedRows) > 0) return 'held';
      const written = await own
        .insertInto('coverage_lease')
        .values({ name: LEASE, holder, until_ms: untilMs })
        .onConflict((conflict) =>
          conflict
            .column('name')
            .doUpdateSet({ holder, until_ms: untilMs })
            .where('coverage_lease.until_ms', '<', nowMs),
        )
        .executeTakeFirst();
      return Number(written.numInsertedOrUpdatedRows ?? 0) > 0 ? 'taken' : 'no';
    },

    /** First in each transaction: of two who both believe to have the work one waits here, and then finds that it has not. */
    async holds(holder: string, untilMs: number, via: Database): Promise<boolean> {
      const renewed = await via
        .withTables<RollupTables>()
        .updateTable('coverage_lease')
        .set({ until_ms: untilMs })
        .where('name', '=', LEASE)
        .where('holder', '=', holder)
        .executeTakeFirst();
      return Number(renewed.numUpdatedRows) > 0;
    },

    async release(holder: string): Promise<void> {
      await own.deleteFrom('coverage_lease').where('name', '=', LEASE).where('holder', '=', holder).execute();
    },
  };
}

export type DirtyStore = ReturnType<typeof createDirtyStore>;
