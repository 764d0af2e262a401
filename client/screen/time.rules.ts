import type { LessonCard } from '../../shared/lesson.ts';
import type { ScreenKey } from '../../shared/text/screen.en.ts';
import type { TextParams } from '../../shared/text/text.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

export type Words = { readonly key: ScreenKey; readonly params: TextParams };

/** How long in words, rounded up so that a countdown never says 0 before its time. */
export function durationWords(ms: number): Words {
  const left = Math.max(0, ms);
  if (left > DAY_MS * 2) return { key: 'screen.duration.days', params: { days: Math.ceil(left / DAY_MS) } };
  if (left > HOUR_MS) {
    const minutes = Math.ceil(left / MINUTE_MS);
    return {
      key: 'screen.duration.hours',
      params: { hours: Math.floor(minutes / 60), minutes: minutes % 60 },
    };
  }
  if (left > MINUTE_MS) {
    return { key: 'screen.duration.minutes', params: { minutes: Math.ceil(left / MINUTE_MS) } };
  }
  return { key: 'screen.duration.seconds', params: { seconds: Math.ceil(left / 1000) } };
}

const two = (value: number): string => String(value).padStart(2, '0');

/**
 * How far the school's wall clock is ahead of UTC, from a lesson that says both its calendar time and its instant. A panel whose time
 * zone was never set shows the right time with it.
 */
export function wallAheadMs(
  card: Pick<LessonCard, 'localDate' | 'startMinute' | 'plannedStartAtMs'>,
): number {
  return Date.parse(`${card.localDate}T00:00:00Z`) + card.startMinute * MINUTE_MS - card.plannedStartAtMs;
}

/** Hours and minutes on the school's wall, `09:41`. */
export function wallTime(instantMs: number, aheadMs: number): string {
  const wall = new Date(instantMs + aheadMs);
  return `${two(wall.getUTCHours())}:${two(wall.getUTCMinutes())}`;
}

/** `2026-11-22` → `11-22`; the day of a lesson that is not today. */
export const shortDate = (localDate: string): string => localDate.slice(5);

export function isSameWallDay(instantMs: number, aheadMs: number, localDate: string): boolean {
  return new Date(instantMs + aheadMs).toISOString().slice(0, 10) === localDate;
}
