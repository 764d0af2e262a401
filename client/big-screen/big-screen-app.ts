import type { BigScreenFigures } from '../../shared/big-screen.ts';
import type { ErrorCode } from '../../shared/kernel/errors.ts';
import type { Result } from '../../shared/kernel/result.ts';
import { createStore } from '../live/store.ts';

export type BigScreenState =
  | { readonly state: 'starting' }
  | { readonly state: 'unreachable' }
  /** `behind`: nothing newer could be had. */
  | { readonly state: 'shown'; readonly figures: BigScreenFigures; readonly behind: boolean }
  | { readonly state: 'stopped'; readonly why: 'unknown' | 'closed' | 'tries' };

export type BigScreenDeps = {
  readonly read: () => Promise<Result<BigScreenFigures>>;
  readonly nowMs: () => number;
  readonly later: (work: () => void, ms: number) => void;
  readonly reload: () => void;
};

const EVERY_MS = 15_000;
/** What was closed may be given out anew, and whoever tried too often waits. */
const STOPPED_MS = 15 * 60_000;
/** A page that hangs for weeks is made anew every day, when the server has just answered: it brings the page of today's version. */
const RENEW_MS = 24 * 3_600_000;

const stops: Partial<Record<ErrorCode, 'unknown' | 'closed' | 'tries'>> = {
  NOT_FOUND: 'unknown',
  LINK_CLOSED: 'closed',
  TOO_MANY_TRIES: 'tries',
};

/** Asks for figures as long as the page is open; what it has stays when the server is away. */
export class BigScreenApp {
  readonly #deps: BigScreenDeps;
  readonly #store = createStore<BigScreenState>({ state: 'starting' });
  readonly #sinceMs: number;
  /** Server time ahead of this machine's, whose clock nobody sets. */
  #aheadMs = 0;

  constructor(deps: BigScreenDeps) {
    this.#deps = deps;
    this.#sinceMs = deps.nowMs();
  }

  get facts() {
    return this.#store;
  }

  nowMs(): number {
    return this.#deps.nowMs() + this.#aheadMs;
  }

  start(): void {
    void this.#round();
  }

  async #round(): Promise<void> {
    const answer = await this.#deps.read();
    const next = this.#next(answer);
    this.#store.set(next);
    if (answer.ok && this.#deps.nowMs() - this.#sinceMs >= RENEW_MS) return this.#deps.reload();
    this.#deps.later(() => void this.#round(), next.state === 'stopped' ? STOPPED_MS : EVERY_MS);
  }

  #next(answer: Result<BigScreenFigures>): BigScreenState {
    if (answer.ok) {
      this.#aheadMs = answer.value.serverNowMs - this.#deps.nowMs();
      return { state: 'shown', figures: answer.value, behind: false };
    }
    const why = stops[answer.error.code];
    if (why !== undefined) return { state: 'stopped', why };
    const before = this.#store.get();
    return before.state === 'shown' ? { ...before, behind: true } : { state: 'unreachable' };
  }
}
