/**
 * When to look at what was recorded: once after anything was said to have happened, and now and then whether it was or not. What another
 * server did, or what nobody tells of, is found then.
 */
export function createWake({ nowMs, everyMs }: { readonly nowMs: () => number; readonly everyMs: number }) {
  let isWoken = true;
  let lookedAtMs = Number.NEGATIVE_INFINITY;
  return {
    wake(): void {
      isWoken = true;
    },
    /** Whoever is told so looks now: it is not due again until something happens. */
    isDue(): boolean {
      const now = nowMs();
      // A clock that was set back would else keep it asleep.
      if (!isWoken && Math.abs(now - lookedAtMs) < everyMs) return false;
      isWoken = false;
      lookedAtMs = now;
      return true;
    },
  };
}
