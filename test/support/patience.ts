/** How long a browser test waits for what must come: only what hangs is ended by it. How soon a thing comes is for the figures to say. */
export const PATIENCE_MS = 90_000;

/** For `vi.waitFor`, whose own limit is a second. */
export const patiently = { timeout: PATIENCE_MS, interval: 200 } as const;
