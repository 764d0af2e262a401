import { type RefObject, useEffect } from 'react';
import type { StreamId } from '../../../shared/kernel/ids.ts';
import type { LiveClient, ShownSize } from '../../live/live.types.ts';
import { useLive } from './live-context.ts';

type Board = { readonly sizes: Map<StreamId, ShownSize>; told: boolean };
const boards = new WeakMap<LiveClient, Board>();

/** Changes of one moment are said in one breath: a scroll moves many tiles. */
function say(live: LiveClient, change: (sizes: Map<StreamId, ShownSize>) => void): void {
  const board = boards.get(live) ?? { sizes: new Map(), told: true };
  boards.set(live, board);
  change(board.sizes);
  if (!board.told) return;
  board.told = false;
  queueMicrotask(() => {
    board.told = true;
    live.show(new Map(board.sizes));
  });
}

/** Tells the live client how large a stream is shown, and that it is not while it is scrolled away: then it is not sent either. */
export function useShown(ref: RefObject<HTMLElement | null>, streamId: StreamId | null): void {
  const live = useLive();
  useEffect(() => {
    const element = ref.current;
    if (element === null || streamId === null) return;
    let visible = true;
    const tell = () => {
      const { width, height } = element.getBoundingClientRect();
      const scale = window.devicePixelRatio;
      const size = visible && width > 0 ? { widthPx: width * scale, heightPx: height * scale } : null;
      say(live, (sizes) => sizes.set(streamId, size));
    };
    const seen = new IntersectionObserver(([entry]) => {
      visible = entry?.isIntersecting ?? true;
      tell();
    });
    const sized = new ResizeObserver(tell);
    seen.observe(element);
    sized.observe(element);
    return () => {
      seen.disconnect();
      sized.disconnect();
      say(live, (sizes) => sizes.delete(streamId));
    };
  }, [live, ref, streamId]);
}
