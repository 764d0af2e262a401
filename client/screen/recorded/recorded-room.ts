import { errors } from '../../../shared/kernel/errors.ts';
import { RECORDING_ADDRESS_MS } from '../../../shared/recording.ts';
import { PLAYING_BACK_MS, type PlayingNow, placeOfPlaying } from '../../../shared/session/session.playing.ts';
import type { Environment } from '../../live/environment.ts';
import type { LiveClient, Readable } from '../../live/live.types.ts';
import type { OpenRoomDeck, RoomDeck } from '../../live/room-deck.types.ts';
import { createStore } from '../../live/store.ts';
import { type Due, dueIn, isNews, keyActOf, nowOf, type Told, wishSince } from './recorded.rules.ts';

export type RecordedFacts =
  | { readonly state: 'none' }
  | { readonly state: 'opening' }
  /** Removed or out of date: only whoever planned it can help. */
  | { readonly state: 'gone' }
  | { readonly state: 'finished' }
  | {
      readonly state: 'open';
      readonly deck: RoomDeck;
      readonly now: PlayingNow;
      readonly line: 'ok' | 'down' | 'narrow';
      readonly soundBlocked: boolean;
    };

export type RecordedDeps = {
  readonly environment: Environment;
  readonly live: Pick<LiveClient, 'session' | 'request' | 'command' | 'serverNowMs'>;
  readonly open: OpenRoomDeck;
};

const TICK_MS = 500;
const RETRY_MS = 3_000;
const HITCH_MS = 2_000;
/** Somebody may choose another recording meanwhile. */
const GONE_RETRY_MS = 30_000;
/** By the own clock, long before the address is over. */
const RENEW_MS = RECORDING_ADDRESS_MS * 0.6;

/** Plays a recorded lesson at its time without anybody, goes on where this room was, and says how it stands. */
export class RecordedRoom {
  readonly #deps: RecordedDeps;
  readonly #facts = createStore<RecordedFacts>({ state: 'none' });
  #sessionId: string | null = null;
  #deck: RoomDeck | null = null;
  #query = '';
  #renewedAtMs = 0;
  #asking = false;
  #askAgainAtMs = 0;
  #told: Told | null = null;
  #wishCount = 0;
  #waitingSinceMs: number | null = null;

