import type { Shelf } from './outbox.ts';

/**
 * The tab's own storage: it outlives a reload and ends with the tab, so that nobody sends what somebody else has typed. A browser that
 * refuses storage throws on every touch; then commands live in memory only.
 */
export function tabShelf(key: string): Shelf {
  return {
    read: () => attempt(() => sessionStorage.getItem(key)),
    write: (text) => attempt(() => sessionStorage.setItem(key, text)),
  };
}

/** What this device remembers from day to day, whoever uses it: nothing about people. Without storage it is remembered by nobody. */
export function deviceShelf(key: string): Shelf {
  return {
    read: () => attempt(() => localStorage.getItem(key)),
    write: (text) => attempt(() => localStorage.setItem(key, text)),
  };
}

function attempt<T>(touch: () => T): T | null {
  try {
    return touch();
  } catch (cause) {
    if (cause instanceof DOMException) return null;
    throw cause;
  }
}
