import type { TermId } from '../../shared/kernel/ids.ts';
import { ok, type Result } from '../../shared/kernel/result.ts';
import { addDays } from '../../shared/kernel/time.ts';
import type { TermFields } from '../../shared/term.ts';
import { invalid } from '../directory/directory.rules.ts';

export type TermEntry = { readonly id: TermId; readonly fields: TermFields };

/** A longer term is a mistake in a year. */
const LONGEST_TERM_DAYS = 300;

/** A region has one term at a time; what lies below it may keep terms of its own. `others` is without the one that is checked. */
export function checkTerm(others: Iterable<TermEntry>, fields: TermFields): Result<void> {
  const { regionId, from, to, holidays, makeUpDays } = fields;
  if (to < from || to > addDays(from, LONGEST_TERM_DAYS)) return invalid('to', 'range');
  const within = (date: string) => from <= date && date <= to;
  for (const [index, holiday] of holidays.entries())
    if (holiday.to < holiday.from || !within(holiday.from) || !within(holiday.to))
      return invalid(`holidays.${index}`, 'range');
  for (const [index, { date }] of makeUpDays.entries()) {
    if (!within(date)) return invalid(`makeUpDays.${index}`, 'range');
    if (makeUpDays.findIndex((each) => each.date === date) < index)
      return invalid(`makeUpDays.${index}`, 'duplicate');
  }
  for (const other of others)
    if (other.fields.regionId === regionId && other.fields.from <= to && from <= other.fields.to)
      return invalid('from', 'taken');
  return ok();
}
