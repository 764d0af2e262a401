import { z } from 'zod';

/** A day in a school's calendar, `YYYY-MM-DD`. Never an instant. */
export const localDate = z.iso.date().brand<'LocalDate'>();
export type LocalDate = z.infer<typeof localDate>;

/** An IANA zone such as `Asia/Shanghai`. */
export const zone = z.string().max(64).refine(isZone, { message: 'unknown time zone' }).brand<'Zone'>();
export type Zone = z.infer<typeof zone>;

/** Minutes after local midnight, 0..1439. */
export const startMinute = z.int().min(0).max(1439);

export const MINUTE_MS = 60_000;
export const DAY_MS = 86_400_000;

function isZone(name: string): boolean {
  try {
    formatterOf(name);
    return true;
  } catch (cause) {
    if (cause instanceof RangeError) return false;
    throw cause;
  }
}

/** Making one costs a hundred times what using it does, and a list of lessons asks once for each. */
const formatters = new Map<string, Intl.DateTimeFormat>();
/** There are about 600 names, but each may come in capital letters too. */
const KEPT_FORMATTERS = 1_000;

function formatterOf(timeZone: string): Intl.DateTimeFormat {
  const kept = formatters.get(timeZone);
  if (kept !== undefined) return kept;
  const made = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });
  if (formatters.size < KEPT_FORMATTERS) formatters.set(timeZone, made);
  return made;
}

/** The calendar day and minute that a clock on the wall of `zone` shows at an instant. */
export function wallClock(instantMs: number, inZone: Zone): { date: LocalDate; minute: number } {
  const parts = formatterOf(inZone).formatToParts(instantMs);
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((each) => each.type === type)?.value ?? '';
  return {
    date: localDate.parse(`${part('year').padStart(4, '0')}-${part('month')}-${part('day')}`),
    minute: Number(part('hour')) * 60 + Number(part('minute')),
  };
}

/**
 * The instant at which the wall clock of `zone` shows `minute` on `date`. A time that a clock change skips maps to the instant
 * after the gap; one that occurs twice maps to its first occurrence.
 */
export function instantOf(date: LocalDate, minute: number, inZone: Zone): number {
  const asIfUtc = Date.parse(`${date}T00:00:00Z`) + minute * MINUTE_MS;
  const candidates = [-1, 0, 1].map((day) => asIfUtc - offsetMs(asIfUtc + day * DAY_MS, inZone));
  const exact = candidates.filter((each) => {
    const clock = wallClock(each, inZone);
    return clock.date === date && clock.minute === minute;
  });
  return exact.length > 0 ? Math.min(...exact) : Math.max(...candidates);
}

/** How far the wall clock of `zone` is ahead of UTC at an instant, in ms. */
function offsetMs(instantMs: number, inZone: Zone): number {
  const clock = wallClock(instantMs, inZone);
  const shown = Date.parse(`${clock.date}T00:00:00Z`) + clock.minute * MINUTE_MS;
  return shown - Math.floor(instantMs / MINUTE_MS) * MINUTE_MS;
}

export function addDays(date: LocalDate, days: number): LocalDate {
  return localDate.parse(
    new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10),
  );
}

/** Days from `from` to `to`, both included, in order; empty when `to` is before `from`. */
export function daysBetween(from: LocalDate, to: LocalDate): LocalDate[] {
  const days: LocalDate[] = [];
  for (let day = from; day <= to; day = addDays(day, 1)) days.push(day);
  return days;
}
