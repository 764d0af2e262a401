import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RecordingId } from '../../shared/kernel/ids.ts';
import { RECORDING_ADDRESS_MS, type RecordingAddress } from '../../shared/recording.ts';

const KEY_BYTES = 32;

export type Addresses = ReturnType<typeof createAddresses>;

/** Addresses that open the bytes of one recording for a short time, to whoever holds them; nothing is kept of those that were given out. */
export function createAddresses(key: () => Uint8Array) {
  const signed = (id: string, untilMs: number): Buffer =>
    createHmac('sha256', key()).update(`recording ${id} ${untilMs}`).digest();
  return {
    give(id: RecordingId, nowMs: number): RecordingAddress {
      const untilMs = Math.floor(nowMs) + RECORDING_ADDRESS_MS;
      return { untilMs, query: `until=${untilMs}&sig=${signed(id, untilMs).toString('base64url')}` };
    },
    /** Whether these fields of a query open that recording now. */
    opens(
      id: string,
      { until, sig }: { readonly until?: unknown; readonly sig?: unknown },
      nowMs: number,
    ): boolean {
      if (typeof until !== 'string' || !/^\d{13}$/.test(until)) return false;
      if (typeof sig !== 'string' || !/^[A-Za-z0-9_-]{43}$/.test(sig)) return false;
      const untilMs = Number(until);
      return untilMs > nowMs && timingSafeEqual(Buffer.from(sig, 'base64url'), signed(id, untilMs));
    },
  };
}

/**
 * The key of this folder's recordings, made when it is first asked for. It lies where the bytes lie, so that several servers of one folder
 * take each other's addresses, and in no copy of the database.
 */
export function addressKey(folder: string): () => Uint8Array {
  let key: Uint8Array | null = null;
  return () => {
    key ??= readOrMake(folder);
    return key;
  };
}

function readOrMake(folder: string): Uint8Array {
  const path = join(folder, 'address.key');
  if (!existsSync(path)) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const fresh = join(folder, `address.key.${randomBytes(6).toString('hex')}`);
    writeFileSync(fresh, randomBytes(KEY_BYTES), { mode: 0o600, flush: true });
    try {
      // Whole or not at all, and never in place of one that another server has just made.
      linkSync(fresh, path);
    } catch (cause) {
      if (!(cause instanceof Error && 'code' in cause && cause.code === 'EEXIST')) throw cause;
    } finally {
      rmSync(fresh, { force: true });
    }
  }
  const key = readFileSync(path);
  if (key.length !== KEY_BYTES) throw new Error('address.key of recordings is damaged');
  return key;
}
