import './quality.css';
import type { TableColumnsType } from 'antd';
import type { SessionAttendance } from '../../../shared/attendance.ts';
import type { LessonQuality } from '../../../shared/lesson-quality.ts';
import { PaperTable } from '../shell/PaperTable.tsx';
import { useText } from '../text.ts';
import { lossText, partMinutes, type StepPart, secondsText, stepParts } from './quality.model.ts';

type Room = SessionAttendance['rooms'][number];

/** How the rooms' lines and devices did in an ended lesson, and why it does not count where it does not. */
export function QualityTable({ facts }: { readonly facts: SessionAttendance }) {
  const t = useText();
  const rooms = facts.rooms.filter(({ quality, cause }) => quality !== null || cause !== null);
  if (rooms.length === 0) return null;
  const columns: TableColumnsType<Room> = [
    {
      title: t('quality.room'),
      key: 'room',
      render: (_, room) => (
        <>
          <strong>{room.schoolName}</strong>
          <div className="quiet">{room.roomName}</div>
        </>
      ),
    },
    {
      title: t('quality.steps'),
      key: 'steps',
      width: '34%',
      render: (_, { quality }) => <Steps quality={quality} />,
    },
    {
      title: t('quality.freezes'),
      key: 'freezes',
      render: (_, { quality }) => <Freezes quality={quality} />,
    },
    { title: t('quality.loss'), key: 'loss', render: (_, { quality }) => <Loss quality={quality} /> },
    {
      title: t('quality.reconnects'),
      key: 'reconnects',
      render: (_, { quality }) => <Reconnects quality={quality} />,
    },
    { title: t('quality.delay'), key: 'delay', render: (_, { quality }) => <Delay quality={quality} /> },
    {
      title: t('quality.cause'),
      key: 'cause',
      render: (_, { cause }) =>
        cause === null ? t('quality.unmeasured') : <strong>{t(`unserved.${cause}`)}</strong>,
    },
  ];
  return (
    <>
      <h2>{t('quality.title')}</h2>
      <PaperTable
        label={t('quality.title')}
        rowKey="roomId"
        columns={columns}
        rows={rooms}
        minWidthPx={1000}
        empty={t('quality.steps.unknown')}
      />
      <p className="fine-print">{t('quality.explained')}</p>
    </>
  );
}

type Given = { readonly quality: LessonQuality | null };

function Steps({ quality }: Given) {
  const t = useText();
  const parts = quality === null ? [] : stepParts(quality);
  if (parts.length === 0) return <span className="quiet">{t('quality.steps.unknown')}</span>;
  const words = ({ step, ms }: StepPart) =>
    step === 'silent'
      ? t('quality.silentFor', { minutes: partMinutes(ms) })
      : t('quality.stepFor', { step: t(`ladder.step${step}`), minutes: partMinutes(ms) });
  return (
    <>
      <span className="steps-bar" aria-hidden="true">
        {parts.map((part) => (
          <span
            key={part.step}
            className={`steps-${part.step}`}
            style={{ width: `${part.ratio * 100}%` }}
            title={words(part)}
          />
        ))}
      </span>
      <ul className="steps-words">
        {parts.map((part) => (
          <li key={part.step}>
            <span className={`steps-sign steps-${part.step}`} aria-hidden="true" />
            {words(part)}
          </li>
        ))}
      </ul>
    </>
  );
}

function Freezes({ quality }: Given) {
  const t = useText();
  if (quality === null || quality.lossRatio === null) return t('quality.unmeasured');
  if (quality.freezeCount === 0) return t('quality.freezes.none');
  return t('quality.freezes.some', {
    total: quality.freezeCount,
    seconds: secondsText(quality.frozenMs),
  });
}

function Loss({ quality }: Given) {
  const t = useText();
  if (quality === null || quality.worstLossRatio === null) return t('quality.unmeasured');
  return (
    <>
      {lossText(quality.lossRatio)}
      <div className="quiet">{t('quality.loss.worst', { percent: lossText(quality.worstLossRatio) })}</div>
    </>
  );
}

function Reconnects({ quality }: Given) {
  const t = useText();
  if (quality === null) return t('quality.unmeasured');
  return (
    <>
      {quality.reconnectCount === 0
        ? t('quality.freezes.none')
        : t('quality.reconnects.some', { total: quality.reconnectCount })}
      {quality.silentMs > 0 && (
        <div className="quiet">{t('quality.silent', { minutes: partMinutes(quality.silentMs) })}</div>
      )}
    </>
  );
}

function Delay({ quality }: Given) {
  const t = useText();
  if (quality === null) return t('quality.unmeasured');
  const { roundTripMs, firstFrameMs } = quality;
  return (
    <>
      {roundTripMs === null
        ? t('quality.unmeasured')
        : t('quality.delay.ms', { ms: Math.round(roundTripMs) })}
      {firstFrameMs !== null && (
        <div className="quiet">{t('quality.firstFrame', { seconds: secondsText(firstFrameMs) })}</div>
      )}
    </>
  );
}
