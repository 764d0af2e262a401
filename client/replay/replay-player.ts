import type { RecordingBreak, Replay, ReplayTrack } from '../../shared/recording.ts';
import type { Environment } from '../live/environment.ts';
import type { Readable } from '../live/live.types.ts';
import { createStore, type Store } from '../live/store.ts';
import { calledAt, isSoon } from './called.rules.ts';
import { type ContentNow, contentAt, hungerOf } from './content.rules.ts';
import { DeckShelf } from './deck-shelf.ts';
import type { HlsDeck, HlsKit } from './hls-deck.ts';
import {
  type Arrangement,
  arrange,
  isThere,
  type Layout,
  leadingTrack,
  momentOf,
  nothingUntilMs,
  placeOf,
  type Speed,
  seekTargetMs,
  seenMs,
} from './replay.rules.ts';
import type { Missing, Quality, ReplayFacts } from './replay.types.ts';
import { ReplayClock } from './replay-clock.ts';

export type PlayerDeps = {
  readonly environment: Environment;
  readonly kit: HlsKit;
  readonly replay: Replay;
  readonly query: () => string;
  readonly startAtMs: number;
  readonly layout: Layout;
  readonly voicesIn: HTMLElement;
  readonly addressOver: () => void;
};

const TICK_MS = 40;
/** The second picture leaves the line to the first for so long at most. */
const FIRST_ALONE_MS = 3_000;
/**
 * What was fetched before a jump still fills a narrow line: an answer that comes at that moment is lost, and sent again only a second or
 * three later. Nothing is asked for until there is room.
 */
const DRAIN_MS = 100;
/** Then pictures leave the line to the voice, which is small, for so long at most. */
const VOICE_ALONE_MS = 400;
/** A key itself may belong to the segment before by a rounding. */
const WITHIN_KEY_MS = 20;
const RESUMED_WORDS_MS = 10_000;

/** Plays a recording: which tracks are needed now, what the clock does with them, and what the page is to show. */
export class ReplayPlayer {
  readonly #environment: Environment;
  readonly #shelf: DeckShelf;
  readonly #clock: ReplayClock;
  readonly #facts: Store<ReplayFacts>;
  readonly #stop: () => void;
  #replay: Replay;
  #layout: Layout;
  #quality: Quality = 'full';
  #narrow = false;
  #line: 'ok' | 'down' = 'ok';
  #muted = false;
  #soundBlocked = false;
  #resumedAtMs: number | null;
  #hungerMs = 0;
  #lastMs: number;
  #aloneUntilMs: number;
  #drainsUntilMs = 0;
  #voiceAloneUntilMs = 0;

