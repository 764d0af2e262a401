import type { ErrorCode } from '../../shared/kernel/errors.ts';
import type { Caller } from '../live/call-row.ts';
import { type Environment, pause } from '../live/environment.ts';

import { retryDelayMs } from '../live/reconnect-policy.ts';
import { createStore } from '../live/store.ts';
import type { Pairing, PairingNotice } from './screen.types.ts';

export type PairingDeps = {
  readonly environment: Environment;
  readonly call: Caller<'device.exchange' | 'device.read' | 'device.announce'>;
  /** From the start address; null when there is none. */
  readonly key: string | null;
};

/** How often an unpaired screen asks whether somebody has typed its code. */
const POLL_MS = 2500;
/** A code is renewed this long before it expires, so that nobody types one that is about to die. */
const SPARE_MS = 60_000;
const LONGEST_CODE_MS = 9 * 60_000;
const SHORTEST_CODE_MS = 60_000;

export type PairingFacts = { readonly pairing: Pairing; readonly notice: PairingNotice };

/** From nobody to a paired screen: by the key in the start address, by the cookie, or by a code that an administrator types. */
export class PairingKeeper {
  readonly #deps: PairingDeps;
  readonly #facts = createStore<PairingFacts>({ pairing: { state: 'asking' }, notice: null });
  #key: string | null;
  #running = false;

  constructor(deps: PairingDeps) {
    this.#deps = deps;
    this.#key = deps.key;
  }

  get facts() {
    return this.#facts;
  }

  /** Runs until the screen is paired. */
  async start(): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    if (this.#key !== null) await this.#exchange(this.#key);
    if (!(await this.#isPaired())) await this.#showCodes();
    this.#set({ state: 'paired' });
    this.#facts.set({ ...this.#facts.get(), notice: null });
    this.#running = false;
  }

  /** The server no longer knows this screen, so its key is worth nothing either. */
  async lost(): Promise<void> {
    if (this.#running) return;
    this.#key = null;
    this.#facts.set({ pairing: { state: 'asking' }, notice: 'revoked' });
    await this.start();
  }

  async #exchange(key: string): Promise<void> {
    const result = await this.#insist(
      () => this.#deps.call('device.exchange', { key }),
      [
        'NOT_FOUND',
        'CODE_INVALID',
        'WRONG_CREDENTIALS',
        'UNAUTHENTICATED',
        'FORBIDDEN',
        'INVALID_VALUE',
        'BAD_REQUEST',
      ],
    );
    if (!result.ok) this.#facts.set({ ...this.#facts.get(), notice: 'keyRefused' });
  }

  async #isPaired(): Promise<boolean> {
    const result = await this.#insist(() => this.#deps.call('device.read', {}), []);
    return result.ok && result.value.state === 'paired';
  }

  async #showCodes(): Promise<void> {
    const { environment, call } = this.#deps;
    for (;;) {
      const announced = await this.#insist(() => call('device.announce', {}), []);
      if (!announced.ok) continue;
      this.#set({ state: 'code', code: announced.value.code });
      const renewAtMs = environment.nowMs() + lifeMs(announced.value.expiresAtMs - environment.nowMs());
      while (environment.nowMs() < renewAtMs) {
        await pause(environment, POLL_MS);
        const read = await call('device.read', {});
        if (read.ok && read.value.state === 'paired') return;
      }
    }
  }

  /** Asks until there is an answer; refusals in `final` are answers. */
  async #insist<T>(
    ask: () => Promise<{ ok: true; value: T } | { ok: false; error: { code: ErrorCode } }>,
    final: readonly ErrorCode[],
  ): Promise<{ ok: true; value: T } | { ok: false; error: { code: ErrorCode } }> {
    const { environment } = this.#deps;
    const sinceMs = environment.nowMs();
    for (let attempt = 2; ; attempt += 1) {
      const result = await ask();
      if (result.ok || final.includes(result.error.code)) return result;
      const before = this.#facts.get().pairing;
      this.#set({ state: 'unreachable', sinceMs: before.state === 'unreachable' ? before.sinceMs : sinceMs });
      const downMs = environment.nowMs() - sinceMs;
      await pause(environment, retryDelayMs({ attempt, downMs, random: environment.random() }));
    }
  }

  #set(pairing: Pairing): void {
    this.#facts.set({ ...this.#facts.get(), pairing });
  }
}

/** A panel's clock may be wrong by hours; then the code's life is taken as usual and not as told. */
function lifeMs(toldMs: number): number {
  const wantedMs = toldMs - SPARE_MS;
  return wantedMs < SHORTEST_CODE_MS || wantedMs > LONGEST_CODE_MS ? LONGEST_CODE_MS : wantedMs;
}
