import { execFile } from 'node:child_process';
import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  rmSync,
  statfsSync,
  writeSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { sql } from 'kysely';
import type { Config } from '../platform/config.ts';
import { openDatabase } from '../platform/database.ts';
import { createS3 } from '../platform/objects.s3.ts';
import { ObjectsError } from '../platform/objects.types.ts';
import type { ClockLook, DatabaseLook, DiskLook, ObjectsLook } from './doctor.types.ts';

const WRITES = 20;
const ANSWER_MS = 10_000;

/** How long a small write takes until the disk has it, and what room is left. The folder itself, or where it will be made. */
export function lookAtDisk(folder: string): DiskLook {
  let place = resolve(folder);
  while (!existsSync(place) && dirname(place) !== place) place = dirname(place);
  const file = join(place, `.doctor-${process.pid}`);
  try {
    const { bavail, bsize } = statfsSync(place);
    const handle = openSync(file, 'w', 0o600);
    const times: number[] = [];
    try {
      const block = Buffer.alloc(4096, 1);
      for (let count = 0; count < WRITES; count += 1) {
        const beganAtMs = performance.now();
        writeSync(handle, block);
        fsyncSync(handle);
        times.push(performance.now() - beganAtMs);
      }
    } finally {
      closeSync(handle);
      rmSync(file, { force: true });
    }
    const sorted = times.toSorted((a, b) => a - b);
    return { state: 'written', freeBytes: bavail * bsize, syncMs: sorted[Math.floor(WRITES * 0.9)] ?? 0 };
  } catch (cause) {
    const error = codeOf(cause);
    if (error === null) throw cause;
    return { state: 'denied', error };
  }
}

/** Nothing is asked over the network: the board's own clock, and the day this version was made. */
export function lookAtClock(nowMs: number, madeMs: number): ClockLook {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return { nowMs, boardMs: boardClock(), zone, madeMs };
}

function boardClock(): number | null {
  try {
    const seconds = Number(readFileSync('/sys/class/rtc/rtc0/since_epoch', 'utf8'));
    return Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : null;
  } catch (cause) {
    if (codeOf(cause) === null) throw cause;
    return null;
  }
}

/** The first word after "ffmpeg version"; null when there is none to run. */
export function lookForFfmpeg(): Promise<string | null> {
  return new Promise((found) => {
    execFile('ffmpeg', ['-version'], { timeout: 5_000 }, (error, output) => {
      found(error === null ? (/^ffmpeg version (\S+)/.exec(output)?.[1] ?? '?') : null);
    });
  });
}

/** Asks the store as the server does; nothing is written there. */
export async function lookAtObjects({ objects: settings }: Config): Promise<ObjectsLook> {
  if (settings === null) return { state: 'none' };
  const place = `${new URL(settings.endpoint).host}/${settings.bucket}`;
  const objects = createS3(settings, { timeLimitMs: ANSWER_MS });
  try {
    await objects.check();
    return { state: 'works', place };
  } catch (cause) {
    if (!(cause instanceof ObjectsError)) throw cause;
    return {
      state: 'fails',
      place,
      trouble: cause.trouble,
      error: cause.message.replace('object store: ', ''),
    };
  } finally {
    objects.close();
  }
}

/** Opens the records beside a server that may be running, reads them through, and changes nothing. */
export async function lookAtDatabase({ databaseUrl }: Config): Promise<DatabaseLook> {
  const file = databaseUrl.startsWith('file:') ? databaseUrl.slice('file:'.length) : null;
  if (file !== null && !existsSync(file)) return { state: 'new' };
  try {
    const open = openDatabase(databaseUrl);
    try {
      if (open.dialect === 'sqlite') {
        const { rows } = await sql<Record<string, string>>`pragma quick_check(1)`.execute(open.database);
        const said = String(Object.values(rows[0] ?? { none: 'none' })[0]);
        if (said !== 'ok') return { state: 'broken', error: said.slice(0, 100) };
      }
      return { state: 'whole', stepCount: await stepsOf(open.database) };
    } finally {
      await open.close();
    }
  } catch (cause) {
    const error = codeOf(cause);
    if (error === null) throw cause;
    return { state: /^SQLITE_(NOTADB|CORRUPT)/.test(error) ? 'broken' : 'away', error };
  }
}

async function stepsOf(database: ReturnType<typeof openDatabase>['database']): Promise<number> {
  const tables = await database.introspection.getTables();
  if (!tables.some(({ name }) => name === 'migration')) return 0;
  const { rows } = await sql<{ count: number | string }>`select count(*) as count from migration`.execute(
    database,
  );
  return Number(rows[0]?.count ?? 0);
}

const codeOf = (cause: unknown): string | null =>
  cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : null;
