import { z } from 'zod';
import { regionId } from './kernel/ids.ts';
import { addDays, daysBetween, type LocalDate, localDate } from './kernel/time.ts';

/** ISO 8601: 1 is Monday, 7 is Sunday. */
export const weekday = z.int().min(1).max(7);
export type Weekday = z.infer<typeof weekday>;

const span = z.strictObject({ name: z.string().trim().max(40), from: localDate, to: localDate });

/** A term 学期 of a region's schools. Its first teaching week is the one of its first day, weeks run Monday to Sunday. */
export const termFields = z.strictObject({
  regionId,
  name: z.string().trim().min(1).max(60),
  from: localDate,
  to: localDate,
  /** 节假日. */
  holidays: z.array(span).max(40),
  /** 调休: a day taught by the timetable of another weekday. */
  makeUpDays: z.array(z.strictObject({ date: localDate, asWeekday: weekday })).max(40),
});
export type TermFields = z.infer<typeof termFields>;

export const weekParity = z.enum(['every', 'odd', 'even']);
export type WeekParity = z.infer<typeof weekParity>;

export function weekdayOf(date: LocalDate): Weekday {
  return new Date(`${date}T00:00:00Z`).getUTCDay() || 7;
}

/** 第几周: 1 in the week of the term's first day. */
export function weekOfTerm({ from }: Pick<TermFields, 'from'>, date: LocalDate): number {
  const monday = addDays(from, 1 - weekdayOf(from));
  return Math.floor((Date.parse(date) - Date.parse(monday)) / (7 * 86_400_000)) + 1;
}

/** By which weekday's timetable a day is taught; null outside the term, and on a holiday. A make-up day counts before a holiday. */
export function taughtAs(term: TermFields, date: LocalDate): Weekday | null {
  if (date < term.from || date > term.to) return null;
  const makeUp = term.makeUpDays.find((each) => each.date === date);
  if (makeUp) return makeUp.asWeekday;
  return term.holidays.some((each) => each.from <= date && date <= each.to) ? null : weekdayOf(date);
}

/** A day on which a term is taught: by which weekday's timetable, and in which of its weeks. */
export type TeachingDay = { readonly date: LocalDate; readonly weekday: Weekday; readonly week: number };

/** The term's teaching days in order, from `from` on when that is given. */
export function teachingDays(term: TermFields, from: LocalDate = term.from): TeachingDay[] {
  return daysBetween(from < term.from ? term.from : from, term.to).flatMap((date) => {
    const weekday = taughtAs(term, date);
    return weekday === null ? [] : [{ date, weekday, week: weekOfTerm(term, date) }];
  });
}

/** Whether a week of that number is one of them; a make-up day counts in the week in which it lies. */
export function weekCounts(weeks: WeekParity, week: number): boolean {
  return weeks === 'every' || (weeks === 'odd') === (week % 2 === 1);
}
