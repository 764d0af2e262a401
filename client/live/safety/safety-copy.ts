import type { PersonId, SessionId } from '../../../shared/kernel/ids.ts';
import type { RecordedSource } from '../../../shared/recording.ts';
import type { Environment } from '../environment.ts';
import type { LiveClient, Readable } from '../live.types.ts';
import { createStore } from '../store.ts';
import { givenUp, isRecordedHere, isTroubled, type Wanted, wantedOf } from './safety.rules.ts';
import type { KeptTake, RecordTrack, SafetyKeep } from './safety.types.ts';

/** What the page says of its own copy 本机备份. */
export type SafetyState =
  /** Nothing is recorded or sent just now. */
  | { readonly state: 'waiting' }
  | { readonly state: 'keeping'; readonly sources: readonly RecordedSource[] }
  /** No room is left in the browser; what was kept stays. */
  | { readonly state: 'full' }
  /** This browser keeps nothing, or will not write this down. */
  | { readonly state: 'unable' };

export type SafetyCopyDeps = {
  readonly live: Pick<LiveClient, 'session' | 'own' | 'serverNowMs'>;
  readonly personId: PersonId;
  readonly keep: SafetyKeep;
  readonly record: RecordTrack;
  readonly environment: Environment;
};

/** Only takes in which something is missing are sent in, so they are short. */
export const TAKE_MS = 30_000;
/** The next one has begun before the one before ends, so that nothing falls between. */
const OVERLAP_MS = 500;
/** What ends so soon would end again. */
const SOON_MS = 1_000;

type Running = {
  take: KeptTake;
  readonly track: MediaStreamTrack;
  readonly stop: () => void;
  readonly cancelTurn: () => void;
};

/** Keeps what a lecturer sends, take after take, for as long as the lesson is recorded. */
export class SafetyCopy {
  readonly #deps: SafetyCopyDeps;
  readonly #state = createStore<SafetyState>({ state: 'waiting' });
  readonly #running = new Map<RecordedSource, Running>();
  readonly #ids = new Set<string>();
  readonly #forget: readonly (() => void)[];
  #saving: Promise<unknown> = Promise.resolve();
  #trouble: 'full' | 'unable' | null = null;
  #closed = false;

  constructor(deps: SafetyCopyDeps) {
    this.#deps = deps;
    const follow = () => this.#follow();
    this.#forget = [deps.live.session.subscribe(follow), deps.live.own.subscribe(follow)];
    follow();
  }

  get state(): Readable<SafetyState> {
    return this.#state;
  }

  /** Resolves when everything that was taken is kept. */
  async close(): Promise<void> {
    for (const forget of this.#forget) forget();
    this.#closed = true;
    for (const source of this.#running.keys()) this.#end(source);
    await this.#saving;
  }

  #follow(): void {
    const facts = this.#deps.live.session.get();
    const own = this.#deps.live.own.get();
    const sessionId = isRecordedHere(facts) ? facts.sessionId : null;
    const wanted = this.#closed || this.#trouble !== null ? [] : wantedOf(facts, own);
    for (const [source, { track }] of this.#running)
      if (!wanted.some((each) => each.source === source && each.track === track)) this.#end(source);
    for (const each of wanted)
      if (sessionId !== null && !this.#running.has(each.source)) this.#begin(each, sessionId);
    for (const [source, running] of this.#running)
      if (isTroubled(facts, own, source)) running.take = { ...running.take, troubled: true };
    this.#show();
  }

  #begin({ source, track }: Wanted, sessionId: SessionId): void {
    const { environment, record, personId, live } = this.#deps;
    const takeId = hex(environment.randomBytes(16));
    const startedAtMs = live.serverNowMs();
    const empty = { bytes: 0, pieceCount: 0, endedAtMs: startedAtMs, troubled: false };
    const recorder = record(track, source, {
      piece: (bytes) => this.#keep(running, bytes),
      ended: () => {
        this.#ids.delete(takeId);
        if (this.#running.get(source) !== running) return;
        // The track went, or what writes it down: another take begins if it is still wanted.
        this.#end(source);
        if (live.serverNowMs() - startedAtMs < SOON_MS && track.readyState === 'live')
          this.#trouble = 'unable';
        this.#follow();
      },
    });
    if (recorder === null) {
      this.#trouble = 'unable';
      return;
    }
    const running: Running = {
      take: { takeId, personId, sessionId, source, startedAtMs, ...empty },
      track,
      stop: recorder.stop,
      cancelTurn: environment.after(TAKE_MS, () => this.#turn(source, sessionId)),
    };
    this.#ids.add(takeId);
    this.#running.set(source, running);
  }

  #turn(source: RecordedSource, sessionId: SessionId): void {
    const before = this.#running.get(source);
    if (before === undefined) return;
    this.#running.delete(source);
    this.#begin({ source, track: before.track }, sessionId);
    this.#deps.environment.after(OVERLAP_MS, before.stop);
    this.#follow();
  }

  #end(source: RecordedSource): void {
    const running = this.#running.get(source);
    this.#running.delete(source);
    running?.cancelTurn();
    running?.stop();
  }

  #keep(running: Running, bytes: Uint8Array<ArrayBuffer>): void {
    const endedAtMs = this.#deps.live.serverNowMs();
    this.#saving = this.#saving.then(async () => {
      const before = running.take;
      const after = {
        ...before,
        endedAtMs,
        bytes: before.bytes + bytes.length,
        pieceCount: before.pieceCount + 1,
      };
      if (!(await this.#save(after, bytes))) return;
      // What happened meanwhile stays said.
      running.take = { ...after, troubled: running.take.troubled || after.troubled };
    });
  }

  async #save(take: KeptTake, bytes: Uint8Array<ArrayBuffer>): Promise<boolean> {
    const { keep } = this.#deps;
    const room = await keep.roomBytes();
    for (;;) {
      const takes = await keep.takes();
      const sum = takes.reduce((all, each) => all + each.bytes, 0);
      if (sum + bytes.length <= room && (await keep.add(take, bytes))) return true;
      const least = givenUp(takes, this.#ids);
      if (least === null) break;
      await keep.drop(least.takeId);
    }
    if (this.#trouble === null) {
      this.#trouble = 'full';
      this.#follow();
    }
    return false;
  }

  #show(): void {
    const sources = [...this.#running.keys()];
    const busy =
      sources.length > 0 ? ({ state: 'keeping', sources } as const) : ({ state: 'waiting' } as const);
    const next: SafetyState = this.#trouble === null ? busy : { state: this.#trouble };
    if (JSON.stringify(next) !== JSON.stringify(this.#state.get())) this.#state.set(next);
  }
}

const hex = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
