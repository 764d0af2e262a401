import './courseware.css';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { Zoom } from '../../../shared/session/session.courseware.ts';
import type { MarkBoard } from '../../live/courseware/mark-board.ts';
import { fades, paintMarks, paintMoving, wipe } from './marks-painter.ts';
import { PagePainter, type Painted } from './page-painter.ts';
import { contextOf, type PageSource } from './page-source.ts';

/** What was drawn on the open page: of a lesson that runs, or of a recording. */
export type PageBoard = Pick<MarkBoard, 'open' | 'drawing' | 'nowMs'>;

type Props = {
  readonly source: PageSource;
  readonly page: number;
  readonly zoom: Zoom;
  readonly board: PageBoard | null;
  /** What the page is, for those who cannot see it. */
  readonly label: string;
  /** Told whenever the page lies elsewhere, in device pixels. */
  readonly onPainted?: (painted: Painted) => void;
  readonly onFailed?: () => void;
  /** Lies over the page: whoever draws on it. */
  readonly children?: ReactNode;
};

/** One page as large as its place: the page, what was written on it, and what moves over it, each on a canvas of its own. */
export function PageStage({ source, page, zoom, board, label, onPainted, onFailed, children }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const told = useRef({ onPainted, onFailed });
  told.current = { onPainted, onFailed };
  const [painter, setPainter] = useState<PagePainter | null>(null);
  const size = usePlaceSize(place);
  const painted = useRef<Painted | null>(null);
  const ink = useRef<{ renew(): void } | null>(null);

  useEffect(() => {
    const canvas = place.current?.querySelector<HTMLCanvasElement>('.page-paper');
    if (!canvas) return;
    const made = new PagePainter(source, contextOf(canvas), {
      painted: (now) => {
        painted.current = now;
        canvas.dataset['page'] = String(now.page);
        ink.current?.renew();
        told.current.onPainted?.(now);
      },
      failed: () => told.current.onFailed?.(),
    });
    setPainter(made);
    return () => made.close();
  }, [source]);

  useEffect(() => {
    if (painter !== null && size !== null) painter.show({ page, zoom, place: size });
  }, [painter, page, zoom, size]);

  useEffect(() => {
    if (board === null || place.current === null) return;
    const made = inkOn(place.current, board, () => painted.current);
    ink.current = made;
    return () => {
      ink.current = null;
      made.close();
    };
  }, [board]);

  return (
    <div ref={place} className="page-stage" role="img" aria-label={label}>
      <canvas className="page-paper" />
      <canvas className="page-ink" />
      <canvas className="page-moving" />
      {children}
    </div>
  );
}

/** Paints the board's drawing whenever it changes, without asking React sixty times a second. */
function inkOn(place: HTMLElement, board: PageBoard, paintedNow: () => Painted | null) {
  const canvases = ['.page-ink', '.page-moving'].flatMap(
    (each) => place.querySelector<HTMLCanvasElement>(each) ?? [],
  );
  const [ink, moving] = canvases.map(contextOf);
  const page = place.ownerDocument.defaultView ?? window;
  const calm = page.matchMedia('(prefers-reduced-motion: reduce)').matches;
  let frame = 0;
  let inked: { readonly marks: unknown; readonly at: Painted } | null = null;
  const paint = () => {
    frame = 0;
    const at = paintedNow();
    if (at === null || ink === undefined || moving === undefined) return;
    for (const { canvas } of [ink, moving])
      if (canvas.width !== at.place.width || canvas.height !== at.place.height) {
        canvas.width = at.place.width;
        canvas.height = at.place.height;
      }
    // The page that is painted may still be the one before the turn.
    if (board.open !== null && board.open.page !== at.page) {
      wipe(ink);
      wipe(moving);
      inked = null;
      return;
    }
    const drawing = board.drawing.get();
    if (inked?.marks !== drawing.marks || inked.at !== at) {
      paintMarks(ink, at, drawing.marks);
      ink.canvas.dataset['marks'] = String(drawing.marks.length);
      inked = { marks: drawing.marks, at };
    }
    const nowMs = board.nowMs();
    paintMoving(moving, at, { moving: drawing.moving, nowMs, calm });
    if (fades(drawing.moving, nowMs)) soon();
  };
  const soon = () => {
    if (frame === 0) frame = page.requestAnimationFrame(paint);
  };
  const stop = board.drawing.subscribe(soon);
  soon();
  return {
    /** In the very frame in which the page has changed. */
    renew: paint,
    close() {
      stop();
      page.cancelAnimationFrame(frame);
    },
  };
}

function usePlaceSize(place: { readonly current: HTMLElement | null }) {
  const [size, setSize] = useState<{ readonly width: number; readonly height: number } | null>(null);
  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => {
      const ratio = element.ownerDocument.defaultView?.devicePixelRatio ?? 1;
      const width = Math.round(element.clientWidth * ratio);
      const height = Math.round(element.clientHeight * ratio);
      setSize((before) => (before?.width === width && before.height === height ? before : { width, height }));
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [place]);
  return size;
}
