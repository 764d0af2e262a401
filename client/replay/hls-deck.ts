import type { ErrorData, default as Hls, HlsConfig } from 'hls.js/light';
import type { ReplayTrack } from '../../shared/recording.ts';
import { eager } from './eager-loader.ts';
import type { Deck } from './replay-clock.ts';

export type HlsKit = typeof import('hls.js/light');

/** What a deck has to tell. `address`: its bytes are refused, so its query is over or they are gone; `line`: nothing comes. */
export type DeckTold = {
  readonly trouble: (what: 'address' | 'line') => void;
  readonly well: () => void;
  /** The browser lets sound out only after a touch. */
  readonly soundBlocked: () => void;
  readonly playing: () => void;
};

export type DeckWish = {
  readonly kit: HlsKit;
  readonly track: ReplayTrack;
  /** The query of the address, as it is now. */
  readonly query: () => string;
  readonly startMs: number;
  readonly told: DeckTold;
};

/** What lies ahead of the place is fetched this far: a short cut of the line is not noticed, and a long look at the chapters costs little. */
const AHEAD_S = 30;
/** While something else is waited for. */
const MODEST_S = 4;
const BEHIND_S = 60;
const AGAIN_MS = [1_000, 2_000, 4_000, 8_000] as const;
const HTTP_REFUSED = [401, 403, 404, 410];
const NO_RETRY = { maxNumRetry: 0, retryDelayMs: 0, maxRetryDelayMs: 0 };
/** Tried again by the deck itself, which tells of it. */
const POLICY = {
  default: {
    maxTimeToFirstByteMs: 10_000,
    maxLoadTimeMs: 60_000,
    timeoutRetry: NO_RETRY,
    errorRetry: NO_RETRY,
  },
};

/** One track in a media element, fetched by HLS as far as it is needed. */
export class HlsDeck implements Deck {
  track: ReplayTrack;
  readonly element: HTMLMediaElement;
  readonly #wish: DeckWish;
  readonly #hls: Hls;
  /** New ones wait until they are woken: what is needed most comes first. */
  #asleep = true;
  #failures = 0;
  #retry: ReturnType<typeof setTimeout> | null = null;
  #ended = false;

