import { CheckOutlined, CloseOutlined, MinusOutlined } from '@ant-design/icons';
import type { TableColumnsType } from 'antd';
import type { SessionAttendance } from '../../../shared/attendance.ts';
import { waitText, wholeMinutes } from '../shell/clock.model.ts';
import { timeText } from '../shell/format.ts';
import { PaperTable } from '../shell/PaperTable.tsx';
import { useText } from '../text.ts';
import { connectedRatio, cutCount, percentText } from './attendance.model.ts';
import { Timeline } from './Timeline.tsx';

type Room = SessionAttendance['rooms'][number];

export function AttendanceTable({ facts }: { readonly facts: SessionAttendance }) {
  const t = useText();
  const columns: TableColumnsType<Room> = [
    {
      title: t('attendance.room'),
      key: 'room',
      render: (_, room) => (
        <>
          <strong>{room.schoolName}</strong>
          <div className="quiet">{[room.className, room.roomName].filter(Boolean).join(' · ')}</div>
        </>
      ),
    },
    {
      title: t('attendance.stays'),
      key: 'stays',
      width: '34%',
      render: (_, room) => <Timeline stays={room.attendance.stays} facts={facts} />,
    },
    {
      title: t('attendance.connected'),
      key: 'connected',
      align: 'right',
      render: (_, room) => (
        <>
          {t('attendance.minutes', { minutes: wholeMinutes(room.attendance.connectedMs) })}
          <div className="quiet">{percentText(connectedRatio(room, facts.lessonMs))}</div>
        </>
      ),
    },
    { title: t('attendance.punctual'), key: 'punctual', render: (_, room) => <Punctual room={room} /> },
    {
      title: t('attendance.headCount'),
      key: 'headCount',
      align: 'right',
      render: (_, room) => <HeadCount headCount={room.headCount} />,
    },
    {
      title: t('attention.title'),
      key: 'attention',
      render: (_, { attention }) => (
        <>
          {attention.turnCount === 0
            ? t('attention.none')
            : t('attention.turns', { total: attention.turnCount, time: waitText(attention.onAirMs) })}
          {attention.handCount > 0 && (
            <div className="quiet">
              {t('attention.hands', { total: attention.handCount, time: waitText(attention.handWaitMs) })}
            </div>
          )}
        </>
      ),
    },
    { title: t('attendance.verdict'), key: 'verdict', render: (_, room) => <Verdict room={room} /> },
  ];
  return (
    <>
      <PaperTable
        label={t('attendance.title')}
        rowKey="roomId"
        columns={columns}
        rows={facts.rooms}
        minWidthPx={960}
        empty={t('attendance.noRooms')}
      />
      <BalanceWords balance={facts.balance} />
    </>
  );
}

/** Indicator 14 of this lesson, with its definition. */
function BalanceWords({ balance }: Pick<SessionAttendance, 'balance'>) {
  const t = useText();
  if (balance === null || balance.remoteRatio === null) return null;
  const { remoteTurnCount: remote, ownTurnCount, remoteRatio, evenRatio } = balance;
  const share = { percent: percentText(remoteRatio), remote, total: remote + ownTurnCount };
  return (
    <p>
      {t('attention.share', share)}
      {evenRatio !== null && ` · ${t('attention.evenness', { percent: percentText(evenRatio) })}`}
      <br />
      <span className="quiet">{t('attention.means')}</span>
    </p>
  );
}

function Punctual({ room }: { readonly room: Room }) {
  const t = useText();
  const atMs = room.attendance.firstConnectedAtMs;
  if (atMs === null) return <span>{t('attendance.neverConnected')}</span>;
  return (
    <>
      {room.punctual ? t('attendance.onTime') : t('attendance.late')}
      <div className="quiet">
        {t('attendance.since', { time: timeText(atMs) })}
        {cutCount(room.attendance.stays) > 0 &&
          ` · ${t('attendance.cuts', { cuts: cutCount(room.attendance.stays) })}`}
      </div>
    </>
  );
}

export function HeadCount({ headCount }: Pick<Room, 'headCount'>) {
  const t = useText();
  if (headCount === null) return <span className="quiet">{t('attendance.notCounted')}</span>;
  return (
    <>
      {headCount.presentCount} / {headCount.expectedCount}
      <div className="quiet">{t(`countSource.${headCount.source}`)}</div>
    </>
  );
}

/** Missed live. What is watched afterwards would count apart, and there has to be a recording for that. */
const isMissed = (reason: string): boolean => reason === 'room-absent' || reason === 'connected-too-short';

function Verdict({ room }: { readonly room: Room }) {
  const t = useText();
  switch (room.verdict.state) {
    case 'valid':
      return (
        <span className="state state-good">
          <CheckOutlined aria-hidden="true" /> {t('verdict.valid')}
        </span>
      );
    case 'invalid':
      return (
        <span className="state state-bad">
          <CloseOutlined aria-hidden="true" /> {t('verdict.invalid')}
          <span className="state-reason">{t(`invalidReason.${room.verdict.reason}`)}</span>
          {isMissed(room.verdict.reason) && <span className="state-reason">{t('attendance.makeUp')}</span>}
        </span>
      );
    case 'open':
      return (
        <span className="state">
          <MinusOutlined aria-hidden="true" /> {t('verdict.open')}
        </span>
      );
  }
}
