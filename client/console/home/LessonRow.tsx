import './home.css';
import { Link } from 'react-router';
import { PrepareButton } from '../lesson/courseware/PrepareButton.tsx';
import { NoteButton } from '../note/NoteButton.tsx';
import { minuteText } from '../shell/clock.model.ts';
import { type ConsoleKey, useText } from '../text.ts';
import { type DayItem, type LessonAction, mayPrepare, mayWriteNote } from './home.model.ts';
import { LessonState } from './LessonState.tsx';

export const attendancePath = (card: DayItem['card']): string =>
  `/attendance/${card.sessionId}?date=${card.localDate}`;

export const lessonPath = (card: DayItem['card']): string => `/lesson/${card.sessionId}`;
/** The same lesson for whoever watches unseen. */
const observePath = (card: DayItem['card']): string => `${lessonPath(card)}?as=observer`;

/** `教学点甲、教学点乙 等 5 所` */
export function useRoomsText(): (card: DayItem['card']) => string {
  const t = useText();
  return ({ rooms, members }) => {
    // Whoever leads takes part too.
    if (rooms.length === 0 && members.length > 0) return t('home.members', { total: members.length + 1 });
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
        <KindTag card={card} />
        {card.language !== undefined && <span className="tag">{t(`language.${card.language}`)}</span>}
        {card.unplanned && <span className="tag">{t('home.unplanned')}</span>}
        <div className="quiet">
          {card.leadingSchool.name} · {card.lecturer.name} · {t('home.minutes', { minutes })}
        </div>
      </div>
      <div className="lesson-rooms">{roomsText(card)}</div>
      <LessonState moment={item.moment} />
      <LessonActions item={item} />
    </li>
  );
}

/** Every way into a lesson that the asker has, and what is known of it afterwards. */
export function LessonActions({ item }: { readonly item: DayItem }) {
  return (
    <div className="lesson-action">
      {mayWriteNote(item) && <NoteButton card={item.card} />}
      {mayPrepare(item) && <PrepareButton card={item.card} />}
      {item.actions.map((action) => (
        <RowAction key={action} item={item} action={action} />
      ))}
    </div>
  );
}

function RowAction({ item, action }: { readonly item: DayItem; readonly action: LessonAction }) {
  const t = useText();
  switch (action) {
    case 'open':
    case 'return':
      return <Link to={lessonPath(item.card)}>{t(entryKey(item))}</Link>;
    case 'observe':
      return <Link to={observePath(item.card)}>{t('observe.go')}</Link>;
    case 'attendance':
      return <Link to={attendancePath(item.card)}>{t('attendance.title')}</Link>;
  }
}

/** What the way in is called; coming back is said to whoever leads or helps. */
export function entryKey({ entry, actions }: DayItem): ConsoleKey {
  if (entry === 'member') return 'home.enterSeminar';
  if (entry === 'watch') return 'home.enterObservation';
  return actions.includes('return') ? 'home.return' : 'home.open';
}

/** What kind of lesson it is, where it is not the usual one. */
export function KindTag({ card }: Pick<DayItem, 'card'>) {
  const t = useText();
  if (card.kind === 'delivery' && card.mode === 'interactive') return null;
  return (
    <span className="tag">
      {t(`kind.${card.kind}`)} · {t(`mode.${card.mode}`)}
    </span>
  );
}
