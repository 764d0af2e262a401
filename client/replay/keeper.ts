import type { Result } from '../../shared/kernel/result.ts';
import type { OwnProgress } from '../../shared/recording.ts';
import { EDGE_MS, ownPlaceToGoOn, placeToGoOn } from '../../shared/recording-place.ts';
import type { PlaceKeep } from './place-keep.ts';
import type { ReplayFacts } from './replay.types.ts';

export type Playing = Pick<ReplayFacts, 'atMs' | 'durationMs' | 'playing' | 'waiting' | 'ended'>;

/** Keeps where somebody is in one recording. */
export interface Keeper {
  /** Where they go on, in a recording that is so long; 0 for its beginning. */
  startAtMs(durationMs: number): number;
  /** Told about once a second. */
  look(playing: Playing, nowMs: number): void;
  /** The page goes away, perhaps for good. */
  leave(playing: Playing, nowMs: number): void;
}

export type ProgressTold = { readonly positionMs: number; readonly playedMs: number };

const WRITE_EVERY_MS = 5_000;
const TELL_EVERY_MS = 15_000;
/** What is told at once at most; what a page that slept says it played, it did not. */
const PLAYED_MAX_MS = 60_000;
const STEP_MAX_MS = 5_000;
/** Less is no other place. */
const MOVED_MS = 1_000;

/** Of whoever is not signed in: in this browser alone. */
export function guestKeeper(keep: PlaceKeep, recordingId: string): Keeper {
  let writtenAtMs = Number.NEGATIVE_INFINITY;
  const write = ({ atMs, durationMs, ended }: Playing) => {
    if (ended || atMs > durationMs - EDGE_MS) keep.forget(recordingId);
    else if (atMs > EDGE_MS) keep.write(recordingId, atMs);
  };
  return {
    startAtMs(durationMs) {
      return placeToGoOn(keep.read(recordingId) ?? 0, durationMs) ?? 0;
    },
    look(playing, nowMs) {
      if (nowMs - writtenAtMs < WRITE_EVERY_MS) return;
      writtenAtMs = nowMs;
      write(playing);
    },
    leave: write,
  };
}

/** Of whoever is signed in: at the server, with what was really played since the last time. */
export class PersonKeeper implements Keeper {
  readonly #tell: (told: ProgressTold, leaves: boolean) => Promise<Result<unknown>>;
  readonly #before: OwnProgress | null;
  #lookedAtMs: number | null = null;
  #toldAtMs: number;
  #toldPlaceMs: number;
  #playedMs = 0;

  constructor(deps: {
    readonly before: OwnProgress | null;
    readonly nowMs: number;
    /** @param leaves what is asked has to outlive the page */
    readonly tell: (told: ProgressTold, leaves: boolean) => Promise<Result<unknown>>;
  }) {
    this.#tell = deps.tell;
    this.#before = deps.before;
    this.#toldAtMs = deps.nowMs;
    this.#toldPlaceMs = this.#before?.positionMs ?? 0;
  }

  startAtMs(durationMs: number): number {
    return ownPlaceToGoOn(this.#before, durationMs) ?? 0;
  }

  look(playing: Playing, nowMs: number): void {
    this.#count(playing, nowMs);
    if (nowMs - this.#toldAtMs >= TELL_EVERY_MS) this.#say(playing, nowMs, false);
  }

  leave(playing: Playing, nowMs: number): void {
    this.#count(playing, nowMs);
    this.#say(playing, nowMs, true);
  }

  #count({ playing, waiting }: Playing, nowMs: number): void {
    const passedMs = Math.min(STEP_MAX_MS, Math.max(0, nowMs - (this.#lookedAtMs ?? nowMs)));
    this.#lookedAtMs = nowMs;
    if (playing && !waiting) this.#playedMs = Math.min(PLAYED_MAX_MS, this.#playedMs + passedMs);
  }

  #say({ atMs, durationMs }: Playing, nowMs: number, leaves: boolean): void {
    const positionMs = Math.floor(Math.min(atMs, durationMs));
    const playedMs = Math.floor(this.#playedMs);
    if (playedMs === 0 && Math.abs(positionMs - this.#toldPlaceMs) < MOVED_MS) return;
    this.#toldAtMs = nowMs;
    this.#toldPlaceMs = positionMs;
    this.#playedMs -= playedMs;
    void this.#tell({ positionMs, playedMs }, leaves).then((answer) => {
      // It goes along with the next telling.
      if (!answer.ok) this.#playedMs = Math.min(PLAYED_MAX_MS, this.#playedMs + playedMs);
    });
  }
}
