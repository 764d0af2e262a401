import { followOf, type Pieces, placeOf } from './replay.rules.ts';

/** One track in a media element; places are those of its playlist, ms. */
export interface Deck {
  readonly track: { readonly pieces: Pieces };
  positionMs(): number;
  /** Whether it can go on from where it is. */
  isReady(): boolean;
  isSeeking(): boolean;
  /** Whether nothing comes after where it is. */
  isOver(): boolean;
  /** Whether the browser has what is at that place. */
  has(playlistMs: number): boolean;
  play(rate: number): void;
  hold(): void;
  seek(playlistMs: number): void;
}

export type ClockNow = {
  readonly atMs: number;
  readonly playing: boolean;
  /** It should go on, but what it needs has not come. */
  readonly waiting: boolean;
  readonly ended: boolean;
};

/** A voice that starts before its picture is right; how long it waits for the picture after a jump. */
const PATIENCE_MS = 700;
/** An element that is this near is where it should be: seeking costs more. */
const NEAR_MS = 120;
const REST_MS = 40;
/** A picture whose bytes do not come is taken along after so long. */
const STUCK_MS = 3_000;
/** A page in the background is asked seldom; more than this it has not played. */
const STEP_MAX_MS = 1_000;
const SEEK_COST_MAX_MS = 1_000;
/**
 * The last of a piece may never be played: an element that is nearly over has nothing ahead, a codec holds its last samples back, and a
 * playlist is rounded. So near its end an element that stands for so long has played all there is.
 */
const TAIL_MS = 250;
const TAIL_STANDS_MS = 600;

type Seek = { readonly toMs: number; readonly atMs: number };
type Known = { sought: Seek | null; costMs: number; behindSinceMs: number | null };

/**
 * The recording's time. The first deck that has something at a moment leads, which is the voice wherever there is one: what is heard must
 * never be bent. The others follow. Where nothing was recorded, time runs on by itself.
 */
export class ReplayClock {
  readonly #known = new WeakMap<Deck, Known>();
  #atMs: number;
  #durationMs: number;
  #rate = 1;
  #playing = false;
  #waiting = false;
  #leader: Deck | null = null;
  #lastTickMs: number | null = null;
  #patientUntilMs = 0;
  /** Where the leader stands near its piece's end, and since when. */
  #tail: { readonly positionMs: number; readonly sinceMs: number } | null = null;

  constructor(durationMs: number, startAtMs: number) {
    this.#durationMs = durationMs;
    this.#atMs = Math.max(0, Math.min(startAtMs, durationMs));
  }

