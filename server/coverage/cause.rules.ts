import { type CauseCounts, causeOf, type UnservedCause, unservedCause } from '../../shared/coverage/cause.ts';
import { isCounted, isValid } from './fact.rules.ts';
import type { RoomFact } from './fact.types.ts';
import type { NeedTally } from './rollup.types.ts';

/**
 * Why a lesson does not count at a room: what somebody corrected, else what was found, else what the verdict alone tells. Null for a valid
 * lesson, one that is not over, and what is counted apart.
 */
export function causeOfFact(fact: RoomFact): UnservedCause | null {
  if (!isCounted(fact) || isValid(fact) || (fact.verdict === 'open' && !fact.cancelled)) return null;
  return fact.correctedCause ?? fact.foundCause ?? plainCauseOf(fact);
}

/** Of a lesson that never took place nothing was settled that could have found a cause. */
function plainCauseOf({ cancelled, verdict }: RoomFact): UnservedCause | null {
  return causeOf({
    cancelled,
    verdict:
      verdict === 'open' || verdict === 'valid' ? { state: verdict } : { state: 'invalid', reason: verdict },
    missing: null,
    poor: null,
  });
}

/**
 * Why a need went unserved: what stopped the lesson that came closest to counting. Without any lesson that failed it is what lacks before
 * a lesson: a slot, or a link. Null for a need with a valid lesson.
 */
export function needCause(
  need: Pick<NeedTally, 'validCount' | 'plannedCount' | 'linkedDayCount' | 'causes'>,
): UnservedCause | null {
  if (need.validCount > 0) return null;
  const closest = unservedCause.options.find((cause) => (need.causes[cause] ?? 0) > 0);
  if (closest !== undefined) return closest;
  if (need.plannedCount > 0) return 'not-held';
  return need.linkedDayCount > 0 ? 'no-slot' : 'no-link';
}

/** Needs of a period without a valid lesson, by why. */
export function unservedBy(needs: readonly NeedTally[]): CauseCounts {
  const counts: CauseCounts = {};
  for (const need of needs) {
    const cause = need.neededFifths > 0 ? needCause(need) : null;
    if (cause !== null) counts[cause] = (counts[cause] ?? 0) + 1;
  }
  return counts;
}

export function addCauses(a: CauseCounts, b: CauseCounts, sign: 1 | -1 = 1): CauseCounts {
  const sums: CauseCounts = {};
  for (const cause of unservedCause.options) {
    const count = (a[cause] ?? 0) + sign * (b[cause] ?? 0);
    if (count !== 0) sums[cause] = count;
  }
  return sums;
}
