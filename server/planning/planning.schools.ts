import type { ElsewhereFields } from '../../shared/elsewhere.ts';
import { type GroupFields, groupHolds } from '../../shared/group.ts';
import {
  type ElsewhereId,
  elsewhereId,
  type GroupId,
  type LinkId,
  type LocalTeachingId,
  type NeedId,
  type RegionId,
  type SchoolId,
} from '../../shared/kernel/ids.ts';
import { addDays, type LocalDate, localDate } from '../../shared/kernel/time.ts';
import { type LinkFields, linkHolds } from '../../shared/link.ts';
import type { LocalTeachingFields } from '../../shared/local-teaching.ts';
import type { NeedFields } from '../../shared/need.ts';
import type { TermFields } from '../../shared/term.ts';
import type { Entry } from '../directory/directory.types.ts';
import { createGrouping } from '../platform/register.grouping.ts';
import { versionInForce } from '../platform/register.rules.ts';
import type { RegisterEntry } from '../platform/register.types.ts';
import type { PlanningMirrors } from './planning.mirrors.ts';

/** A need as it stands on one day. `withdrawn`: this is the first day on which it is; `past`: it was there before. */
export type NeedOnDay = {
  readonly id: NeedId;
  readonly fields: NeedFields;
  readonly state: 'inForce' | 'withdrawn' | 'past';
};

/** What planning has of one school on one day, out of memory. Nothing but `fresh` waits for anything. */
export interface SchoolPlans {
  fresh(): Promise<void>;
  needs(schoolId: SchoolId, date: LocalDate): readonly NeedOnDay[];
  /** Links that hold, from the school or to it. */
  links(schoolId: SchoolId, date: LocalDate): readonly Entry<LinkId, LinkFields>[];
  localTeaching(schoolId: SchoolId, date: LocalDate): readonly Entry<LocalTeachingId, LocalTeachingFields>[];
  /** Terms of these regions as they are registered now, in the order of the regions. */
  terms(regionIds: readonly RegionId[]): readonly TermFields[];
  /** Groups and pairs of teachers that the school leads 牵头. */
  groups(schoolId: SchoolId, date: LocalDate): readonly Entry<GroupId, GroupFields>[];
  group(id: GroupId): GroupFields | null;
  /** A lesson that was held in another tool, as it is entered now: unverified. Null for what is none, or was withdrawn. */
  elsewhere(id: string): Entry<ElsewhereId, ElsewhereFields> | null;
  elsewhereOn(date: LocalDate): readonly ElsewhereId[];
  /** The first day on which any need was in force; null while there was none. */
  firstNeed(): LocalDate | null;
}

/** A term that was entered late is one from its first day on. */
const FAR_AHEAD = localDate.parse('9999-12-31');

export function createSchoolPlans(mirrors: PlanningMirrors): SchoolPlans {
  const { needs, links, localTeaching, terms, groups, elsewhere } = mirrors;
  const needsOf = createGrouping(needs, ({ schoolId }) => [schoolId]);
  const linksOf = createGrouping(links, ({ fromSchoolId, toSchoolId }) => [fromSchoolId, toSchoolId]);
  const taughtBy = createGrouping(localTeaching, ({ schoolId }) => [schoolId]);
  const ledBy = createGrouping(groups, ({ schoolId }) => [schoolId]);
  const heardOn = createGrouping(elsewhere, ({ localDate: day }) => [day]);
  const termOf = (need: NeedFields): TermFields | null =>
    need.termId === null
      ? null
      : (versionInForce(terms.versions(need.termId), { date: FAR_AHEAD })?.fields ?? null);
  return {
    fresh: mirrors.fresh,
    needs: (schoolId, date) =>
      needsOf.ids(schoolId).flatMap((id) => {
        const found = needOnDay(needs.versions(id), date, termOf);
        return found?.fields.schoolId === schoolId ? [found] : [];
      }),
    links: (schoolId, date) =>
      linksOf.inForce(schoolId, date).filter(({ fields }) => linkHolds(fields, date)),
    localTeaching: taughtBy.inForce,
    groups: (schoolId, date) =>
      ledBy.inForce(schoolId, date).filter(({ fields }) => groupHolds(fields, date)),
    group: (id) => versionInForce(groups.versions(id), { date: FAR_AHEAD })?.fields ?? null,
    elsewhere: (id) => versionInForce(elsewhere.versions(elsewhereId.parse(id)), { date: FAR_AHEAD }),
    elsewhereOn: (date) => heardOn.inForce(date, FAR_AHEAD).map(({ id }) => id),
    firstNeed() {
      let first: LocalDate | null = null;
      for (const id of needs.ids())
        for (const { validFrom } of needs.versions(id))
          if (first === null || validFrom < first) first = validFrom;
      return first;
    },
    terms(regionIds) {
      const all = [...terms.inForce({ date: FAR_AHEAD }).values()].map(({ fields }) => fields);
      return regionIds.flatMap((regionId) => all.filter((each) => each.regionId === regionId));
    },
  };
}

function needOnDay(
  versions: readonly RegisterEntry<NeedId, NeedFields>[],
  date: LocalDate,
  termOf: (need: NeedFields) => TermFields | null,
): NeedOnDay | null {
  const now = versionInForce(versions, { date });
  if (now === null) {
    const last = versions.findLast((each) => each.validFrom <= date);
    return last === undefined ? null : { id: last.id, fields: last.fields, state: 'past' };
  }
  const { id, fields } = now;
  if (fields.status.state === 'withdrawn') {
    const before = versionInForce(versions, { date: addDays(date, -1) });
    const isNew = before?.fields.status.state !== 'withdrawn';
    return { id, fields, state: isNew ? 'withdrawn' : 'past' };
  }
  const term = termOf(fields);
  const counts = term === null || (term.from <= date && date <= term.to);
  return { id, fields, state: counts ? 'inForce' : 'past' };
}
