import type { MediaPath } from './media-path.ts';

/** The old pictures stand this long while those of the new path come up. */
export const RETIRE_MS = 4000;

/** The path that is up, and the one that is being left. */
export class Paths {
  #current: MediaPath | null = null;
  #retiring: MediaPath | null = null;
  #retireAtMs = 0;

  get current(): MediaPath | null {
    return this.#current;
  }
  get retiring(): MediaPath | null {
    return this.#retiring;
  }

  /** A new path is up; the one before goes on being shown for a moment. */
  take(path: MediaPath, nowMs: number): void {
    this.#retiring?.close();
    this.#retiring = this.#current;
    this.#retireAtMs = nowMs + RETIRE_MS;
    this.#current = path;
  }

  /** @returns whether an old path's time was over */
  retire(nowMs: number): boolean {
    if (this.#retiring === null || nowMs < this.#retireAtMs) return false;
    this.#retiring.close();
    this.#retiring = null;
    return true;
  }

  close(): void {
    this.#current?.close();
    this.#retiring?.close();
    this.#current = null;
    this.#retiring = null;
  }
}
