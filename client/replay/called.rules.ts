import type { ReplayTrack } from '../../shared/recording.ts';
import { isThere } from './replay.rules.ts';

type Track = Pick<ReplayTrack, 'leads' | 'source' | 'pieces'>;

/** More small pictures than this nobody can follow; everybody is heard. */
const SEEN_MAX = 4;
/** What comes so soon is fetched already: the first word of whoever is called is not to be missed. */
const SOON_MS = 2_500;

/** Whether a track has something at that moment, or will in a moment. */
export const isSoon = (track: Parameters<typeof isThere>[0], atMs: number): boolean =>
  isThere(track, atMs) || isThere(track, atMs + SOON_MS);

/** The pictures of who was on stage beside the leading side 上台, in the order of the recording. */
export const calledAt = <T extends Track>(
  tracks: readonly T[],
  atMs: number,
  isWanted: (track: T, atMs: number) => boolean = isThere,
): readonly T[] =>
  tracks.filter((each) => !each.leads && each.source === 'camera' && isWanted(each, atMs)).slice(0, SEEN_MAX);
