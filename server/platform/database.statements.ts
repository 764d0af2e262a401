import type Sqlite from 'better-sqlite3';
import type { SqliteDatabase, SqliteStatement } from 'kysely';

/** Beyond what the server asks for again and again; a longer text is a list of its own length. */
const KEPT = 300;
const LONGEST = 8_000;
const AGAIN = /^\s*(select|insert|update|delete|with|begin|commit|rollback)\b/i;

/**
 * Keeps statements that were compiled for as long as they are asked again: compiling one takes longer than most questions do. Where tables
 * have changed since, SQLite compiles it anew by itself.
 */
export function keepStatements(sqlite: Sqlite.Database): SqliteDatabase {
  const kept = new Map<string, SqliteStatement>();
  const prepare = (text: string): SqliteStatement => {
    const statement = sqlite.prepare<unknown[]>(text);
    return {
      reader: statement.reader,
      all: (parameters) => statement.all(parameters),
      run: (parameters) => statement.run(parameters),
      // One that is on its way may not be asked a second time, so nobody shares it.
      iterate: (parameters) => sqlite.prepare<unknown[]>(text).iterate(parameters),
    };
  };
  return {
    close: () => void sqlite.close(),
    prepare(text) {
      if (text.length > LONGEST || !AGAIN.test(text)) return prepare(text);
      const found = kept.get(text) ?? prepare(text);
      // The last in order is what was asked last.
      kept.delete(text);
      kept.set(text, found);
      const oldest = kept.keys().next();
      if (kept.size > KEPT && oldest.done === false) kept.delete(oldest.value);
      return found;
    },
  };
}
