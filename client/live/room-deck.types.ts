import type { TeachingLanguage } from '../../shared/caption/language.ts';
import type { Replay } from '../../shared/recording.ts';
import type { CaptionNow } from './captions/captions.rules.ts';
import type { Environment } from './environment.ts';
import type { Readable } from './live.types.ts';

/** How a recording that a room plays stands on this glass. */
export type RoomDeckFacts = {
  /** In the recording. */
  readonly atMs: number;
  /** To its end. */
  readonly leftMs: number;
  readonly playing: boolean;
  /** It would play, and its line brings nothing. */
  readonly waiting: boolean;
  readonly ended: boolean;
  readonly line: 'ok' | 'down';
  /** The line carries no pictures: voice and pages go on, and pictures are tried again by and by. */
  readonly narrow: boolean;
  /** The browser lets sound out only after a touch. */
  readonly soundBlocked: boolean;
};

/** 字幕 of the recording. */
export interface RoomCaptions {
  /** Those it has any in. */
  readonly languages: readonly TeachingLanguage[];
  /** What is to be read now, in the chosen languages and their order. */
  readonly now: Readable<readonly CaptionNow[]>;
  choose(languages: readonly TeachingLanguage[]): void;
}

/** Plays a recording without anybody; comes over the line when a recorded lesson is due, since few lessons are. */
export interface RoomDeck {
  readonly facts: Readable<RoomDeckFacts>;
  readonly captions: RoomCaptions;
  play(): void;
  pause(): void;
  back(byMs: number): void;
  /** The query of its addresses is a new one. */
  renewed(): void;
  /** Pictures and slides; the function takes them away again. */
  show(place: HTMLElement): () => void;
  /** Idempotent. */
  close(): void;
}

export type RoomDeckWish = {
  readonly environment: Environment;
  readonly replay: Replay;
  /** Of its addresses, as it is now. */
  readonly query: () => string;
  readonly startAtMs: number;
  /** It is refused by now: another one is needed. */
  readonly addressOver: () => void;
};
export type OpenRoomDeck = (wish: RoomDeckWish) => Promise<RoomDeck>;
