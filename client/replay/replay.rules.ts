import type { RecordedSource, ReplayPiece, ReplayTrack } from '../../shared/recording.ts';

/** Pieces in order and without overlap; ms. */
export type Pieces = readonly Pick<ReplayPiece, 'fromMs' | 'toMs'>[];
type Recorded = { readonly pieces: Pieces };

/** Where a moment of the recording lies in a track's playlist, which leaves out what was not recorded; ms. */
export type Place =
  | {
      readonly state: 'there';
      readonly playlistMs: number;
      /** When its piece ends: in the recording, and in the playlist. */
      readonly endsAtMs: number;
      readonly endsInPlaylistMs: number;
    }
  /** `playlistMs` is where the next piece begins; `goesOnAtMs` null when none follows. */
  | { readonly state: 'missing'; readonly playlistMs: number; readonly goesOnAtMs: number | null };

export function placeOf(pieces: Pieces, atMs: number): Place {
  let beforeMs = 0;
  for (const { fromMs, toMs } of pieces) {
    if (atMs < fromMs) return { state: 'missing', playlistMs: beforeMs, goesOnAtMs: fromMs };
    const lengthMs = toMs - fromMs;
    if (atMs < toMs)
      return {
        state: 'there',
        playlistMs: beforeMs + atMs - fromMs,
        endsAtMs: toMs,
        endsInPlaylistMs: beforeMs + lengthMs,
      };
    beforeMs += lengthMs;
  }
  return { state: 'missing', playlistMs: beforeMs, goesOnAtMs: null };
}

/** Which moment of the recording a place in the playlist is; its end belongs to the last piece. Null of a track without pieces. */
export function momentOf(pieces: Pieces, playlistMs: number): number | null {
  let beforeMs = 0;
  let lastMs: number | null = null;
  for (const { fromMs, toMs } of pieces) {
    if (playlistMs < beforeMs + toMs - fromMs) return fromMs + Math.max(0, playlistMs - beforeMs);
    beforeMs += toMs - fromMs;
    lastMs = toMs;
  }
  return lastMs;
}

export const isThere = (track: Recorded, atMs: number): boolean =>
  placeOf(track.pieces, atMs).state === 'there';

/** The track of the leading side that has something of `source` at that moment; the lectern may have changed hands. */
export const leadingTrack = <T extends Recorded & Pick<ReplayTrack, 'leads' | 'source'>>(
  tracks: readonly T[],
  source: RecordedSource,
  atMs: number,
): T | null => tracks.find((track) => track.leads && track.source === source && isThere(track, atMs)) ?? null;

/** Where everything goes on after a moment at which nothing at all was recorded; null when something was, or nothing follows. */
export function nothingUntilMs(tracks: readonly Recorded[], atMs: number): number | null {
  let untilMs: number | null = null;
  for (const { pieces } of tracks) {
    const place = placeOf(pieces, atMs);
    if (place.state === 'there') return null;
    if (place.goesOnAtMs !== null) untilMs = Math.min(untilMs ?? place.goesOnAtMs, place.goesOnAtMs);
  }
  return untilMs;
}

/** Pictures end a little before or after each other and the voice. */
const END_MS = 2_000;

/** The moment that is looked at: at the end that of the last pictures, which stay as long as nobody goes elsewhere. */
export function seenMs(
  tracks: readonly (Recorded & Pick<ReplayTrack, 'leads' | 'source'>)[],
  { atMs, ended }: { readonly atMs: number; readonly ended: boolean },
): number {
  if (!ended) return atMs;
  const ends = tracks
    .filter(({ leads, source }) => leads && source !== 'voice')
    .flatMap(({ pieces }) => pieces.at(-1)?.toMs ?? [])
    .filter((endMs) => endMs >= atMs - END_MS);
  return ends.length === 0 ? atMs : Math.max(0, Math.min(atMs, ...ends) - 1);
}

/** What a picture does that is to be where the voice is. */
export type Following =
  | { readonly do: 'play'; readonly rate: number }
  /** It is ahead: it stands still until the voice has come. */
  | { readonly do: 'hold' }
  | { readonly do: 'seek' };

/** Beyond this a picture jumps, as nobody waits for five per cent to make up for it. */
const JUMP_MS = 300;
/** A picture so far ahead is waited for; farther, it is elsewhere. */
const AHEAD_MS = 3_000;
const NUDGE_MAX_RATIO = 0.05;
/** Less than a frame is no difference. */
const STILL_MS = 15;
const FULL_NUDGE_MS = 50;

/** @param driftMs by how much the picture is ahead of the voice */
export function followOf(driftMs: number, rate: number): Following {
  if (driftMs < -JUMP_MS || driftMs > AHEAD_MS) return { do: 'seek' };
  if (driftMs > JUMP_MS / 2) return { do: 'hold' };
  if (Math.abs(driftMs) < STILL_MS) return { do: 'play', rate };
  const share = Math.max(-1, Math.min(1, driftMs / FULL_NUDGE_MS));
  return { do: 'play', rate: rate * (1 - share * NUDGE_MAX_RATIO) };
}

/** Within what the browser has, any moment is shown at once; elsewhere the next key before it, since all from there on has to come first. */
export function seekTargetMs(
  wish: { readonly fromMs: number; readonly toMs: number },
  keys: readonly number[],
  isHere: boolean,
): number {
  const { fromMs, toMs } = wish;
  if (isHere) return toMs;
  const before = keys.filter((each) => each <= toMs).at(-1);
  if (before === undefined || toMs - before > KEY_FAR_MS) return toMs;
  // A step must never lead back to where it began, or beyond.
  const isBack = toMs >= fromMs && before <= fromMs;
  return isBack ? toMs : before;
}
const KEY_FAR_MS = 6_000;

export const layouts = ['side', 'inset', 'teacher', 'content'] as const;
export type Layout = (typeof layouts)[number];

/** What lies where. `missing`: the picture that was asked for is not there at this moment. */
export type Arrangement = {
  readonly large: 'camera' | 'content' | null;
  readonly small: 'camera' | 'content' | null;
  readonly missing: boolean;
};

export function arrange(
  layout: Layout,
  there: { readonly camera: boolean; readonly content: boolean },
): Arrangement {
  switch (layout) {
    case 'teacher':
      return { large: there.camera ? 'camera' : null, small: null, missing: !there.camera };
    case 'content':
      return { large: there.content ? 'content' : null, small: null, missing: !there.content };
    case 'side':
    case 'inset': {
      const large = there.content ? 'content' : there.camera ? 'camera' : null;
      return { large, small: there.content && there.camera ? 'camera' : null, missing: large === null };
    }
  }
}

export const speeds = [0.75, 1, 1.25, 1.5, 2] as const;
export type Speed = (typeof speeds)[number];
