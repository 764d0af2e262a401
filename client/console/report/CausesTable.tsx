import { Button, type TableColumnsType } from 'antd';
import type { ReportPage } from '../../../shared/coverage/report.ts';
import { PaperTable } from '../shell/PaperTable.tsx';
import { useText } from '../text.ts';
import { causesInOrder } from './report.model.ts';
import { Bar } from './Value.tsx';

type CausesProps = {
  readonly report: ReportPage;
  readonly onOpen: (cause: ReportPage['causes'][number]['cause']) => void;
};

/** Why needs were not fully served: bars that are a table too, and open the needs behind them. */
export function CausesTable({ report, onOpen }: CausesProps) {
  const t = useText();
  const rows = causesInOrder(report.causes);
  const most = Math.max(1, ...rows.map(({ needCount }) => needCount));
  const columns: TableColumnsType<(typeof rows)[number]> = [
    {
      title: t('report.cause'),
      key: 'cause',
      render: (_, { cause }) => (
        <>
          <Button type="link" className="report-value" onClick={() => onOpen(cause)}>
            {t(`unserved.${cause}`)}
          </Button>
          <div className="quiet">{t(`unserved.do.${cause}`)}</div>
        </>
      ),
    },
    {
      title: t('report.unserved'),
      key: 'bar',
      width: '45%',
      render: (_, { needCount }) => <Bar ratio={needCount / most} marked />,
    },
    {
      title: t('directory.needs'),
      key: 'count',
      align: 'right',
      render: (_, { needCount }) => t('report.needCount', { count: needCount }),
    },
  ];
  return (
    <>
      <p className="quiet">{t('report.causeLead')}</p>
      <PaperTable
        label={t('report.unserved')}
        rowKey="cause"
        columns={columns}
        rows={rows}
        minWidthPx={560}
        paged={false}
        empty={t('report.allServed')}
      />
    </>
  );
}
