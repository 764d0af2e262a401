import { type ExpressionBuilder, sql } from 'kysely';
import { auditEntry } from '../../shared/audit.ts';
import { auditId } from '../../shared/kernel/ids.ts';
import type { Database } from '../platform/ports.ts';
import type { ActorKind, PlacedEntry, StoredEntry } from './audit.types.ts';

type Row = {
  id: string;
  at_ms: number;
  actor_kind: ActorKind;
  actor_id: string;
  action: string;
  subject_id: string;
  facts: string;
  address: string;
};
type Tables = { audit: Row; audit_place: { place_id: string; audit_id: string } };

export type AuditQuery = {
  /** Null: everywhere. */
  readonly placeIds: readonly string[] | null;
  readonly fromMs: number | null;
  /** Not included. */
  readonly untilMs: number | null;
  /** Any of these; null when nothing is searched for. */
  readonly found: { readonly actions: readonly string[]; readonly ids: readonly string[] } | null;
  readonly actorId: string | null;
  readonly subjectId: string | null;
  /** Only older ones than this. */
  readonly before: string | null;
  readonly limit: number;
};

export type AuditStore = ReturnType<typeof createAuditStore>;

/** 8 columns a row stay far below SQLite's 32,766 parameters. */
const BATCH = 500;

/** Rows are added and read; nothing here changes or removes one. */
export function createAuditStore(database: Database) {
  const tables = database.withTables<Tables>();
  return {
    /** All or none. One that is there already, because an answer of the database was lost, is left as it is. */
    async add(entries: readonly PlacedEntry[]): Promise<void> {
      const places = entries.flatMap(({ id, placeIds }) =>
        placeIds.map((placeId) => ({ place_id: placeId, audit_id: id })),
      );
      await tables.transaction().execute(async (within) => {
        for (const rows of batches(entries.map(rowOf)))
          await within
            .insertInto('audit')
            .values(rows)
            .onConflict((each) => each.doNothing())
            .execute();
        for (const rows of batches(places))
          await within
            .insertInto('audit_place')
            .values(rows)
            .onConflict((each) => each.doNothing())
            .execute();
      });
    },
    /** Newest first. */
    async list(query: AuditQuery): Promise<StoredEntry[]> {
      let select = tables.selectFrom('audit').selectAll();
      const { placeIds, found, fromMs, untilMs } = query;
      if (placeIds !== null)
        select = select.where('id', 'in', (within) =>
          within.selectFrom('audit_place').select('audit_id').where('place_id', 'in', orNone(placeIds)),
        );
      if (fromMs !== null) select = select.where('at_ms', '>=', fromMs);
      if (untilMs !== null) select = select.where('at_ms', '<', untilMs);
      if (query.actorId !== null) select = select.where('actor_id', '=', query.actorId);
      if (query.subjectId !== null) select = select.where('subject_id', '=', query.subjectId);
      if (query.before !== null) select = select.where('id', '<', query.before);
      if (found !== null) select = select.where((each) => anyOf(each, found));
      const rows = await select.orderBy('id', 'desc').limit(query.limit).execute();
      return rows.map(entryOf);
    },
  };
}

const anyOf = (
  each: ExpressionBuilder<Tables, 'audit'>,
  { actions, ids }: NonNullable<AuditQuery['found']>,
) =>
  each.or([
    each('action', 'in', orNone(actions)),
    each('actor_id', 'in', orNone(ids)),
    each('subject_id', 'in', orNone(ids)),
  ]);

/** `in ()` is no SQL; nothing is null. */
const orNone = (values: readonly string[]) => (values.length === 0 ? [sql<string>`null`] : [...values]);

const rowOf = (entry: StoredEntry): Row => ({
  id: entry.id,
  at_ms: entry.atMs,
  actor_kind: entry.actorKind,
  actor_id: entry.actorId,
  action: entry.action,
  subject_id: entry.subjectId,
  facts: JSON.stringify(entry.facts),
  address: entry.address,
});

const entryOf = (row: Row): StoredEntry => ({
  id: auditId.parse(row.id),
  atMs: row.at_ms,
  actorKind: row.actor_kind,
  actorId: row.actor_id,
  action: row.action,
  subjectId: row.subject_id,
  facts: auditEntry.shape.facts.parse(JSON.parse(row.facts)),
  address: row.address,
});

function batches<T>(rows: readonly T[]): T[][] {
  const found: T[][] = [];
  for (let start = 0; start < rows.length; start += BATCH) found.push(rows.slice(start, start + BATCH));
  return found;
}
