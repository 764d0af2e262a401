import type { TableColumnsType } from 'antd';
import type { PersonAttendance, SessionAttendance } from '../../../shared/attendance.ts';
import { wholeMinutes } from '../shell/clock.model.ts';
import { timeText } from '../shell/format.ts';
import { PaperTable } from '../shell/PaperTable.tsx';
import { useText } from '../text.ts';
import { HeadCount } from './AttendanceTable.tsx';
import { cutCount } from './attendance.model.ts';
import { Timeline } from './Timeline.tsx';

/** Teachers who took part by name, with their minutes. */
export function PeopleTable({ facts }: { readonly facts: SessionAttendance }) {
  const t = useText();
  const columns: TableColumnsType<PersonAttendance> = [
    {
      title: t('attendance.person'),
      key: 'person',
      render: (_, person) => (
        <>
          <strong>{person.name}</strong>
          <div className="quiet">{person.schoolName}</div>
        </>
      ),
    },
    { title: t('attendance.part'), key: 'part', render: (_, person) => t(`attendance.part.${person.part}`) },
    {
      title: t('attendance.stays'),
      key: 'stays',
      width: '34%',
      render: (_, person) => <Timeline stays={person.attendance.stays} facts={facts} />,
    },
    {
      title: t('attendance.connected'),
      key: 'connected',
      align: 'right',
      render: (_, person) =>
        t('attendance.minutes', { minutes: wholeMinutes(person.attendance.connectedMs) }),
    },
    {
      title: t('attendance.punctual'),
      key: 'since',
      render: (_, person) => <Since attendance={person.attendance} />,
    },
  ];
  return (
    <PaperTable
      label={t('attendance.people')}
      rowKey="personId"
      columns={columns}
      rows={facts.people}
      minWidthPx={820}
      empty={t('attendance.noPeople')}
    />
  );
}

function Since({ attendance }: Pick<PersonAttendance, 'attendance'>) {
  const t = useText();
  const { firstConnectedAtMs, stays } = attendance;
  if (firstConnectedAtMs === null) return <span>{t('attendance.neverConnected')}</span>;
  const cuts = cutCount(stays);
  return (
    <>
      {t('attendance.since', { time: timeText(firstConnectedAtMs) })}
      {cuts > 0 && ` · ${t('attendance.cuts', { cuts })}`}
    </>
  );
}

/** The leading side's own pupils and the anonymous viewers: counted beside the rooms, in no coverage. */
export function BesideTheRooms({ facts }: { readonly facts: SessionAttendance }) {
  const t = useText();
  const { leadingRoom, viewers } = facts;
  if (leadingRoom === null && viewers === null) return null;
  return (
    <dl className="beside-rooms">
      {leadingRoom !== null && (
        <div>
          <dt>{t('attendance.leadingRoom')}</dt>
          <dd>{[leadingRoom.className, leadingRoom.roomName].filter(Boolean).join(' · ')}</dd>
          <dd>
            <HeadCount headCount={leadingRoom.headCount} />
          </dd>
        </div>
      )}
      {viewers !== null && (
        <div>
          <dt>{t('attendance.viewers')}</dt>
          <dd>
            {t('attendance.watched', { count: viewers.count, minutes: wholeMinutes(viewers.watchedMs) })}
          </dd>
        </div>
      )}
    </dl>
  );
}
