import { type ComponentType, useEffect, useState } from 'react';

const AGAIN_MS = 2_000;

/** A part of the page whose code comes over the line when it is wanted; null until then. @param load the same function each time */
export function useLate<P>(wanted: boolean, load: () => Promise<ComponentType<P>>): ComponentType<P> | null {
  const [Part, setPart] = useState<ComponentType<P> | null>(null);
  useEffect(() => {
    if (!wanted) return;
    let gone = false;
    void untilLoaded(load).then((part) => !gone && setPart(() => part));
    return () => {
      gone = true;
    };
  }, [wanted, load]);
  return Part;
}

async function untilLoaded<T>(load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (cause) {
    // The line was cut under it.
    if (!(cause instanceof TypeError)) throw cause;
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
    return untilLoaded(load);
  }
}
