import { expect, it } from 'vitest';
import { indicators } from '../../../shared/coverage/indicators.ts';
import type { ReportTrend } from '../../../shared/coverage/report.ts';
import { localDate } from '../../../shared/kernel/time.ts';
import type { Ink } from './chart/ink.ts';
import { tickText, trendOption } from './trend.model.ts';

const point = (from: string, numerator: number, denominator: number, provisional = false) => ({
  from: localDate.parse(from),
  to: localDate.parse(from),
  provisional,
  figures: [{ key: 'listeningEnds' as const, numerator, denominator }],
});
const trend: ReportTrend = {
  kind: 'month',
  points: [point('2026-09-01', 0, 0), point('2026-10-01', 9, 10), point('2026-11-01', 1, 10, true)],
};
const words = { provisional: 'open', target: 'goal' };
const drawn = trendOption(
  { trend, by: 'listeningEnds', indicator: indicators.listeningEnds, words },
  { ink: {} as Ink, locale: 'en' },
);
const [line] = [drawn.series].flat();

it('leaves a gap where there is no figure instead of a zero', () => {
  expect(line).toMatchObject({
    data: [{ value: '-' }, { value: 90 }, { value: 10, itemStyle: { borderWidth: 3 } }],
  });
});

it('says in words which point is open, and where the target lies', () => {
  expect(JSON.stringify(line)).toContain('(open)');
  expect(line).toMatchObject({ markLine: { data: [{ yAxis: 90 }], label: { formatter: 'goal' } } });
});

it('names periods briefly', () => {
  const span = { from: localDate.parse('2025-09-01'), to: localDate.parse('2026-08-31') };
  expect(tickText('year', span, 'zh-CN')).toBe('2025–26');
  expect(tickText('day', span, 'zh-CN')).toBe('9/1');
  expect(tickText('month', span, 'zh-CN')).toBe('25年9月');
});
