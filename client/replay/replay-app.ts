import { errors } from '../../shared/kernel/errors.ts';
import type { Result } from '../../shared/kernel/result.ts';
import { RECORDING_ADDRESS_MS, type RecordingAddress, type Replay } from '../../shared/recording.ts';
import type { Environment } from '../live/environment.ts';
import type { Readable } from '../live/live.types.ts';
import { createStore, type Store } from '../live/store.ts';
import type { HlsKit } from './hls-deck.ts';
import type { Keeper } from './keeper.ts';
import type { ReplayDoor } from './replay.types.ts';
import { ReplayPlayer } from './replay-player.ts';

export type ReplayAppDeps = {
  readonly environment: Environment;
  readonly read: () => Promise<Result<Replay>>;
  readonly address: () => Promise<Result<RecordingAddress>>;
  readonly kit: () => Promise<HlsKit>;
  /** Of whoever is signed in here, or of this browser. */
  readonly keeper: (replay: Replay) => Promise<Keeper>;
  readonly voicesIn: HTMLElement;
};

const RETRY_MS = 3_000;
/** By the own clock, since the server's may be another: long before the address is over. */
const RENEW_MS = RECORDING_ADDRESS_MS * 0.6;
/** A recording that runs grows. */
const GROWN_MS = 20_000;
const LOOK_MS = 1_000;

/** Opens a recording, keeps its address good, and remembers where one was. */
export class ReplayApp {
  readonly #deps: ReplayAppDeps;
  readonly #door: Store<ReplayDoor> = createStore<ReplayDoor>({ state: 'opening' });
  readonly #player: Store<ReplayPlayer | null> = createStore<ReplayPlayer | null>(null);
  #query = '';
  #renewedAtMs = 0;
  #grownAtMs = 0;
  #asking = false;
  #keeper: Keeper | null = null;

  constructor(deps: ReplayAppDeps) {
    this.#deps = deps;
  }

  get door(): Readable<ReplayDoor> {
    return this.#door;
  }

  get player(): Readable<ReplayPlayer | null> {
    return this.#player;
  }

  query(): string {
    return this.#query;
  }

  start(): void {
    void this.#open();
    this.#deps.environment.every(LOOK_MS, () => this.#tick());
  }

  /** The page goes away, or is hidden: it may not come back. */
  leave(): void {
    const facts = this.#player.get()?.facts.get();
    if (facts !== undefined) this.#keeper?.leave(facts, this.#deps.environment.nowMs());
  }

  async #open(): Promise<void> {
    const { environment, read, kit, keeper, voicesIn } = this.#deps;
    const [answer, loaded] = await Promise.all([read(), loadedOf(kit)]);
    if (!answer.ok || loaded === null) {
      const isLost = answer.ok || errors[answer.error.code].retryable;
      this.#door.set(isLost ? { state: 'unreachable' } : { state: 'refused', error: answer.error });
      if (isLost) environment.after(RETRY_MS, () => void this.#open());
      return;
    }
    const replay = answer.value;
    if (replay.state === 'removed') {
      this.#door.set({ state: 'removed' });
      return;
    }
    const kept = await keeper(replay);
    this.#keeper = kept;
    this.#told(replay.address);
    this.#grownAtMs = environment.nowMs();
    this.#player.set(
      new ReplayPlayer({
        environment,
        kit: loaded,
        replay,
        query: () => this.#query,
        startAtMs: kept.startAtMs(replay.durationMs),
        layout: 'side',
        voicesIn,
        addressOver: () => void this.#renew(),
      }),
    );
    this.#door.set({ state: 'open', replay });
  }

  #told({ query }: RecordingAddress): void {
    this.#query = query;
    this.#renewedAtMs = this.#deps.environment.nowMs();
  }

  #tick(): void {
    const player = this.#player.get();
    const door = this.#door.get();
    if (player === null || door.state !== 'open') return;
    const nowMs = this.#deps.environment.nowMs();
    this.#keeper?.look(player.facts.get(), nowMs);
    if (player.facts.get().playing && nowMs - this.#renewedAtMs > RENEW_MS) void this.#renew();
    if (door.replay.state === 'running' && nowMs - this.#grownAtMs > GROWN_MS) void this.#grow(player);
  }

  async #renew(): Promise<void> {
    if (this.#asking) return;
    this.#asking = true;
    const answer = await this.#deps.address();
    this.#asking = false;
    if (answer.ok) {
      this.#told(answer.value);
      this.#player.get()?.renewed();
    } else if (errors[answer.error.code].retryable) this.#renewedAtMs += RETRY_MS;
    else await this.#lost();
  }

  /** The address is not given any more: the recording is gone, or the right to see it. */
  async #lost(): Promise<void> {
    const answer = await this.#deps.read();
    if (answer.ok && answer.value.state !== 'removed') {
      this.#told(answer.value.address);
      this.#player.get()?.renewed();
      return;
    }
    if (!answer.ok && errors[answer.error.code].retryable) return;
    this.leave();
    this.#player.get()?.close();
    this.#player.set(null);
    this.#door.set(answer.ok ? { state: 'removed' } : { state: 'refused', error: answer.error });
  }

  async #grow(player: ReplayPlayer): Promise<void> {
    this.#grownAtMs = this.#deps.environment.nowMs();
    const answer = await this.#deps.read();
    if (!answer.ok || answer.value.state === 'removed') return;
    this.#told(answer.value.address);
    player.follow(answer.value);
    this.#door.set({ state: 'open', replay: answer.value });
  }
}

/** Null when its code did not come over the line. */
async function loadedOf(kit: () => Promise<HlsKit>): Promise<HlsKit | null> {
  try {
    return await kit();
  } catch (cause) {
    if (cause instanceof TypeError) return null;
    throw cause;
  }
}
