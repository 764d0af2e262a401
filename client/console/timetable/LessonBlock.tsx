import { type CSSProperties, type KeyboardEvent, useRef } from 'react';
import type { LessonCard } from '../../../shared/lesson.ts';
import { minuteText } from '../shell/clock.model.ts';
import { useLanguage, useText } from '../text.ts';
import { endOf, type Place } from './grid.model.ts';
import { dayText, stateWord, titleOf } from './words.ts';

/** So far a pointer must go before it carries instead of opening. */
const DRAG_PX = 5;

/** Where a pointer is on the page. */
export type Pointed = { readonly clientX: number; readonly clientY: number };

type BlockProps = {
  readonly card: LessonCard;
  readonly place: Place;
  readonly style: CSSProperties;
  readonly carried: boolean;
  readonly bad: boolean;
  readonly liftable: boolean;
  readonly describedBy: string;
  readonly onOpen: () => void;
  readonly onKey: (event: KeyboardEvent) => void;
  readonly onDrag: (act: 'begin' | 'move' | 'end' | 'cancel', point: Pointed) => void;
};

/** One lesson in the grid: opened by a click, carried by a drag or the keyboard. */
export function LessonBlock({ card, place, style, carried, bad, liftable, ...does }: BlockProps) {
  const t = useText();
  const locale = useLanguage((language) => language.locale);
  const from = useRef<{ readonly x: number; readonly y: number; dragged: boolean } | null>(null);
  const state = stateWord(card, t);
  const classes = [
    'grid-lesson',
    `grid-${card.cancelled !== null ? 'cancelled' : card.phase}`,
    ...(carried ? ['grid-carried'] : []),
    ...(carried && bad ? ['grid-bad'] : []),
    ...(liftable ? ['grid-liftable'] : []),
  ];
  return (
    <button
      type="button"
      className={classes.join(' ')}
      style={style}
      data-lesson={card.lessonId}
      aria-describedby={does.describedBy}
      onKeyDown={does.onKey}
      // Space picks up; it must not open as well.
      onKeyUp={(event) => event.key === ' ' && event.preventDefault()}
      onClick={() => {
        const { dragged = false } = from.current ?? {};
        from.current = null;
        if (!dragged) does.onOpen();
      }}
      onPointerDown={(event) => {
        from.current = { x: event.clientX, y: event.clientY, dragged: false };
        // At once: a quick pointer is off the lesson with its first step.
        if (liftable) event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={(event) => {
        const begun = from.current;
        if (begun === null || !liftable || event.buttons === 0) return;
        const far = Math.hypot(event.clientX - begun.x, event.clientY - begun.y) > DRAG_PX;
        if (!begun.dragged && far) {
          begun.dragged = true;
          does.onDrag('begin', { clientX: begun.x, clientY: begun.y });
          does.onDrag('move', event);
        } else if (begun.dragged) does.onDrag('move', event);
      }}
      onPointerUp={(event) => from.current?.dragged && does.onDrag('end', event)}
      onPointerCancel={(event) => {
        if (from.current?.dragged) does.onDrag('cancel', event);
        from.current = null;
      }}
    >
      <span className="grid-lesson-head">
        <b>{titleOf(card)}</b>
        {state !== null && <span className="grid-sign">{state}</span>}
      </span>
      <span className="grid-lesson-time">
        <span className="grid-heard">{dayText(place.localDate, locale)} </span>
        {minuteText(place.startMinute)}–{minuteText(endOf(card, place) % 1440)} {card.lecturer.name}
      </span>
      <span className="grid-lesson-rooms">
        {card.rooms.map((room) => room.schoolName).join(t('app.listComma'))}
      </span>
    </button>
  );
}
