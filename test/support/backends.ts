import { type OpenDatabase, openDatabase } from '../../server/platform/database.ts';
import { addDatabase, startPostgres } from './postgres.ts';

/** A place for records: its address, one connection to it, or what is missing for it. */
export type Backend =
  | { readonly state: 'open'; readonly url: string; readonly open: OpenDatabase; close(): Promise<void> }
  | { readonly state: 'missing'; readonly reason: string };

/** One suite runs on each of these; PostgreSQL is started once for each of its files. */
export const backends = [
  { name: 'SQLite', make: async (file: string): Promise<Backend> => opened(`file:${file}`) },
  { name: 'PostgreSQL', make: openPostgres },
] as const;

async function opened(url: string, after: () => Promise<void> = async () => undefined): Promise<Backend> {
  const open = openDatabase(url);
  return { state: 'open', url, open, close: () => open.close().then(after) };
}

async function openPostgres(): Promise<Backend> {
  const started = await startPostgres();
  if (started.state === 'skipped') return { state: 'missing', reason: started.reason };
  const { url, stop } = started.postgres;
  return opened(await addDatabase(url, 'suite'), stop);
}
