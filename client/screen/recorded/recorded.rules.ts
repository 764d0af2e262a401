import type { SessionId } from '../../../shared/kernel/ids.ts';
import {
  type PlayingNow,
  type PlayingView,
  type PlayingWish,
  placeOfPlaying,
} from '../../../shared/session/session.playing.ts';
import { policyOf } from '../../../shared/session/session.policy.ts';
import type { SessionFacts } from '../../live/live.types.ts';
import type { RoomDeckFacts } from '../../live/room-deck.types.ts';

/** A recorded lesson 录播 whose time has come. */
export type Due = {
  readonly sessionId: SessionId;
  readonly connectionId: string;
  /** The line to the server is up. */
  readonly current: boolean;
  /** What the lesson's log knows of this room; null before it has played. */
  readonly known: PlayingView | null;
};

/** Null while nothing is to be played: before its time by the server's clock, after its end, in every other lesson. */
export function dueIn(session: SessionFacts, serverNowMs: number): Due | null {
  if (session.state !== 'joined') return null;
  const { view, seat, card, sessionId, connectionId, current } = session;
  const { phase } = view.lesson;
  if (policyOf(view.lesson).plays !== true) return null;
  const isTime =
    phase.state === 'live' || (phase.state === 'waiting' && serverNowMs >= card.plannedStartAtMs);
  return isTime ? { sessionId, connectionId, current, known: view.seats[seat]?.playing ?? null } : null;
}

/** Tracks seldom end with one another: the last moment may be one for which nothing comes. */
const LAST_MS = 1_500;

export const nowOf = ({ ended, leftMs, playing, waiting, soundBlocked }: RoomDeckFacts): PlayingNow => {
  if (ended || (waiting && leftMs < LAST_MS)) return 'finished';
  // What nobody hears is not taught.
  if (soundBlocked) return 'waiting';
  return playing ? (waiting ? 'waiting' : 'playing') : 'paused';
};

export type Told = {
  readonly connectionId: string;
  readonly now: PlayingNow;
  readonly positionMs: number;
  readonly atMs: number;
};

const JUMP_MS = 2_500;
const AGAIN_MS = 4_000;

/** Whether the server is to hear of it: a change, a jump, a new seat, or a word that did not become true there. */
export function isNews(told: Told | null, mine: Told, known: PlayingView | null): boolean {
  if (told === null || told.connectionId !== mine.connectionId || told.now !== mine.now) return true;
  const expectedMs = placeOfPlaying(told, mine.atMs);
  if (Math.abs(expectedMs - mine.positionMs) > JUMP_MS) return true;
  return known?.now !== mine.now && mine.atMs - told.atMs > AGAIN_MS;
}

/** What somebody wished since; null for nothing new. Of several the last counts. */
export const wishSince = (count: number, known: PlayingView | null): PlayingWish | null =>
  known !== null && known.wishCount > count ? known.wish : null;

/** What the keys of a remote control do while a recording plays. */
export function keyActOf(key: string): 'toggle' | 'back' | null {
  if (key === 'Enter' || key === ' ' || key === 'MediaPlayPause') return 'toggle';
  return key === 'ArrowLeft' || key === 'MediaRewind' ? 'back' : null;
}
