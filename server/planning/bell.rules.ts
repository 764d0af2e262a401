import { type BellFields, bellOn, type DayPart, overlapRatio } from '../../shared/bell.ts';
import type { BellId, SchoolId } from '../../shared/kernel/ids.ts';
import { ok, type Result } from '../../shared/kernel/result.ts';
import type { TeachingDay, Weekday } from '../../shared/term.ts';
import { invalid } from '../directory/directory.rules.ts';

export type BellEntry = { readonly id: BellId; readonly fields: BellFields };

const MINUTES_A_DAY = 1_440;
const endOf = (part: DayPart) => part.startMinute + part.durationMinutes;

/** Bells that begin on the same day for the same weekdays would leave open which is rung. `others` is without the one that is checked. */
export function checkBell(others: Iterable<BellEntry>, fields: BellFields): Result<void> {
  const { schoolId, fromDate, toDate, weekdays, periods } = fields;
  if (fromDate !== null && toDate !== null && toDate < fromDate) return invalid('toDate', 'range');
  if (new Set(weekdays).size < weekdays.length) return invalid('weekdays', 'duplicate');
  for (const [index, period] of periods.entries()) {
    if (endOf(period) > MINUTES_A_DAY) return invalid(`periods.${index}`, 'range');
    const before = periods.slice(0, index);
    if (before.some((each) => each.name === period.name)) return invalid(`periods.${index}`, 'duplicate');
    if (before.some((each) => overlapRatio(period, each) > 0)) return invalid(`periods.${index}`, 'mismatch');
  }
  for (const { fields: other } of others)
    if (
      other.schoolId === schoolId &&
      other.fromDate === fromDate &&
      other.weekdays.some((each) => weekdays.includes(each))
    )
      return invalid('fromDate', 'taken');
  return ok();
}

/** Everything that one school rings on one weekday over a stretch of days. */
export type Ringing = {
  /** Each of the bells that are rung on some of the days: usually one, two when summer begins on the way. */
  readonly bells: readonly BellFields[];
  /** On some of the days nothing is rung. */
  readonly silent: boolean;
};

export type Ringings = {
  /** Null for a school whose bells nobody has entered. */
  of(schoolId: SchoolId, weekday: Weekday): Ringing | null;
};

/** Looks each school and weekday up once. */
export function ringingsOf(entries: Iterable<BellEntry>, days: readonly TeachingDay[]): Ringings {
  const bySchool = Map.groupBy(
    [...entries].map((each) => each.fields),
    (bell) => bell.schoolId,
  );
  const byWeekday = Map.groupBy(days, (day) => day.weekday);
  const kept = new Map<string, Ringing>();
  return {
    of(schoolId, weekday) {
      const bells = bySchool.get(schoolId);
      if (bells === undefined) return null;
      const key = `${schoolId} ${weekday}`;
      const known = kept.get(key);
      if (known !== undefined) return known;
      const rung = (byWeekday.get(weekday) ?? []).map((day) => bellOn(bells, day));
      const found = {
        bells: [...new Set(rung)].filter((each) => each !== null),
        silent: rung.length === 0 || rung.includes(null),
      };
      kept.set(key, found);
      return found;
    },
  };
}

/** Whether a stretch lies within one period on every day. */
export function liesInPeriod(ringing: Ringing, part: DayPart): boolean {
  return !ringing.silent && ringing.bells.every((bell) => periodAround(bell, part) !== null);
}

const periodAround = ({ periods }: BellFields, part: DayPart) =>
  periods.find((each) => each.startMinute <= part.startMinute && endOf(part) <= endOf(each)) ?? null;

/** How much of the listening school's own period is heard on the worst of the days, 0..1, and which period that is. */
export function sharedPeriod(
  { bells, silent }: Ringing,
  part: DayPart,
): { readonly ratio: number; readonly period: BellFields['periods'][number] | null } {
  if (silent) return { ratio: 0, period: null };
  const nearest = bells.map((bell) =>
    bell.periods
      .map((period) => ({ ratio: overlapRatio(period, part), period }))
      .reduce((best, each) => (each.ratio > best.ratio ? each : best)),
  );
  const worst = nearest.reduce((least, each) => (each.ratio < least.ratio ? each : least));
  return worst.ratio > 0 ? worst : { ratio: 0, period: null };
}
