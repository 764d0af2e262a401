import { generateKeyPairSync, sign } from 'node:crypto';
import { sql } from 'kysely';
import type { Database } from '../../server/platform/ports.ts';
import { sha256Of } from '../../server/seal/seal.digest.ts';
import type { Finding } from '../../server/seal/seal.findings.ts';
import { textOf } from '../../server/seal/seal.key.ts';
import { createSealStore } from '../../server/seal/seal.store.ts';
import { CHAIN_START, type EventRow, hashOf } from '../../server/session/session.chain.ts';
import { seal } from '../../shared/seal.ts';

/** What somebody with the database in hands, and without the key, may do to it. Answers whether a finding is of just that. */
export type Tampering = (database: Database, pick: Pick) => Promise<(finding: Finding) => boolean>;

/** A whole number from 0 to below `count`. */
export type Pick = (count: number) => number;

const events = async (database: Database, pick: Pick): Promise<EventRow[]> => {
  const ids = await sql<{
    id: string;
  }>`select distinct session_id as id from session_event order by session_id`.execute(database);
  const { rows } = await sql<EventRow>`select * from session_event
    where session_id = ${ids.rows[pick(ids.rows.length)]?.id ?? ''} order by seq`.execute(database);
  return [...rows];
};

const one = <T>(list: readonly T[], pick: Pick): T => {
  const found = list[pick(list.length)];
  if (found === undefined) throw new Error('there is nothing to tamper with');
  return found;
};

const remove = ({ session_id, seq }: EventRow, database: Database) =>
  sql`delete from session_event where session_id = ${session_id} and seq = ${seq}`.execute(database);

async function insert(
  row: Readonly<Record<string, unknown>>,
  table: string,
  database: Database,
): Promise<void> {
  const names = Object.keys(row);
  await sql`insert into ${sql.table(table)} (${sql.join(names.map((name) => sql.ref(name)))})
    values (${sql.join(names.map((name) => row[name]))})`.execute(database);
}

/** Rows of a session instead of those that are there. */
async function replace(
  before: readonly EventRow[],
  after: readonly EventRow[],
  database: Database,
): Promise<void> {
  for (const row of before) await remove(row, database);
  for (const row of after) await insert(row, 'session_event', database);
}

const logFinding =
  (how: string, { session_id }: { readonly session_id: string }) =>
  (finding: Finding) =>
    finding.kind === 'log' && finding.how === how && finding.sessionId === session_id;

/** One column of one event, with the hash as it was. */
const changed: Tampering = async (database, pick) => {
  const rows = await events(database, pick);
  const row = one(rows, pick);
  const other = one<Partial<EventRow>>(
    [
      { body: row.body.replace(/\}$/, ',"x":1}').replace('{,', '{') },
      { occurred_at_ms: row.occurred_at_ms - 60_000 },
      { recorded_at_ms: row.recorded_at_ms + 1 },
      { actor_id: 'somebody' },
      { command_id: 'another' },
      { type: row.type === 'session.ended' ? 'session.started' : 'session.ended' },
    ],
    pick,
  );
  const after = { ...row, ...other };
  // Half of those who change a row know that it has a hash of its own.
  await replace([row], [pick(2) === 0 ? after : { ...after, hash: hashOf(after) }], database);
  const isLast = row.seq === rows.length;
  return (finding) => logFinding('changed', row)(finding) || (isLast && logFinding('rebuilt', row)(finding));
};

const deleted: Tampering = async (database, pick) => {
  const rows = await events(database, pick);
  const index = pick(rows.length - 1);
  const rest = rows.filter((_, place) => place !== index);
  const closed = rest.map((row, place) => ({ ...row, seq: place + 1 }));
  await replace(rows, pick(2) === 0 ? rest : closed, database);
  return logFinding(
    'deleted',
    one(rows, () => 0),
  );
};

const inserted: Tampering = async (database, pick) => {
  const rows = await events(database, pick);
  const index = pick(rows.length + 1);
  const before = rows[index - 1];
  const like = before ?? one(rows, () => 0);
  const bare = { ...like, seq: index + 1, command_id: 'inserted', prev_hash: before?.hash ?? CHAIN_START };
  const added = { ...bare, hash: hashOf(bare) };
  const later = rows.slice(index).map((row) => ({ ...row, seq: row.seq + 1 }));
  await replace(rows, [...rows.slice(0, index), added, ...later], database);
  return logFinding('inserted', like);
};

const reordered: Tampering = async (database, pick) => {
  const rows = await events(database, pick);
  const first = pick(rows.length);
  const second = (first + 1 + pick(rows.length - 1)) % rows.length;
  const [a, b] = [one(rows, () => first), one(rows, () => second)];
  await replace(
    [a, b],
    [
      { ...a, seq: b.seq },
      { ...b, seq: a.seq },
    ],
    database,
  );
  return logFinding('reordered', a);
};

const truncated: Tampering = async (database, pick) => {
  const rows = await events(database, pick);
  const kept = 1 + pick(rows.length - 1);
  await replace(rows, rows.slice(0, kept), database);
  return logFinding(
    'truncated',
    one(rows, () => 0),
  );
};

