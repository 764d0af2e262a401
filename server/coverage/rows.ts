import { CompiledQuery, PostgresAdapter, type SqlBool, sql } from 'kysely';
import { createPace, type Pace } from '../platform/pace.ts';
import type { Database } from '../platform/ports.ts';

export type Cell = string | number | null;
type Insertion = {
  readonly table: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
  /** What follows `on conflict`; without it a conflict is a failure. */
  readonly onConflict?: string;
};

/** SQLite takes 32,766 parameters in one statement; fewer let others have their turn in between. */
const CELLS_AT_ONCE = 2_000;

/**
 * Many rows in few statements. Tens of thousands of rows a minute are written here, most of them eighty columns wide: putting each cell
 * into a tree first, as the query builder does, costs several times what the database needs for it. Names of tables and columns come from
 * code alone.
 */
export async function insertRows(
  via: Database,
  { table, columns, rows, onConflict }: Insertion,
): Promise<void> {
  const atOnce = Math.max(1, Math.floor(CELLS_AT_ONCE / columns.length));
  const pace = createPace();
  for (let from = 0; from < rows.length; from += atOnce) {
    await pace();
    const some = rows.slice(from, from + atOnce);
    const text = statement(via, { table, columns, onConflict }, some.length);
    await via.executeQuery(CompiledQuery.raw(text, some.flat()));
  }
}

/**
 * Whether a column is one of so many ids. The words are the same however many there are, so that they are built and compiled once; a list
 * of parameters is longer to build than its rows are to read.
 */
export const isOneOf = (via: Database, column: string, ids: readonly string[]) =>
  isPostgres(via)
    ? sql<SqlBool>`${sql.ref(column)} = any(${ids})`
    : sql<SqlBool>`${sql.ref(column)} in (select value from json_each(${JSON.stringify(ids)}))`;

/**
 * Answers of several questions in their order. Several connections are asked at once; where there is one, one after another, so that others
 * have their turn in between.
 */
export async function readAll<T>(
  via: Database,
  reads: readonly (() => Promise<T>)[],
  pace: Pace,
): Promise<readonly T[]> {
  if (isPostgres(via)) return Promise.all(reads.map((read) => read()));
  const answers: T[] = [];
  for (const read of reads) {
    answers.push(await read());
    await pace();
  }
  return answers;
}

const isPostgres = (via: Database): boolean => via.getExecutor().adapter instanceof PostgresAdapter;

/** A few shapes of rows come again with every chunk. */
const statements = new Map<string, string>();
const KEPT_STATEMENTS = 200;

function statement(
  via: Database,
  {
    table,
    columns,
    onConflict,
  }: Omit<Insertion, 'rows' | 'onConflict'> & { readonly onConflict: string | undefined },
  rowCount: number,
): string {
  const numbered = isPostgres(via);
  const key = `${numbered} ${rowCount} ${table} ${columns.join()} ${onConflict}`;
  const known = statements.get(key);
  if (known !== undefined) return known;
  let place = 0;
  const cell = () => {
    place += 1;
    return numbered ? `$${place}` : '?';
  };
  const rows = Array.from({ length: rowCount }, () => `(${columns.map(cell).join(',')})`);
  const names = columns.map((name) => `"${name}"`).join(',');
  const text = `insert into "${table}" (${names}) values ${rows.join(',')}${
    onConflict === undefined ? '' : ` on conflict ${onConflict}`
  }`;
  if (statements.size >= KEPT_STATEMENTS) statements.clear();
  statements.set(key, text);
  return text;
}
