import { type RawBuilder, sql } from 'kysely';
import { canonicalJson } from '../../shared/kernel/canonical-json.ts';
import type { Clock, Database } from './ports.ts';
import type { JsonFields } from './register.rules.ts';
import { momentAfter } from './register.sql.ts';
import type { ReadyVersion, RegisterBulk, RegisterSpec } from './register.types.ts';

/** SQLite takes 32,766 parameters in one statement, and a row has at most about a dozen. */
const ROWS_AT_ONCE = 500;

const STAMP = ['id', 'version', 'valid_from', 'valid_to', 'recorded_at_ms', 'recorded_by', 'closed', 'body'];

/** Many versions in few statements: imports, and what a planner makes. */
export function createRegisterBulk<Id extends string, Fields extends JsonFields>(
  spec: RegisterSpec<Id, Fields, string, string>,
  clock: Clock,
): RegisterBulk<Id, Fields> {
  const columns = Object.entries(spec.columns);
  const sets = Object.entries(spec.sets);
  const into = [...STAMP, ...columns.map(([name]) => name)];
  const ready = (version: Parameters<RegisterBulk<Id, Fields>['ready']>[0]): ReadyVersion => ({
    id: version.id,
    version: version.version,
    ...(version.validFrom === undefined ? {} : { validFrom: version.validFrom }),
    validTo: version.validTo,
    body: canonicalJson(version.fields),
    columns: columns.map(([, column]) => column.of(version.fields)),
    sets: sets.map(([, valuesOf]) => [...new Set(valuesOf(version.fields))]),
  });

  async function write(
    versions: readonly ReadyVersion[],
    { by, validFrom }: { readonly by: string; readonly validFrom: string },
    via: Database,
  ): Promise<number> {
    let recordedAtMs = 0;
    for (let from = 0; from < versions.length; from += ROWS_AT_ONCE) {
      const some = versions.slice(from, from + ROWS_AT_ONCE);
      // No two statements share a moment: what many share would be read again with each later change.
      recordedAtMs = await momentAfter(via, spec, { nowMs: clock.nowMs(), apartMs: 1 });
      const stamp = [recordedAtMs, by, 0];
      await insert(
        via,
        { table: spec.table, into },
        some.map(({ id, version, validFrom: own = validFrom, validTo, body, columns: values }) => [
          ...[id, version, own, validTo, ...stamp, body],
          ...values,
        ]),
      );
      for (const [index, [name]] of sets.entries())
        await insert(
          via,
          { table: `${spec.table}_${name}`, into: ['id', 'version', 'value'] },
          some.flatMap(({ id, version, sets: held }) =>
            (held[index] ?? []).map((value) => [id, version, value]),
          ),
        );
    }
    return recordedAtMs;
  }

  return {
    ready,
    write,
    async count(via) {
      const { rows } = await sql<{
        count: number | string;
      }>`select count(*) as count from ${sql.table(spec.table)}`.execute(via);
      return Number(rows[0]?.count ?? 0);
    },
    async add(entries, { by, validFrom }, via) {
      const stamp = { version: 1, validFrom, validTo: null };
      const versions = entries.map((each) => ready({ ...each, ...stamp }));
      const recordedAtMs = await write(versions, { by, validFrom }, via);
      return entries.map((each) => ({ ...each, ...stamp, recordedAtMs, recordedBy: by, closed: false }));
    },
  };
}

async function insert(
  via: Database,
  { table, into }: { readonly table: string; readonly into: readonly string[] },
  rows: readonly (readonly (string | number | null)[])[],
): Promise<void> {
  const columns = sql.join(into.map((name) => sql.ref(name)));
  for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
    const some = rows
      .slice(from, from + ROWS_AT_ONCE)
      .map((row): RawBuilder<unknown> => sql`(${sql.join([...row])})`);
    await sql`insert into ${sql.table(table)} (${columns}) values ${sql.join(some)}`.execute(via);
  }
}
