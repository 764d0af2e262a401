import { type RawBuilder, sql } from 'kysely';
import { canonicalJson } from '../../shared/kernel/canonical-json.ts';
import type { Database } from './ports.ts';
import type { JsonFields } from './register.rules.ts';
import type { RegisterEntry, RegisterQuery, RegisterSpec } from './register.types.ts';

export type Row = {
  readonly id: string;
  readonly version: number;
  readonly valid_from: string;
  readonly valid_to: string | null;
  readonly recorded_at_ms: number | string;
  readonly recorded_by: string;
  readonly closed: number;
  readonly body: string;
};

/**
 * When the next version is recorded: now, or `apartMs` after the latest that is there. A clock that was set back must not write into a past
 * that has been reported already.
 */
export async function momentAfter(
  via: Database,
  { table }: { readonly table: string },
  { nowMs, apartMs }: { readonly nowMs: number; readonly apartMs: 0 | 1 },
): Promise<number> {
  const latest = await sql<{
    ms: number | string | null;
  }>`select max(recorded_at_ms) as ms from ${sql.table(table)}`.execute(via);
  const latestMs = latest.rows[0]?.ms ?? null;
  return latestMs === null ? nowMs : Math.max(nowMs, Number(latestMs) + apartMs);
}

/** Writes one version and answers when it was recorded, or null when its number is taken. */
export async function insertVersion<Id extends string, Fields extends JsonFields>(
  { via, spec, nowMs }: { via: Database; spec: RegisterSpec<Id, Fields, string, string>; nowMs: number },
  entry: Omit<RegisterEntry<Id, Fields>, 'recordedAtMs'>,
): Promise<number | null> {
  const table = sql.table(spec.table);
  const recordedAtMs = await momentAfter(via, spec, { nowMs, apartMs: 0 });
  const values: Record<string, string | number | null> = {
    id: entry.id,
    version: entry.version,
    valid_from: entry.validFrom,
    valid_to: entry.validTo,
    recorded_at_ms: recordedAtMs,
    recorded_by: entry.recordedBy,
    closed: entry.closed ? 1 : 0,
    body: canonicalJson(entry.fields),
  };
  for (const [name, column] of Object.entries(spec.columns)) values[name] = column.of(entry.fields);
  const done = await sql`insert into ${table} (${sql.join(Object.keys(values).map((name) => sql.ref(name)))})
    values (${sql.join(Object.values(values))}) on conflict (id, version) do nothing`.execute(via);
  if (done.numAffectedRows !== 1n) return null;
  for (const [name, valuesOf] of Object.entries(spec.sets))
    for (const value of new Set(valuesOf(entry.fields)))
      await sql`insert into ${sql.table(`${spec.table}_${name}`)} (id, version, value)
        values (${entry.id}, ${entry.version}, ${value})`.execute(via);
  return recordedAtMs;
}

/** The entries of which the wanted version exists and is not closed. */
export function selectInForce<Column extends string, Many extends string>(
  spec: { readonly table: string },
  query: RegisterQuery<Column, Many>,
  also: RawBuilder<unknown>,
): RawBuilder<Row> {
  const { date, recordedAtMs, between, holding, ids, orderBy, limit } = query;
  const inForce = (alias: string) => {
    const column = (name: string) => sql.ref(`${alias}.${name}`);
    const known =
      recordedAtMs === undefined ? sql`` : sql`and ${column('recorded_at_ms')} <= ${recordedAtMs}`;
    if (date === undefined) return known;
    return sql`${known} and ${column('valid_from')} <= ${date}
      and (${column('valid_to')} is null or ${column('valid_to')} > ${date})`;
  };
  const range = between && sql`and ${sql.ref(`held.${between.column}`)} >= ${between.from}`;
  const end = between?.to !== undefined && sql`and ${sql.ref(`held.${between.column}`)} <= ${between.to}`;
  const member =
    holding &&
    sql`and (held.id, held.version) in
      (select id, version from ${sql.table(`${spec.table}_${holding.set}`)} where value = ${holding.value})`;
  const among = ids && (ids.length === 0 ? sql`and 1 = 0` : sql`and held.id in (${sql.join(ids)})`);
  return sql<Row>`select held.* from ${sql.table(spec.table)} as held
    where held.closed = 0 ${also} ${among ?? sql``} ${range ?? sql``} ${end || sql``} ${member ?? sql``} ${inForce('held')}
    and held.version = (select max(later.version) from ${sql.table(spec.table)} as later
      where later.id = held.id ${inForce('later')})
    order by ${orderBy ? sql`${sql.ref(`held.${orderBy}`)},` : sql``} held.id
    ${limit === undefined ? sql`` : sql`limit ${limit}`}`;
}
