import './report.css';
import { useMemo } from 'react';
import { Link } from 'react-router';
import { indicators } from '../../../shared/coverage/indicators.ts';
import type { ReportTrend } from '../../../shared/coverage/report.ts';
import { useAnswer } from '../api/queries.ts';
import { Loaded } from '../shell/Loaded.tsx';
import { PaperTable } from '../shell/PaperTable.tsx';
import { useLanguage, useText } from '../text.ts';
import { AsChoice, useShownAs } from './AsChoice.tsx';
import { Chart } from './chart/Chart.tsx';
import { useInk } from './chart/ink.ts';
import { IndicatorChoice } from './IndicatorChoice.tsx';
import { periodText } from './PeriodPicker.tsx';
import { readIndicator } from './place.model.ts';
import { fractionOf } from './report.model.ts';
import { trendLength, trendOption } from './trend.model.ts';
import { placeAddress, usePlace } from './useReport.ts';
import { Value } from './Value.tsx';

/** One indicator over the last periods, as a line or as a table. */
export function TrendView() {
  const t = useText();
  const { place, asked } = usePlace();
  const shown = useShownAs(['chart', 'table']);
  const trend = useAnswer('report.trend', { ...asked, periods: trendLength[place.kind] });
  return (
    <>
      <div className="report-choices">
        <IndicatorChoice />
        <AsChoice
          shown={shown}
          ways={[
            { value: 'chart', label: t('report.asChart') },
            { value: 'table', label: t('report.asTable') },
          ]}
        />
      </div>
      <Loaded query={trend}>
        {(answer) => (shown === 'chart' ? <TrendChart trend={answer} /> : <TrendTable trend={answer} />)}
      </Loaded>
    </>
  );
}

type TrendProps = { readonly trend: ReportTrend };

function TrendChart({ trend }: TrendProps) {
  const t = useText();
  const locale = useLanguage((language) => language.locale);
  const ink = useInk();
  const by = readIndicator(usePlace().search);
  const option = useMemo(() => {
    const indicator = indicators[by];
    const words = {
      provisional: t('report.provisionalShort'),
      target: t('report.targetOf', { percent: Math.round((indicator.target ?? 0) * 100) }),
    };
    return trendOption({ trend, by, indicator, words }, { ink, locale });
  }, [trend, by, ink, locale, t]);
  if (trend.points.every(({ figures }) => fractionOf(figures, by) === null))
    return <p className="empty">{t('report.trendNone')}</p>;
  const label = t('report.trendOf', { indicator: t(`indicator.${by}.name`), count: trend.points.length });
  return <Chart option={option} label={label} heightPx={360} />;
}

function TrendTable({ trend }: TrendProps) {
  const t = useText();
  const locale = useLanguage((language) => language.locale);
  const { search, place } = usePlace();
  const by = readIndicator(search);
  const label = t('report.trendOf', { indicator: t(`indicator.${by}.name`), count: trend.points.length });
  return (
    <PaperTable
      label={label}
      rowKey="from"
      columns={[
        {
          title: t('report.period'),
          key: 'period',
          render: (_, point) => (
            <>
              <Link to={placeAddress(search, { ...place, date: point.from })}>
                {periodText({ kind: trend.kind, from: point.from, to: point.to }, { t, locale })}
              </Link>
              {point.provisional && <span className="tag">{t('report.provisionalShort')}</span>}
            </>
          ),
        },
        {
          title: t(`indicator.${by}.name`),
          key: 'value',
          align: 'right',
          render: (_, point) => <Value fraction={fractionOf(point.figures, by)} name={by} />,
        },
      ]}
      rows={trend.points.toReversed()}
      minWidthPx={420}
      paged={false}
      empty={t('report.trendNone')}
    />
  );
}
