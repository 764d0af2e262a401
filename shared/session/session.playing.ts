import { z } from 'zod';
import type { ConnectionId, RoomId } from '../kernel/ids.ts';
import { connectionId, recordingId, roomId } from '../kernel/ids.ts';

/** How a room's recording stands: `waiting` for its line, or for its screen to come back; `finished` played to its end. */
export const playingNow = z.enum(['playing', 'paused', 'waiting', 'finished']);
export type PlayingNow = z.infer<typeof playingNow>;
/** What somebody in the room asks of its screen; `back` by `PLAYING_BACK_MS`. */
export const playingWish = z.enum(['play', 'pause', 'back']);
export type PlayingWish = z.infer<typeof playingWish>;

export const PLAYING_BACK_MS = 30_000;
const placeMs = z.int().min(0).max(86_400_000);

/** 录播 in the lesson's log. Where a recording stands while it plays follows from when it began to: nothing is written meanwhile. */
export const playingEvents = {
  'playing.told': z.strictObject({
    connectionId,
    roomId,
    recordingId,
    now: playingNow,
    positionMs: placeMs,
  }),
  'playing.wished': z.strictObject({ roomId, wish: playingWish }),
} as const;

type Body<T extends keyof typeof playingEvents> = z.infer<(typeof playingEvents)[T]>;

/** What a room has of its recording. */
export type Playing = {
  readonly now: PlayingNow;
  /** In the recording, at `atMs`; while it plays it goes on with the clock. */
  readonly positionMs: number;
  readonly atMs: number;
  /** Whose word that is; null once that connection is gone. */
  readonly connectionId: ConnectionId | null;
  /** The last moment at which it was playing; null before the first. */
  readonly playedUntilMs: number | null;
  /** The last wish, and how many there have been. */
  readonly wish: PlayingWish | null;
  readonly wishCount: number;
};
export type Playings = Readonly<Record<RoomId, Playing>>;

/** As the room and those who look after it see it. */
export const playingView = z.object({
  now: playingNow,
  positionMs: z.int(),
  atMs: z.int(),
  wish: playingWish.nullable(),
  wishCount: z.int(),
});
export type PlayingView = z.infer<typeof playingView>;

export const playingViewOf = ({ now, positionMs, atMs, wish, wishCount }: Playing): PlayingView => ({
  ...{ now, positionMs, atMs, wish, wishCount },
});

/** Where in the recording a room is. */
export const placeOfPlaying = (
  { now, positionMs, atMs }: Pick<Playing, 'now' | 'positionMs' | 'atMs'>,
  nowMs: number,
): number => (now === 'playing' ? positionMs + Math.max(0, nowMs - atMs) : positionMs);

const untouched: Playing = {
  ...{ now: 'waiting', positionMs: 0, atMs: 0, connectionId: null, playedUntilMs: null },
  ...{ wish: null, wishCount: 0 },
};

export const playingTold = (
  playings: Playings,
  { roomId: room, connectionId: from, now, positionMs }: Body<'playing.told'>,
  atMs: number,
): Playings => {
  const before = playings[room] ?? untouched;
  const played = before.now === 'playing' || now === 'playing';
  return {
    ...playings,
    [room]: {
      ...before,
      ...{ now, positionMs, atMs, connectionId: from },
      playedUntilMs: played ? atMs : before.playedUntilMs,
    },
  };
};

export const playingWished = (
  playings: Playings,
  { roomId: room, wish }: Body<'playing.wished'>,
): Playings => {
  const before = playings[room] ?? untouched;
  return { ...playings, [room]: { ...before, wish, wishCount: before.wishCount + 1 } };
};

/** Whose screen is gone plays nothing; it goes on from there when the screen is back. */
export function playingsWithout(playings: Playings, gone: ConnectionId | 'all', atMs: number): Playings {
  const entries = Object.entries(playings) as [RoomId, Playing][];
  const left = entries.filter(
    ([, each]) => each.connectionId !== null && (gone === 'all' || each.connectionId === gone),
  );
  if (left.length === 0) return playings;
  const stopped = left.map(([room, each]) => [room, stoppedAt(each, atMs)] as const);
  return { ...playings, ...Object.fromEntries(stopped) };
}

function stoppedAt(playing: Playing, atMs: number): Playing {
  const rest = { ...playing, connectionId: null };
  if (playing.now !== 'playing') return rest;
  const endMs = Math.max(atMs, playing.atMs);
  return {
    ...rest,
    ...{ now: 'waiting', positionMs: placeOfPlaying(playing, endMs), atMs: endMs, playedUntilMs: endMs },
  };
}
