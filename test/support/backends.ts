import { type OpenDatabase, openDatabase } from '../../server/platform/database.ts';
import { addDatabase, type PostgresKeeping, startPostgres } from './postgres.ts';

/** A place for records: its address, one connection to it, or what is missing for it. */
export type Backend =
  | { readonly state: 'open'; readonly url: string; readonly open: OpenDatabase; close(): Promise<void> }
  | { readonly state: 'missing'; readonly reason: string };

/** One suite runs on each of these; PostgreSQL is started once for each of its files. */
export const backends: readonly {
  readonly name: 'SQLite' | 'PostgreSQL';
  /** SQLite is always as it is installed. */
  readonly make: (file: string, keeping?: PostgresKeeping) => Promise<Backend>;
}[] = [
  { name: 'SQLite', make: async (file) => opened(`file:${file}`) },
  { name: 'PostgreSQL', make: (_, keeping) => openPostgres(keeping) },
];

async function opened(url: string, after: () => Promise<void> = async () => undefined): Promise<Backend> {
  const open = openDatabase(url);
  return { state: 'open', url, open, close: () => open.close().then(after) };
}

async function openPostgres(keeping?: PostgresKeeping): Promise<Backend> {
  const started = await startPostgres(keeping);
  if (started.state === 'skipped') return { state: 'missing', reason: started.reason };
  const { url, stop } = started.postgres;
  return opened(await addDatabase(url, 'suite'), stop);
}
