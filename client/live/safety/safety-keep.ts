import { z } from 'zod';
import { personId, sessionId } from '../../../shared/kernel/ids.ts';
import { recordedSource } from '../../../shared/recording.ts';
import { BrowserDatabase, isMade, keepsNothing } from '../browser-database.ts';
import type { KeptTake, SafetyKeep } from './safety.types.ts';

const NAME = 'sanketang.safety';
const STORES = ['takes', 'pieces'] as const;
type Disk = BrowserDatabase<(typeof STORES)[number]>;
/** A lesson of three streams is a third of it. */
const ROOM_MAX_BYTES = 2 * 1024 ** 3;
/** Of what the browser lets a page have, the rest is for files of lessons. */
const SHARE = 0.5;

const keptTake = z.object({
  ...{ takeId: z.string(), personId, sessionId, source: recordedSource },
  ...{ startedAtMs: z.number(), endedAtMs: z.number(), bytes: z.number(), pieceCount: z.number() },
  troubled: z.boolean(),
});
type Kept = { readonly bytes: Uint8Array<ArrayBuffer>; readonly sha256: string };
const isKept = (value: unknown): value is Kept =>
  typeof value === 'object' &&
  value !== null &&
  'bytes' in value &&
  value.bytes instanceof Uint8Array &&
  'sha256' in value;

/** @returns SHA-256 in hexadecimal */
export async function hashOf(bytes: BufferSource): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The browser's own database; null where it is refused, as in some private windows, and where it does not answer. */
export async function browserSafetyKeep(): Promise<SafetyKeep | null> {
  try {
    return new DiskSafetyKeep(await BrowserDatabase.open(NAME, STORES));
  } catch (cause) {
    if (keepsNothing(cause)) return null;
    throw cause;
  }
}

/** The same for whoever only looks; null too where nothing was ever kept. It makes nothing: pages that look are left at any moment. */
export async function madeSafetyKeep(): Promise<SafetyKeep | null> {
  try {
    return (await isMade(NAME)) ? await browserSafetyKeep() : null;
  } catch (cause) {
    if (keepsNothing(cause)) return null;
    throw cause;
  }
}

class DiskSafetyKeep implements SafetyKeep {
  readonly #database: Disk;

  constructor(database: Disk) {
    this.#database = database;
  }

  async takes(): Promise<readonly KeptTake[]> {
    const all = await this.#database.do(STORES, 'readonly', (of) => of('takes').getAll());
    return all
      .flatMap((each) => {
        const read = keptTake.safeParse(each);
        return read.success ? [read.data] : [];
      })
      .toSorted((a, b) => a.startedAtMs - b.startedAtMs);
  }

  async add(take: KeptTake, bytes: Uint8Array<ArrayBuffer>): Promise<boolean> {
    const kept: Kept = { bytes, sha256: await hashOf(bytes) };
    try {
      await this.#database.do(STORES, 'readwrite', (of) => {
        of('pieces').put(kept, [take.takeId, take.pieceCount - 1]);
        return of('takes').put(take, take.takeId);
      });
      return true;
    } catch (cause) {
      if (cause instanceof DOMException) return false;
      throw cause;
    }
  }

  async bytesOf(takeId: string): Promise<Blob> {
    const whole: Uint8Array<ArrayBuffer>[] = [];
    for (const each of await this.#database.do(STORES, 'readonly', (of) =>
      of('pieces').getAll(ofTake(takeId)),
    )) {
      if (!isKept(each) || (await hashOf(each.bytes)) !== each.sha256) break;
      whole.push(each.bytes);
    }
    return new Blob(whole);
  }

  async drop(takeId: string): Promise<void> {
    await this.#database.do(STORES, 'readwrite', (of) => {
      of('takes').delete(takeId);
      return of('pieces').delete(ofTake(takeId));
    });
  }

  async roomBytes(): Promise<number> {
    const { quota } = await navigator.storage.estimate();
    return Math.min(ROOM_MAX_BYTES, (quota ?? 0) * SHARE);
  }
}

const ofTake = (takeId: string) => IDBKeyRange.bound([takeId, 0], [takeId, Number.MAX_SAFE_INTEGER]);
