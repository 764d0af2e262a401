import { type RefObject, useEffect } from 'react';
import type { StreamId } from '../../../shared/kernel/ids.ts';
import type { LiveClient, ShownSize } from '../../live/live.types.ts';
import { useLive } from './live-context.ts';
import { largestOf } from './shown.model.ts';

/** Sizes by stream and by the place that shows it. */
type Board = {
  readonly places: Map<StreamId, Map<HTMLElement, ShownSize>>;
  /** Streams that are not wanted where no place shows them; others are the client's to decide. */
  readonly kept: Map<StreamId, number>;
  told: boolean;
};
const boards = new WeakMap<LiveClient, Board>();

/** Changes of one moment are said in one breath: a scroll moves many tiles. */
function say(live: LiveClient, change: (board: Board) => void): void {
  const board = boards.get(live) ?? { places: new Map(), kept: new Map(), told: true };
  boards.set(live, board);
  change(board);
  if (!board.told) return;
  board.told = false;
  queueMicrotask(() => {
    board.told = true;
    const unseen = [...board.kept.keys()].map((streamId) => [streamId, null] as const);
    const seen = [...board.places].map(([streamId, sizes]) => [streamId, largestOf(sizes.values())] as const);
    live.show(new Map([...unseen, ...seen]));
  });
}

/** Streams that are paused as long as no place on this page shows them: rooms on another page of the wall. */
export function useOnlyWhereShown(streamIds: readonly StreamId[]): void {
  const live = useLive();
  const ids = streamIds.join(' ');
  useEffect(() => {
    const list = ids === '' ? [] : (ids.split(' ') as StreamId[]);
    say(live, ({ kept }) => {
      for (const each of list) kept.set(each, (kept.get(each) ?? 0) + 1);
    });
    return () =>
      say(live, ({ kept }) => {
        for (const each of list) {
          const left = (kept.get(each) ?? 1) - 1;
          if (left === 0) kept.delete(each);
          else kept.set(each, left);
        }
      });
  }, [live, ids]);
}

/** Says again what is shown where: to a client that has taken another seat. */
export const sayAgain = (live: LiveClient): void => say(live, () => undefined);

/** Tells the live client how large a stream is shown, and that it is not while it is scrolled away: then it is not sent either. */
export function useShown(ref: RefObject<HTMLElement | null>, streamId: StreamId | null): void {
  const live = useLive();
  useEffect(() => {
    const element = ref.current;
    // A place on a second display is watched by that window: its size and its scale.
    const view = element?.ownerDocument.defaultView;
    if (element === null || !view || streamId === null) return;
    let visible = true;
    const tell = () => {
      const { width, height } = element.getBoundingClientRect();
      const scale = view.devicePixelRatio;
      const size = visible && width > 0 ? { widthPx: width * scale, heightPx: height * scale } : null;
      say(live, ({ places }) => {
        const sizes = places.get(streamId) ?? new Map<HTMLElement, ShownSize>();
        places.set(streamId, sizes.set(element, size));
      });
    };
    const seen = new view.IntersectionObserver(([entry]) => {
      visible = entry?.isIntersecting ?? true;
      tell();
    });
    const sized = new view.ResizeObserver(tell);
    seen.observe(element);
    sized.observe(element);
    return () => {
      seen.disconnect();
      sized.disconnect();
      say(live, ({ places }) => {
        const sizes = places.get(streamId);
        sizes?.delete(element);
        if (sizes?.size === 0) places.delete(streamId);
      });
    };
  }, [live, ref, streamId]);
}
