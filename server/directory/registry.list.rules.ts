import type { Json } from '../../shared/kernel/canonical-json.ts';
import type { RegionId, SchoolId } from '../../shared/kernel/ids.ts';
import { LIST_LIMIT, type ListQuery } from '../../shared/wire/register-routes.ts';
import type { JsonFields } from '../platform/register.rules.ts';
import { pathOfRegion } from './directory.rules.ts';
import type { RegistryName, RegistrySpec } from './registry.types.ts';
import { createMatcher } from './search.rules.ts';
import { orderOf } from './spelling.rules.ts';

type Listed<Id, Fields> = { readonly id: Id; readonly fields: Fields };
/** What the register's own words are read with. */
type View = Parameters<RegistrySpec<RegistryName, string, JsonFields>['words']>[1];
type Spec<Id extends string, Fields extends JsonFields> = Pick<
  RegistrySpec<RegistryName, Id, Fields>,
  'readable' | 'schoolOf' | 'regionOf' | 'words'
>;

/**
 * The page of a list that was asked for, and how many there are. Of 100,000 entries no list is made where only some are shown: it would be
 * thrown away with every page.
 */
export function pageOf<Id extends string, Fields extends JsonFields, E extends Listed<Id, Fields>>(
  spec: Spec<Id, Fields>,
  entries: Iterable<E>,
  { view, query }: { readonly view: View; readonly query: ListQuery },
): { rows: E[]; total: number } {
  const { search, schoolId, regionId, value } = query;
  const isFiltered = [search, schoolId, regionId, value].some((each) => each !== undefined);
  const isWanted = isFiltered ? wanted<Id, Fields>(spec, view, query) : null;
  const from = query.offset ?? 0;
  const to = from + (query.limit ?? LIST_LIMIT);
  const found: E[] = [];
  let total = 0;
  for (const entry of entries) {
    if (!spec.readable(view, entry) || isWanted?.(entry) === false) continue;
    if (query.sort !== undefined || (total >= from && total < to)) found.push(entry);
    total += 1;
  }
  if (query.sort === undefined) return { rows: found, total };
  sort(found, query.sort, view);
  return { rows: found.slice(from, to), total };
}

function wanted<Id extends string, Fields extends JsonFields>(
  spec: Spec<Id, Fields>,
  view: View,
  { search, schoolId, regionId, field, value }: ListQuery,
) {
  const matches = search === undefined || search === '' ? null : createMatcher(search);
  const inRegion = createInRegion<Id, Fields>(spec, view, regionId);
  const values = new Set([value ?? '', ...(value ?? '').split(',')]);
  const hasValue = (fields: Fields): boolean =>
    field === undefined ||
    value === undefined ||
    valuesAt(fields, field.split('.')).some((each) => values.has(each));
  return (entry: Listed<Id, Fields>) =>
    (schoolId === undefined || spec.schoolOf(entry.fields) === schoolId) &&
    hasValue(entry.fields) &&
    inRegion(entry) &&
    (matches === null || matches(spec.words(entry.fields, view)));
}

/** Tens of thousands of entries lie in a few hundred regions: each is asked about once. */
function createInRegion<Id extends string, Fields extends JsonFields>(
  spec: Spec<Id, Fields>,
  { snapshot }: View,
  wanted: RegionId | undefined,
) {
  const known = new Map<RegionId, boolean>();
  const lies = (region: RegionId | null | undefined): boolean => {
    if (region === null || region === undefined || wanted === undefined) return false;
    const found = known.get(region) ?? pathOfRegion(snapshot.regions, region).regionIds.includes(wanted);
    known.set(region, found);
    return found;
  };
  return (entry: Listed<Id, Fields>): boolean => {
    if (wanted === undefined) return true;
    const school = spec.schoolOf(entry.fields);
    return lies(
      school === null ? spec.regionOf?.(entry) : (snapshot.schools.get(school)?.fields.regionId ?? null),
    );
  };
}

/** What stands at a path such as `status.state` or `roles.role`, of every member of a list. */
function valuesAt(value: Json | undefined, [name, ...rest]: readonly string[]): string[] {
  if (Array.isArray(value))
    return value.flatMap((each: Json) => valuesAt(each, name === undefined ? [] : [name, ...rest]));
  if (name === undefined) return value === undefined ? [] : [String(value)];
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return [];
  return valuesAt((value as JsonFields)[name], rest);
}

/** Ids of schools and regions sort by the name: that is what the reader sees. */
function sort<Fields extends JsonFields>(
  entries: Listed<string, Fields>[],
  wish: string,
  { snapshot }: View,
): void {
  const down = wish.startsWith('-');
  const path = (down ? wish.slice(1) : wish).split('.');
  const keyOf = ({ fields }: Listed<string, Fields>): number | string => {
    const found = valueAt(fields, path);
    if (typeof found === 'number') return found;
    const text = typeof found === 'string' ? found : (valuesAt(fields, path)[0] ?? '');
    const named = snapshot.schools.get(text as SchoolId) ?? snapshot.regions.get(text as RegionId);
    return orderOf(named?.fields.name ?? text);
  };
  const keyed = entries.map((entry) => ({ entry, key: keyOf(entry) }));
  const way = down ? -1 : 1;
  keyed.sort((a, b) => {
    if (a.key === b.key) return 0;
    // What has no number stands first.
    if (typeof a.key !== typeof b.key) return typeof a.key === 'string' ? -way : way;
    return a.key < b.key ? -way : way;
  });
  for (const [index, { entry }] of keyed.entries()) entries[index] = entry;
}

const valueAt = (fields: JsonFields, [name = '', ...rest]: readonly string[]): Json | undefined =>
  rest.length === 0 && Object.hasOwn(fields, name) ? fields[name] : undefined;

/** Made one by one: of 100,000 entries no list is built for each of 500 changes. */
export function* without<E extends { readonly id: unknown }>(entries: Iterable<E>, id: unknown): Iterable<E> {
  for (const entry of entries) if (entry.id !== id) yield entry;
}
