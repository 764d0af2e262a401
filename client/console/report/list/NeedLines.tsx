import { Button, type TableColumnsType } from 'antd';
import { Link } from 'react-router';
import type { z } from 'zod';
import type { needLine } from '../../../../shared/coverage/report.ts';
import { PaperTable } from '../../shell/PaperTable.tsx';
import { useText } from '../../text.ts';
import { countText } from '../report.model.ts';
import { placeAddress, usePlace } from '../useReport.ts';
import { Bar } from '../Value.tsx';
import { CauseWords } from './CauseWords.tsx';
import { Counts } from './Counts.tsx';

type NeedLine = z.infer<typeof needLine>;

/** Needs with what came of them: point, subject, cause. Their lessons are one tap away, where the cause can be set right. */
export function NeedLines({ lines }: { readonly lines: readonly NeedLine[] }) {
  const t = useText();
  const { search, place, change } = usePlace();
  const columns: TableColumnsType<NeedLine> = [
    {
      title: t('report.point'),
      key: 'school',
      render: (_, { schoolId, schoolName }) => (
        <Link to={placeAddress(search, { ...place, scope: { kind: 'school', id: schoolId } })}>
          {schoolName}
        </Link>
      ),
    },
    { title: t('report.subject'), key: 'subject', render: (_, need) => `${need.subject} ${need.grade}` },
    {
      title: t('report.needed'),
      key: 'needed',
      align: 'right',
      render: (_, need) => countText(need.neededCount),
    },
    { title: t('report.planned'), dataIndex: 'plannedCount', align: 'right' },
    { title: t('report.delivered'), dataIndex: 'deliveredCount', align: 'right' },
    {
      title: t('report.share'),
      key: 'share',
      width: 110,
      render: (_, need) => <Bar ratio={need.neededCount > 0 ? need.deliveredCount / need.neededCount : 0} />,
    },
    { title: t('report.counts'), key: 'counts', render: (_, need) => <Counts counts={need.counts} /> },
    { title: t('report.cause'), key: 'cause', render: (_, need) => <CauseWords line={need} /> },
    {
      title: t('report.lessonCount'),
      key: 'lessons',
      render: (_, { needId, plannedCount }) =>
        plannedCount > 0 && (
          <Button
            size="small"
            onClick={() =>
              change({ list: 'validLessons', need: needId, part: null, cause: null, search: null })
            }
          >
            {t('report.lessonsOfNeed')}
          </Button>
        ),
    },
  ];
  return (
    <PaperTable
      label={t('directory.needs')}
      rowKey="needId"
      columns={columns}
      rows={lines}
      minWidthPx={900}
      paged={false}
      empty={t('report.list.empty')}
    />
  );
}
