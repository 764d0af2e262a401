import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState, type WheelEvent } from 'react';
import type { MarkPoint } from '../../../../shared/courseware.ts';
import type { MarkBoard } from '../../../live/courseware/mark-board.ts';
import type { MarkPen } from '../../../live/courseware/mark-pen.ts';
import { type Point, pannedBy, shareOf, zoomedAt } from '../../../ui/courseware/geometry.ts';
import { marksUnder } from '../../../ui/courseware/marks-hit.ts';
import type { Painted } from '../../../ui/courseware/page-painter.ts';
import { useText } from '../../text.ts';
import { penKindOf, useTools } from './tools.ts';
import type { Turning } from './turning.ts';

type Props = {
  readonly board: MarkBoard;
  readonly pen: MarkPen;
  readonly turning: Turning;
  readonly pageCount: number;
  /** Where the page lies now, in device pixels. */
  readonly painted: { readonly current: Painted | null };
};

/** How far the eraser reaches, in shares of the page's width. */
const REACH = 0.012;
/** After a pen was seen, hands that lie on the panel draw nothing. */
const PALM_MS = 60_000;
const KEY_STEP = 0.01;

/** Takes pen, finger, mouse and keyboard over the page, and makes marks of them. Two fingers move the page. */
export function DrawLayer({ board, pen, turning, pageCount, painted }: Props) {
  const t = useText();
  const tools = useTools();
  const layer = useRef<HTMLDivElement>(null);
  const fingers = useRef(new Map<number, Point>());
  const held = useRef<{ readonly id: number; last: Point; readonly moves: boolean } | null>(null);
  const penSeenAtMs = useRef(Number.NEGATIVE_INFINITY);
  const [cursor, setCursor] = useState<(Point & { readonly down: boolean }) | null>(null);
  const { page, zoom } = turning;

  const pointOf = (event: { clientX: number; clientY: number }): Point => {
    const element = layer.current;
    const frame = element?.getBoundingClientRect() ?? { left: 0, top: 0, width: 1, height: 1 };
    const at = painted.current?.place ?? { width: frame.width, height: frame.height };
    return {
      x: ((event.clientX - frame.left) * at.width) / frame.width,
      y: ((event.clientY - frame.top) * at.height) / frame.height,
    };
  };
  const geometry = (now: Painted) => ({ place: now.place, page: { width: 1, height: now.aspect }, zoom });
  const markPoint = (event: {
    clientX: number;
    clientY: number;
    pressure: number;
    pointerType: string;
  }): MarkPoint => {
    const { x, y } = shareOf(
      painted.current?.box ?? { left: 0, top: 0, width: 1, height: 1 },
      pointOf(event),
    );
    return [x, y, event.pointerType === 'pen' ? event.pressure : 0.5];
  };
  const erase = (way: readonly Point[]) => {
    const aspect = painted.current?.aspect ?? 1;
    pen.erase(marksUnder(board.drawing.get().marks, way, { reach: REACH, aspect }));
  };

  const down = (event: PointerEvent<HTMLDivElement>) => {
    const now = painted.current;
    if (now === null || event.button > 0) return;
    if (event.pointerType === 'pen') penSeenAtMs.current = event.timeStamp;
    const isTouch = event.pointerType === 'touch';
    if (isTouch) fingers.current.set(event.pointerId, pointOf(event));
    event.currentTarget.setPointerCapture(event.pointerId);
    if (isTouch && fingers.current.size > 1) {
      pen.drop();
      held.current = null;
      return;
    }
    const isPalm = isTouch && event.timeStamp - penSeenAtMs.current < PALM_MS;
    const kind = isPalm ? null : penKindOf(tools);
    const moves = isPalm || tools.tool === 'hand';
    held.current = { id: event.pointerId, last: pointOf(event), moves };
    if (kind !== null) pen.down(kind, markPoint(event));
    else if (!moves) erase([shareOf(now.box, pointOf(event))]);
  };

  const move = (event: PointerEvent<HTMLDivElement>) => {
    const now = painted.current;
    if (now === null) return;
    if (event.pointerType === 'touch' && fingers.current.size > 1) {
      pinch(event, now);
      return;
    }
    const hold = held.current;
    if (hold?.id !== event.pointerId) return;
    const at = pointOf(event);
    if (hold.moves) turning.zoomTo(pannedBy(geometry(now), { x: at.x - hold.last.x, y: at.y - hold.last.y }));
    else if (tools.tool === 'eraser') erase(between(hold.last, at).map((each) => shareOf(now.box, each)));
    else {
      const all = event.nativeEvent.getCoalescedEvents();
      pen.move((all.length > 0 ? all : [event.nativeEvent]).map(markPoint));
    }
    hold.last = at;
  };

  const pinch = (event: PointerEvent<HTMLDivElement>, now: Painted) => {
    const before = [...fingers.current.values()];
    fingers.current.set(event.pointerId, pointOf(event));
    const after = [...fingers.current.values()];
    const spread = ([a, b]: readonly Point[]) => (a && b ? Math.hypot(a.x - b.x, a.y - b.y) : 1);
    const middle = ([a, b]: readonly Point[]) =>
      a && b ? { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 } : { x: 0, y: 0 };
    const [from, to] = [middle(before), middle(after)];
    const moved = pannedBy(geometry(now), { x: to.x - from.x, y: to.y - from.y });
    turning.zoomTo(
      zoomedAt({ ...geometry(now), zoom: moved }, to, spread(after) / Math.max(1, spread(before))),
    );
  };

  const up = (event: PointerEvent<HTMLDivElement>) => {
    fingers.current.delete(event.pointerId);
    if (held.current?.id !== event.pointerId) return;
    if (!held.current.moves) pen.up();
    held.current = null;
  };

  const wheel = useRef<(event: WheelEvent | globalThis.WheelEvent) => void>(() => undefined);
  wheel.current = (event) => {
    const now = painted.current;
    if (now === null || !(event.ctrlKey || zoom.scale > 1)) return;
    event.preventDefault();
    if (event.ctrlKey) turning.zoomTo(zoomedAt(geometry(now), pointOf(event), Math.exp(-event.deltaY / 300)));
    else turning.zoomTo(pannedBy(geometry(now), { x: -event.deltaX, y: -event.deltaY }));
  };
  useEffect(() => {
    const element = layer.current;
    // React listens passively, and the browser would zoom the whole page.
    const onWheel = (event: globalThis.WheelEvent) => wheel.current(event);
    element?.addEventListener('wheel', onWheel, { passive: false });
    return () => element?.removeEventListener('wheel', onWheel);
  }, []);

  const key = (event: KeyboardEvent<HTMLDivElement>) => {
    if (event.ctrlKey && event.key.toLowerCase() === 'z') {
      pen.undo();
      event.preventDefault();
      return;
    }
    const by = arrows[event.key];
    if (by === undefined && event.key !== ' ' && event.key !== 'Escape') return;
    event.preventDefault();
    const at = cursor ?? { x: 0.5, y: 0.5, down: false };
    const next = by === undefined ? at : { ...at, x: within(at.x + by.x), y: within(at.y + by.y) };
    const kind = penKindOf(tools);
    if (event.key === 'Escape' || (event.key === ' ' && at.down)) {
      pen.up();
      setCursor(event.key === 'Escape' ? null : { ...at, down: false });
    } else if (event.key === ' ') {
      if (kind === null) erase([at]);
      else pen.down(kind, [at.x, at.y, 0.5]);
      setCursor({ ...at, down: kind !== null });
    } else {
      if (at.down) pen.move([[next.x, next.y, 0.5]]);
      setCursor(next);
    }
  };

  const now = painted.current;
  return (
    <div
      ref={layer}
      className="draw-layer"
      role="application"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: whoever has no mouse draws by keys
      tabIndex={0}
      data-keys="own"
      data-tool={tools.tool}
      aria-label={t('courseware.surface', { page, total: pageCount })}
      onPointerDown={down}
      onPointerMove={move}
      onPointerUp={up}
      onPointerCancel={up}
      onKeyDown={key}
      onBlur={() => {
        if (cursor?.down) pen.up();
        setCursor(null);
      }}
    >
      {cursor !== null && now !== null && (
        <i
          className="draw-cursor"
          data-down={cursor.down}
          aria-hidden="true"
          style={{
            insetInlineStart: `${((now.box.left + cursor.x * now.box.width) / now.place.width) * 100}%`,
            insetBlockStart: `${((now.box.top + cursor.y * now.box.height) / now.place.height) * 100}%`,
          }}
        />
      )}
    </div>
  );
}

const arrows: Readonly<Record<string, Point>> = {
  ArrowLeft: { x: -KEY_STEP, y: 0 },
  ArrowRight: { x: KEY_STEP, y: 0 },
  ArrowUp: { x: 0, y: -KEY_STEP },
  ArrowDown: { x: 0, y: KEY_STEP },
};
const within = (share: number): number => Math.min(1, Math.max(0, share));

/** Points on the way, near enough that no thin stroke slips through between them. */
function between(from: Point, to: Point): readonly Point[] {
  const steps = Math.max(1, Math.ceil(Math.hypot(to.x - from.x, to.y - from.y) / 6));
  return Array.from({ length: steps }, (_, index) => ({
    x: from.x + ((to.x - from.x) * (index + 1)) / steps,
    y: from.y + ((to.y - from.y) * (index + 1)) / steps,
  }));
}
