import { LINE_PATH } from '../../../shared/device.ts';
import { type Environment, pause } from '../environment.ts';
import { goesOn, LINE_STEPS, rateBps } from './self-check.rules.ts';

export type LineRates = { readonly upBps: number | null; readonly downBps: number | null };

type LineDeps = {
  readonly environment: Environment;
  readonly signal: AbortSignal;
  readonly fetch?: (url: string, init: RequestInit) => Promise<Response>;
};

/** Others are measured first; so long a screen waits for its turn. */
const PATIENCE_MS = 120_000;
const TURN_MS = 1_500;
/** One step on the slowest line that still carries a voice. */
const STEP_LIMIT_MS = 8_000;

/** How fast bytes come from our server and go there. Null for what could not be measured. */
export async function measureLine(deps: LineDeps): Promise<LineRates> {
  const { environment, signal, fetch = globalThis.fetch } = deps;
  const untilMs = environment.nowMs() + PATIENCE_MS;

  /** How long an exchange took; null when it was refused or failed. Asked again while others measure. */
  const timed = async (bytes: number, body: Uint8Array<ArrayBuffer> | null): Promise<number | null> => {
    for (;;) {
      const limit = new AbortController();
      const stop = () => limit.abort();
      const cancel = environment.after(STEP_LIMIT_MS, stop);
      signal.addEventListener('abort', stop);
      const sinceMs = environment.nowMs();
      try {
        const wish = body === null ? {} : { method: 'POST', body };
        const answer = await fetch(body === null ? `${LINE_PATH}?bytes=${bytes}` : LINE_PATH, {
          ...wish,
          cache: 'no-store',
          credentials: 'same-origin',
          signal: limit.signal,
        });
        await answer.arrayBuffer();
        if (answer.ok) return environment.nowMs() - sinceMs;
        if (answer.status !== 503 || sinceMs > untilMs) return null;
      } catch (cause) {
        // Cut off, too slow, or no line at all: nothing was measured.
        if (cause instanceof TypeError || cause instanceof DOMException) return null;
        throw cause;
      } finally {
        cancel();
        signal.removeEventListener('abort', stop);
      }
      await pause(environment, TURN_MS * (1 + environment.random()));
      if (signal.aborted) return null;
    }
  };

  const trips = [await timed(0, null), await timed(0, null)].filter((each) => each !== null);
  const roundTripMs = trips.length === 0 ? null : Math.min(...trips);
  const measured = async (direction: 'up' | 'down'): Promise<number | null> => {
    if (roundTripMs === null) return null;
    let found: number | null = null;
    for (const bytes of LINE_STEPS) {
      const tookMs = await timed(bytes, direction === 'up' ? new Uint8Array(bytes) : null);
      if (tookMs === null) return found;
      found = rateBps(bytes, tookMs, roundTripMs);
      if (!goesOn(tookMs)) return found;
    }
    return found;
  };
  const downBps = await measured('down');
  return { downBps, upBps: await measured('up') };
}
