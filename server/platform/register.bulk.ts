import { sql } from 'kysely';
import { canonicalJson } from '../../shared/kernel/canonical-json.ts';
import type { Clock } from './ports.ts';
import type { JsonFields } from './register.rules.ts';
import type { RegisterBulk, RegisterSpec } from './register.types.ts';

export function createRegisterBulk<Id extends string, Fields extends JsonFields>(
  spec: RegisterSpec<Id, Fields, string, string>,
  clock: Clock,
): RegisterBulk<Id, Fields> {
  const table = sql.table(spec.table);
  const columns = Object.entries(spec.columns);
  const names = [
    'id',
    'version',
    'valid_from',
    'valid_to',
    'recorded_at_ms',
    'recorded_by',
    'closed',
    'body',
  ];
  const into = sql.join([...names, ...columns.map(([name]) => name)].map((name) => sql.ref(name)));
  return {
    ready: ({ id, version, validTo, fields }) => ({
      ...{ id, version, validTo, body: canonicalJson(fields) },
      columns: columns.map(([, column]) => column.of(fields)),
    }),
    async count(via) {
      const { rows } = await sql<{ count: number | string }>`select count(*) as count from ${table}`.execute(
        via,
      );
      return Number(rows[0]?.count ?? 0);
    },
    async write(versions, { by, validFrom }, via) {
      if (versions.length === 0) return;
      if (Object.keys(spec.sets).length > 0)
        throw new Error(`${spec.table}: its sets are written one by one`);
      const latest = await sql<{
        ms: number | string | null;
      }>`select max(recorded_at_ms) as ms from ${table}`.execute(via);
      // No two statements share a moment: what many share would be read again with each later change.
      const recordedAtMs = Math.max(clock.nowMs(), Number(latest.rows[0]?.ms ?? 0) + 1);
      const rows = versions.map(
        ({ id, version, validTo, body, columns: values }) =>
          sql`(${sql.join([id, version, validFrom, validTo, recordedAtMs, by, 0, body, ...values])})`,
      );
      await sql`insert into ${table} (${into}) values ${sql.join(rows)}`.execute(via);
    },
  };
}
