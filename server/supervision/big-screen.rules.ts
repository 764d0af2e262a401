import { type BigScreenFigures, bigScreenKey } from '../../shared/big-screen.ts';
import type { ReportPage } from '../../shared/coverage/report.ts';
import type { LessonPhase } from '../../shared/lesson.ts';
import { alarmRule } from '../../shared/supervision.ts';
import type { StoredAlarm } from './supervision.types.ts';

const RANKED_MAX = 8;

type Standing = { readonly phase: LessonPhase; readonly begun: boolean };

/** `held`: begun and over; a cancelled one is not planned any more. */
export function lessonCounts(lessons: readonly Standing[]): BigScreenFigures['lessons'] {
  const count = (is: (lesson: Standing) => boolean) => lessons.filter(is).length;
  return {
    planned: count(({ phase }) => phase !== 'cancelled'),
    running: count(({ phase }) => phase === 'live'),
    held: count(({ phase, begun }) => phase === 'ended' && begun),
    cancelled: count(({ phase }) => phase === 'cancelled'),
  };
}

/** What stands on it, in its order. */
export const shownFigures = (figures: ReportPage['figures']): BigScreenFigures['figures'] =>
  bigScreenKey.options.flatMap((key) => {
    const found = figures.find((each) => each.key === key);
    return found === undefined ? [] : [{ ...found, key }];
  });

/** Open ones by rule, those that nobody has; and how many began today. */
export function alarmCounts(alarms: readonly StoredAlarm[], todayMs: number): BigScreenFigures['alarms'] {
  const open = alarms.filter(({ toMs }) => toMs === null);
  return {
    open: alarmRule.options.map((rule) => ({
      rule,
      count: open.filter((each) => each.rule === rule).length,
    })),
    todayCount: alarms.filter(({ fromMs }) => fromMs >= todayMs).length,
  };
}

/** Parts that have a need, by the headline, the best first; of equals the one with more needs. */
export function rankingOf(parts: readonly Pick<ReportPage['below'][number], 'name' | 'figures'>[]) {
  return parts
    .flatMap(({ name, figures }) => {
      const found = figures.find(({ key }) => key === 'needWeighted');
      return found === undefined || found.denominator === 0
        ? []
        : [{ name, numerator: found.numerator, denominator: found.denominator }];
    })
    .sort(
      (a, b) =>
        b.numerator / b.denominator - a.numerator / a.denominator ||
        b.denominator - a.denominator ||
        (a.name < b.name ? -1 : 1),
    )
    .slice(0, RANKED_MAX);
}
