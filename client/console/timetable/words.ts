import type { LocalDate } from '../../../shared/kernel/time.ts';
import type { LessonCard } from '../../../shared/lesson.ts';
import type { SlotClash } from '../../../shared/planner.ts';
import { weekdayOf } from '../../../shared/term.ts';
import type { Locale } from '../../../shared/text/text.ts';
import { minuteText } from '../shell/clock.model.ts';
import { weekdayText } from '../shell/format.ts';
import type { ConsoleText } from '../text.ts';
import type { Carried } from './carry.ts';
import { clashAt, endOf, isPast, type Place } from './grid.model.ts';

/** `周三 9月16日` · `Wed 16 Sep` */
export const dayText = (date: LocalDate, locale: Locale): string =>
  `${weekdayText(weekdayOf(date), locale)} ${new Intl.DateTimeFormat(locale, {
    month: 'short',
    day: 'numeric',
    timeZone: 'UTC',
  }).format(Date.parse(`${date}T00:00:00Z`))}`;

export const titleOf = ({ subject, grade }: Pick<LessonCard, 'subject' | 'grade'>): string =>
  [subject, grade].filter(Boolean).join(' ');

type Says = { readonly t: ConsoleText; readonly locale: Locale };

const whenOf = (card: LessonCard, place: Place, locale: Locale) => ({
  day: dayText(place.localDate, locale),
  from: minuteText(place.startMinute),
  to: minuteText(endOf(card, place) % 1440),
});

/** `周三 9月16日 10:00–10:40` */
export function whenText(card: LessonCard, place: Place, locale: Locale): string {
  const { day, from, to } = whenOf(card, place, locale);
  return `${day} ${from}–${to}`;
}

/** What stands in the way of a slot. Without something that holds it, it is not there at all, or held by what the reader may not see. */
export function clashWords(
  { kind, name, busyWith }: Pick<SlotClash, 'kind' | 'name' | 'busyWith'>,
  when: string,
  t: ConsoleText,
): string {
  const said = { name, busyWith, when };
  if (kind === 'term' || kind === 'link' || kind === 'linkPeriods' || busyWith !== '')
    return t(`timetable.clash.${kind}`, said);
  return t(`timetable.clashNone.${kind}`, said);
}

/** How a lesson differs from a plain one that is to come, in one word; null for a plain one. */
export function stateWord(card: LessonCard, t: ConsoleText): string | null {
  if (card.cancelled !== null) return t('timetable.state.cancelled');
  if (card.phase === 'live' || card.phase === 'waiting' || card.phase === 'ended')
    return t(`timetable.state.${card.phase}`);
  if (card.changed !== null) return t(`timetable.state.${card.changed.kind}`);
  return card.unplanned ? t('timetable.state.unplanned') : null;
}

/** What is said of a lesson while it is carried: where it is held, and what it would meet there. */
export function carriedWords(
  { card, place }: Carried,
  { others, now }: { readonly others: readonly LessonCard[]; readonly now: Place },
  { t, locale }: Says,
): { readonly words: string; readonly isBad: boolean } {
  const when = whenOf(card, place, locale);
  if (place.localDate === card.localDate && place.startMinute === card.startMinute)
    return { words: t('timetable.carried', { lesson: titleOf(card), ...when }), isBad: false };
  if (isPast(place, now)) return { words: t('timetable.carriedPast', when), isBad: true };
  const clash = clashAt(card, place, others);
  if (clash === null) return { words: t('timetable.carriedTo', when), isBad: false };
  const busy = whenOf(clash.by, clash.by, locale);
  return {
    words: t('timetable.carriedClash', {
      ...when,
      name: clash.name,
      busyFrom: busy.from,
      busyTo: busy.to,
      busyWith: titleOf(clash.by),
    }),
    isBad: true,
  };
}
