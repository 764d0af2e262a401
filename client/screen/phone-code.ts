import type { RoomId, SessionId } from '../../shared/kernel/ids.ts';
import type { ShownCode } from '../../shared/phone.ts';
import type { SessionView } from '../../shared/session/session.view.ts';
import type { Environment } from '../live/environment.ts';
import type { LiveClient } from '../live/live.types.ts';
import { createStore } from '../live/store.ts';
import { type CodePlace, codePlace, phoneAddress, wasReleased } from './phone-code.rules.ts';

export type PhoneCodeFacts =
  | { readonly place: 'none' }
  | { readonly place: Exclude<CodePlace, 'none'>; readonly address: string; readonly origin: string };

export type PhoneCodeDeps = {
  readonly environment: Environment;
  readonly live: Pick<LiveClient, 'session' | 'request' | 'serverNowMs'>;
  readonly roomId: () => RoomId | null;
  /** Where this page came from: where phones go when the operator has named no address. */
  readonly origin: string;
};

const TICK_MS = 1_000;
const RETRY_MS = 5_000;

/** Keeps a fresh code for a phone while the glass is to show one. */
export class PhoneCodeKeeper {
  readonly #deps: PhoneCodeDeps;
  readonly #facts = createStore<PhoneCodeFacts>({ place: 'none' });
  #askedAtMs: number | null = null;
  #view: { readonly sessionId: SessionId; readonly view: SessionView } | null = null;
  #code: (ShownCode & { readonly sessionId: SessionId }) | null = null;
  #askAgainAtMs = 0;

  constructor(deps: PhoneCodeDeps) {
    this.#deps = deps;
    deps.live.session.subscribe(() => this.#changed());
    deps.environment.every(TICK_MS, () => this.#decide());
  }

  get facts(): { get(): PhoneCodeFacts; subscribe(listener: () => void): () => void } {
    return this.#facts;
  }

  /** Somebody in front of the screen pressed a key: they want a code, or have seen enough of it. */
  pressed(): void {
    this.#askedAtMs = this.#facts.get().place === 'large' ? null : this.#deps.environment.nowMs();
    this.#decide();
  }

  #changed(): void {
    const session = this.#deps.live.session.get();
    const roomId = this.#deps.roomId();
    const before = this.#view;
    this.#view = session.state === 'joined' ? { sessionId: session.sessionId, view: session.view } : null;
    const after = this.#view;
    const same = before !== null && before.sessionId === after?.sessionId;
    if (same && roomId !== null && wasReleased(before.view, after.view, roomId))
      this.#askedAtMs = this.#deps.environment.nowMs();
    this.#decide();
  }

  #decide(): void {
    const roomId = this.#deps.roomId();
    const nowMs = this.#deps.environment.nowMs();
    const place =
      this.#view === null || roomId === null
        ? 'none'
        : codePlace(this.#view.view, roomId, { askedAtMs: this.#askedAtMs, nowMs });
    if (this.#view === null || place === 'none') {
      this.#set({ place: 'none' });
      return;
    }
    const { sessionId } = this.#view;
    const code = this.#code?.sessionId === sessionId ? this.#code : null;
    const isFresh = code !== null && this.#deps.live.serverNowMs() < code.expiresAtMs;
    if (!isFresh && nowMs >= this.#askAgainAtMs) void this.#ask(sessionId);
    // An old code opens nothing: better none than one that sends somebody away.
    if (!isFresh) this.#set({ place: 'none' });
    else {
      const origin = code.origin ?? this.#deps.origin;
      this.#set({ place, address: phoneAddress(origin, code.code), origin });
    }
  }

  async #ask(sessionId: SessionId): Promise<void> {
    this.#askAgainAtMs = this.#deps.environment.nowMs() + RETRY_MS;
    const answer = await this.#deps.live.request('phone.code', { sessionId });
    if (!answer.ok) return;
    this.#askAgainAtMs = 0;
    this.#code = { ...answer.value, sessionId };
    this.#decide();
  }

  #set(facts: PhoneCodeFacts): void {
    if (JSON.stringify(facts) !== JSON.stringify(this.#facts.get())) this.#facts.set(facts);
  }
}