  constructor(wish: DeckWish) {
    const { kit, track, query, startMs } = wish;
    this.#wish = wish;
    this.track = track;
    this.element = elementFor(track);
    this.#hls = new kit.default({
      startPosition: startMs / 1000,
      autoStartLoad: false,
      // What has come of a segment is shown before the rest has: on a narrow line that is seconds.
      progressive: true,
      startFragPrefetch: true,
      lowLatencyMode: false,
      enableWorker: false,
      maxBufferLength: MODEST_S,
      maxMaxBufferLength: AHEAD_S,
      backBufferLength: BEHIND_S,
      manifestLoadPolicy: POLICY,
      playlistLoadPolicy: POLICY,
      fragLoadPolicy: POLICY,
      fetchSetup: ({ url }, init) => new Request(withQuery(url, query()), init),
    });
    // Settled here, since another loader from the start would end all that is progressive.
    this.#hls.config.fLoader = eager(this.#hls.config.loader) as NonNullable<HlsConfig['fLoader']>;
    const { Events } = kit;
    this.#hls.on(Events.ERROR, (_, data) => this.#failed(data));
    this.#hls.on(Events.FRAG_BUFFERED, () => {
      this.#failures = 0;
      wish.told.well();
    });
    this.#hls.loadSource(new URL(withQuery(track.playlist, query()), location.href).href);
    this.#hls.attachMedia(this.element);
    this.element.addEventListener('playing', () => wish.told.playing());
  }

  positionMs(): number {
    return this.element.currentTime * 1000;
  }

  isReady(): boolean {
    return this.element.readyState >= HTMLMediaElement.HAVE_FUTURE_DATA && !this.element.seeking;
  }

  isSeeking(): boolean {
    return this.element.seeking;
  }

  isOver(): boolean {
    return this.element.ended;
  }

  has(playlistMs: number): boolean {
    const { buffered } = this.element;
    const at = playlistMs / 1000;
    return Array.from({ length: buffered.length }, (_, index) => index).some(
      (index) => buffered.start(index) <= at && at < buffered.end(index) - MARGIN_S,
    );
  }

  /** Where in the playlist a picture can begin; ms. */
  keysMs(): readonly number[] {
    return this.#hls.latestLevelDetails?.fragments.map(({ start }) => start * 1000) ?? [];
  }

  play(rate: number): void {
    const { element } = this;
    if (Math.abs(element.playbackRate - rate) > 0.001) element.playbackRate = rate;
    if (!element.paused || element.ended) return;
    element.play().catch((cause: unknown) => {
      if (cause instanceof DOMException && cause.name === 'NotAllowedError') this.#wish.told.soundBlocked();
      // Held again before it began: that is no failure.
    });
  }

  hold(): void {
    if (!this.element.paused) this.element.pause();
  }

  seek(playlistMs: number): void {
    this.element.currentTime = playlistMs / 1000;
  }

  /** Whether it fetches far ahead, or leaves most of the line to what is waited for. */
  hoard(may: boolean): void {
    this.#hls.config.maxBufferLength = may ? AHEAD_S : MODEST_S;
  }

  /** Leaves the line to others until it is woken. */
  sleep(): void {
    if (this.#asleep) return;
    this.#asleep = true;
    this.#hls.stopLoad();
  }

  wake(): void {
    if (!this.#asleep) return;
    this.#asleep = false;
    this.#load();
  }

  /** The query is another one: what failed is asked for again at once. */
  renewed(): void {
    if (this.#retry === null) return;
    clearTimeout(this.#retry);
    this.#again();
  }

  close(): void {
    this.#ended = true;
    if (this.#retry !== null) clearTimeout(this.#retry);
    this.#hls.destroy();
    this.element.remove();
  }

  #load(): void {
    const { element } = this;
    const isFresh = element.readyState === HTMLMediaElement.HAVE_NOTHING && element.currentTime === 0;
    this.#hls.startLoad(isFresh ? this.#wish.startMs / 1000 : element.currentTime, !isFresh);
  }

  #failed({ fatal, type, response }: ErrorData): void {
    const { ErrorTypes } = this.#wish.kit;
    if (!fatal || this.#ended) return;
    if (type === ErrorTypes.MEDIA_ERROR) {
      this.#hls.recoverMediaError();
      return;
    }
    const isRefused = response !== undefined && HTTP_REFUSED.includes(response.code ?? 0);
    this.#wish.told.trouble(isRefused ? 'address' : 'line');
    if (this.#retry !== null) return;
    const waitMs = AGAIN_MS[Math.min(this.#failures, AGAIN_MS.length - 1)] ?? 0;
    this.#failures += 1;
    this.#retry = setTimeout(() => this.#again(), waitMs);
  }

  #again(): void {
    this.#retry = null;
    if (this.#ended || this.#asleep) return;
    if (this.#hls.latestLevelDetails === null)
      this.#hls.loadSource(new URL(withQuery(this.track.playlist, this.#wish.query()), location.href).href);
    this.#load();
  }
}

const MARGIN_S = 0.1;

/** The same path with this query: playlists name their pieces with the query that was good when they were written. */
export function withQuery(url: string, query: string): string {
  const [path = ''] = url.split('?');
  return `${path}?${query.replace(/^\?/, '')}`;
}

function elementFor({ source }: ReplayTrack): HTMLMediaElement {
  const element = document.createElement(source === 'voice' ? 'audio' : 'video');
  element.dataset['source'] = source;
  element.preload = 'auto';
  element.tabIndex = -1;
  if (element instanceof HTMLVideoElement) {
    element.muted = true;
    element.playsInline = true;
    element.disablePictureInPicture = true;
    element.setAttribute('aria-hidden', 'true');
  }
  return element;
}
