import { type RawBuilder, sql } from 'kysely';
import { fail, ok, type Result } from '../../shared/kernel/result.ts';
import { localDate } from '../../shared/kernel/time.ts';
import type { Clock, Database, NewId } from './ports.ts';
import { createRegisterBulk } from './register.bulk.ts';
import { changedFields, type JsonFields } from './register.rules.ts';
import { insertVersion, type Row, selectInForce } from './register.sql.ts';
import type { Register, RegisterEntry, RegisterSpec, Revision } from './register.types.ts';

export type RegisterDeps = { readonly database: Database; readonly clock: Clock; readonly newId: NewId };

/** Reads and writes one register; see docs/adr/0001-registers-are-append-only.md. */
export function createRegister<
  Id extends string,
  Fields extends JsonFields,
  Column extends string,
  Many extends string,
>(
  deps: RegisterDeps,
  spec: RegisterSpec<Id, Fields, Column, Many>,
): Register<Id, Fields, Column, Many, unknown> {
  const { database } = deps;
  const parse = (row: Row): RegisterEntry<Id, Fields> => ({
    id: spec.id.parse(row.id),
    version: Number(row.version),
    validFrom: localDate.parse(row.valid_from),
    validTo: row.valid_to === null ? null : localDate.parse(row.valid_to),
    recordedAtMs: Number(row.recorded_at_ms),
    recordedBy: row.recorded_by,
    closed: row.closed !== 0,
    fields: spec.fields.parse(JSON.parse(row.body)),
  });
  const read = async (statement: RawBuilder<Row>, via: Database = database) =>
    (await statement.execute(via)).rows.map(parse);
  const history = (id: Id, via: Database = database) =>
    read(sql<Row>`select * from ${sql.table(spec.table)} where id = ${id} order by version`, via);
  const inOne = <T>(via: Database | undefined, work: (trx: Database) => Promise<T>): Promise<T> =>
    via === undefined ? database.transaction().execute(work) : work(via);
  const insert = (via: Database, entry: Omit<RegisterEntry<Id, Fields>, 'recordedAtMs'>) =>
    insertVersion({ via, spec, nowMs: deps.clock.nowMs() }, entry);

  return {
    bulk: createRegisterBulk(spec, deps.clock),
    async add(fields, { by, validFrom, id }, via) {
      const entry = {
        id: id ?? spec.id.parse(deps.newId()),
        version: 1,
        validFrom,
        validTo: null,
        recordedBy: by,
        closed: false,
        fields: spec.fields.parse(fields),
      };
      const recordedAtMs = await inOne(via, (trx) => insert(trx, entry));
      if (recordedAtMs === null) throw new Error(`${spec.table}: the id ${entry.id} is in use`);
      return { ...entry, recordedAtMs };
    },
    async revise(id, revision, via) {
      const written = await inOne(via, async (trx) => {
        const newest = (await history(id, trx)).at(-1);
        if (newest === undefined) return fail('NOT_FOUND');
        if (newest.version !== revision.expectedVersion) return null;
        const fields = spec.fields.parse(revision.fields);
        const entry = { id, version: newest.version + 1, ...stamp(revision), fields };
        const recordedAtMs = await insert(trx, entry);
        return recordedAtMs === null ? null : ok({ ...entry, recordedAtMs });
      });
      return written ?? conflict(await history(id, via), revision.expectedVersion);
    },
    async get(id, query = {}) {
      return (await read(selectInForce(spec, query, sql`and held.id = ${id}`))).at(0) ?? null;
    },
    list: (query = {}) => read(selectInForce(spec, query, sql``)),
    history,
    versionsDuring: (from, to) =>
      read(sql<Row>`select * from ${sql.table(spec.table)}
        where valid_from <= ${to} and (valid_to is null or valid_to > ${from}) order by id, version`),
    versionsAfter: ({ id, version }, limit) =>
      read(sql<Row>`select * from ${sql.table(spec.table)} where id > ${id} or (id = ${id} and version > ${version})
        order by id, version limit ${limit}`),
    recordedSince: ({ recordedAtMs, id, version }, limit) =>
      read(sql<Row>`select * from ${sql.table(spec.table)}
        where recorded_at_ms >= ${recordedAtMs} and (recorded_at_ms, id, version) > (${recordedAtMs}, ${id}, ${version})
        order by recorded_at_ms, id, version limit ${limit}`),
  };
}

function stamp<Fields>(revision: Revision<Fields>) {
  const { validFrom, validTo = null, closed = false, by } = revision;
  if (validTo !== null && validTo <= validFrom)
    throw new Error('register: a version must hold at least one day');
  return { validFrom, validTo, closed, recordedBy: by };
}

function conflict<Fields extends JsonFields>(
  versions: readonly RegisterEntry<string, Fields>[],
  expectedVersion: number,
): Result<never> {
  const newest = versions.at(-1);
  const expected = versions.find((each) => each.version === expectedVersion);
  const changed = newest && expected ? changedFields(expected.fields, newest.fields) : [];
  return fail('CONFLICT', { version: newest?.version ?? 0, changed: changed.join(',').slice(0, 256) });
}
