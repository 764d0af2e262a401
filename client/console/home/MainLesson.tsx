import './home.css';
import { Button } from 'antd';
import { useNavigate } from 'react-router';
import { PrepareButton } from '../lesson/courseware/PrepareButton.tsx';
import { NoteButton } from '../note/NoteButton.tsx';
import { minuteText } from '../shell/clock.model.ts';
import { useText } from '../text.ts';
import { type DayItem, mayPrepare, mayWriteNote } from './home.model.ts';
import { entryKey, KindTag, lessonPath, useRoomsText } from './LessonRow.tsx';
import { LessonState } from './LessonState.tsx';

/** The lesson that matters now, and the one button that leads into it. */
export function MainLesson({ item, nowMs }: { readonly item: DayItem; readonly nowMs: number }) {
  const t = useText();
  const navigate = useNavigate();
  const roomsText = useRoomsText();
  const { card } = item;
  const minutesToStart = Math.ceil((card.plannedStartAtMs - nowMs) / 60_000);
  return (
    <section className="main-lesson" aria-label={t('home.mainLesson')}>
      <div className="main-lesson-time">{minuteText(card.startMinute)}</div>
      <div className="main-lesson-what">
        <h2>
          {card.subject} {card.grade}
          <KindTag card={card} />
        </h2>
        <p>
          {roomsText(card)}
          {card.rooms.length > 0 && ` · ${t('home.roomCount', { rooms: card.rooms.length })}`}
        </p>
        <p className="quiet">
          <LessonState moment={item.moment} />
          {item.moment !== 'live' && minutesToStart > 0 && (
            <span> · {t('home.startsIn', { time: waitText(minutesToStart, t) })}</span>
          )}
          {item.entry !== 'lead' && <span> · {t('home.colleagues', { name: card.lecturer.name })}</span>}
        </p>
      </div>
      {mayWriteNote(item) && <NoteButton card={card} />}
      {mayPrepare(item) && <PrepareButton card={card} />}
      <Button type="primary" size="large" onClick={() => void navigate(lessonPath(card))}>
        {t(entryKey(item))}
      </Button>
    </section>
  );
}

function waitText(minutes: number, t: ReturnType<typeof useText>): string {
  return minutes < 60
    ? t('home.minutes', { minutes })
    : t('home.hoursMinutes', { hours: Math.floor(minutes / 60), minutes: minutes % 60 });
}
