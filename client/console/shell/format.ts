import type { LocalDate } from '../../../shared/kernel/time.ts';
import type { Locale } from '../../../shared/text/text.ts';

/** `9月1日 星期二` · `Tuesday, September 1`. A school's date has no zone. */
export const dateText = (date: LocalDate, locale: Locale): string =>
  new Intl.DateTimeFormat(locale, { weekday: 'long', month: 'long', day: 'numeric', timeZone: 'UTC' }).format(
    Date.parse(`${date}T00:00:00Z`),
  );

/** `2026年9月1日` · `1 Sep 2026` */
export const shortDateText = (date: LocalDate, locale: Locale): string =>
  new Intl.DateTimeFormat(locale, {
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    timeZone: 'UTC',
  }).format(Date.parse(`${date}T00:00:00Z`));

/** Hour, minute and, if wished, second of an instant on the wall of whoever looks. */
export const timeText = (instantMs: number, options: { seconds?: boolean } = {}): string =>
  new Intl.DateTimeFormat('en-GB', {
    hour: '2-digit',
    minute: '2-digit',
    ...(options.seconds === true ? { second: '2-digit' } : {}),
  }).format(instantMs);

export const dateTimeText = (instantMs: number, locale: Locale): string =>
  new Intl.DateTimeFormat(locale, {
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(instantMs);

/** A Monday, of which the names of weekdays are taken. */
const MONDAY_MS = Date.UTC(2024, 0, 1);

/** `周三` · `Wed`; 1 is Monday. */
export const weekdayText = (weekday: number, locale: Locale): string =>
  new Intl.DateTimeFormat(locale, { weekday: 'short', timeZone: 'UTC' }).format(
    MONDAY_MS + (weekday - 1) * 86_400_000,
  );
