import type { Indicator, IndicatorKey } from '../../../shared/coverage/indicator.ts';
import type { ReportPage } from '../../../shared/coverage/report.ts';

type Figures = ReportPage['figures'];
export type Fraction = { readonly numerator: number; readonly denominator: number };

/** Null where there is nothing to divide by. */
export function fractionOf(figures: Figures, key: IndicatorKey): Fraction | null {
  const found = figures.find((each) => each.key === key);
  return found === undefined || found.denominator <= 0 ? null : found;
}

export const ratioOf = ({ numerator, denominator }: Fraction): number => numerator / denominator;

/** One decimal, rounded down, without a needless `.0`: 99.96 % is not all. */
export const percentOf = (fraction: Fraction): string =>
  String(Math.floor(ratioOf(fraction) * 1000 + 1e-9) / 10);

/** Amounts with one decimal at most, thousands apart. */
export const countText = (count: number): string =>
  (Math.round(count * 10) / 10).toLocaleString('en-US', { maximumFractionDigits: 1 });

/** What is drawn of a figure: per cent for shares, else its mean. */
export function drawnValue(fraction: Fraction | null, unit: Indicator['unit']): number | null {
  if (fraction === null) return null;
  return unit === 'share' ? Number(percentOf(fraction)) : Math.round(ratioOf(fraction) * 10) / 10;
}

export type TargetState = 'none' | 'met' | 'missed';
/** Against a share, or against a number of what is counted. */
export function targetState(
  fraction: Fraction | null,
  { target, targetCount }: Pick<Indicator, 'target' | 'targetCount'>,
): TargetState {
  if (fraction === null) return 'none';
  if (targetCount !== null) return fraction.numerator >= targetCount ? 'met' : 'missed';
  if (target === null) return 'none';
  return ratioOf(fraction) >= target ? 'met' : 'missed';
}

export type RankedPart = {
  readonly part: ReportPage['below'][number];
  readonly fraction: Fraction | null;
  /** Equal values share a rank; without a value there is none. */
  readonly rank: number | null;
};

/** The parts below by one indicator, the highest first, those without a figure last. */
export function ranked(below: ReportPage['below'], key: IndicatorKey): RankedPart[] {
  const rows = below
    .map((part) => ({ part, fraction: fractionOf(part.figures, key) }))
    .toSorted(
      (a, b) =>
        (b.fraction === null ? -1 : ratioOf(b.fraction)) - (a.fraction === null ? -1 : ratioOf(a.fraction)) ||
        a.part.name.localeCompare(b.part.name, 'zh-Hans-CN'),
    );
  return rows.map((row) => {
    const { fraction } = row;
    if (fraction === null) return { ...row, rank: null };
    const above = rows.filter(
      (other) => other.fraction !== null && ratioOf(other.fraction) > ratioOf(fraction),
    );
    return { ...row, rank: above.length + 1 };
  });
}

/** How full a field of the grid is, 0 to 1: shares as they are, means against the highest of them. */
export function fullness(
  rows: readonly { readonly fraction: Fraction | null }[],
  unit: Indicator['unit'],
): (fraction: Fraction) => number {
  if (unit === 'share') return (fraction) => Math.min(1, ratioOf(fraction));
  const highest = Math.max(0, ...rows.map(({ fraction }) => (fraction === null ? 0 : ratioOf(fraction))));
  return (fraction) => (highest === 0 ? 0 : ratioOf(fraction) / highest);
}

/** Causes, what happens most first; only those that happened. */
export const causesInOrder = (causes: ReportPage['causes']): ReportPage['causes'] =>
  causes.filter(({ needCount }) => needCount > 0).toSorted((a, b) => b.needCount - a.needCount);
