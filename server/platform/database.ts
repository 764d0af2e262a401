import { mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import Sqlite from 'better-sqlite3';
import {
  type DatabaseConnection,
  Kysely,
  PostgresDialect,
  SqliteDialect,
  type SqliteDialectConfig,
  SqliteDriver,
} from 'kysely';
import pg from 'pg';
import { keepStatements } from './database.statements.ts';
import { silentLog } from './log.ts';
import type { Database, Log } from './ports.ts';

export type DatabaseDialect = 'sqlite' | 'postgres';

export type OpenDatabase = {
  readonly database: Database;
  readonly dialect: DatabaseDialect;
  close(): Promise<void>;
};

export type DatabaseOptions = {
  readonly log?: Log;
  /** FULL, so that what was acknowledged survives a power cut. NORMAL is for the fault test, which must see it lose. */
  readonly synchronous?: 'FULL' | 'NORMAL';
  /** A file is only read, and must be there. */
  readonly readOnly?: boolean;
};

const BUSY_TIMEOUT_MS = 5_000;
const POSTGRES_CONNECTIONS = 10;
/** A day of a province's facts and its indexes; SQLite's own is 2 MiB, which reads the same pages of a large file over and over. */
const CACHE_KIB = 32 * 1024;

/**
 * Opens `file:PATH`, `file::memory:` or `postgres://…`. SQLite has one connection: within a transaction only the transaction's own
 * handle may be used, or the query waits for itself. Every number comes back as a JavaScript number.
 */
export function openDatabase(url: string, options: DatabaseOptions = {}): OpenDatabase {
  if (/^postgres(ql)?:\/\//.test(url)) return openPostgres(url, options.log ?? silentLog);
  if (url.startsWith('file:')) return openSqlite(url.slice('file:'.length), options);
  throw new Error('the database address must begin with file: or postgres://');
}

function openSqlite(
  path: string,
  { synchronous = 'FULL', readOnly = false }: Pick<DatabaseOptions, 'synchronous' | 'readOnly'>,
): OpenDatabase {
  if (path !== ':memory:' && !readOnly) mkdirSync(dirname(resolve(path)), { recursive: true });
  const sqlite = new Sqlite(path, { timeout: BUSY_TIMEOUT_MS, readonly: readOnly, fileMustExist: readOnly });
  if (!readOnly) untilFree(() => sqlite.pragma('journal_mode = WAL'));
  sqlite.pragma(`synchronous = ${synchronous}`);
  sqlite.pragma('foreign_keys = ON');
  sqlite.pragma(`cache_size = -${CACHE_KIB}`);
  const database = new Kysely<object>({ dialect: new TruthfulSqlite(sqlite) });
  return { database, dialect: 'sqlite', close: () => database.destroy() };
}

/** On a full disk SQLite takes a transaction back by itself; a rollback of nothing would then fail and hide why. */
class TruthfulSqlite extends SqliteDialect {
  readonly #sqlite: Sqlite.Database;

  constructor(sqlite: Sqlite.Database) {
    super({ database: sqlite });
    this.#sqlite = sqlite;
  }

  override createDriver() {
    return new TruthfulDriver({ database: keepStatements(this.#sqlite) }, this.#sqlite);
  }
}

class TruthfulDriver extends SqliteDriver {
  readonly #sqlite: Sqlite.Database;

  constructor(config: SqliteDialectConfig, sqlite: Sqlite.Database) {
    super(config);
    this.#sqlite = sqlite;
  }

  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.#sqlite.inTransaction) await super.rollbackTransaction(connection);
  }
}

/** Turning to WAL needs the file alone and, unlike everything else, does not wait by itself while another process opens it. */
function untilFree(work: () => void): void {
  const giveUpAtMs = performance.now() + BUSY_TIMEOUT_MS;
  const pause = new Int32Array(new SharedArrayBuffer(4));
  for (;;) {
    try {
      work();
      return;
    } catch (cause) {
      const isBusy = cause instanceof Sqlite.SqliteError && cause.code.startsWith('SQLITE_BUSY');
      if (!isBusy || performance.now() > giveUpAtMs) throw cause;
      Atomics.wait(pause, 0, 0, 20);
    }
  }
}

const POSTGRES_INT8 = 20;
const POSTGRES_NUMERIC = 1700;

function openPostgres(url: string, log: Log): OpenDatabase {
  const pool = new pg.Pool({
    connectionString: url,
    max: POSTGRES_CONNECTIONS,
    connectionTimeoutMillis: BUSY_TIMEOUT_MS,
    options: '-c synchronous_commit=on',
    types: {
      // count() is int8 and sum() of it numeric: text by default, while SQLite answers numbers.
      getTypeParser: ((oid: number, format?: 'text') =>
        oid === POSTGRES_INT8 || oid === POSTGRES_NUMERIC
          ? Number
          : pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
    },
  });
  // Without a listener a lost idle connection would end the process; the pool makes a new one by itself.
  pool.on('error', (error) => log.warn({ error }, 'database connection lost'));
  const database = new Kysely<object>({ dialect: new PostgresDialect({ pool }) });
  return { database, dialect: 'postgres', close: () => database.destroy() };
}
