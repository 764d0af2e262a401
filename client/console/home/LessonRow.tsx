import './home.css';
import { Link } from 'react-router';
import { minuteText } from '../shell/clock.model.ts';
import { useText } from '../text.ts';
import type { DayItem } from './home.model.ts';
import { LessonState } from './LessonState.tsx';

export const attendancePath = (card: DayItem['card']): string =>
  `/attendance/${card.sessionId}?date=${card.localDate}`;

/** `教学点甲、教学点乙 等 5 所` */
export function useRoomsText(): (card: DayItem['card']) => string {
  const t = useText();
  return ({ rooms }) => {
    const names = [...new Set(rooms.map((room) => room.schoolName))];
    const shown = names.slice(0, 2).join(t('app.listComma'));
    return names.length > 2 ? t('home.roomsAndMore', { rooms: shown, total: names.length }) : shown;
  };
}

export function LessonRow({ item }: { readonly item: DayItem }) {
  const t = useText();
  const roomsText = useRoomsText();
  const { card } = item;
  const minutes = Math.round((card.plannedEndAtMs - card.plannedStartAtMs) / 60_000);
  return (
    <li className={`lesson-row moment-${item.moment}`}>
      <span className="lesson-time">{minuteText(card.startMinute)}</span>
      <div className="lesson-what">
        <strong>
          {card.subject} {card.grade}
        </strong>
        {card.unplanned && <span className="tag">{t('home.unplanned')}</span>}
        <div className="quiet">
          {card.leadingSchool.name} · {card.lecturer.name} · {t('home.minutes', { minutes })}
        </div>
      </div>
      <div className="lesson-rooms">{roomsText(card)}</div>
      <LessonState moment={item.moment} />
      <div className="lesson-action">
        <RowAction item={item} />
      </div>
    </li>
  );
}

function RowAction({ item }: { readonly item: DayItem }) {
  const t = useText();
  switch (item.action) {
    case 'open':
      return <Link to={`/lesson/${item.card.sessionId}`}>{t('home.open')}</Link>;
    case 'return':
      return <Link to={`/lesson/${item.card.sessionId}`}>{t('home.return')}</Link>;
    case 'attendance':
      return <Link to={attendancePath(item.card)}>{t('attendance.title')}</Link>;
    case 'none':
      return null;
  }
}