  constructor(deps: RecordedDeps) {
    this.#deps = deps;
    deps.live.session.subscribe(() => this.#look());
    deps.environment.every(TICK_MS, () => this.#look());
  }

  get facts(): Readable<RecordedFacts> {
    return this.#facts;
  }

  /** @returns what the key did with the recording; null when it was not for it */
  key(key: string): 'back' | 'paused' | 'played' | null {
    const act = this.#deck === null ? null : keyActOf(key);
    if (act === null || this.#deck === null) return null;
    const wasPlaying = this.#deck.facts.get().playing;
    if (act === 'back') this.#deck.back(PLAYING_BACK_MS);
    else if (wasPlaying) this.#deck.pause();
    else this.#deck.play();
    this.#look();
    return act === 'back' ? 'back' : wasPlaying ? 'paused' : 'played';
  }

  /** A touch lets sound out where the browser held it back. */
  pressed(): void {
    if (this.#deck?.facts.get().soundBlocked === true) this.#deck.play();
  }

  #look(): void {
    const { live, environment } = this.#deps;
    const due = dueIn(live.session.get(), live.serverNowMs());
    if (due?.sessionId !== this.#sessionId) this.#begin(due);
    if (due === null) return;
    if (this.#deck === null) {
      const isDone = due.known?.now === 'finished';
      if (isDone) this.#facts.set({ state: 'finished' });
      else if (!this.#asking && environment.nowMs() >= this.#askAgainAtMs) void this.#open(due);
      return;
    }
    this.#obey(this.#deck, due);
    this.#say(this.#deck, due);
    if (environment.nowMs() - this.#renewedAtMs > RENEW_MS) void this.#renew();
  }

  #begin(due: Due | null): void {
    this.#close();
    this.#sessionId = due?.sessionId ?? null;
    this.#told = null;
    this.#askAgainAtMs = 0;
    this.#facts.set({ state: due === null ? 'none' : 'opening' });
  }

  async #open({ sessionId, known }: Due): Promise<void> {
    const { environment, live, open } = this.#deps;
    this.#asking = true;
    const replay = await this.#ask();
    const startAtMs = known === null ? 0 : Math.floor(placeOfPlaying(known, live.serverNowMs()));
    const deck =
      replay === null || this.#sessionId !== sessionId
        ? null
        : await open({
            ...{ environment, replay, startAtMs, query: () => this.#query },
            addressOver: () => void this.#renew(),
          }).catch((cause: unknown) => {
            // Its code did not come over the line.
            if (cause instanceof TypeError) return null;
            throw cause;
          });
    this.#asking = false;
    if (deck === null) return;
    if (this.#sessionId !== sessionId) return deck.close();
    this.#deck = deck;
    this.#wishCount = known?.wishCount ?? 0;
    if (known?.now === 'paused') deck.pause();
    this.#look();
  }

  /** Null while there is nothing to play; `facts` says why. */
  async #ask() {
    const { environment, live } = this.#deps;
    const sessionId = this.#sessionId;
    const session = live.session.get();
    if (session.state !== 'joined' || session.sessionId !== sessionId) return null;
    const answer = await live.request('playing.open', { sessionId: session.sessionId });
    const nowMs = environment.nowMs();
    if (answer.ok && answer.value.state !== 'removed') {
      this.#query = answer.value.address.query;
      this.#renewedAtMs = nowMs;
      this.#askAgainAtMs = nowMs + RETRY_MS;
      return answer.value;
    }
    const isAway = !answer.ok && errors[answer.error.code].retryable;
    this.#askAgainAtMs = nowMs + (isAway ? RETRY_MS : GONE_RETRY_MS);
    if (!isAway && this.#sessionId === sessionId) {
      this.#close();
      this.#facts.set({ state: 'gone' });
    }
    return null;
  }

  async #renew(): Promise<void> {
    if (this.#asking) return;
    this.#asking = true;
    // Not again at once when the line is down.
    this.#renewedAtMs = this.#deps.environment.nowMs() - RENEW_MS + RETRY_MS;
    const replay = await this.#ask();
    this.#asking = false;
    if (replay !== null) this.#deck?.renewed();
  }

  #obey(deck: RoomDeck, { known }: Due): void {
    const wish = wishSince(this.#wishCount, known);
    this.#wishCount = Math.max(this.#wishCount, known?.wishCount ?? 0);
    if (wish === 'pause') deck.pause();
    else if (wish === 'play') deck.play();
    else if (wish === 'back') deck.back(PLAYING_BACK_MS);
  }

  #say(deck: RoomDeck, { sessionId, connectionId, current, known }: Due): void {
    const { live } = this.#deps;
    const facts = deck.facts.get();
    const { soundBlocked } = facts;
    const line = facts.line === 'ok' && facts.narrow ? 'narrow' : facts.line;
    const now = this.#steady(nowOf(facts));
    const before = this.#facts.get();
    if (
      before.state !== 'open' ||
      before.deck !== deck ||
      before.now !== now ||
      before.line !== line ||
      before.soundBlocked !== soundBlocked
    )
      this.#facts.set({ state: 'open', deck, now, line, soundBlocked });
    const positionMs = Math.max(0, Math.round(facts.atMs));
    const mine: Told = { connectionId, now, positionMs, atMs: live.serverNowMs() };
    // The lesson begins with the first picture, not with the wish for it.
    if (this.#told === null && known === null && now !== 'playing') return;
    if (!current || !isNews(this.#told, mine, known)) return;
    this.#told = mine;
    void live.command('playing.tell', { sessionId, now, positionMs });
  }

  /** A hitch of the line is not worth a word. */
  #steady(now: PlayingNow): PlayingNow {
    const nowMs = this.#deps.environment.nowMs();
    if (now !== 'waiting') this.#waitingSinceMs = null;
    else this.#waitingSinceMs ??= nowMs;
    const isHitch = this.#waitingSinceMs !== null && nowMs - this.#waitingSinceMs < HITCH_MS;
    return isHitch && this.#told?.now === 'playing' ? 'playing' : now;
  }

  #close(): void {
    this.#deck?.close();
    this.#deck = null;
  }
}
