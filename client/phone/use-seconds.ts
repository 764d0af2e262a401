import { useEffect, useState } from 'react';

/** Draws again every second. */
export function useSeconds(readMs: () => number): number {
  const [nowMs, setNowMs] = useState(readMs);
  useEffect(() => {
    const timer = setInterval(() => setNowMs(readMs()), 1000);
    return () => clearInterval(timer);
  });
  return Math.max(nowMs, readMs());
}