const removed: Tampering = async (database, pick) => {
  const rows = await events(database, pick);
  await replace(rows, [], database);
  const { session_id } = one(rows, () => 0);
  if (pick(2) === 0) await sql`delete from quality_sample where session_id = ${session_id}`.execute(database);
  return logFinding('removed', { session_id });
};

const REGISTERS = ['lesson', 'need'] as const;
const register: Tampering = async (database, pick) => {
  const table = one(REGISTERS, pick);
  const { rows } = await sql<Record<string, string | number | null>>`select * from ${sql.table(table)}
    order by id, version`.execute(database);
  const row = one(rows, pick);
  const at = sql`id = ${row['id']} and version = ${row['version']}`;
  const acts = [
    () =>
      sql`update ${sql.table(table)} set body = ${String(row['body']).replace('三年级', '四年级')} where ${at}`,
    () => sql`update ${sql.table(table)} set valid_to = '2026-03-03' where ${at}`,
    () => sql`update ${sql.table(table)} set recorded_by = 'somebody' where ${at}`,
    () => sql`update ${sql.table(table)} set closed = 1 where ${at}`,
    () => sql`delete from ${sql.table(table)} where ${at}`,
    () =>
      table === 'need'
        ? sql`update need set school_id = 'elsewhere' where ${at}`
        : sql`delete from lesson_room where ${at}`,
  ];
  const act = pick(acts.length + 1);
  if (act === acts.length) await insert({ ...row, version: 99 }, table, database);
  else await one(acts, () => act)().execute(database);
  return (finding) => finding.kind === 'register' && finding.table === table;
};

const quality: Tampering = async (database, pick) => {
  const { rows } = await sql<Record<string, string | number | null>>`select * from quality_sample
    order by session_id, sampled_at_ms`.execute(database);
  const row = one(rows, pick);
  const at = sql`session_id = ${row['session_id']} and sampled_at_ms = ${row['sampled_at_ms']}`;
  const act = pick(3);
  if (act === 0)
    await sql`update quality_sample set packets_lost_count = 77, jitter_ms = 0.5 where ${at}`.execute(
      database,
    );
  else if (act === 1) await sql`delete from quality_sample where ${at}`.execute(database);
  else await insert(row, 'quality_sample', database);
  return (finding) => finding.kind === 'quality' && finding.sessionId === row['session_id'];
};

/** What outlives the measurements: its columns, all of it, or a version that nobody settled. */
const settledQuality: Tampering = async (database, pick) => {
  const { rows } = await sql<Record<string, string | number | null>>`select * from quality_settled_room
    order by session_id, room_id`.execute(database);
  const row = one(rows, pick);
  const at = sql`session_id = ${row['session_id']} and room_id = ${row['room_id']}`;
  const acts = [
    () => sql`update quality_settled_room set frozen_ms = frozen_ms + 1 where ${at}`,
    () => sql`update quality_settled_room set loss_ratio = 0.125 where ${at}`,
    () => sql`update quality_settled_room set weak = '[[1,2]]' where ${at}`,
    () => sql`delete from quality_settled_room where ${at}`,
  ];
  const act = pick(acts.length + 1);
  if (act === acts.length)
    await insert({ ...row, version: 2, frozen_ms: 77 }, 'quality_settled_room', database);
  else await one(acts, () => act)().execute(database);
  return (finding) => finding.kind === 'row' && finding.table === 'quality_settled_room';
};

/** Everything that a database can say of itself is made to fit: the chain, the session's own end, and all seals, with a key of one's own. */
const rebuilt: Tampering = async (database, pick) => {
  const rows = await events(database, pick);
  const index = pick(rows.length);
  let head = CHAIN_START;
  const again = rows.map((row, place) => {
    const occurred_at_ms = row.occurred_at_ms - (place === index ? 600_000 : 0);
    const bare = { ...row, occurred_at_ms, prev_hash: head };
    head = hashOf(bare);
    return { ...bare, hash: head };
  });
  await replace(rows, again, database);
  const { session_id } = one(rows, () => 0);
  await reseal(database, { session_id, head });
  return logFinding('rebuilt', { session_id });
};

async function reseal(
  database: Database,
  end: { readonly session_id: string; readonly head: string },
): Promise<void> {
  const { privateKey } = generateKeyPairSync('ed25519');
  const store = createSealStore(database);
  const heads = (await store.heads(1_000)).toReversed();
  let previousHash: string | null = null;
  for (const { number } of heads) {
    const row = await store.byNumber(number);
    if (row === null) throw new Error('a seal went away');
    const was = seal.parse(JSON.parse(row.content));
    const sessions = was.sessions.map((each) =>
      each.id === end.session_id ? { ...each, head: end.head } : each,
    );
    const content: string = textOf({ ...was, previousHash, sessions });
    previousHash = sha256Of(content);
    const signature = sign(null, Buffer.from(content), privateKey).toString('base64');
    await sql`update seal set content = ${content}, hash = ${previousHash}, signature = ${signature}
      where number = ${number}`.execute(database);
  }
}

export const tamperings = {
  changed,
  deleted,
  inserted,
  reordered,
  truncated,
  'whole session removed': removed,
  'register row': register,
  'quality row': quality,
  'settled quality row': settledQuality,
  'rebuilt chain, with the database only': rebuilt,
} as const satisfies Record<string, Tampering>;
