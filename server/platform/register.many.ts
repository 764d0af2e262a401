import { type RawBuilder, sql } from 'kysely';
import { canonicalJson } from '../../shared/kernel/canonical-json.ts';
import type { LocalDate } from '../../shared/kernel/time.ts';
import type { Database } from './ports.ts';
import type { JsonFields } from './register.rules.ts';
import type { RegisterEntry, RegisterSpec } from './register.types.ts';

type Note = { readonly by: string; readonly validFrom: LocalDate; readonly nowMs: number };

/** SQLite takes 32,766 parameters in one statement, and a row has at most about a dozen. */
const ROWS_AT_ONCE = 500;

/** New entries with what their sets hold, many in a statement, as a part of the transaction `via`. Throws when an id is in use. */
export async function addMany<Id extends string, Fields extends JsonFields>(
  { via, spec }: { readonly via: Database; readonly spec: RegisterSpec<Id, Fields, string, string> },
  entries: readonly { readonly id: Id; readonly fields: Fields }[],
  { by, validFrom, nowMs }: Note,
): Promise<RegisterEntry<Id, Fields>[]> {
  const table = sql.table(spec.table);
  const latest = await sql<{
    ms: number | string | null;
  }>`select max(recorded_at_ms) as ms from ${table}`.execute(via);
  // A clock that was set back must not write into a past that has been reported already.
  const recordedAtMs = Math.max(nowMs, Number(latest.rows[0]?.ms ?? 0));
  const stamp = { version: 1, validFrom, validTo: null, recordedAtMs, recordedBy: by, closed: false };
  const names = Object.keys(spec.columns);
  await insert(
    via,
    {
      into: spec.table,
      names: ['id', 'version', 'valid_from', 'recorded_at_ms', 'recorded_by', 'closed', 'body', ...names],
    },
    entries.map(({ id, fields }) => [
      ...[id, 1, validFrom, recordedAtMs, by, 0, canonicalJson(fields)],
      ...Object.values(spec.columns).map((column) => column.of(fields)),
    ]),
  );
  for (const [name, valuesOf] of Object.entries(spec.sets))
    await insert(
      via,
      { into: `${spec.table}_${name}`, names: ['id', 'version', 'value'] },
      entries.flatMap(({ id, fields }) => [...new Set(valuesOf(fields))].map((value) => [id, 1, value])),
    );
  return entries.map((each) => ({ ...each, ...stamp }));
}

async function insert(
  via: Database,
  { into, names }: { readonly into: string; readonly names: readonly string[] },
  rows: readonly (readonly (string | number)[])[],
): Promise<void> {
  const columns = sql.join(names.map((name) => sql.ref(name)));
  for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
    const some = rows
      .slice(from, from + ROWS_AT_ONCE)
      .map((row): RawBuilder<unknown> => sql`(${sql.join([...row])})`);
    await sql`insert into ${sql.table(into)} (${columns}) values ${sql.join(some)}`.execute(via);
  }
}
