import type { RegionId, StreamId } from '../../shared/kernel/ids.ts';
import { leadingStreams } from '../../shared/session/session.sight.ts';
import type { SessionState } from '../../shared/session/session.state.ts';

/** Which region's word holds at the end of a path, root first: the nearest; null where nobody has said anything. */
export const wordFor = (
  regionIds: readonly RegionId[],
  words: ReadonlyMap<RegionId, boolean>,
): { readonly regionId: RegionId; readonly enabled: boolean } | null => {
  const regionId = regionIds.findLast((id) => words.has(id));
  return regionId === undefined ? null : { regionId, enabled: words.get(regionId) === true };
};

/** Off unless somebody has said otherwise. */
export const isOn = (regionIds: readonly RegionId[], words: ReadonlyMap<RegionId, boolean>): boolean =>
  wordFor(regionIds, words)?.enabled === true;

/** Of what a still is taken: the leading side's camera, else its content, in a lesson that runs. Never a receiving room. */
export function streamOf(state: SessionState): StreamId | null {
  if (state.phase.state !== 'live') return null;
  const own = leadingStreams(state).filter(({ compatible }) => compatible !== true);
  const found =
    own.find(({ source }) => source === 'camera') ?? own.find(({ source }) => source === 'content');
  return found?.streamId ?? null;
}
