import { PaperTable } from '../../shell/PaperTable.tsx';
import '../report.css';
import type { TableColumnsType } from 'antd';
import type { CoverageReport } from '../../../../shared/coverage.ts';
import { useText } from '../../text.ts';
import { countText, needsInOrder } from '../coverage.model.ts';

type Need = CoverageReport['needs'][number];

export function NeedsTable({ report }: { readonly report: CoverageReport }) {
  const t = useText();
  const columns: TableColumnsType<Need> = [
    { title: t('coverage.point'), dataIndex: 'schoolName' },
    { title: t('coverage.subject'), key: 'subject', render: (_, need) => `${need.subject} ${need.grade}` },
    {
      title: t('coverage.leadingSchools'),
      key: 'leading',
      render: (_, need) =>
        need.leadingSchools.length > 0 ? need.leadingSchools.join(t('app.listComma')) : '—',
    },
    {
      title: t('coverage.needed'),
      key: 'needed',
      align: 'right',
      render: (_, need) => countText(need.neededCount),
    },
    { title: t('coverage.planned'), dataIndex: 'plannedCount', align: 'right' },
    { title: t('coverage.delivered'), dataIndex: 'deliveredCount', align: 'right' },
    { title: t('coverage.share'), key: 'share', width: 150, render: (_, need) => <ShareBar need={need} /> },
    {
      title: t('coverage.cause'),
      key: 'cause',
      render: (_, need) => (need.cause === null ? t('cause.none') : t(`cause.${need.cause}`)),
    },
  ];
  return (
    <PaperTable
      label={t('directory.needs')}
      rowKey="needId"
      columns={columns}
      rows={needsInOrder(report)}
      minWidthPx={860}
      empty={t('coverage.noNeeds')}
    />
  );
}

/** Delivered of needed as a plain bar; the figures stand beside it in their own columns. */
function ShareBar({ need }: { readonly need: Need }) {
  const ratio = need.neededCount > 0 ? Math.min(1, need.deliveredCount / need.neededCount) : 1;
  return (
    <span className="share-bar" aria-hidden="true">
      <span style={{ width: `${ratio * 100}%` }} />
    </span>
  );
}
