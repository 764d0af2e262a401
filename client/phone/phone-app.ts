import { type ErrorCode, errors } from '../../shared/kernel/errors.ts';
import type { SessionId } from '../../shared/kernel/ids.ts';
import type { Result } from '../../shared/kernel/result.ts';
import type { Helper, PhoneChoice, PhoneEntered, PhoneState } from '../../shared/phone.ts';
import type { Caller } from '../live/call-row.ts';
import type { Environment } from '../live/environment.ts';
import type { HelperClient } from '../live/helper-client.ts';
import { createStore } from '../live/store.ts';

/** Why the phone has to scan a code. */
export type ScanReason =
  | 'none'
  | 'expired'
  | 'tooMany'
  | 'released'
  | 'left'
  | 'dayOver'
  | { readonly code: ErrorCode };

export type PhoneFacts =
  | { readonly screen: 'starting' }
  /** Comes back by itself. */
  | { readonly screen: 'unreachable' }
  | { readonly screen: 'scan'; readonly reason: ScanReason }
  | {
      readonly screen: 'who';
      readonly choice: PhoneChoice;
      readonly busy: boolean;
      readonly refusal: ErrorCode | null;
    }
  | { readonly screen: 'helping'; readonly entered: PhoneEntered; readonly client: HelperClient };

export type PhoneDeps = {
  readonly environment: Environment;
  readonly call: Caller<'phone.read' | 'phone.open' | 'phone.enter' | 'phone.leave'>;
  readonly connect: (sessionId: SessionId, key: string) => HelperClient;
  /** Loads the page anew: it is of another version than the server. */
  readonly reload: () => void;
};

const RETRY_MS = 3_000;
/** What was not there yet, a lesson before its time, is asked for again this often. */
const AGAIN_MS = 15_000;
const REOPENED_MS = 60_000;

/** A helper's phone: from the scanned code to the lesson, and back to the code when it may help no more. */
export class PhoneApp {
  readonly #deps: PhoneDeps;
  readonly #facts = createStore<PhoneFacts>({ screen: 'starting' });
  #turn = 0;

  constructor(deps: PhoneDeps) {
    this.#deps = deps;
  }

  get facts(): { get(): PhoneFacts; subscribe(listener: () => void): () => void } {
    return this.#facts;
  }

  /** @param code what was scanned; null for a page that was opened again */
  async start(code: string | null): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    const { call } = this.#deps;
    const answer = code === null ? await call('phone.read', {}) : await call('phone.open', { code });
    if (turn !== this.#turn) return;
    if (answer.ok) this.#show(answer.value);
    else if (isAway(answer)) {
      if (this.#facts.get().screen !== 'helping') this.#facts.set({ screen: 'unreachable' });
      this.#deps.environment.after(RETRY_MS, () => {
        if (turn === this.#turn) void this.start(code);
      });
    } else this.#scanAgain(answer.error.code);
  }

  async enter(as: Helper): Promise<void> {
    const facts = this.#facts.get();
    if (facts.screen !== 'who' || facts.busy) return;
    this.#facts.set({ ...facts, busy: true, refusal: null });
    const answer = await this.#deps.call('phone.enter', { as });
    if (answer.ok) this.#show(answer.value);
    else if (answer.error.code === 'CODE_INVALID' || answer.error.code === 'LESSON_ENDED')
      this.#scanAgain(answer.error.code);
    else this.#facts.set({ ...facts, busy: false, refusal: answer.error.code });
  }

  async leave(): Promise<void> {
    const facts = this.#facts.get();
    if (facts.screen !== 'helping') return;
    const answer = await this.#deps.call('phone.leave', {});
    if (!answer.ok) return;
    facts.client.close();
    this.#facts.set({ screen: 'scan', reason: 'left' });
  }

  /** Asks again what is true, for what the live line does not tell. */
  refresh(): Promise<void> {
    return this.start(null);
  }

  #show(state: PhoneState): void {
    const before = this.#facts.get();
    switch (state.state) {
      case 'choosing':
        this.#facts.set({ screen: 'who', choice: state, busy: false, refusal: null });
        break;
      case 'entered':
        if (before.screen === 'helping' && before.entered.grantId === state.grantId) {
          this.#facts.set({ ...before, entered: state });
          return;
        }
        this.#facts.set({ screen: 'helping', entered: state, client: this.#connect(state) });
        break;
      case 'over':
        this.#facts.set({ screen: 'scan', reason: state.reason === 'expired' ? 'dayOver' : state.reason });
        break;
      case 'unknown':
        this.#facts.set({ screen: 'scan', reason: 'none' });
    }
    if (before.screen === 'helping') before.client.close();
  }

  #scanAgain(code: ErrorCode): void {
    const reasons: Partial<Record<ErrorCode, ScanReason>> = {
      CODE_INVALID: 'expired',
      TOO_MANY_TRIES: 'tooMany',
      LESSON_ENDED: 'dayOver',
    };
    this.#facts.set({ screen: 'scan', reason: reasons[code] ?? { code } });
  }

  #connect(entered: PhoneEntered): HelperClient {
    const client = this.#deps.connect(entered.sessionId, entered.grantId);
    const { environment } = this.#deps;
    client.link.subscribe(() => {
      const link = client.link.get();
      if (link.state === 'outdated') this.#deps.reload();
      // Released, or the day is over: what it was is asked, and said.
      if (link.state === 'refused') {
        void this.refresh();
        environment.after(AGAIN_MS, () => client.retry());
      }
    });
    client.seat.subscribe(() => {
      const seat = client.seat.get();
      if (seat.state !== 'refused') return;
      const isOver = seat.error.code === 'LESSON_ENDED';
      if (isOver) void this.refresh();
      // An end can be taken back.
      environment.after(isOver ? REOPENED_MS : AGAIN_MS, () => client.retry());
    });
    client.open();
    return client;
  }
}

/** The server cannot be reached, or not yet; anything else is its word. */
const isAway = (answer: Extract<Result<unknown>, { ok: false }>): boolean =>
  answer.error.code !== 'TOO_MANY_TRIES' && errors[answer.error.code].retryable;
