import type { RecordedSource } from '../../shared/recording.ts';
import type { RecordingBreak } from '../../shared/recording-kinds.ts';
import type { SeatKey, SessionFact } from '../../shared/session/session.events.ts';
import type { SessionState, Stream } from '../../shared/session/session.state.ts';
import type { Clock } from '../platform/ports.ts';
import { leadingSeat, type Recorded, recordedStreams } from './recording.rules.ts';
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
type Whose = Pick<Recorded, 'seat' | 'source'>;
const keyOf = ({ seat, source }: Whose): Key => `${seat} ${source}`;

/** One recording while it runs here: keeps its tracks equal to what the lesson sends, and marks where something is missing. */
export class Run {
  readonly recording: Recording;
  readonly #deps: RunDeps;
  readonly #tracks = new Map<string, Track>();
  readonly #ending = new Set<Track>();
  /** What cannot be recorded as it is sent is not tried again. */
  readonly #missed = new Set<string>();
  readonly #breaks = new Map<Key, { readonly fromMs: number; readonly cause: RecordingBreak }>();
  /** Nobody leads since then: whoever did lost the line or left. */
  #away: { readonly fromMs: number } | null = null;
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
    state: SessionState,
  ): Promise<void> {
    const leading = leadingSeat(state);
    // Who was on stage may have left it meanwhile, and is called again or is not.
    for (const each of last)
      if (each.seat === leading) this.#breaks.set(keyOf(each), { fromMs: each.endMs, cause: 'server' });
    await this.#interrupted('server');
  }

  async follow(state: SessionState): Promise<void> {
    const before = this.#state;
    this.#state = state;
    if (this.#held) return;
    const all = recordedStreams(state);
    for (const wanted of all) {
      if (this.#tracks.has(wanted.streamId) || this.#missed.has(wanted.streamId)) continue;
      const track = new Track(
        this.#deps,
        { ...wanted, recordingId: this.recording.id, spaceId: spaceOf(state) },
        {
          started: (atMs) => this.#started(wanted, atMs),
          missed: () => this.#miss(wanted),
          broke: (atMs, cause) => this.#broke(keyOf(wanted), atMs, cause),
        },
      );
      this.#tracks.set(wanted.streamId, track);
      void track.done.then(() => {
        if (this.#tracks.get(wanted.streamId) === track) this.#tracks.delete(wanted.streamId);
      });
    }
    const now = new Set<string>(all.map(({ streamId }) => streamId));
    const over = [...this.#tracks].filter(([streamId]) => !now.has(streamId));
    for (const [streamId, track] of over) this.#end(streamId, track);
    const isAlone = !all.some(({ leads }) => leads);
    const lost = over.filter(([, track]) => track.of.leads).filter(([id]) => isCut(id, { before, state }));
    if (isAlone && lost.length > 0) await this.#leftAlone(lost.map(([, track]) => track));
    await this.#forget(new Set(all.map(keyOf)));
  }

  /** Should it be wanted again at once, another one begins beside it. */
  #end(streamId: string, track: Track): void {
    this.#tracks.delete(streamId);
    this.#ending.add(track);
    void track.stop().finally(() => this.#ending.delete(track));
  }

  async #leftAlone(tracks: readonly Track[]): Promise<void> {
    const away = { fromMs: this.#deps.clock.nowMs() };
    this.#away ??= away;
    await Promise.all(tracks.map((track) => track.done));
    const ends = tracks.flatMap(({ endMs }) => endMs ?? []);
    if (this.#away === away && ends.length > 0) this.#away = { fromMs: Math.max(...ends) };
  }

  /** What broke and is not to be recorded any more, since its sender has left the stage or stopped it, is waited for no longer. */
  async #forget(wanted: ReadonlySet<Key>): Promise<void> {
    const over = [...this.#breaks].filter(([key, { cause }]) => isOurs(cause) && !wanted.has(key));
    for (const [key, broken] of over) {
      this.#breaks.delete(key);
      await this.#gap({ ...broken, toMs: this.#deps.clock.nowMs() });
    }
    if (over.length > 0 && this.#isWhole()) await this.#resumed();
  }

  #isWhole(): boolean {
    return ![...this.#breaks.values()].some(({ cause }) => isOurs(cause));
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
    if (state !== null) await this.follow(state);
    if (state === null || recordedStreams(state).length === 0) await this.#resumed();
  }

  /** Its pieces are closed; the recording is not over. */
  pause(): Promise<void> {
    return this.#stopTracks();
  }

  async close(): Promise<void> {
    const { store, clock } = this.#deps;
    const nowMs = clock.nowMs();
    await this.#stopTracks();
    // What the media took with it and nobody sent again is not missing.
    for (const { fromMs, cause } of this.#breaks.values())
      if (cause !== 'media') await this.#gap({ fromMs, toMs: nowMs, cause });
    if (this.#away !== null) await this.#gap({ ...this.#away, toMs: nowMs, cause: 'away' });
    await store.close(this.recording.id, nowMs);
  }

  async #stopTracks(): Promise<void> {
    await Promise.all([...this.#tracks.values(), ...this.#ending].map((track) => track.stop()));
    this.#tracks.clear();
  }

  async #started(of: Recorded, atMs: number): Promise<void> {
    const key = keyOf(of);
    const away = of.leads ? this.#away : null;
    if (away !== null) {
      this.#away = null;
      await this.#gap({ ...away, toMs: atMs, cause: 'away' });
    }
    const broken = this.#breaks.get(key);
    this.#breaks.delete(key);
    if (broken !== undefined) await this.#gap({ ...broken, toMs: atMs });
    if (this.#isWhole()) await this.#resumed();
  }

  async #miss({ streamId, seat, source }: Recorded): Promise<void> {
    const { id } = this.recording;
    this.#missed.add(streamId);
    await this.#deps.store.addMissed(id, { seat, source });
    await this.#deps.tell({ type: 'recording.missed', body: { recordingId: id, streamId, source } });
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

/** Whether a stream went with its sender's connection, and was not just switched off. */
function isCut(streamId: string, { before, state }: { before: SessionState | null; state: SessionState }) {
  const stream = Object.values<Stream>(before?.streams ?? {}).find((each) => each.streamId === streamId);
  return stream !== undefined && !(stream.connectionId in state.connections);
}

/** It is over when something is written again, whatever else is missing. */
const isOurs = (cause: RecordingBreak): boolean => cause === 'recorder' || cause === 'disk';

const spaceOf = ({ sessionId }: SessionState) =>
  sessionId as string as Parameters<TrackDeps['recorder']['take']>[0];
