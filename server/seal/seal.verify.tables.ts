import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Seal } from '../../shared/seal.ts';
import type { Database } from '../platform/ports.ts';
import { hashedRows, keyOf, markOf, type Row } from './seal.digest.ts';
import type { Found, SealedTable } from './seal.types.ts';

type TableWish = {
  readonly database: Database;
  readonly table: SealedTable;
  readonly seal: Seal;
  readonly found: Found;
};

const NAMED_MAX = 20;

/** What a table got within a seal's time against what it holds of that time now. @returns how many rows were looked at */
export async function verifyTable({ database, table, seal, found }: TableWish): Promise<number> {
  const sealed = seal.tables.find((each) => each.table === table.table);
  const marks = countedMarks(sealed?.marks ?? '');
  const all = createHash('sha256');
  const others: string[] = [];
  const broken: string[] = [];
  let rowCount = 0;
  for await (const { row, hash } of hashedRows(database, table, seal)) {
    rowCount += 1;
    all.update(hash);
    const mark = markOf(hash);
    const left = marks.get(mark) ?? 0;
    if (left === 0) others.push(nameOf(row));
    else marks.set(mark, left - 1);
    if (!(await derivedFits(database, table, row))) broken.push(nameOf(row));
  }
  const missingCount = [...marks.values()].reduce((sum, count) => sum + count, 0);
  const isSame = rowCount === 0 ? sealed === undefined : all.digest('hex') === sealed?.hash;
  if (isSame && broken.length === 0) return rowCount;
  const how =
    others.length === 0 && missingCount > 0
      ? 'deleted'
      : missingCount === 0 && others.length > 0
        ? 'inserted'
        : 'changed';
  found({
    kind: table.register === null ? 'row' : 'register',
    table: table.table,
    how,
    ids: [...others, ...broken].slice(0, NAMED_MAX),
    missingCount,
    localDate: seal.localDate,
  });
  return rowCount;
}

/** Of a register its id and version; of what has no id of its own, the lesson that it is of. */
const nameOf = (row: Row): string =>
  row['id'] === undefined
    ? String(row['session_id'] ?? '')
    : row['version'] === undefined
      ? String(row['id'])
      : keyOf(row);

function countedMarks(marks: string): Map<string, number> {
  const counted = new Map<string, number>();
  for (const mark of marks.match(/.{8}/g) ?? []) counted.set(mark, (counted.get(mark) ?? 0) + 1);
  return counted;
}

/** Lists are read by what stands beside a register's body: it must say the same. */
async function derivedFits(database: Database, { table, register }: SealedTable, row: Row): Promise<boolean> {
  if (register === null) return true;
  const derived = register.derivedOf(String(row['body']));
  if (derived === null) return false;
  const { columns, sets } = derived;
  if (Object.entries(columns).some(([name, value]) => row[name] !== value)) return false;
  for (const [name, wanted] of Object.entries(sets)) {
    const { rows } = await sql<{ value: string }>`select value from ${sql.table(`${table}_${name}`)}
      where id = ${String(row['id'])} and version = ${Number(row['version'])}`.execute(database);
    const held = rows.map((each) => each.value).sort();
    if (held.join('\n') !== [...new Set(wanted)].sort().join('\n')) return false;
  }
  return true;
}
