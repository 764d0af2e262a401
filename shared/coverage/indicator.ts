import type { z } from 'zod';
import type { MeasureName } from './measures.ts';
import type { figure, indicatorKey, ReportList } from './report.ts';

/** The name of a row in code; product.md §4 has the numbers. */
export type IndicatorKey = z.infer<typeof indicatorKey>;

/** Which list opens behind an indicator. */
export type ListName = ReportList['rows']['list'];

/** One row of the table of indicators: value = Σ numerators ÷ denominator, over the measures of a period and a part of the tree. */
export type Indicator = {
  readonly key: IndicatorKey;
  readonly number: string;
  /** A share is shown in per cent; a mean has a unit of its own (`points`, `minutes`). */
  readonly unit: 'share' | 'points' | 'minutes';
  readonly numerator: readonly MeasureName[];
  readonly denominator: MeasureName;
  /** By how much both are divided to be read in whole units: 5 for fifths of periods, 60,000 for ms. */
  readonly numeratorPer: number;
  readonly denominatorPer: number;
  /** Where it counts: at the receiving point's part of the tree or at the leading school's. */
  readonly side: 'receiving' | 'leading';
  readonly list: ListName;
  /** As a ratio, when a public document sets one. */
  readonly target: number | null;
  /** How many the numerator should be in a county, when a public document says so. */
  readonly targetCount: number | null;
  /** `ministry`: a public document sets the target; `own`: no document has a formula or a target. */
  readonly source: 'ministry' | 'own';
};

/** Null when there is nothing to divide by: no figure, and never 0 or 100 %. */
export type Figure = z.infer<typeof figure>;
