import type { CoverageReport, LessonOutcome } from '../../../shared/coverage.ts';

export type Fraction = { readonly numerator: number; readonly denominator: number };

/** One decimal, rounded down, without a needless `.0`: 99.96 % is not all. Null when there is nothing to divide by. */
export function percentOf({ numerator, denominator }: Fraction): string | null {
  if (denominator <= 0) return null;
  return String(Math.floor((numerator / denominator) * 1000 + 1e-9) / 10);
}

/** Periods pro rata have decimals; one is enough to read. */
export const countText = (count: number): string => String(Math.round(count * 10) / 10);

export const validLessons = (report: CoverageReport): Fraction => ({
  numerator: report.lessons.validCount,
  denominator: report.lessons.plannedCount,
});

export type OutcomeState = 'valid' | 'held' | 'notHeld';

export const outcomeState = (outcome: LessonOutcome): OutcomeState =>
  outcome.valid ? 'valid' : outcome.held ? 'held' : 'notHeld';

/** Worst first, so that who reads a list from the top reads what to mend. */
export function needsInOrder(report: CoverageReport): CoverageReport['needs'] {
  const share = (need: CoverageReport['needs'][number]) =>
    need.neededCount > 0 ? Math.min(1, need.deliveredCount / need.neededCount) : 1;
  return [...report.needs].sort(
    (a, b) => share(a) - share(b) || a.schoolName.localeCompare(b.schoolName, 'zh'),
  );
}

export const csvAddress = (period: { from: string; to: string }): string =>
  `/api/coverage.csv?${new URLSearchParams({ from: period.from, to: period.to })}`;
