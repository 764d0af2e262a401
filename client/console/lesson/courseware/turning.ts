import { useCallback, useEffect, useRef, useState } from 'react';
import type { SessionId } from '../../../../shared/kernel/ids.ts';
import type { CoursewareView, Zoom } from '../../../../shared/session/session.courseware.ts';
import { WHOLE_PAGE } from '../../../../shared/session/session.courseware.ts';
import { useLive } from '../live-context.ts';

export type Turning = {
  /** As it is seen here: at once, whatever the line does. */
  readonly page: number;
  readonly zoom: Zoom;
  turn(page: number): void;
  zoomTo(zoom: Zoom): void;
};

/** Between two zooms that are told the walls. */
const TELL_MS = 250;

/** Turns and zooms the open courseware; what was asked for stands here until the lesson has followed. */
export function useTurning(sessionId: SessionId, open: CoursewareView): Turning {
  const live = useLive();
  const { coursewareId, pageCount } = open;
  const [asked, setAsked] = useState<{ readonly page: number; readonly zoom: Zoom } | null>(null);
  const underWay = useRef(0);
  const page = asked?.page ?? open.page;
  const zoom = asked?.zoom ?? open.zoom;
  const latest = useRef({ page, zoom });
  latest.current = { page, zoom };
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  useEffect(() => () => clearTimeout(timer.current ?? undefined), []);

  const follow = useCallback((answer: Promise<unknown>) => {
    underWay.current += 1;
    void answer.then(() => {
      underWay.current -= 1;
      // The view of it has come before its answer.
      if (underWay.current === 0 && timer.current === null) setAsked(null);
    });
  }, []);

  const turn = useCallback(
    (to: number) => {
      if (to < 1 || to > pageCount || to === latest.current.page) return;
      clearTimeout(timer.current ?? undefined);
      timer.current = null;
      setAsked({ page: to, zoom: WHOLE_PAGE });
      latest.current = { page: to, zoom: WHOLE_PAGE };
      follow(live.command('courseware.turn', { sessionId, coursewareId, page: to }));
    },
    [live, sessionId, coursewareId, pageCount, follow],
  );

  const zoomTo = useCallback(
    (to: Zoom) => {
      setAsked({ page: latest.current.page, zoom: to });
      latest.current = { ...latest.current, zoom: to };
      timer.current ??= setTimeout(() => {
        timer.current = null;
        const body = { sessionId, coursewareId, zoom: latest.current.zoom };
        follow(live.command('courseware.zoom', body));
      }, TELL_MS);
    },
    [live, sessionId, coursewareId, follow],
  );
  return { page, zoom, turn, zoomTo };
}

/** Steps that a key asks for; a presenter's remote control is a keyboard too. Null for other keys. */
export function stepOf({
  key,
  ctrlKey,
  metaKey,
  altKey,
}: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>): 1 | -1 | null {
  if (ctrlKey || metaKey || altKey) return null;
  if (['PageDown', 'ArrowRight', 'ArrowDown'].includes(key)) return 1;
  return ['PageUp', 'ArrowLeft', 'ArrowUp'].includes(key) ? -1 : null;
}

/** Where these keys have another meaning. */
const BUSY =
  'input, textarea, select, [contenteditable], [role="radio"], [role="slider"], [role="dialog"], .ant-popover, [data-keys="own"]';

/** Turns pages by keyboard wherever the keys are free, in the lecturer's window and in the class's. */
export function useTurningKeys({ page, turn }: Turning, windows: readonly Window[]): void {
  const now = useRef({ page, turn });
  now.current = { page, turn };
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const step = stepOf(event);
      const target = event.target;
      const isBusy = target !== null && 'closest' in target && (target as Element).closest(BUSY) !== null;
      const scrolls = event.key === 'ArrowDown' || event.key === 'ArrowUp';
      const isPageKey = event.key.startsWith('Page');
      if (
        step === null ||
        event.defaultPrevented ||
        (isBusy && !isPageKey) ||
        (scrolls && isScrolled(target))
      )
        return;
      event.preventDefault();
      now.current.turn(now.current.page + step);
    };
    for (const each of windows) each.addEventListener('keydown', onKey);
    return () => {
      for (const each of windows) each.removeEventListener('keydown', onKey);
    };
  }, [windows]);
}

/** The column of rooms is moved by arrow keys once it has the focus. */
const isScrolled = (target: EventTarget | null): boolean =>
  target !== null && 'closest' in target && (target as Element).closest('[tabindex="0"]') !== null;
