import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { openDatabase } from '../../server/platform/database.ts';
import { createSessionStore, type SessionTables } from '../../server/session/session.store.ts';
import { SESSION_ID } from './log-writer.plan.ts';

export type Writer = {
  readonly child: ChildProcess;
  /** Ids of commands whose acknowledgement has been heard. */
  readonly acknowledged: string[];
  readonly ready: Promise<void>;
};

/** Starts the product's log in a process of its own. */
export function startWriter(databaseFile: string, mode: 'FULL' | 'NORMAL'): Writer {
  const program = join(import.meta.dirname, 'log-writer.ts');
  const child = spawn(process.execPath, [program, databaseFile, `${databaseFile}.spool`, mode], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const acknowledged: string[] = [];
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => {
    complaint += chunk.toString();
  });
  const ready = new Promise<void>((resolve, reject) => {
    let rest = '';
    child.stdout.on('data', (chunk: Buffer) => {
      const lines = (rest + chunk.toString()).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) line === 'ready' ? resolve() : acknowledged.push(line);
    });
    child.once('exit', (code) => reject(new Error(`the writer ended with ${code}: ${complaint}`)));
    child.once('error', reject);
  });
  return { child, acknowledged, ready };
}

export const ended = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve();
    else child.once('close', () => resolve());
  });

export type Ledger = { readonly lost: number; readonly doubled: number; readonly stored: number };

/** Compares what was acknowledged with what is there after reopening. Throws when the chain of hashes is broken. */
export async function compare(databaseFile: string, acknowledged: readonly string[]): Promise<Ledger> {
  const { database, close } = openDatabase(`file:${databaseFile}`);
  try {
    await createSessionStore(database).load(SESSION_ID);
    const rows = await database
      .withTables<SessionTables>()
      .selectFrom('session_event')
      .select('command_id')
      .execute();
    const times = new Map<string, number>();
    for (const row of rows) times.set(row.command_id, (times.get(row.command_id) ?? 0) + 1);
    return {
      lost: acknowledged.filter((id) => !times.has(id)).length,
      doubled: [...times.values()].filter((count) => count > 1).length,
      stored: rows.length,
    };
  } finally {
    await close();
  }
}
