import { type BellFields, type BellPeriod, bellFields } from '../../../shared/bell.ts';
import type { BellId, SchoolId } from '../../../shared/kernel/ids.ts';
import { type Cells, faulty } from '../import.cells.ts';
import { indexOf, joined } from '../import.finder.ts';
import { column, type Draft, type Held, type Kind } from '../import.kind.types.ts';
import { clockText, weekdaysOf } from '../import.words.rules.ts';

type Bell = Held<BellId, BellFields>;
type Part = { readonly cells: Cells; readonly period: BellPeriod };
type Whole = {
  readonly schoolId: SchoolId;
  readonly name: string;
  readonly weekdays: readonly number[];
  readonly fromDate: string | null;
  readonly toDate: string | null;
  readonly first: Cells;
  readonly parts: Part[];
};

const MINUTES_A_DAY = 1_440;

/** 作息时间. Each period has a row; rows of one school and name are one entry. */
export const bellKind: Kind<BellId, BellFields> = {
  kind: 'bells',
  register: 'bell',
  schema: bellFields,
  columns: [
    column('school', 'school', true),
    column('name', 'bellName', true),
    column('fromDate'),
    column('toDate'),
    column('weekdays', 'weekdays', true),
    column('period', 'period', true),
    column('start', 'start', true),
    column('minutes', 'minutes', true),
  ],
  columnOf: { schoolId: 'school', periods: 'start' },
  async begin({ finder }, inForce) {
    const byName = await indexOf<Bell>(inForce.values(), ({ fields }) => [
      joined(fields.schoolId, fields.name),
    ]);
    const bySchool = await indexOf<Bell>(inForce.values(), ({ fields }) => [fields.schoolId]);
    const wholes = new Map<string, Whole>();
    return {
      row(cells: Cells) {
        const school = cells.read('school', finder.school);
        const name = cells.required('name');
        const weekdays = cells.read('weekdays', (text) => weekdaysOf(text) ?? faulty('weekdays'));
        const fromDate = cells.text('fromDate') === '' ? null : cells.date('fromDate');
        const toDate = cells.text('toDate') === '' ? null : cells.date('toDate');
        const period = periodOf(cells);
        if (!cells.sound || school === null || name === null || weekdays === null || period === null)
          return null;
        const key = joined(school.id, name);
        const whole = wholes.get(key) ?? {
          schoolId: school.id,
          name,
          weekdays,
          fromDate,
          toDate,
          first: cells,
          parts: [],
        };
        if (!fits(whole, { cells, period }, { weekdays, fromDate, toDate })) return null;
        whole.parts.push({ cells, period });
        wholes.set(key, whole);
        return null;
      },
      end(): Draft<BellId, BellFields>[] {
        return [...wholes.entries()].map(([key, { first, parts, ...same }]) => {
          const before = byName.all(key)[0] ?? null;
          const others = bySchool.all(same.schoolId).filter(({ id, fields }) => {
            // Those that this file writes too are looked at as it writes them.
            return id !== before?.id && !wholes.has(joined(fields.schoolId, fields.name));
          });
          // The same days in another order are no change.
          const kept = before?.fields.weekdays.toSorted().join() === same.weekdays.join();
          const weekdays = kept ? before?.fields.weekdays : same.weekdays;
          const fields = { ...same, weekdays, periods: parts.map((part) => part.period) };
          return { cells: first, key, keyField: 'name', before, fields, others };
        });
      },
    };
  },
  rows: ({ fields }, { finder, locale }) =>
    fields.periods.map((period) => [
      finder.nameOfSchool(fields.schoolId),
      fields.name,
      fields.fromDate ?? '',
      fields.toDate ?? '',
      weekdaysText(fields.weekdays, locale === 'en'),
      period.name,
      clockText(period.startMinute),
      String(period.durationMinutes),
    ]),
};

function periodOf(cells: Cells): BellPeriod | null {
  const name = cells.required('period');
  const startMinute = cells.minute('start');
  const durationMinutes = cells.number('minutes', { min: 5, max: 240, whole: true });
  if (name === null || startMinute === null || durationMinutes === null) return null;
  if (startMinute + durationMinutes > MINUTES_A_DAY) return cells.fault('start', 'outsideDay');
  return { name, startMinute, durationMinutes };
}

type Same = Pick<Whole, 'weekdays' | 'fromDate' | 'toDate'>;

/** Whether a row goes with the rows before it of the same bells. */
function fits(whole: Whole, { cells, period }: Part, same: Same): boolean {
  const line = whole.first.line;
  if (whole.weekdays.join() !== same.weekdays.join()) cells.fault('weekdays', 'differs', { line });
  if (whole.fromDate !== same.fromDate) cells.fault('fromDate', 'differs', { line });
  if (whole.toDate !== same.toDate) cells.fault('toDate', 'differs', { line });
  for (const part of whole.parts) {
    const other = { line: part.cells.line };
    if (part.period.name === period.name) cells.fault('period', 'duplicate', other);
    else if (overlaps(part.period, period)) cells.fault('start', 'overlap', other);
  }
  return cells.sound;
}

const overlaps = (one: BellPeriod, two: BellPeriod) =>
  one.startMinute < two.startMinute + two.durationMinutes &&
  two.startMinute < one.startMinute + one.durationMinutes;

const latin = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

function weekdaysText(weekdays: readonly number[], inEnglish: boolean): string {
  const name = (day: number) => (inEnglish ? latin[day - 1] : `周${'一二三四五六日'[day - 1]}`) ?? '';
  const [first, last] = [weekdays[0], weekdays.at(-1)];
  if (
    first !== undefined &&
    last !== undefined &&
    weekdays.length > 2 &&
    last - first === weekdays.length - 1
  )
    return `${name(first)}${inEnglish ? '-' : '至'}${name(last)}`;
  return weekdays.map(name).join(inEnglish ? ', ' : '、');
}
