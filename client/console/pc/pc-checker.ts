import type { DeviceCheck } from '../../../shared/device.ts';
import type { AppError } from '../../../shared/kernel/errors.ts';
import type { Result } from '../../../shared/kernel/result.ts';
import type { CheckRun } from '../../live/self-check/self-check.ts';
import { createStore } from '../../live/store.ts';

/** What this page knows of the PC's check. */
export type PcCheckFacts =
  | { readonly state: 'none' }
  | { readonly state: 'running' }
  | { readonly state: 'done'; readonly check: DeviceCheck; readonly refused: AppError | null };

export type PcCheckerDeps = {
  readonly run: () => Promise<CheckRun>;
  readonly report: (check: DeviceCheck) => Promise<Result<object>>;
};

/** Checks this PC's devices, one check at a time, over all pages of the console. A lesson breaks it off. */
export class PcChecker {
  readonly #deps: PcCheckerDeps;
  readonly #facts = createStore<PcCheckFacts>({ state: 'none' });
  #running: AbortController | null = null;

  constructor(deps: PcCheckerDeps) {
    this.#deps = deps;
  }

  get facts(): { get(): PcCheckFacts; subscribe(listener: () => void): () => void } {
    return this.#facts;
  }

  /** A lesson comes first. */
  breakOff(): void {
    this.#running?.abort();
  }

  /**
   * @param tone plays a tone in the room
   * @returns whether a check was reported; false while another runs, and when it was broken off or refused
   */
  async check({ tone }: { readonly tone: boolean }): Promise<boolean> {
    if (this.#running !== null) return false;
    const running = new AbortController();
    this.#running = running;
    this.#facts.set({ state: 'running' });
    try {
      const run = await this.#deps.run();
      const check = await run({ tone, blocked: false, signal: running.signal, at: () => undefined });
      if (check === null) {
        this.#facts.set({ state: 'none' });
        return false;
      }
      const reported = await this.#deps.report(check);
      this.#facts.set({ state: 'done', check, refused: reported.ok ? null : reported.error });
      return reported.ok;
    } catch (cause) {
      // A part of the page that could not be loaded over a bad line: asked again another time.
      this.#facts.set({ state: 'none' });
      if (!(cause instanceof TypeError)) throw cause;
      return false;
    } finally {
      this.#running = null;
    }
  }
}
