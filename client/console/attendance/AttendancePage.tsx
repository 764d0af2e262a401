import { Button } from 'antd';
import { Link, useParams, useSearchParams } from 'react-router';
import type { SessionAttendance } from '../../../shared/attendance.ts';
import { type SessionId, sessionId as sessionIdSchema } from '../../../shared/kernel/ids.ts';
import { localDate } from '../../../shared/kernel/time.ts';
import type { LessonCard } from '../../../shared/lesson.ts';
import type { Locale } from '../../../shared/text/text.ts';
import { useAnswer } from '../api/queries.ts';
import { OwnProgress } from '../recordings/OwnProgress.tsx';
import { wholeMinutes } from '../shell/clock.model.ts';
import { shortDateText, timeText } from '../shell/format.ts';
import { Loaded } from '../shell/Loaded.tsx';
import { NotFoundPage } from '../shell/NotFoundPage.tsx';
import { Page } from '../shell/Page.tsx';
import { todayAt } from '../shell/today.ts';
import { useLanguage, useText } from '../text.ts';
import { AttendanceTable } from './AttendanceTable.tsx';
import { ConfirmLate } from './ConfirmLate.tsx';
import { BesideTheRooms, PeopleTable } from './PeopleTable.tsx';
import { QualityTable } from './QualityTable.tsx';

export function AttendancePage() {
  const read = sessionIdSchema.safeParse(useParams()['sessionId']);
  return read.success ? <Attendance sessionId={read.data} /> : <NotFoundPage />;
}

function Attendance({ sessionId }: { readonly sessionId: SessionId }) {
  const t = useText();
  const attendance = useAnswer('attendance.read', { sessionId }, { everyMs: 20_000 });
  const card = useCard(sessionId, attendance.data?.startedAtMs ?? null);
  const locale = useLanguage((language) => language.locale);
  const lead =
    card && [shortDateText(card.localDate, locale), card.leadingSchool.name, card.lecturer.name].join(' · ');
  return (
    <Page
      title={card ? `${t('attendance.title')} · ${card.subject} ${card.grade}` : t('attendance.title')}
      lead={lead}
      action={
        <>
          <Recordings sessionId={sessionId} />
          <Button href={csvAddress(sessionId, locale)} download>
            {t('coverage.csv')}
          </Button>
        </>
      }
    >
      <Loaded query={attendance}>
        {(facts) => (
          <>
            <LessonLine facts={facts} />
            {(facts.rooms.length > 0 || facts.people.length === 0) && <AttendanceTable facts={facts} />}
            <QualityTable facts={facts} />
            <BesideTheRooms facts={facts} />
            <ConfirmLate facts={facts} onDone={() => void attendance.refetch()} />
            {facts.people.length > 0 && (
              <>
                <h2>{t('attendance.people')}</h2>
                <PeopleTable facts={facts} />
              </>
            )}
            {facts.rooms.length > 0 && <p className="fine-print">{t('attendance.explained')}</p>}
          </>
        )}
      </Loaded>
    </Page>
  );
}

/** The way to what was recorded of the lesson, where anything was. */
function Recordings({ sessionId }: { readonly sessionId: SessionId }) {
  const t = useText();
  const found = useAnswer('recording.list', { sessionId });
  if (found.data === undefined || found.data.recordings.length === 0) return null;
  const seen = found.data.recordings.find(({ progress }) => progress !== undefined);
  return (
    <span className="recordings-of-lesson">
      <Link to={`/recordings?session=${sessionId}`}>{t('asset.ofLesson')}</Link>
      {seen !== undefined && <OwnProgress card={seen} />}
    </span>
  );
}

const csvAddress = (sessionId: SessionId, locale: Locale): string =>
  `/api/attendance.csv?${new URLSearchParams({ sessionId, locale })}`;

/** The lesson's names: the day comes with the address, else from when it started. */
function useCard(sessionId: SessionId, startedAtMs: number | null): LessonCard | undefined {
  const [search] = useSearchParams();
  const named = localDate.safeParse(search.get('date'));
  const date = named.success ? named.data : todayAt(startedAtMs ?? Date.now());
  const lessons = useAnswer(
    'lesson.list',
    { from: date, to: date },
    { enabled: named.success || startedAtMs !== null },
  );
  return lessons.data?.find((card) => card.sessionId === sessionId);
}

function LessonLine({ facts }: { readonly facts: SessionAttendance }) {
  const t = useText();
  if (facts.startedAtMs === null) return <p className="empty">{t('attendance.neverStarted')}</p>;
  const minutes = wholeMinutes(facts.lessonMs);
  const planned = wholeMinutes(facts.plannedMs);
  const from = timeText(facts.startedAtMs);
  return (
    <p className="fact-line">
      {facts.endedAtMs === null
        ? t('attendance.running', { from, minutes, planned })
        : t('attendance.held', { from, to: timeText(facts.endedAtMs), minutes, planned })}
    </p>
  );
}
