/**
 * A page that is left while its database is being made is kept frozen for the way back, and every other page waits for it: minutes, without
 * an answer. So long is waited for one.
 */
const ANSWER_MS = 5_000;

/** Exceptions by which a browser says that it keeps nothing: private browsing, a full disk, a policy, no answer. */
export const keepsNothing = (cause: unknown): boolean =>
  cause instanceof DOMException || cause instanceof ReferenceError || cause instanceof TypeError;

/** Whether it was made before; true as well where the browser does not tell. */
export async function isMade(name: string): Promise<boolean> {
  if (!('databases' in indexedDB)) return true;
  const made = await indexedDB.databases();
  return made.some((each) => each.name === name);
}

/** One of the browser's own databases, with values under keys of the caller's. */
export class BrowserDatabase<Store extends string> {
  readonly #database: IDBDatabase;

  private constructor(database: IDBDatabase) {
    this.#database = database;
  }

  /** Makes it at its first use. Throws what `keepsNothing` knows; TimeoutError when the browser does not answer. */
  static open<Store extends string>(name: string, stores: readonly Store[]): Promise<BrowserDatabase<Store>> {
    return new Promise((resolve, reject) => {
      const request = indexedDB.open(name, 1);
      const timer = setTimeout(() => {
        // Should it answer after all, nobody is there to use it.
        request.onsuccess = () => request.result.close();
        reject(new DOMException('no answer', 'TimeoutError'));
      }, ANSWER_MS);
      request.onupgradeneeded = () => {
        for (const store of stores) request.result.createObjectStore(store);
      };
      request.onsuccess = () => {
        clearTimeout(timer);
        resolve(new BrowserDatabase(request.result));
      };
      request.onerror = () => {
        clearTimeout(timer);
        reject(request.error ?? new DOMException('refused', 'UnknownError'));
      };
    });
  }

  /** Resolves when what was asked for is kept. Throws DOMException when it is not, as on a full disk. */
  do<T>(
    stores: readonly Store[],
    mode: IDBTransactionMode,
    ask: (of: (name: Store) => IDBObjectStore) => IDBRequest<T>,
  ): Promise<T> {
    return new Promise((resolve, reject) => {
      const transaction = this.#database.transaction(stores, mode);
      const request = ask((name) => transaction.objectStore(name));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(transaction.error ?? new DOMException('aborted', 'AbortError'));
    });
  }
}
