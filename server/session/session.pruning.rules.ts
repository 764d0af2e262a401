import type { StreamId } from '../../shared/kernel/ids.ts';

/** A layer is sent for so long although nobody wants it: who has just published or given a picture up may want it again at once. */
export const KEPT_MS = 10_000;

/** One line with what flows over it, as far as layers are concerned. */
export type Line = {
  readonly consumers: readonly {
    readonly streamId: StreamId;
    readonly layerCount: number;
    readonly paused: boolean;
    /** The highest layer that it may get. */
    readonly mayLayer: number;
  }[];
};

/** What one stream's sender has been told. */
export type Pruned = {
  readonly topLayer: number;
  /** When anybody last wanted that layer, or the stream began. */
  readonly wantedAtMs: number;
};

/** The highest layer of each stream of several that any line may get now, wanted by nobody counted as the lowest. */
export function wantedLayers(lines: readonly Line[]): ReadonlyMap<StreamId, { top: number; of: number }> {
  const wanted = new Map<StreamId, { top: number; of: number }>();
  for (const { consumers } of lines) {
    for (const { streamId, layerCount, paused, mayLayer } of consumers) {
      if (layerCount < 2) continue;
      const top = Math.max(wanted.get(streamId)?.top ?? 0, paused ? 0 : mayLayer);
      wanted.set(streamId, { top, of: layerCount });
    }
  }
  return wanted;
}

/** @returns the news for its sender: up at once, down only after a while; `tell` false when there is none */
export function prune(
  before: Pruned,
  wantedTop: number,
  nowMs: number,
): { readonly now: Pruned; readonly tell: boolean } {
  if (wantedTop >= before.topLayer)
    return { now: { topLayer: wantedTop, wantedAtMs: nowMs }, tell: wantedTop > before.topLayer };
  return nowMs - before.wantedAtMs < KEPT_MS
    ? { now: before, tell: false }
    : { now: { topLayer: wantedTop, wantedAtMs: nowMs }, tell: true };
}
