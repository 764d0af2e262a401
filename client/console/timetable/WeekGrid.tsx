import './grid.css';
import { type KeyboardEvent, useId, useRef } from 'react';
import type { LocalDate } from '../../../shared/kernel/time.ts';
import type { LessonCard } from '../../../shared/lesson.ts';
import { minuteText } from '../shell/clock.model.ts';
import { useLanguage, useText } from '../text.ts';
import { type Carried, useCarry } from './carry.ts';
import { durationOf, hourStarts, hoursOf, lanesOf, type Place, placeAt, stepped } from './grid.model.ts';
import { LessonBlock, type Pointed } from './LessonBlock.tsx';
import { carriedWords, dayText } from './words.ts';

type WeekGridProps = {
  readonly days: readonly LocalDate[];
  readonly cards: readonly LessonCard[];
  /** All lessons of the week that the asker sees: what a carried one may meet. */
  readonly others: readonly LessonCard[];
  /** What is said under a day's name: a holiday, a make-up day. */
  readonly noteOf: (date: LocalDate) => string | null;
  /** When periods begin, in order. */
  readonly starts: readonly number[];
  readonly now: Place;
  readonly mayMove: (card: LessonCard) => boolean;
  readonly onOpen: (card: LessonCard) => void;
  readonly onDrop: (dropped: Carried) => void;
};

/** A week as weekdays by the time of day; lessons are moved by a drag or by the keyboard, and nothing is stored before it is confirmed. */
export function WeekGrid(props: WeekGridProps) {
  const { days, cards, others, starts, now, mayMove } = props;
  const t = useText();
  const locale = useLanguage((language) => language.locale);
  const carry = useCarry();
  const help = useId();
  const ground = useRef<HTMLDivElement>(null);
  /** Minutes between a lesson's top and the pointer that took it. */
  const grabbed = useRef(0);
  const { carried } = carry;
  const hours = hoursOf(cards);
  const span = hours.toMinute - hours.fromMinute;
  const lanes = lanesOf(cards);
  const says = { t, locale };
  const told = carried && carriedWords(carried, { others, now }, says);

  const shareOf = ({ clientX, clientY }: Pointed) => {
    const box = ground.current?.getBoundingClientRect();
    if (box === undefined) return null;
    return { x: (clientX - box.left) / box.width, y: (clientY - box.top) / box.height };
  };
  const drag = (card: LessonCard) => (act: 'begin' | 'move' | 'end' | 'cancel', at: Pointed) => {
    const point = shareOf(at);
    if (act === 'cancel' || point === null) return carry.putBack();
    if (act === 'begin') {
      grabbed.current = hours.fromMinute + point.y * span - card.startMinute;
      return carry.pickUp(card);
    }
    if (act === 'end') return drop();
    const held = { days, hours, durationMinutes: durationOf(card), grabbed: grabbed.current };
    const place = placeAt(point, held);
    if (place !== null) carry.hold(place);
  };
  const drop = () => {
    const dropped = carry.drop();
    if (dropped !== null) props.onDrop(dropped);
  };
  const key = (card: LessonCard) => (event: KeyboardEvent) => {
    if (carried === null) {
      if (event.key !== ' ') return;
      event.preventDefault();
      if (mayMove(card)) carry.pickUp(card);
      return;
    }
    if (event.key === 'Tab') return carry.putBack();
    event.preventDefault();
    if (event.key === 'Enter' || event.key === ' ') return drop();
    if (event.key === 'Escape') return carry.putBack();
    carry.hold(stepped(carried.place, event.key, { days, starts, durationMinutes: durationOf(card) }));
  };

  const boxAt = (place: Place, card: LessonCard, lane: { lane: number; lanes: number }) => {
    const width = 100 / days.length;
    return {
      insetInlineStart: `${(days.indexOf(place.localDate) + lane.lane / lane.lanes) * width}%`,
      inlineSize: `${width / lane.lanes}%`,
      insetBlockStart: `${((place.startMinute - hours.fromMinute) / span) * 100}%`,
      blockSize: `${(durationOf(card) / span) * 100}%`,
    };
  };
  return (
    <section className="week-grid" aria-label={t('timetable.grid')}>
      <div className="grid-scroll">
        <div className="grid-days" style={{ gridTemplateColumns: `56px repeat(${days.length}, 1fr)` }}>
          <span />
          {days.map((date) => (
            <div key={date} className={date === now.localDate ? 'grid-day grid-today' : 'grid-day'}>
              <b>{dayText(date, locale)}</b>
              <DayNote
                note={props.noteOf(date)}
                today={date === now.localDate ? t('timetable.today') : null}
              />
            </div>
          ))}
        </div>
        <div className="grid-body" style={{ blockSize: (span / 60) * 76 }}>
          <div className="grid-hours" aria-hidden="true">
            {hourStarts(hours).map((minute) => (
              <span key={minute}>{minuteText(minute)}</span>
            ))}
          </div>
          <div
            ref={ground}
            className="grid-ground"
            style={{ backgroundSize: `${100 / days.length}% 100%, 100% ${(60 / span) * 100}%` }}
          >
            {starts
              .filter((minute) => minute >= hours.fromMinute && minute < hours.toMinute)
              .map((minute) => (
                <i
                  key={minute}
                  className="grid-bell"
                  style={{ insetBlockStart: `${((minute - hours.fromMinute) / span) * 100}%` }}
                />
              ))}
            {cards.map((card) => {
              const isCarried = carried?.card.lessonId === card.lessonId;
              const place = isCarried ? carried.place : card;
              const lane = isCarried ? undefined : lanes.get(card.lessonId);
              return (
                <LessonBlock
                  key={card.lessonId}
                  card={card}
                  place={place}
                  style={boxAt(place, card, lane ?? { lane: 0, lanes: 1 })}
                  carried={isCarried}
                  bad={told?.isBad === true}
                  liftable={mayMove(card)}
                  describedBy={help}
                  onOpen={() => props.onOpen(card)}
                  onKey={key(card)}
                  onDrag={drag(card)}
                />
              );
            })}
          </div>
        </div>
      </div>
      <p id={help} className="fine-print">
        {t('timetable.help')}
      </p>
      <p role="status" aria-live="assertive" className={carried ? 'grid-told' : 'grid-told grid-silent'}>
        {told?.words ?? (carry.wasPutBack ? t('timetable.putBack') : '')}
      </p>
    </section>
  );
}

function DayNote({ note, today }: { readonly note: string | null; readonly today: string | null }) {
  const words = [today, note].filter((each) => each !== null).join(' · ');
  return words === '' ? null : <span className="fine-print">{words}</span>;
}
