import { z } from 'zod';
import { schoolId } from './kernel/ids.ts';
import { type LocalDate, localDate, startMinute } from './kernel/time.ts';
import { type Weekday, weekday } from './term.ts';

/** A period 节次 of a school day. */
export const bellPeriod = z.strictObject({
  name: z.string().trim().min(1).max(20),
  startMinute,
  durationMinutes: z.int().min(5).max(240),
});
export type BellPeriod = z.infer<typeof bellPeriod>;

/** A school's bells 作息时间: when its periods begin. Usually two a year, for summer and winter. */
export const bellFields = z.strictObject({
  schoolId,
  name: z.string().trim().min(1).max(40),
  /** First and last day on which it is rung; null is open. Of two that hold, the later `fromDate` counts. */
  fromDate: localDate.nullable(),
  toDate: localDate.nullable(),
  weekdays: z.array(weekday).min(1).max(7),
  periods: z.array(bellPeriod).min(1).max(20),
});
export type BellFields = z.infer<typeof bellFields>;

/** Of one school's bells the one that is rung on a day which is taught as that weekday. */
export function bellOn(
  bells: readonly BellFields[],
  { date, weekday: asWeekday }: { readonly date: LocalDate; readonly weekday: Weekday },
): BellFields | null {
  let best: BellFields | null = null;
  for (const bell of bells) {
    if (!bell.weekdays.includes(asWeekday)) continue;
    if (bell.fromDate !== null && date < bell.fromDate) continue;
    if (bell.toDate !== null && date > bell.toDate) continue;
    if (best === null || (bell.fromDate ?? '') >= (best.fromDate ?? '')) best = bell;
  }
  return best;
}

/** A stretch of a day, in local minutes. */
export type DayPart = { readonly startMinute: number; readonly durationMinutes: number };

/** How much of a period lies within another stretch of the day, 0..1. */
export function overlapRatio(period: DayPart, within: DayPart): number {
  const from = Math.max(period.startMinute, within.startMinute);
  const to = Math.min(
    period.startMinute + period.durationMinutes,
    within.startMinute + within.durationMinutes,
  );
  return Math.max(0, to - from) / period.durationMinutes;
}
