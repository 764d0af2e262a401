import {
  addDays,
  instantOf,
  type LocalDate,
  localDate,
  wallClock,
  type Zone,
} from '../../shared/kernel/time.ts';
import type { Seal, SealedSession, SealLine } from '../../shared/seal.ts';
import type { Clock, Database, Log } from '../platform/ports.ts';
import { sealMeasured, sealTable, sha256Of } from './seal.digest.ts';
import type { SealFiles } from './seal.files.ts';
import { keyPrintOf, type SealKey, textOf } from './seal.key.ts';
import type { SealHead, SealRow, SealStore } from './seal.store.ts';
import type { Sealed } from './seal.types.ts';

export type SealServiceDeps = {
  readonly database: Database;
  readonly store: SealStore;
  readonly files: SealFiles;
  readonly key: () => SealKey;
  readonly sealed: Sealed;
  readonly measuredKeepDays: number;
  readonly zone: () => Promise<Zone>;
  readonly clock: Clock;
  readonly log: Log;
};

/** No transaction that began before midnight is still under way then, and a slow writer's clock is past it. */
const SETTLED_MS = 15 * 60_000;
const SHOWN_MAX = 400;

/** Seals what every day has brought, once the day is over. */
export function createSealService(deps: SealServiceDeps) {
  const { database, store, clock, sealed } = deps;

  async function sealDay(date: LocalDate, zone: Zone, before: SealHead | null): Promise<SealRow> {
    const fromMs = before?.until_ms ?? 0;
    const untilMs = instantOf(addDays(date, 1), 0, zone);
    const key = deps.key();
    const tables: Seal['tables'] = [];
    for (const table of sealed.tables) {
      const got = await sealTable(database, table, { fromMs, untilMs });
      if (got !== null) tables.push(got);
    }
    const sessions: SealedSession[] = [];
    for (const id of await store.touched({ fromMs, untilMs })) sessions.push(await sealSession(id, untilMs));
    const number = (before?.number ?? 0) + 1;
    const sealedAtMs = clock.nowMs();
    const content = textOf({
      format: 'sanketang-seal-1',
      ...{ number, localDate: date, fromMs, untilMs, sealedAtMs },
      previousHash: before?.hash ?? null,
      publicKey: key.publicKey,
      measuredKeepDays: deps.measuredKeepDays,
      ...{ sessions, tables },
    });
    return {
      number,
      local_date: date,
      until_ms: untilMs,
      sealed_at_ms: sealedAtMs,
      session_count: sessions.length,
      row_count: tables.reduce((sum, each) => sum + each.rowCount, 0),
      public_key: key.publicKey,
      hash: sha256Of(content),
      content,
      signature: key.sign(content),
    };
  }

  async function sealSession(id: string, untilMs: number): Promise<SealedSession> {
    const end = await store.endOf(id, untilMs);
    if (end === undefined) throw new Error(`the log of session ${id} went away while it was sealed`);
    const measured: SealedSession['measured'] = [];
    for (const table of sealed.measured) {
      const rows = await sealMeasured(database, table, { sessionId: id, untilMs });
      if (rows !== null) measured.push(rows);
    }
    return { id, eventCount: end.seq, head: end.hash, measured };
  }

  /** The day after the last that is sealed, or that of the first thing that was ever recorded. */
  async function nextDay(before: SealHead | null, zone: Zone): Promise<LocalDate | null> {
    if (before !== null) return addDays(localDate.parse(before.local_date), 1);
    const earliestMs = await store.earliestMs(sealed);
    return earliestMs === null ? null : wallClock(earliestMs, zone).date;
  }

  /** Each server of several keeps what any of them has sealed. */
  function keep(row: SealRow | null): void {
    if (row === null) return;
    deps.files.keep(row);
    deps.files.keepKey(deps.key());
  }

  return {
    /** Seals every day that is over. Of two servers one is first, and the other finds the seal there. */
    async sealDue(): Promise<void> {
      const zone = await deps.zone();
      for (;;) {
        const [before = null] = await store.heads(1);
        const date = await nextDay(before, zone);
        const isOver = date !== null && instantOf(addDays(date, 1), 0, zone) + SETTLED_MS <= clock.nowMs();
        if (!isOver) return;
        const row = await sealDay(date, zone, before);
        const isFirst = await store.add(row);
        keep(isFirst ? row : await store.byDate(date));
        if (!isFirst) continue;
        deps.log.info({ number: row.number, localDate: row.local_date }, 'day sealed');
        if (before !== null && before.public_key !== row.public_key)
          deps.log.warn({ number: row.number }, 'the day was sealed with another key than the day before');
      }
    },
    /** Until when everything is sealed; 0 when nothing is. */
    async sealedUntilMs(): Promise<number> {
      return (await store.heads(1))[0]?.until_ms ?? 0;
    },
    /** The newest first. */
    async list(): Promise<SealLine[]> {
      return (await store.heads(SHOWN_MAX)).map(lineOf);
    },
    byDate: (date: LocalDate): Promise<SealRow | null> => store.byDate(date),
    publicPem: (): string => deps.key().publicPem,
  };
}

export type SealService = ReturnType<typeof createSealService>;

const lineOf = (row: SealHead): SealLine => ({
  number: row.number,
  localDate: localDate.parse(row.local_date),
  sealedAtMs: row.sealed_at_ms,
  hash: row.hash,
  sessionCount: row.session_count,
  rowCount: row.row_count,
  keyPrint: keyPrintOf(row.public_key),
});
