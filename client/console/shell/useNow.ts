import { useEffect, useState } from 'react';

/** The clock, read again every `everyMs`. `now` may be the server's. */
export function useNow(everyMs: number, now: () => number = Date.now): number {
  const [nowMs, setNowMs] = useState(now);
  useEffect(() => {
    const timer = setInterval(() => setNowMs(now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs, now]);
  return nowMs;
}
