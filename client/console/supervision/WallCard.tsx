import { Link } from 'react-router';
import type { Still } from '../../../shared/still.ts';
import type { WallLesson } from '../../../shared/supervision.ts';
import { ladderWords } from '../../ui/ladder-words.ts';
import { timeText } from '../shell/format.ts';
import { type ConsoleText, useText } from '../text.ts';
import { StillPicture } from './StillPicture.tsx';
import { isFine, roomsShown } from './supervision.model.ts';

type Room = WallLesson['rooms'][number];

type CardProps = {
  readonly lesson: WallLesson;
  /** Null while nobody has asked for stills; unknown until the first word of this one comes. */
  readonly still: Still | 'unknown' | null;
};

/** One lesson: what, whose, how it stands, its rooms with trouble first, its alarms in words. */
export function WallCard({ lesson, still }: CardProps) {
  const t = useText();
  const { state, rooms, alarms, startedAtMs, lecturerHere } = lesson;
  const here = rooms.filter((room) => room.state === 'here').length;
  const { shown, fineCount } = roomsShown(rooms);
  const ofLesson = alarms.filter(({ roomId }) => roomId === null);
  const when =
    startedAtMs === null
      ? t('supervision.planned', {
          from: timeText(lesson.plannedStartAtMs),
          to: timeText(lesson.plannedEndAtMs),
        })
      : t('supervision.since', { time: timeText(startedAtMs) });
  const title = [lesson.subject, lesson.grade].filter(Boolean).join(' ');
  return (
    <article
      className="wall-card"
      data-trouble={alarms.length > 0}
      data-session={lesson.sessionId}
      aria-label={`${title} ${lesson.leadingSchoolName}`}
    >
      <header>
        <h3>{title}</h3>
        <span className="wall-state" data-state={state}>
          <i aria-hidden="true" />
          {t(`supervision.state.${state}`)}
        </span>
      </header>
      {still !== null && <StillPicture still={still === 'unknown' ? null : still} />}
      <p>{lesson.leadingSchoolName}</p>
      <p className="quiet">
        {when} · {t(lecturerHere ? 'supervision.lecturerHere' : 'supervision.lecturerAway')} ·{' '}
        {t('supervision.roomsHere', { here, rooms: rooms.length })}
      </p>
      {ofLesson.length > 0 && (
        <ul className="wall-alarms">
          {ofLesson.map((alarm) => (
            <li key={alarm.alarmId} data-known={alarm.acknowledged}>
              {alarmWords(t, alarm)}
            </li>
          ))}
        </ul>
      )}
      <ul className="wall-rooms">
        {shown.map((room) => (
          <RoomLine key={room.roomId} room={room} alarms={alarms} />
        ))}
      </ul>
      {fineCount > 0 && <p className="quiet">{t('supervision.moreRooms', { count: fineCount })}</p>}
      {state !== 'due' && (
        <p className="wall-act">
          <Link to={`/lesson/${lesson.sessionId}?as=observer`}>{t('supervision.visit')}</Link>
        </p>
      )}
    </article>
  );
}

/** A room, and what is wrong with it in its place: one line each. */
function RoomLine({ room, alarms }: { readonly room: Room; readonly alarms: WallLesson['alarms'] }) {
  const t = useText();
  const own = alarms.filter(({ roomId }) => roomId === room.roomId);
  return (
    <li data-fine={isFine(room)}>
      <i aria-hidden="true" data-state={room.state} />
      <span className="wall-room-name">{room.schoolName}</span>
      {own.length === 0 ? (
        <span className="quiet">{roomWords(t, room)}</span>
      ) : (
        <span className="wall-room-alarm" data-known={own.every(({ acknowledged }) => acknowledged)}>
          {own.map((alarm) => alarmWords(t, alarm)).join(t('app.listComma'))}
        </span>
      )}
    </li>
  );
}

const alarmWords = (t: ConsoleText, { rule, fromMs }: WallLesson['alarms'][number]): string =>
  `${t(`supervision.rule.${rule}`)} · ${t('supervision.alarm.from', { time: timeText(fromMs) })}`;

function roomWords(t: ConsoleText, { state, sinceMs, ladder }: Room): string {
  const weak = state === 'here' ? ladderWords(t, ladder) : null;
  if (weak !== null) return weak;
  return t(`supervision.room.${state}`, { time: sinceMs === null ? '' : timeText(sinceMs) });
}
