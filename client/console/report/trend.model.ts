import type { EChartsOption } from 'echarts';
import type { Indicator, IndicatorKey } from '../../../shared/coverage/indicator.ts';
import type { PeriodKind } from '../../../shared/coverage/period.ts';
import type { ReportTrend } from '../../../shared/coverage/report.ts';
import type { LocalDate } from '../../../shared/kernel/time.ts';
import type { Locale } from '../../../shared/text/text.ts';
import type { Ink } from './chart/ink.ts';
import { drawnValue, fractionOf } from './report.model.ts';

/** How many periods of a kind are drawn: what one screen reads without leaning forward. */
export const trendLength: Readonly<Record<PeriodKind, number>> = {
  day: 14,
  week: 16,
  month: 12,
  term: 6,
  year: 5,
};

/** A period on the axis of time, short. */
export function tickText(
  kind: PeriodKind,
  { from, to }: { from: LocalDate; to: LocalDate },
  locale: Locale,
): string {
  const text = (date: LocalDate, parts: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { ...parts, timeZone: 'UTC' }).format(Date.parse(date));
  switch (kind) {
    case 'day':
    case 'week':
      return text(from, { month: 'numeric', day: 'numeric' });
    case 'month':
      return text(from, { year: '2-digit', month: 'short' });
    case 'term':
      return text(from, { year: 'numeric', month: 'short' });
    case 'year':
      return `${from.slice(0, 4)}–${to.slice(2, 4)}`;
  }
}

type Drawn = {
  readonly trend: ReportTrend;
  readonly by: IndicatorKey;
  readonly indicator: Indicator;
  readonly words: { readonly provisional: string; readonly target: string };
};

/** A line with its values written on it; open periods are hollow and say so, a target is a broken line with its word. */
export function trendOption(
  { trend, by, indicator, words }: Drawn,
  { ink, locale }: { readonly ink: Ink; readonly locale: Locale },
): EChartsOption {
  const share = indicator.unit === 'share';
  const unit = share ? '%' : '';
  const data = trend.points.map((point) => ({
    value: drawnValue(fractionOf(point.figures, by), indicator.unit) ?? '-',
    ...(point.provisional
      ? {
          symbolSize: 12,
          itemStyle: { color: ink.raised, borderColor: ink.jade, borderWidth: 3 },
          label: { formatter: `{c}${unit}\n(${words.provisional})` },
        }
      : {}),
  }));
  return {
    grid: { left: 8, right: indicator.target === null ? 32 : 96, top: 48, bottom: 8, containLabel: true },
    xAxis: {
      type: 'category',
      data: trend.points.map((point) => tickText(trend.kind, point, locale)),
      axisLine: { lineStyle: { color: ink.inkSoft } },
      axisLabel: { color: ink.inkSoft, fontSize: 13 },
    },
    yAxis: {
      type: 'value',
      min: 0,
      ...(share ? { max: 100 } : {}),
      axisLabel: { formatter: `{value}${unit}`, color: ink.inkSoft, fontSize: 13 },
      splitLine: { lineStyle: { color: ink.line } },
    },
    series: [
      {
        type: 'line',
        data,
        symbol: 'circle',
        symbolSize: 10,
        lineStyle: { width: 3, color: ink.jade },
        itemStyle: { color: ink.jade },
        label: { show: true, formatter: `{c}${unit}`, color: ink.ink, fontSize: 13 },
        ...(indicator.target === null
          ? {}
          : {
              markLine: {
                silent: true,
                symbol: 'none',
                lineStyle: { type: 'dashed', color: ink.amber, width: 2 },
                label: { formatter: words.target, color: ink.ink, fontSize: 13 },
                data: [{ yAxis: indicator.target * 100 }],
              },
            }),
      },
    ],
  };
}
