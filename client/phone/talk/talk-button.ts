import type { Environment } from '../../live/environment.ts';
import { createStore } from '../../live/store.ts';

/** Well within the two seconds after which the screen lets go by itself, with one lost on the way. */
const RENEW_MS = 800;

/** `held` and heard; `failed`: held, but the last word of it did not get through. */
export type TalkState = 'free' | 'held' | 'failed';

/** The button to speak on a room's phone 按住说话: says again and again that it is held. */
export class TalkHold {
  readonly #state = createStore<TalkState>('free');
  readonly #environment: Pick<Environment, 'every'>;
  readonly #say: (on: boolean) => Promise<boolean>;
  #stop: (() => void) | null = null;

  /** @param say resolves to whether the server took it */
  constructor(environment: Pick<Environment, 'every'>, say: (on: boolean) => Promise<boolean>) {
    this.#environment = environment;
    this.#say = say;
  }

  get state(): { get(): TalkState; subscribe(listener: () => void): () => void } {
    return this.#state;
  }

  hold(): void {
    if (this.#stop !== null) return;
    this.#stop = this.#environment.every(RENEW_MS, () => void this.#renew());
    void this.#renew();
  }

  letGo(): void {
    if (this.#stop === null) return;
    this.#stop();
    this.#stop = null;
    this.#state.set('free');
    void this.#say(false);
  }

  async #renew(): Promise<void> {
    const taken = await this.#say(true);
    if (this.#stop !== null) this.#state.set(taken ? 'held' : 'failed');
  }
}
