import type { BellFields } from '../../../shared/bell.ts';
import type { TermFields } from '../../../shared/term.ts';
import { minuteText, readMinute } from '../shell/clock.model.ts';

export type TermValues = {
  regionId?: string;
  name?: string;
  from?: string;
  to?: string;
  holidays?: ({ name?: string; from?: string; to?: string } | undefined)[];
  makeUpDays?: ({ date?: string; asWeekday?: number } | undefined)[];
};

/** A row that was begun and left empty is none. */
const filled = <T extends object>(rows: readonly (T | undefined)[] | undefined): T[] =>
  (rows ?? []).flatMap((row) =>
    row !== undefined && Object.values(row).some((value) => value !== undefined && value !== '') ? [row] : [],
  );

/** The body of what was typed; the table decides whether it is one. */
export const termBody = (values: TermValues): object => ({
  ...values,
  holidays: filled(values.holidays).map(({ name = '', from, to }) => ({ name, from, to: to || from })),
  makeUpDays: filled(values.makeUpDays),
});

export const termValues = ({ holidays, makeUpDays, ...fields }: TermFields): TermValues => ({
  ...fields,
  holidays: [...holidays],
  makeUpDays: [...makeUpDays],
});

type PeriodValues = { name?: string; start?: string; durationMinutes?: number };
export type BellValues = {
  schoolId?: string;
  name?: string;
  fromDate?: string;
  toDate?: string;
  weekdays?: number[];
  periods?: (PeriodValues | undefined)[];
};

export const bellBody = ({ fromDate, toDate, ...values }: BellValues): object => ({
  ...values,
  fromDate: fromDate || null,
  toDate: toDate || null,
  periods: filled(values.periods).map(({ name, start, durationMinutes }) => ({
    name,
    startMinute: readMinute(start ?? '') ?? undefined,
    durationMinutes,
  })),
});

export const bellValues = ({ fromDate, toDate, periods, ...fields }: BellFields): BellValues => ({
  ...fields,
  fromDate: fromDate ?? '',
  toDate: toDate ?? '',
  periods: periods.map(({ startMinute, ...period }) => ({ ...period, start: minuteText(startMinute) })),
});

/** A primary school's usual day: three periods before noon, three after. */
export const usualPeriods = (nameOf: (number: number) => string): PeriodValues[] =>
  ['08:30', '09:20', '10:20', '11:10', '14:00', '14:50'].map((start, index) => ({
    name: nameOf(index + 1),
    start,
    durationMinutes: 40,
  }));
