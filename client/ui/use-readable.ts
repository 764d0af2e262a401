import { useSyncExternalStore } from 'react';

/** A value that changes outside React; the shape of client/live's `Readable`. */
export type Source<T> = { get(): T; subscribe(listener: () => void): () => void };

export function useReadable<T>(source: Source<T>): T {
  return useSyncExternalStore(source.subscribe, source.get);
}
