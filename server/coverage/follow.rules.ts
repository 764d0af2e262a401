import { periodHolding } from '../../shared/coverage/period.ts';
import type { RegionId, SchoolId } from '../../shared/kernel/ids.ts';
import { addDays, type LocalDate } from '../../shared/kernel/time.ts';
import type { TermFields } from '../../shared/term.ts';

/** What a change in a register may have changed in figures: from a day on (till today), at these schools or in these regions. */
export type Reach = {
  readonly from: LocalDate;
  /** Till today when it is left out. */
  readonly to?: LocalDate;
  readonly schools: readonly SchoolId[];
  /** Every school that lies in one of them; `everywhere` for all schools there are. */
  readonly regions: readonly RegionId[] | 'everywhere';
};

type Version<Fields> = { readonly validFrom: LocalDate; readonly fields: Fields };

/** Older changes than this are found by counting everything anew. */
const LONGEST_DAYS = 400;

/** Days are text, and in the order of text. */
export const earliest = (first: LocalDate, ...more: readonly LocalDate[]): LocalDate =>
  [first, ...more].sort()[0] ?? first;
export const latest = (first: LocalDate, ...more: readonly LocalDate[]): LocalDate =>
  [first, ...more].sort().at(-1) ?? first;

export const floorOf = (today: LocalDate): LocalDate => addDays(today, -LONGEST_DAYS);

/** Schools of an entry's versions, from the day on which the new version holds. */
export const reachOfSchools = <Fields>(
  version: Version<Fields>,
  history: readonly Version<Fields>[],
  schoolsOf: (fields: Fields) => readonly SchoolId[],
): Reach => ({
  from: version.validFrom,
  schools: [...new Set([version, ...history].flatMap(({ fields }) => schoolsOf(fields)))],
  regions: [],
});

/** A term says for the whole school year which days are taught, and counts from its first day on whenever it was entered. */
export function reachOfTerm(versions: readonly Version<TermFields>[]): Reach | null {
  const years = versions.flatMap(({ fields }) =>
    [fields.from, fields.to].flatMap((day) => periodHolding('year', day, []) ?? []),
  );
  const [first] = years;
  if (first === undefined) return null;
  return {
    from: earliest(first.from, ...years.map((each) => each.from)),
    to: latest(first.to, ...years.map((each) => each.to)),
    schools: [],
    regions: [...new Set(versions.map(({ fields }) => fields.regionId))],
  };
}