  get now(): ClockNow {
    const ended = this.#atMs >= this.#durationMs;
    return { atMs: this.#atMs, playing: this.#playing, waiting: this.#waiting, ended };
  }

  get rate(): number {
    return this.#rate;
  }

  /** A recording that still grows. */
  lasts(durationMs: number): void {
    this.#durationMs = Math.max(durationMs, this.#atMs);
  }

  setRate(rate: number): void {
    this.#rate = rate;
  }

  play(nowMs: number): void {
    if (this.#playing) return;
    if (this.#atMs >= this.#durationMs) this.#atMs = 0;
    this.#playing = true;
    this.#begin(nowMs);
  }

  pause(): void {
    this.#playing = false;
    this.#waiting = false;
  }

  seek(toMs: number, nowMs: number): void {
    this.#atMs = Math.max(0, Math.min(toMs, this.#durationMs));
    this.#begin(nowMs);
  }

  #begin(nowMs: number): void {
    this.#leader = null;
    this.#tail = null;
    this.#patientUntilMs = nowMs + PATIENCE_MS;
  }

  /** @param decks those that are seen and heard, whoever leads first */
  tick(nowMs: number, decks: readonly Deck[]): void {
    const passedMs = Math.min(STEP_MAX_MS, Math.max(0, nowMs - (this.#lastTickMs ?? nowMs)));
    this.#lastTickMs = nowMs;
    for (const deck of decks) this.#learn(deck, nowMs);
    if (!this.#playing) {
      for (const deck of decks) this.#rest(deck, nowMs);
      return;
    }
    const leader = decks.find((deck) => placeOf(deck.track.pieces, this.#atMs).state === 'there') ?? null;
    const followers = decks.filter((deck) => deck !== leader);
    if (leader === null) {
      this.#leader = null;
      this.#waiting = false;
      this.#atMs = Math.min(this.#durationMs, this.#atMs + passedMs * this.#rate);
    } else this.#lead(leader, followers, nowMs);
    for (const deck of followers) this.#follow(deck, nowMs);
    if (this.#atMs >= this.#durationMs) {
      this.#playing = false;
      for (const deck of decks) deck.hold();
    }
  }

  #lead(leader: Deck, followers: readonly Deck[], nowMs: number): void {
    const place = placeOf(leader.track.pieces, this.#atMs);
    if (place.state !== 'there') return;
    if (this.#isPlayedOut(leader, place.endsAtMs, nowMs)) {
      this.#begin(nowMs);
      this.#waiting = false;
      this.#atMs = place.endsAtMs;
      return;
    }
    if (this.#leader !== leader) {
      this.#waiting = true;
      if (this.#isOnItsWay(leader, place.playlistMs)) return;
      if (!this.#isNear(leader, place.playlistMs)) {
        leader.hold();
        this.#seek(leader, place.playlistMs, nowMs);
        return;
      }
      // The first of them is the large one; a second picture is no reason for silence.
      const [first] = followers;
      const isShown = first === undefined || this.#isWith(first);
      if (!leader.isReady() || (!isShown && nowMs < this.#patientUntilMs)) {
        leader.hold();
        return;
      }
      this.#leader = leader;
    }
    this.#waiting = !leader.isReady() && !leader.isOver();
    leader.play(this.#rate);
    const positionMs = leader.positionMs();
    this.#atMs =
      leader.isOver() || positionMs >= place.endsInPlaylistMs
        ? place.endsAtMs
        : place.endsAtMs - (place.endsInPlaylistMs - positionMs);
  }

  /** One that stands before a hole, with the place behind it, is not. */
  #isNear(leader: Deck, playlistMs: number): boolean {
    const beforeMs = playlistMs - leader.positionMs();
    const isCutOff = beforeMs > REST_MS && !leader.isReady() && leader.has(playlistMs);
    return Math.abs(beforeMs) <= NEAR_MS && !isCutOff;
  }

  #isPlayedOut(leader: Deck, endsAtMs: number, nowMs: number): boolean {
    const positionMs = leader.positionMs();
    const stands = this.#tail !== null && Math.abs(positionMs - this.#tail.positionMs) < 1;
    if (endsAtMs - this.#atMs > TAIL_MS || leader.isSeeking()) this.#tail = null;
    else if (!stands) this.#tail = { positionMs, sinceMs: nowMs };
    return this.#tail !== null && nowMs - this.#tail.sinceMs >= TAIL_STANDS_MS;
  }

  /** Whether a picture is there, or has nothing to be waited for. */
  #isWith(deck: Deck): boolean {
    const place = placeOf(deck.track.pieces, this.#atMs);
    if (place.state === 'missing') return true;
    return deck.isReady() && Math.abs(deck.positionMs() - place.playlistMs) <= SEEK_COST_MAX_MS;
  }

  #follow(deck: Deck, nowMs: number): void {
    const place = placeOf(deck.track.pieces, this.#atMs);
    const known = this.#of(deck);
    if (place.state === 'missing') {
      known.behindSinceMs = null;
      deck.hold();
      return;
    }
    const wantedMs = place.playlistMs;
    if (this.#leader === null && this.#waiting) {
      this.#rest(deck, nowMs);
      return;
    }
    if (deck.isSeeking()) {
      const lateMs = known.sought === null ? 0 : nowMs - known.sought.atMs;
      if (lateMs > STUCK_MS) this.#seek(deck, wantedMs + this.#headStartMs(known), nowMs);
      return;
    }
    const following = followOf(deck.positionMs() - wantedMs, this.#rate);
    if (following.do !== 'seek') known.behindSinceMs = null;
    if (this.#waiting || following.do === 'hold') {
      deck.hold();
      return;
    }
    if (following.do === 'play') {
      deck.play(following.rate);
      return;
    }
    known.behindSinceMs ??= nowMs;
    const toMs = wantedMs + this.#headStartMs(known);
    // What has not come cannot be shown by seeking to it; but a line that never makes up for it is left behind.
    if (deck.has(toMs) || nowMs - known.behindSinceMs > STUCK_MS) this.#seek(deck, toMs, nowMs);
    else deck.play(this.#rate);
  }

  #rest(deck: Deck, nowMs: number): void {
    deck.hold();
    const place = placeOf(deck.track.pieces, this.#atMs);
    if (place.state === 'missing' || this.#isOnItsWay(deck, place.playlistMs)) return;
    const { sought } = this.#of(deck);
    const isFar = Math.abs(deck.positionMs() - place.playlistMs) > REST_MS;
    // An element may come to stand beside what it was asked for; asking again would go on for ever.
    if (isFar && sought?.toMs !== place.playlistMs) this.#seek(deck, place.playlistMs, nowMs);
  }

  /** Whether it is being sent there; on its way to where somebody wanted to be before, it would wait for bytes that nobody needs. */
  #isOnItsWay(deck: Deck, toMs: number): boolean {
    const { sought } = this.#of(deck);
    return (
      deck.isSeeking() && (sought === null || Math.abs(sought.toMs - toMs) <= SEEK_COST_MAX_MS * this.#rate)
    );
  }

  #seek(deck: Deck, toMs: number, nowMs: number): void {
    this.#of(deck).sought = { toMs, atMs: nowMs };
    deck.seek(toMs);
  }

  /** A picture takes a while to be where it was sent, and the voice does not wait. */
  #headStartMs({ costMs }: Known): number {
    return costMs * this.#rate;
  }

  #learn(deck: Deck, nowMs: number): void {
    const known = this.#of(deck);
    const { sought } = known;
    if (sought === null || deck.isSeeking()) return;
    if (this.#playing) known.costMs = Math.min(SEEK_COST_MAX_MS, (known.costMs + nowMs - sought.atMs) / 2);
    if (this.#playing || Math.abs(deck.positionMs() - sought.toMs) <= REST_MS) known.sought = null;
  }

  #of(deck: Deck): Known {
    const known = this.#known.get(deck) ?? { sought: null, costMs: 200, behindSinceMs: null };
    this.#known.set(deck, known);
    return known;
  }
}
