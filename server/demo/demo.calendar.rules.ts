import type { BellFields } from '../../shared/bell.ts';
import { addDays, type LocalDate, localDate } from '../../shared/kernel/time.ts';
import type { SubjectFields } from '../../shared/subject.ts';
import type { TermFields } from '../../shared/term.ts';

/**
 * Invented like the county: near what primary schools teach, but nobody's plan. Periods a week in grades 1 to 6. The ministry's own plan, with
 * which an office fills its register, is another thing: it stands beside that page.
 */
const periods: readonly (readonly [string, readonly number[]])[] = [
  ['语文', [8, 8, 7, 7, 6, 6]],
  ['数学', [4, 4, 4, 4, 5, 5]],
  ['英语', [0, 0, 3, 3, 3, 3]],
  ['道德与法治', [2, 2, 2, 2, 2, 2]],
  ['科学', [1, 1, 2, 2, 2, 2]],
  ['体育与健康', [4, 4, 3, 3, 3, 3]],
  ['音乐', [2, 2, 2, 2, 2, 2]],
  ['美术', [2, 2, 1, 1, 1, 1]],
  ['劳动', [1, 1, 1, 1, 1, 1]],
];

export const demoSubjects: readonly SubjectFields[] = periods.map(([name, weekly], index) => ({
  name,
  order: index + 1,
  requiredPeriods: weekly.flatMap((periodsPerWeek, grade) =>
    periodsPerWeek === 0 ? [] : [{ grade: grade + 1, periodsPerWeek }],
  ),
}));

/** What every point can teach by itself, in the grades of its classes. */
export const taughtLocally: readonly string[] = ['语文', '数学', '道德与法治', '体育与健康', '劳动'];

/** The half-year that a day lies in, or the next one in the holidays. */
export function termAround(
  today: LocalDate,
): Pick<TermFields, 'name' | 'from' | 'to' | 'holidays' | 'makeUpDays'> {
  const year = Number(today.slice(0, 4));
  const on = (ofYear: number, day: string) => localDate.parse(`${ofYear}-${day}`);
  const autumn = (of: number) => ({
    name: `${of}年秋季学期`,
    from: on(of, '08-31'),
    to: on(of + 1, '01-24'),
    holidays: [
      { name: '国庆节', from: on(of, '10-01'), to: on(of, '10-07') },
      { name: '元旦', from: on(of + 1, '01-01'), to: on(of + 1, '01-01') },
    ],
    makeUpDays: [],
  });
  const spring = {
    name: `${year}年春季学期`,
    from: on(year, '02-23'),
    to: on(year, '07-12'),
    holidays: [{ name: '劳动节', from: on(year, '05-01'), to: on(year, '05-05') }],
    makeUpDays: [],
  };
  if (today <= on(year, '01-24')) return autumn(year - 1);
  return today <= spring.to ? spring : autumn(year);
}

/** So many days of teaching lie behind a demonstration, whenever it is loaded: it has lessons to show in holidays too. */
const BEHIND_DAYS = 28;

/** The demonstration's own term: the half-year around a day, begun early enough for what lies behind. */
export function demoTerm(today: LocalDate): ReturnType<typeof termAround> {
  const term = termAround(today);
  const since = addDays(today, -BEHIND_DAYS);
  return since < term.from ? { ...term, from: since } : term;
}

const starts = [
  [8, 20],
  [9, 20],
  [10, 20],
  [11, 10],
  [14, 0],
  [14, 50],
  [15, 40],
] as const;

/** Bells that ring `lateMinutes` after those of the central schools: each school has its own. */
export const bellsOf = (
  lateMinutes: number,
): Pick<BellFields, 'name' | 'fromDate' | 'toDate' | 'weekdays' | 'periods'> => ({
  name: '作息时间',
  fromDate: null,
  toDate: null,
  weekdays: [1, 2, 3, 4, 5],
  periods: starts.map(([hour, minute], index) => ({
    name: `第${index + 1}节`,
    startMinute: hour * 60 + minute + lateMinutes,
    durationMinutes: 40,
  })),
});
