import { mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import Sqlite from 'better-sqlite3';
import { holdPostgres } from './hold.postgres.ts';
import type { Hold, HoldWish } from './hold.types.ts';

const TRY_EVERY_MS = 100;

/** Claims a file for this process alone; null while another process has it. */
export function holdFile(path: string): Hold | null {
  mkdirSync(dirname(resolve(path)), { recursive: true });
  // SQLite's lock is the system's own: unlike a file with a process id in it, it is gone with the process.
  const lock = new Sqlite(path, { timeout: 0 });
  try {
    lock.exec('begin exclusive');
  } catch (cause) {
    lock.close();
    if (cause instanceof Sqlite.SqliteError && cause.code.startsWith('SQLITE_BUSY')) return null;
    throw cause;
  }
  return { release: async () => void lock.close() };
}

/** Claims the records behind an address; null when others have them all the time. A database in memory is nobody else's anyway. */
export async function holdDatabase(wish: HoldWish): Promise<Hold | null> {
  if (!wish.url.startsWith('file:')) return untilHeld(wish.waitMs, () => holdPostgres(wish));
  const path = wish.url.slice('file:'.length);
  if (path === ':memory:') return { release: async () => undefined };
  return untilHeld(wish.waitMs, async () => holdFile(lockOf(path)));
}

/** Claims a folder that one server writes to. */
export const holdFolder = (folder: string, waitMs: number): Promise<Hold | null> =>
  untilHeld(waitMs, async () => holdFile(resolve(folder, 'server.lock')));

const lockOf = (path: string): string => `${path}.lock`;

async function untilHeld(waitMs: number, take: () => Promise<Hold | null>): Promise<Hold | null> {
  const giveUpAtMs = performance.now() + waitMs;
  for (;;) {
    const hold = await take();
    if (hold !== null || performance.now() >= giveUpAtMs) return hold;
    await pause(TRY_EVERY_MS);
  }
}
