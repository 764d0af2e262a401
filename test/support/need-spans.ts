import type { SchoolPlans } from '../../server/planning/planning.schools.ts';
import type { NeedId, SchoolId } from '../../shared/kernel/ids.ts';
import { daysBetween, type LocalDate } from '../../shared/kernel/time.ts';
import type { NeedFields } from '../../shared/need.ts';

type NeedSpan = { readonly id: NeedId; readonly fields: NeedFields; readonly inForceDates: LocalDate[] };

/** Needs of schools that were in force on any day of a period, as they stood last in it, each with its days. */
export async function needSpans(
  plans: SchoolPlans,
  schoolIds: Iterable<SchoolId>,
  [from, to]: readonly [LocalDate, LocalDate],
): Promise<readonly NeedSpan[]> {
  await plans.fresh();
  const spans = new Map<NeedId, NeedSpan>();
  for (const schoolId of schoolIds)
    for (const date of daysBetween(from, to))
      for (const { id, fields, state } of plans.needs(schoolId, date)) {
        const inForceDates = spans.get(id)?.inForceDates ?? [];
        if (state === 'inForce') inForceDates.push(date);
        spans.set(id, { id, fields, inForceDates });
      }
  return [...spans.values()]
    .filter(({ inForceDates }) => inForceDates.length > 0)
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}
