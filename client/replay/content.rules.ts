import type { Replay, ReplaySlide, ReplayTrack } from '../../shared/recording.ts';
import { leadingTrack, placeOf } from './replay.rules.ts';

export type OpenSlide = NonNullable<ReplaySlide['open']>;

/** What stood in the content's place of the walls: a page of courseware, which is in no picture, or a shared screen. */
export type ContentNow =
  | { readonly kind: 'slide'; readonly slide: OpenSlide }
  | { readonly kind: 'picture'; readonly track: ReplayTrack };

/** The page that stood open at that moment, and since when that file stood there. */
export function slideAt(
  slides: readonly ReplaySlide[],
  atMs: number,
): { readonly slide: OpenSlide; readonly sinceMs: number } | null {
  type Now = { readonly slide: OpenSlide; readonly sinceMs: number };
  return slides
    .filter((each) => each.atMs <= atMs)
    .reduce<Now | null>((now, { atMs: fromMs, open }) => {
      if (open === null) return null;
      const isSame = now !== null && now.slide.coursewareId === open.coursewareId;
      return { slide: open, sinceMs: isSame ? now.sinceMs : fromMs };
    }, null);
}

/** As on the walls of the lesson: what came later stands in front. */
export function contentAt(
  { tracks, slides }: Pick<Replay, 'tracks' | 'slides'>,
  atMs: number,
): ContentNow | null {
  const open = slideAt(slides, atMs);
  const track = leadingTrack(tracks, 'content', atMs);
  if (track === null) return open === null ? null : { kind: 'slide', slide: open.slide };
  const place = placeOf(track.pieces, atMs);
  const sharedAtMs = place.state === 'there' ? startOf(track, place.endsAtMs) : 0;
  return open === null || sharedAtMs > open.sinceMs
    ? { kind: 'picture', track }
    : { kind: 'slide', slide: open.slide };
}

const startOf = ({ pieces }: ReplayTrack, endsAtMs: number): number =>
  pieces.find(({ toMs }) => toMs === endsAtMs)?.fromMs ?? 0;

/** How many milliseconds in a row, or nearly, a picture may go hungry before the line is called narrow. */
const HUNGRY_MS = 6_000;
/** What went well makes up for a fourth of what did not. */
const RECOVERY_RATIO = 0.25;

/** Whether a line is too narrow for pictures, by how long they have not come. Pure: the state is handed in. */
export function hungerOf(
  beforeMs: number,
  { passedMs, hungry }: { readonly passedMs: number; readonly hungry: boolean },
): { readonly hungerMs: number; readonly isNarrow: boolean } {
  const hungerMs = hungry ? beforeMs + passedMs : Math.max(0, beforeMs - passedMs * RECOVERY_RATIO);
  return { hungerMs, isNarrow: hungerMs >= HUNGRY_MS };
}
