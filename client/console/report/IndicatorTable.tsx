import { CheckOutlined, CloseOutlined } from '@ant-design/icons';
import { Button, Grid, type TableColumnsType } from 'antd';
import type { Indicator, IndicatorKey } from '../../../shared/coverage/indicator.ts';
import { indicators } from '../../../shared/coverage/indicators.ts';
import { indicatorKey, type ReportPage } from '../../../shared/coverage/report.ts';
import { PaperTable } from '../shell/PaperTable.tsx';
import { useText } from '../text.ts';
import { Definition } from './Definition.tsx';
import { type Fraction, fractionOf, ratioOf, targetState } from './report.model.ts';
import { Bar, fractionText, valueText } from './Value.tsx';

type TableProps = { readonly report: ReportPage; readonly onOpen: (list: IndicatorKey) => void };
type Row = { readonly key: IndicatorKey; readonly indicator: Indicator; readonly fraction: Fraction | null };

/** Every indicator with its value, what was divided by what, its target, and the list behind it. */
export function IndicatorTable({ report, onOpen }: TableProps) {
  const t = useText();
  // On a phone the value is what people come for: what it was made of stands below it, not behind the edge.
  const isNarrow = Grid.useBreakpoint().md === false;
  const rows: Row[] = indicatorKey.options.map((key) => ({
    key,
    indicator: indicators[key],
    fraction: fractionOf(report.figures, key),
  }));
  const columns: TableColumnsType<Row> = [
    { title: t('report.number'), key: 'number', width: 56, render: (_, row) => row.indicator.number },
    {
      title: t('report.indicator'),
      key: 'name',
      render: (_, { key }) => (
        <span className="report-name">
          {t(`indicator.${key}.name`)} <Definition name={key} thresholds={report.thresholds} />
        </span>
      ),
    },
    {
      title: t('report.value'),
      key: 'value',
      align: 'right',
      render: (_, { key, fraction }) =>
        fraction === null ? (
          <span className="quiet">{t('report.noFigure')}</span>
        ) : (
          <>
            <Button type="link" className="report-value" onClick={() => onOpen(key)}>
              {valueText(fraction, key, t)}
              <span className="report-hidden">
                {t(`indicator.${key}.name`)}: {t('report.openList')}
              </span>
            </Button>
            {isNarrow && <div className="quiet">{fractionText(fraction)}</div>}
          </>
        ),
    },
    {
      title: t('report.share'),
      key: 'bar',
      width: 140,
      render: (_, { fraction, indicator }) =>
        fraction !== null && indicator.unit === 'share' && <Bar ratio={ratioOf(fraction)} />,
    },
    {
      title: t('report.fraction'),
      key: 'fraction',
      align: 'right',
      render: (_, { fraction }) => fractionText(fraction),
    },
    {
      title: t('report.target'),
      key: 'target',
      render: (_, { indicator, fraction }) => <Target fraction={fraction} indicator={indicator} />,
    },
  ];
  return (
    <PaperTable
      label={t('report.tab.indicators')}
      rowKey="key"
      columns={isNarrow ? columns.filter(({ key }) => key === 'name' || key === 'value') : columns}
      rows={rows}
      minWidthPx={isNarrow ? 0 : 780}
      paged={false}
      empty={t('report.noFigure')}
    />
  );
}

type TargetProps = { readonly fraction: Fraction | null; readonly indicator: Indicator };

function Target({ fraction, indicator }: TargetProps) {
  const t = useText();
  const { target, targetCount } = indicator;
  if (target === null && targetCount === null) return <span className="quiet">—</span>;
  const state = targetState(fraction, indicator);
  return (
    <>
      ≥ {targetCount ?? `${Math.round((target ?? 0) * 100)} %`}{' '}
      {state === 'met' && (
        <span className="state state-good">
          <CheckOutlined aria-hidden="true" /> {t('report.targetMet')}
        </span>
      )}
      {state === 'missed' && (
        <span className="state state-bad">
          <CloseOutlined aria-hidden="true" /> {t('report.targetMissed')}
        </span>
      )}
    </>
  );
}