  constructor(deps: PlayerDeps) {
    const { environment, replay, startAtMs } = deps;
    this.#environment = environment;
    this.#replay = replay;
    this.#layout = deps.layout;
    this.#clock = new ReplayClock(replay.durationMs, startAtMs);
    this.#resumedAtMs = startAtMs > 0 ? startAtMs : null;
    this.#lastMs = environment.nowMs();
    this.#aloneUntilMs = this.#lastMs + FIRST_ALONE_MS;
    this.#shelf = new DeckShelf({
      kit: deps.kit,
      query: deps.query,
      voicesIn: deps.voicesIn,
      told: {
        addressOver: deps.addressOver,
        lineIs: (line) => {
          this.#line = line;
        },
        soundBlocked: () => {
          this.#soundBlocked = true;
          this.#clock.pause();
        },
        soundPlays: () => {
          this.#soundBlocked = false;
        },
      },
    });
    this.#facts = createStore(this.#factsNow());
    this.#stop = environment.every(TICK_MS, () => this.#tick());
    environment.after(RESUMED_WORDS_MS, () => {
      this.#resumedAtMs = null;
    });
    this.#clock.play(this.#lastMs);
    this.#tick();
  }

  get facts(): Readable<ReplayFacts> {
    return this.#facts;
  }

  toggle(): void {
    if (this.#clock.now.playing) this.#clock.pause();
    else this.#clock.play(this.#environment.nowMs());
    this.#tick();
  }

  setRate(rate: Speed): void {
    this.#clock.setRate(rate);
    this.#tick();
  }

  setLayout(layout: Layout): void {
    this.#layout = layout;
    this.#aloneUntilMs = this.#environment.nowMs() + FIRST_ALONE_MS;
    this.#tick();
  }

  setQuality(quality: Quality): void {
    this.#quality = quality;
    this.#narrow = false;
    this.#hungerMs = 0;
    this.#tick();
  }

  setMuted(muted: boolean): void {
    this.#muted = muted;
    this.#shelf.setMuted(muted);
    this.#tick();
  }

  /** To a moment of the recording, or to the key before it where that is sooner on the glass. */
  seek(toMs: number): void {
    const nowMs = this.#environment.nowMs();
    this.#resumedAtMs = null;
    this.#clock.seek(this.#targetOf(Math.max(0, Math.min(toMs, this.#replay.durationMs))), nowMs);
    this.#aloneUntilMs = nowMs + FIRST_ALONE_MS;
    this.#drainsUntilMs = nowMs + DRAIN_MS;
    this.#voiceAloneUntilMs = nowMs + VOICE_ALONE_MS;
    this.#hungerMs = 0;
    this.#tick(true);
  }

  step(byMs: number): void {
    this.seek(this.#clock.now.atMs + byMs);
  }

  /** The media element of a picture that is needed now. */
  pictureOf(track: Pick<ReplayTrack, 'seat' | 'source'>): HTMLMediaElement | null {
    return this.#shelf.find(track)?.element ?? null;
  }

  track(source: 'camera' | 'content'): ReplayTrack | null {
    return leadingTrack(this.#replay.tracks, source, this.#seenMs());
  }

  /** The same recording, grown. */
  follow(replay: Replay): void {
    this.#replay = replay;
    this.#clock.lasts(replay.durationMs);
    this.#shelf.follow(replay);
  }

  renewed(): void {
    this.#shelf.renewed();
  }

  close(): void {
    this.#stop();
    this.#shelf.close();
  }

  #targetOf(toMs: number): number {
    const { large } = this.#facts.get().arrangement;
    const track =
      this.#quality === 'full' && large !== null ? leadingTrack(this.#replay.tracks, large, toMs) : null;
    const deck = track === null ? null : this.#shelf.find(track);
    if (track === null || deck === null) return toMs;
    const place = placeOf(track.pieces, toMs);
    if (place.state === 'missing') return toMs;
    const keys = deck.keysMs().flatMap((each) => momentOf(track.pieces, each + WITHIN_KEY_MS) ?? []);
    return seekTargetMs({ fromMs: this.#clock.now.atMs, toMs }, keys, deck.has(place.playlistMs));
  }

  #seenMs(): number {
    return seenMs(this.#replay.tracks, this.#clock.now);
  }

  /** @param jumps the elements are still where they were */
  #tick(jumps = false): void {
    const nowMs = this.#environment.nowMs();
    const { atMs } = this.#clock.now;
    const { voices, pictures } = this.#needed(this.#seenMs());
    const decks = this.#shelf.need([...voices, ...pictures], atMs, nowMs);
    const heard = decks.slice(0, voices.length);
    const [first, ...others] = decks.slice(voices.length);
    const isHere = (deck: HlsDeck) =>
      jumps ? deck.has(placeOf(deck.track.pieces, atMs).playlistMs) : deck.isReady();
    const isHeard = heard.every(isHere) || nowMs >= this.#voiceAloneUntilMs;
    const isShown = first === undefined || isHere(first);
    for (const deck of heard) {
      if (nowMs >= this.#drainsUntilMs || isHere(deck)) deck.wake();
      else deck.sleep();
    }
    if (first !== undefined && (isHeard || isHere(first))) first.wake();
    else first?.sleep();
    for (const deck of others) {
      if ((isHeard && isShown) || nowMs >= this.#aloneUntilMs) deck.wake();
      else if (!isHere(deck)) deck.sleep();
    }
    for (const deck of decks) deck.hoard(isShown || deck === first);
    this.#clock.tick(nowMs, decks);
    this.#watchLine(nowMs, first ?? null);
    this.#lastMs = nowMs;
    this.#facts.set(this.#factsNow());
  }

  #needed(atMs: number): { readonly voices: ReplayTrack[]; readonly pictures: ReplayTrack[] } {
    const { tracks } = this.#replay;
    const lead = leadingTrack(tracks, 'voice', atMs);
    const others = tracks.filter((each) => each.source === 'voice' && each !== lead && isSoon(each, atMs));
    const voices = lead === null ? others : [lead, ...others];
    if (this.#quality === 'sound') return { voices, pictures: [] };
    const content = contentAt(this.#replay, atMs);
    const { large, small } = this.#arrangement(atMs, content);
    const pictures = [large, small].flatMap((source): ReplayTrack[] => {
      if (source === null) return [];
      if (source === 'content') return content?.kind === 'picture' ? [content.track] : [];
      const track = leadingTrack(tracks, source, atMs);
      return track === null ? [] : [track];
    });
    return { voices, pictures: [...pictures, ...this.#called(atMs, isSoon)] };
  }

  #called(atMs: number, isWanted: typeof isThere): readonly ReplayTrack[] {
    const isSeen = this.#quality === 'full' && this.#layout !== 'content';
    return isSeen ? calledAt(this.#replay.tracks, atMs, isWanted) : [];
  }

  #arrangement(atMs: number, content: ContentNow | null): Arrangement {
    const camera = this.#quality === 'full' && leadingTrack(this.#replay.tracks, 'camera', atMs) !== null;
    const isSeen = content !== null && (this.#quality === 'full' || content.kind === 'slide');
    return arrange(this.#quality === 'sound' ? 'content' : this.#layout, { camera, content: isSeen });
  }

  /** Pictures that keep away for long cost more than they show. */
  #watchLine(nowMs: number, first: HlsDeck | null): void {
    const { playing } = this.#clock.now;
    const hungry = playing && first !== null && this.#line === 'ok' && !first.isReady();
    const { hungerMs, isNarrow } = hungerOf(this.#hungerMs, { passedMs: nowMs - this.#lastMs, hungry });
    this.#hungerMs = hungerMs;
    if (!isNarrow || this.#quality === 'sound') return;
    this.#quality = 'sound';
    this.#narrow = true;
    this.#hungerMs = 0;
  }

  #factsNow(): ReplayFacts {
    const now = this.#clock.now;
    const seenAtMs = this.#seenMs();
    const content = contentAt(this.#replay, seenAtMs);
    const arrangement = this.#arrangement(seenAtMs, content);
    return {
      ...now,
      durationMs: this.#replay.durationMs,
      rate: this.#clock.rate,
      layout: this.#layout,
      quality: this.#quality,
      narrow: this.#narrow,
      line: this.#line,
      arrangement,
      content,
      called: this.#called(seenAtMs, isThere),
      missing: arrangement.missing ? this.#missing(now.atMs) : null,
      muted: this.#muted,
      soundBlocked: this.#soundBlocked,
      resumedAtMs: this.#resumedAtMs,
    };
  }

  #missing(atMs: number): Missing {
    const { tracks, gaps } = this.#replay;
    const gap = gaps.find(({ fromMs, toMs }) => atMs >= fromMs && atMs < toMs);
    const cause: RecordingBreak | null = gap?.cause ?? null;
    const isNothing = !tracks.some((track) => isThere(track, atMs));
    if (gap === undefined && !isNothing) return { why: 'off' };
    return { why: 'gap', cause, goesOnAtMs: isNothing ? nothingUntilMs(tracks, atMs) : null };
  }
}
