import type { Replay, ReplayTrack } from '../../shared/recording.ts';
import { HlsDeck, type HlsKit } from './hls-deck.ts';
import { placeOf } from './replay.rules.ts';

export type ShelfDeps = {
  readonly kit: HlsKit;
  readonly query: () => string;
  /** Elements that play have to be on the page somewhere; voices need no place of their own. */
  readonly voicesIn: HTMLElement;
  readonly told: {
    /** The server refuses the bytes: the address is over, or they are gone. */
    readonly addressOver: () => void;
    readonly lineIs: (line: 'ok' | 'down') => void;
    readonly soundBlocked: () => void;
    readonly soundPlays: () => void;
  };
};

/** A deck that nothing shows is kept so long, for whoever changes his mind. */
const KEPT_MS = 15_000;

type Shelved = { readonly deck: HlsDeck; neededAtMs: number };

const keyOf = ({ seat, source }: Pick<ReplayTrack, 'seat' | 'source'>): string => `${seat}/${source}`;

/** The decks that are needed now, and no others: each takes its share of the line. */
export class DeckShelf {
  readonly #deps: ShelfDeps;
  readonly #decks = new Map<string, Shelved>();
  #down = new Set<string>();
  #muted = false;

  constructor(deps: ShelfDeps) {
    this.#deps = deps;
  }

  /** @param tracks what is seen and heard at this moment, the most needed first. @returns their decks in the same order */
  need(tracks: readonly ReplayTrack[], atMs: number, nowMs: number): readonly HlsDeck[] {
    const needed = tracks.map((track) => this.#take(track, atMs, nowMs));
    for (const [key, { deck, neededAtMs }] of this.#decks) {
      if (needed.includes(deck)) continue;
      deck.hold();
      deck.sleep();
      if (nowMs - neededAtMs > KEPT_MS) this.#drop(key, deck);
    }
    return needed;
  }

  /** A recording that grows has more pieces than when the deck was made. */
  follow({ tracks }: Replay): void {
    for (const track of tracks) {
      const shelved = this.#decks.get(keyOf(track));
      if (shelved !== undefined) shelved.deck.track = track;
    }
  }

  find(track: Pick<ReplayTrack, 'seat' | 'source'>): HlsDeck | null {
    return this.#decks.get(keyOf(track))?.deck ?? null;
  }

  setMuted(muted: boolean): void {
    this.#muted = muted;
    for (const { deck } of this.#decks.values())
      if (deck.track.source === 'voice') deck.element.muted = muted;
  }

  renewed(): void {
    for (const { deck } of this.#decks.values()) deck.renewed();
  }

  close(): void {
    for (const [key, { deck }] of this.#decks) this.#drop(key, deck);
  }

  #take(track: ReplayTrack, atMs: number, nowMs: number): HlsDeck {
    const key = keyOf(track);
    const known = this.#decks.get(key);
    if (known !== undefined) {
      known.neededAtMs = nowMs;
      return known.deck;
    }
    const { kit, query, voicesIn, told } = this.#deps;
    const deck = new HlsDeck({
      kit,
      track,
      query,
      startMs: placeOf(track.pieces, atMs).playlistMs,
      told: {
        trouble: (what) => (what === 'address' ? told.addressOver() : this.#lineOf(key, 'down')),
        well: () => this.#lineOf(key, 'ok'),
        soundBlocked: () => track.source === 'voice' && told.soundBlocked(),
        playing: () => track.source === 'voice' && told.soundPlays(),
      },
    });
    if (track.source === 'voice') {
      deck.element.muted = this.#muted;
      voicesIn.append(deck.element);
    }
    this.#decks.set(key, { deck, neededAtMs: nowMs });
    return deck;
  }

  #drop(key: string, deck: HlsDeck): void {
    deck.close();
    this.#decks.delete(key);
    this.#lineOf(key, 'ok');
  }

  #lineOf(key: string, line: 'ok' | 'down'): void {
    if (line === 'down') this.#down.add(key);
    else this.#down.delete(key);
    this.#deps.told.lineIs(this.#down.size > 0 ? 'down' : 'ok');
  }
}
