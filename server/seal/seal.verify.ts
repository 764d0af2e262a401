import { addDays, DAY_MS } from '../../shared/kernel/time.ts';
import { type Seal, type SealFile, seal as sealSchema } from '../../shared/seal.ts';
import type { Database } from '../platform/ports.ts';
import { sha256Of } from './seal.digest.ts';
import type { Finding } from './seal.findings.ts';
import { textOf } from './seal.key.ts';
import { createSealStore } from './seal.store.ts';
import type { Found, LatestSession, Sealed } from './seal.types.ts';
import { verifyLogs } from './seal.verify.logs.ts';
import { verifyTable } from './seal.verify.tables.ts';

export type VerifyWish = {
  /** Everything is read through it, as of one moment if it is a transaction. */
  readonly database: Database;
  readonly sealed: Sealed;
  /** Signed, and by a key that is trusted. */
  readonly file: SealFile;
  /** Other seals that somebody has kept, by day. */
  readonly nowMs: number;
  readonly kept: (date: string) => SealFile | null;
  readonly told?: (done: { readonly sealCount: number; readonly sessionCount: number }) => void;
};

export type Verified = {
  readonly findings: readonly Finding[];
  readonly sealCount: number;
  readonly sessionCount: number;
  readonly eventCount: number;
  readonly rowCount: number;
};

/** Between a session's first measurement and the midnight after its last. */
const LONGEST_SESSION_MS = 2 * DAY_MS;

/** Compares a database with everything that a seal and the seals before it vouch for. */
export async function verifySeal(wish: VerifyWish): Promise<Verified> {
  const findings: Finding[] = [];
  const found: Found = (finding) => void findings.push(finding);
  const { seals, whole } = await chainOf(wish, found);
  const latest = new Map<string, LatestSession>();
  for (const each of seals)
    for (const session of each.sessions)
      if (!latest.has(session.id)) latest.set(session.id, { ...session, untilMs: each.untilMs });
  wish.told?.({ sealCount: seals.length, sessionCount: latest.size });
  const { untilMs } = wish.file.seal;
  const keptDays = Math.min(...seals.map((each) => each.measuredKeepDays));
  const measuredSinceMs = wish.nowMs - keptDays * DAY_MS + LONGEST_SESSION_MS;
  const eventCount = await verifyLogs({ ...wish, latest, untilMs, measuredSinceMs, whole, found });
  let rowCount = 0;
  for (const each of seals)
    for (const table of wish.sealed.tables)
      rowCount += await verifyTable({ database: wish.database, table, seal: each, found });
  return { findings, sealCount: seals.length, sessionCount: latest.size, eventCount, rowCount };
}

/**
 * The seal and all before it, the newest first. Each is taken from the database or from a file, whichever the seal behind it vouches for;
 * where neither is, what is older cannot be compared.
 */
async function chainOf(
  { database, file, kept }: VerifyWish,
  found: Found,
): Promise<{ readonly seals: readonly Seal[]; readonly whole: boolean }> {
  const store = createSealStore(database);
  const seals: Seal[] = [];
  let number = file.seal.number;
  let hash: string | null = sha256Of(textOf(file.seal));
  while (hash !== null) {
    const row = await store.byNumber(number);
    const inDatabase: Seal | null = row !== null && sha256Of(row.content) === hash ? read(row.content) : null;
    if (inDatabase === null) found({ kind: 'seal', number, how: row === null ? 'missing' : 'changed' });
    const behind = seals.at(-1);
    const seal: Seal | null = inDatabase ?? (behind === undefined ? file.seal : fromFile(kept, behind, hash));
    if (seal === null) return { seals, whole: false };
    seals.push(seal);
    number -= 1;
    hash = seal.previousHash;
  }
  return { seals, whole: true };
}

function read(content: string): Seal | null {
  return sealSchema.safeParse(JSON.parse(content)).data ?? null;
}

/** Every day has its seal, so a file is found by its day. */
function fromFile(kept: VerifyWish['kept'], behind: Seal, hash: string): Seal | null {
  const seal = kept(addDays(behind.localDate, -1))?.seal ?? null;
  return seal !== null && sha256Of(textOf(seal)) === hash ? seal : null;
}
