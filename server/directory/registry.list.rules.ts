import type { SchoolId } from '../../shared/kernel/ids.ts';
import { LIST_LIMIT, type ListQuery } from '../../shared/wire/register-routes.ts';
import type { JsonFields } from '../platform/register.rules.ts';
import { pathOfRegion } from './directory.rules.ts';
import type { DirectoryView } from './directory.view.ts';
import type { RegistryName, RegistrySpec } from './registry.types.ts';
import { createMatcher } from './search.rules.ts';

type Listed<Id, Fields> = { readonly id: Id; readonly fields: Fields };
type Spec<Id extends string, Fields extends JsonFields> = Pick<
  RegistrySpec<RegistryName, Id, Fields>,
  'schoolOf' | 'regionOf' | 'words'
>;

const collator = new Intl.Collator('zh-Hans-CN', { numeric: true });

/** The page of a list that was asked for, and how many there are. */
export function pageOf<Id extends string, Fields extends JsonFields, E extends Listed<Id, Fields>>(
  spec: Spec<Id, Fields>,
  entries: readonly E[],
  { view, query }: { readonly view: DirectoryView; readonly query: ListQuery },
): { rows: E[]; total: number } {
  const found = entries.filter(wanted<Id, Fields>(spec, view, query));
  if (query.sort !== undefined) sort(found, query.sort, view);
  const from = query.offset ?? 0;
  return { rows: found.slice(from, from + (query.limit ?? LIST_LIMIT)), total: found.length };
}

function wanted<Id extends string, Fields extends JsonFields>(
  spec: Spec<Id, Fields>,
  view: DirectoryView,
  { search, schoolId, regionId, field, value }: ListQuery,
) {
  const matches = search === undefined || search === '' ? null : createMatcher(search);
  const inRegion = (entry: Listed<Id, Fields>): boolean => {
    if (regionId === undefined) return true;
    const school = spec.schoolOf(entry.fields);
    const region = spec.regionOf?.(entry) ?? null;
    const path =
      school !== null
        ? view.snapshot.pathOf(school)
        : region !== null
          ? pathOfRegion(view.snapshot.regions, region)
          : null;
    return path?.regionIds.includes(regionId) ?? false;
  };
  const hasValue = (fields: Fields): boolean => {
    if (field === undefined || value === undefined) return true;
    const found = Object.hasOwn(fields, field) ? fields[field] : undefined;
    return Array.isArray(found) ? found.map(String).includes(value) : String(found) === value;
  };
  return (entry: Listed<Id, Fields>) =>
    (schoolId === undefined || spec.schoolOf(entry.fields) === schoolId) &&
    hasValue(entry.fields) &&
    inRegion(entry) &&
    (matches === null || matches(spec.words(entry.fields, view)));
}

/** Ids of schools sort by the school's name: that is what the reader sees. */
function sort<Fields extends JsonFields>(
  entries: Listed<string, Fields>[],
  wish: string,
  { snapshot }: DirectoryView,
): void {
  const down = wish.startsWith('-');
  const field = down ? wish.slice(1) : wish;
  const keys = new Map(
    entries.map((entry) => {
      const found = Object.hasOwn(entry.fields, field) ? entry.fields[field] : null;
      const school = typeof found === 'string' ? snapshot.schools.get(found as SchoolId) : undefined;
      return [entry, school?.fields.name ?? found ?? ''] as const;
    }),
  );
  const compare = (a: unknown, b: unknown) =>
    typeof a === 'number' && typeof b === 'number' ? a - b : collator.compare(String(a), String(b));
  entries.sort((a, b) => (down ? -1 : 1) * compare(keys.get(a), keys.get(b)));
}
