import type { StreamSource } from '../../shared/media.ts';

/** Pictures of one source on the glass, for measuring: how many, how large, when, and the longest standstill. */
export type FrameFacts = {
  readonly firstAfterJoinMs: number | null;
  readonly count: number;
  readonly lastAtMs: number;
  readonly longestGapMs: number;
  readonly widthPx: number;
  readonly heightPx: number;
};

/** Counts pictures by source of the lecturer's streams. Gaps go on over new streams and new transports: the pupils' eyes do, too. */
export class FrameClock {
  #askedAtMs: number | null = null;
  readonly #facts = new Map<StreamSource, FrameFacts>();

  /** A page asked to join: first frames are measured from here. */
  asked(nowMs: number): void {
    this.#askedAtMs = nowMs;
    this.#facts.clear();
  }

  /** @returns how long the first picture took, at the first one after a join; else null */
  shown(source: StreamSource, size: { widthPx: number; heightPx: number }, nowMs: number): number | null {
    const before = this.#facts.get(source);
    const first =
      before === undefined && this.#askedAtMs !== null ? Math.round(nowMs - this.#askedAtMs) : null;
    this.#facts.set(source, {
      firstAfterJoinMs: before?.firstAfterJoinMs ?? first,
      count: (before?.count ?? 0) + 1,
      lastAtMs: nowMs,
      longestGapMs: Math.max(before?.longestGapMs ?? 0, before === undefined ? 0 : nowMs - before.lastAtMs),
      ...size,
    });
    return first;
  }

  facts(): Readonly<Partial<Record<StreamSource, FrameFacts>>> {
    return Object.fromEntries(this.#facts);
  }
}
