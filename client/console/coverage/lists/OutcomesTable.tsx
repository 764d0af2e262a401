import { CheckOutlined, CloseOutlined, MinusOutlined } from '@ant-design/icons';
import type { TableColumnsType } from 'antd';
import { Link } from 'react-router';
import type { CoverageReport, LessonOutcome } from '../../../../shared/coverage.ts';
import { useAnswer } from '../../api/queries.ts';
import { attendancePath } from '../../home/LessonRow.tsx';
import { wholeMinutes } from '../../shell/clock.model.ts';
import { PaperTable } from '../../shell/PaperTable.tsx';
import { useText } from '../../text.ts';
import { outcomeState } from '../coverage.model.ts';

/** One line for each lesson and receiving room, each leading to its attendance. */
export function OutcomesTable({ report }: { readonly report: CoverageReport }) {
  const t = useText();
  const lessons = useAnswer('lesson.list', { from: report.from, to: report.to });
  const paths = new Map<string, string>(
    (lessons.data ?? []).map((card) => [card.lessonId, attendancePath(card)]),
  );
  const columns: TableColumnsType<LessonOutcome> = [
    {
      title: t('coverage.date'),
      key: 'date',
      render: (_, each) => {
        const path = paths.get(each.lessonId);
        return path === undefined ? each.localDate : <Link to={path}>{each.localDate}</Link>;
      },
    },
    { title: t('coverage.subject'), key: 'subject', render: (_, each) => `${each.subject} ${each.grade}` },
    { title: t('coverage.leadingSchool'), dataIndex: 'leadingSchoolName' },
    { title: t('coverage.point'), dataIndex: 'schoolName' },
    {
      title: t('coverage.connected'),
      key: 'connected',
      align: 'right',
      render: (_, each) =>
        each.held
          ? t('coverage.ofMinutes', {
              part: wholeMinutes(each.connectedMs),
              whole: wholeMinutes(each.lessonMs),
            })
          : '—',
    },
    {
      title: t('coverage.headCount'),
      key: 'count',
      align: 'right',
      render: (_, each) => `${each.presentCount ?? '—'} / ${each.expectedCount}`,
    },
    { title: t('coverage.outcome'), key: 'outcome', render: (_, each) => <Outcome outcome={each} /> },
  ];
  return (
    <PaperTable
      label={t('lessons.title')}
      rowKey={(each) => `${each.lessonId} ${each.schoolId}`}
      columns={columns}
      rows={report.outcomes}
      minWidthPx={860}
      empty={t('coverage.noLessons')}
    />
  );
}

const signs = {
  valid: <CheckOutlined aria-hidden="true" />,
  held: <CloseOutlined aria-hidden="true" />,
  notHeld: <MinusOutlined aria-hidden="true" />,
} as const;

function Outcome({ outcome }: { readonly outcome: LessonOutcome }) {
  const t = useText();
  const state = outcomeState(outcome);
  return (
    <span className={`state state-${state === 'valid' ? 'good' : 'bad'}`}>
      {signs[state]} {t(`outcome.${state}`)}
      {outcome.unplanned && <span className="tag">{t('home.unplanned')}</span>}
    </span>
  );
}
