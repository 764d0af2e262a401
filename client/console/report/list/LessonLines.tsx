import { Button, type TableColumnsType } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { invalidReason } from '../../../../shared/attendance.ts';
import { wholeMinutes } from '../../shell/clock.model.ts';
import { PaperTable } from '../../shell/PaperTable.tsx';
import { useText } from '../../text.ts';
import { CauseWords } from './CauseWords.tsx';
import { CorrectCause } from './CorrectCause.tsx';
import { Counts } from './Counts.tsx';
import type { LessonLine } from './lines.model.ts';

/** Lessons at rooms, each leading to its attendance; whoever may sets a wrong cause right. */
export function LessonLines({ lines }: { readonly lines: readonly LessonLine[] }) {
  const t = useText();
  const [correcting, setCorrecting] = useState<LessonLine | null>(null);
  const columns: TableColumnsType<LessonLine> = [
    { title: t('report.date'), key: 'date', render: (_, line) => <LessonDate line={line} /> },
    {
      title: t('report.subject'),
      key: 'subject',
      render: (_, line) => (
        <>
          {line.subject} {line.grade}
          <div className="quiet report-small">{line.leadingSchoolName}</div>
        </>
      ),
    },
    {
      title: t('report.room'),
      key: 'room',
      render: (_, line) => (
        <>
          {line.schoolName}
          <div className="quiet report-small">{line.roomName}</div>
        </>
      ),
    },
    {
      title: t('report.connected'),
      key: 'connected',
      align: 'right',
      render: (_, line) =>
        line.lessonMs === 0
          ? '—'
          : t('report.ofMinutes', {
              part: wholeMinutes(line.connectedMs),
              whole: wholeMinutes(line.lessonMs),
            }),
    },
    {
      title: t('report.headCount'),
      key: 'count',
      align: 'right',
      render: (_, line) => `${line.presentCount ?? '—'} / ${line.expectedCount}`,
    },
    { title: t('report.verdict'), key: 'verdict', render: (_, line) => <Result line={line} /> },
    {
      title: t('report.cause'),
      key: 'cause',
      render: (_, line) => (
        <>
          <CauseWords line={line} />
          {line.correctable && (
            <Button size="small" className="report-correct no-print" onClick={() => setCorrecting(line)}>
              {t('report.correct')}
            </Button>
          )}
        </>
      ),
    },
  ];
  return (
    <>
      <PaperTable
        label={t('lessons.title')}
        rowKey={(line) => `${line.lessonId} ${line.roomId}`}
        columns={columns}
        rows={lines}
        minWidthPx={940}
        paged={false}
        empty={t('report.list.empty')}
      />
      {correcting && <CorrectCause line={correcting} onClose={() => setCorrecting(null)} />}
    </>
  );
}

function LessonDate({ line }: { readonly line: LessonLine }) {
  const t = useText();
  return (
    <>
      {line.sessionId === null ? (
        line.localDate
      ) : (
        <Link to={`/attendance/${line.sessionId}?date=${line.localDate}`}>{line.localDate}</Link>
      )}
      {(line.way !== 'live' || line.unplanned) && (
        <div className="quiet report-small">
          {line.way === 'live' ? t('report.unplanned') : t(`report.way.${line.way}`)}
        </div>
      )}
    </>
  );
}

/** Counted or not, and in a word why not. */
function Result({ line }: { readonly line: LessonLine }) {
  const t = useText();
  const reason = invalidReason.safeParse(line.verdict);
  if (line.verdict === 'open') return <span className="quiet">{t('report.verdict.open')}</span>;
  return (
    <>
      <Counts counts={line.counts} />
      {reason.success && <div className="quiet report-small">{t(`invalidReason.${reason.data}`)}</div>}
    </>
  );
}
