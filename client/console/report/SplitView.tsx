import type { TableColumnsType } from 'antd';
import type { IndicatorKey } from '../../../shared/coverage/indicator.ts';
import { indicators } from '../../../shared/coverage/indicators.ts';
import { indicatorKey, type ReportPage } from '../../../shared/coverage/report.ts';
import { PaperTable } from '../shell/PaperTable.tsx';
import { useText } from '../text.ts';
import { IndicatorChoice } from './IndicatorChoice.tsx';
import { readIndicator } from './place.model.ts';
import { fractionOf, fullness } from './report.model.ts';
import { usePlace } from './useReport.ts';
import { Bar, Value } from './Value.tsx';

/** Indicator 19: the same figures by kind of school, the chosen one with bars. */
export function SplitView({ report }: { readonly report: ReportPage }) {
  const t = useText();
  const { search } = usePlace();
  const by = readIndicator(search);
  const kinds = report.byKind.filter(({ figures }) => figures.some(({ denominator }) => denominator > 0));
  if (kinds.length === 0) return <p className="empty">{t('report.noKinds')}</p>;
  const rows = kinds.map(({ kind, figures }) => ({ kind, fraction: fractionOf(figures, by) }));
  const full = fullness(rows, indicators[by].unit);
  const keys = indicatorKey.options.filter((key) =>
    kinds.some(({ figures }) => fractionOf(figures, key) !== null),
  );
  const all: TableColumnsType<{ key: IndicatorKey }> = [
    { title: t('report.indicator'), key: 'name', render: (_, { key }) => t(`indicator.${key}.name`) },
    ...kinds.map(({ kind, figures }) => ({
      title: t(`schoolKind.${kind}`),
      key: kind,
      align: 'right' as const,
      render: (_: unknown, { key }: { key: IndicatorKey }) => (
        <Value fraction={fractionOf(figures, key)} name={key} />
      ),
    })),
  ];
  return (
    <>
      <div className="report-choices">
        <IndicatorChoice />
      </div>
      <PaperTable
        label={t('report.kind')}
        rowKey="kind"
        columns={[
          { title: t('report.kind'), key: 'kind', render: (_, { kind }) => t(`schoolKind.${kind}`) },
          {
            title: t(`indicator.${by}.name`),
            key: 'bar',
            width: '50%',
            render: (_, { fraction }) => fraction !== null && <Bar ratio={full(fraction)} />,
          },
          {
            title: t('report.value'),
            key: 'value',
            align: 'right',
            render: (_, { fraction }) => <Value fraction={fraction} name={by} />,
          },
        ]}
        rows={rows}
        minWidthPx={480}
        paged={false}
        empty={t('report.noKinds')}
      />
      <h2>{t('report.tab.indicators')}</h2>
      <PaperTable
        label={t('report.tab.split')}
        rowKey="key"
        columns={all}
        rows={keys.map((key) => ({ key }))}
        minWidthPx={260 + kinds.length * 140}
        paged={false}
        empty={t('report.noKinds')}
      />
    </>
  );
}
