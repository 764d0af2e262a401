import type { TableColumnsType } from 'antd';
import type { CoverageReport } from '../../../../shared/coverage.ts';
import { PaperTable } from '../../shell/PaperTable.tsx';
import { useText } from '../../text.ts';

type Lead = CoverageReport['leads'][number];

/** One school leads many 一校带多点: how many points each leading school really reached. */
export function LeadsTable({ report }: { readonly report: CoverageReport }) {
  const t = useText();
  const columns: TableColumnsType<Lead> = [
    { title: t('coverage.leadingSchool'), dataIndex: 'schoolName' },
    {
      title: t('coverage.leads'),
      key: 'leads',
      render: (_, lead) => t('coverage.oneToN', { points: lead.servedPointCount }),
    },
    { title: t('coverage.servedPoints'), dataIndex: 'servedPointCount', align: 'right' },
    { title: t('coverage.linkedPoints'), dataIndex: 'linkedPointCount', align: 'right' },
    { title: t('coverage.lessons'), dataIndex: 'lessonCount', align: 'right' },
  ];
  return (
    <PaperTable
      label={t('coverage.leads')}
      rowKey="schoolId"
      columns={columns}
      rows={report.leads}
      minWidthPx={560}
      empty={t('coverage.noLeads')}
    />
  );
}
