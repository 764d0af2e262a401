import type { AppError } from '../../../shared/kernel/errors.ts';
import type { MediaState, Readable } from '../live.types.ts';
import { createStore } from '../store.ts';

/** How the media path stands, with the time since when. */
export class MediaStateStore {
  readonly #nowMs: () => number;
  readonly #store = createStore<MediaState>({ state: 'connecting', sinceMs: 0 });

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  get readable(): Readable<MediaState> {
    return this.#store;
  }

  connecting(): void {
    this.#store.set({ state: 'connecting', sinceMs: this.#nowMs() });
  }

  connected(): void {
    if (this.#store.get().state !== 'connected')
      this.#store.set({ state: 'connected', sinceMs: this.#nowMs() });
  }

  lost(attempt: number): void {
    const before = this.#store.get();
    if (before.state === 'lost' && before.attempt === attempt) return;
    const sinceMs = before.state === 'lost' ? before.sinceMs : this.#nowMs();
    this.#store.set({ state: 'lost', sinceMs, attempt });
  }

  unavailable(error: AppError | null): void {
    const before = this.#store.get();
    const sinceMs = before.state === 'unavailable' ? before.sinceMs : this.#nowMs();
    this.#store.set({ state: 'unavailable', sinceMs, error });
  }
}
