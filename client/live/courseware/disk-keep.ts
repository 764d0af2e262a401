import { BrowserDatabase, keepsNothing } from '../browser-database.ts';
import { type FileKeep, MemoryKeep, SpillingKeep } from './file-keep.ts';

const NAME = 'sanketang.courseware';
const STORES = ['pieces', 'used'] as const;
type Disk = BrowserDatabase<(typeof STORES)[number]>;
/** What no lesson has asked for so long makes room. */
const UNUSED_MS = 30 * 86_400_000;

/** The browser's own database: unlike its cache of answers it is there without HTTPS too. Memory where it is refused. */
export async function browserKeep(nowMs: number): Promise<FileKeep> {
  try {
    const disk = new DiskKeep(await BrowserDatabase.open(NAME, STORES), nowMs);
    await disk.tidy();
    return new SpillingKeep(disk);
  } catch (cause) {
    if (keepsNothing(cause)) return new MemoryKeep();
    throw cause;
  }
}

class DiskKeep implements FileKeep {
  readonly #database: Disk;
  readonly #nowMs: number;

  constructor(database: Disk, nowMs: number) {
    this.#database = database;
    this.#nowMs = nowMs;
  }

  async pieces(sha256: string): Promise<readonly Uint8Array<ArrayBuffer>[]> {
    const all = await this.#do('pieces', 'readonly', (store) => store.getAll(ofFile(sha256)));
    if (all.length > 0) await this.#do('used', 'readwrite', (store) => store.put(this.#nowMs, sha256));
    return all.filter((each): each is Uint8Array<ArrayBuffer> => each instanceof Uint8Array);
  }

  async add(sha256: string, index: number, piece: Uint8Array<ArrayBuffer>): Promise<boolean> {
    try {
      await this.#do('pieces', 'readwrite', (store) => store.put(piece, [sha256, index]));
      if (index === 0) await this.#do('used', 'readwrite', (store) => store.put(this.#nowMs, sha256));
      return true;
    } catch (cause) {
      if (cause instanceof DOMException) return false;
      throw cause;
    }
  }

  async drop(sha256: string): Promise<void> {
    await this.#do('pieces', 'readwrite', (store) => store.delete(ofFile(sha256)));
    await this.#do('used', 'readwrite', (store) => store.delete(sha256));
  }

  async tidy(): Promise<void> {
    for (const key of await this.#do('used', 'readonly', (store) => store.getAllKeys())) {
      const usedAtMs: unknown = await this.#do('used', 'readonly', (store) => store.get(key));
      if (typeof usedAtMs === 'number' && this.#nowMs - usedAtMs > UNUSED_MS) await this.drop(String(key));
    }
  }

  #do<T>(
    name: 'pieces' | 'used',
    mode: IDBTransactionMode,
    ask: (store: IDBObjectStore) => IDBRequest<T>,
  ): Promise<T> {
    return this.#database.do([name], mode, (of) => ask(of(name)));
  }
}

const ofFile = (sha256: string) => IDBKeyRange.bound([sha256, 0], [sha256, Number.MAX_SAFE_INTEGER]);
