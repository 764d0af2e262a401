import { CompiledQuery, PostgresAdapter } from 'kysely';
import { createPace } from '../platform/pace.ts';
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

function statement(
  via: Database,
  {
    table,
    columns,
    onConflict,
  }: Omit<Insertion, 'rows' | 'onConflict'> & { readonly onConflict: string | undefined },
  rowCount: number,
): string {
  const numbered = via.getExecutor().adapter instanceof PostgresAdapter;
  let place = 0;
  const cell = () => {
    place += 1;
    return numbered ? `$${place}` : '?';
  };
  const rows = Array.from({ length: rowCount }, () => `(${columns.map(cell).join(',')})`);
  const names = columns.map((name) => `"${name}"`).join(',');
  return `insert into "${table}" (${names}) values ${rows.join(',')}${
    onConflict === undefined ? '' : ` on conflict ${onConflict}`
  }`;
}
