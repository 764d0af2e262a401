import type { TextParams } from '../../shared/text/text.ts';
import type { WatchKey } from '../../shared/text/watch.en.ts';
import type { WatchLesson } from '../../shared/watch.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

export type Words = { readonly key: WatchKey; readonly params: TextParams };
const two = (value: number): string => String(value).padStart(2, '0');

/** How long in words, rounded up so that a countdown never says 0 before its time. */
export function durationWords(ms: number): Words {
  const left = Math.max(0, ms);
  if (left > 2 * DAY_MS) return { key: 'watch.duration.days', params: { days: Math.ceil(left / DAY_MS) } };
  if (left > HOUR_MS) {
    const minutes = Math.ceil(left / MINUTE_MS);
    return {
      key: 'watch.duration.hours',
      params: { hours: Math.floor(minutes / 60), minutes: minutes % 60 },
    };
  }
  if (left > MINUTE_MS)
    return { key: 'watch.duration.minutes', params: { minutes: Math.ceil(left / MINUTE_MS) } };
  return { key: 'watch.duration.seconds', params: { seconds: Math.ceil(left / 1000) } };
}

/** The time on the school's wall, whatever zone the phone is set to: `11-22 09:40`. */
export function wallStart({
  localDate,
  startMinute,
}: Pick<WatchLesson, 'localDate' | 'startMinute'>): string {
  return `${localDate.slice(5)} ${two(Math.floor(startMinute / 60))}:${two(startMinute % 60)}`;
}
