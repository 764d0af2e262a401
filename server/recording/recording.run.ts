import type { RecordedSource } from '../../shared/recording.ts';
import type { RecordingBreak } from '../../shared/recording-kinds.ts';
import type { SeatKey, SessionFact } from '../../shared/session/session.events.ts';
import type { SessionState } from '../../shared/session/session.state.ts';
import type { Clock } from '../platform/ports.ts';
import { type Recorded, recordedStreams } from './recording.rules.ts';
import { Track, type TrackDeps } from './recording.track.ts';
import type { Piece, Recording, RecordingStore } from './recording.types.ts';

export type RecordingFact = Extract<SessionFact, { type: `recording.${string}` }>;

export type RunDeps = TrackDeps & {
  readonly store: RecordingStore;
  readonly clock: Clock;
  /** Writes a fact of the lesson, true now. */
  readonly tell: (fact: RecordingFact) => Promise<void>;
};

type Key = `${SeatKey} ${RecordedSource}`;
const keyOf = ({ seat, source }: Pick<Recorded, 'seat' | 'source'>): Key => `${seat} ${source}`;

/** One recording while it runs here: keeps its tracks equal to what the lesson sends, and marks where something is missing. */
export class Run {
  readonly recording: Recording;
  readonly #deps: RunDeps;
  readonly #tracks = new Map<string, Track>();
  readonly #breaks = new Map<Key, { readonly fromMs: number; readonly cause: RecordingBreak }>();
  #state: SessionState | null = null;
  #told: RecordingBreak | null = null;
  #held = false;

  constructor(recording: Recording, deps: RunDeps) {
    this.recording = recording;
    this.#deps = deps;
  }

  /** Goes on after this server was away: what was recorded last, by source. */
  async takeUp(
    last: readonly (Pick<Piece, 'seat' | 'source'> & { readonly endMs: number })[],
  ): Promise<void> {
    for (const each of last) this.#breaks.set(keyOf(each), { fromMs: each.endMs, cause: 'server' });
    await this.#interrupted('server');
  }

  follow(state: SessionState): void {
    this.#state = state;
    if (this.#held) return;
    for (const wanted of recordedStreams(state)) {
      if (this.#tracks.has(wanted.streamId)) continue;
      const track = new Track(
        this.#deps,
        { ...wanted, recordingId: this.recording.id, spaceId: spaceOf(state) },
        {
          started: (atMs) => this.#started(keyOf(wanted), atMs),
          broke: (atMs, cause) => this.#broke(keyOf(wanted), atMs, cause),
        },
      );
      this.#tracks.set(wanted.streamId, track);
      void track.done.then(() => {
        if (this.#tracks.get(wanted.streamId) === track) this.#tracks.delete(wanted.streamId);
      });
    }
    const now = new Set<string>(recordedStreams(state).map(({ streamId }) => streamId));
    for (const [streamId, track] of this.#tracks) if (!now.has(streamId)) void track.stop();
  }

  /** Nothing is written until `release`. */
  async hold(): Promise<void> {
    if (this.#held) return;
    this.#held = true;
    const state = this.#state;
    await this.#stopTracks();
    const nowMs = this.#deps.clock.nowMs();
    for (const each of state === null ? [] : recordedStreams(state))
      this.#breaks.set(keyOf(each), { fromMs: nowMs, cause: 'disk' });
    await this.#interrupted('disk');
  }

  async release(): Promise<void> {
    if (!this.#held) return;
    this.#held = false;
    const state = this.#state;
    if (state !== null) this.follow(state);
    if (state === null || recordedStreams(state).length === 0) await this.#resumed();
  }

  /** Its pieces are closed; the recording is not over. */
  pause(): Promise<void> {
    return this.#stopTracks();
  }

  async close(): Promise<void> {
    const { store, clock } = this.#deps;
    await this.#stopTracks();
    const nowMs = clock.nowMs();
    // What the media took with it and nobody sent again is not missing.
    for (const { fromMs, cause } of this.#breaks.values())
      if (cause !== 'media') await this.#gap({ fromMs, toMs: nowMs, cause });
    await store.close(this.recording.id, nowMs);
  }

  async #stopTracks(): Promise<void> {
    await Promise.all([...this.#tracks.values()].map((track) => track.stop()));
    this.#tracks.clear();
  }

  async #started(key: Key, atMs: number): Promise<void> {
    const broken = this.#breaks.get(key);
    this.#breaks.delete(key);
    if (broken !== undefined) await this.#gap({ ...broken, toMs: atMs });
    const left = [...this.#breaks.values()].some(({ cause }) => cause === 'recorder' || cause === 'disk');
    if (!left) await this.#resumed();
  }

  async #broke(key: Key, atMs: number | null, cause: RecordingBreak): Promise<void> {
    const known = this.#breaks.get(key);
    // What breaks before it begins lengthens the gap that is there.
    const fromMs = atMs ?? known?.fromMs ?? this.#deps.clock.nowMs();
    this.#breaks.set(key, { fromMs, cause });
    await this.#interrupted(cause);
  }

  async #gap(gap: { readonly fromMs: number; readonly toMs: number; readonly cause: RecordingBreak }) {
    const { startedAtMs, id } = this.recording;
    const [fromMs, toMs] = [gap.fromMs - startedAtMs, gap.toMs - startedAtMs].map((each) =>
      Math.max(0, each),
    );
    if (fromMs === undefined || toMs === undefined || toMs <= fromMs) return;
    await this.#deps.store.addGap(id, { fromMs, toMs, cause: gap.cause });
  }

  async #interrupted(cause: RecordingBreak): Promise<void> {
    if (this.#told === cause) return;
    this.#told = cause;
    await this.#deps.tell({ type: 'recording.interrupted', body: { recordingId: this.recording.id, cause } });
  }

  async #resumed(): Promise<void> {
    if (this.#told === null) return;
    this.#told = null;
    await this.#deps.tell({ type: 'recording.resumed', body: { recordingId: this.recording.id } });
  }
}

const spaceOf = ({ sessionId }: SessionState) =>
  sessionId as string as Parameters<TrackDeps['recorder']['take']>[0];
