import type { ReportScope } from '../../shared/coverage/report.ts';
import { type RegionId, regionId, type SchoolId, schoolId } from '../../shared/kernel/ids.ts';
import { fail, ok, type Result } from '../../shared/kernel/result.ts';
import type { SchoolKind } from '../../shared/school.ts';
import { pathOfRegion } from '../directory/directory.rules.ts';
import type { DirectoryTree, Staff } from '../directory/directory.types.ts';
import type { Action, Permit, ScopePath } from '../identity/identity.types.ts';
import type { About, Trees } from './report.types.ts';

export const ofRegion = (id: RegionId): ReportScope => ({ kind: 'region', id });
export const ofSchool = (id: SchoolId): ReportScope => ({ kind: 'school', id });

/** By code units, so that two machines list alike. */
export const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const knows = (tree: DirectoryTree, { kind, id }: ReportScope): boolean =>
  kind === 'region' ? tree.regions.has(id) : tree.schools.has(id);

const pathIn = (tree: DirectoryTree, { kind, id }: ReportScope): ScopePath =>
  kind === 'region' ? pathOfRegion(tree.regions, id) : tree.pathOf(id);

/** Everywhere that the place lies or lay; empty for one that nobody knows. */
export const pathsOf = (trees: readonly DirectoryTree[], scope: ReportScope): ScopePath[] =>
  trees.filter((tree) => knows(tree, scope)).map((tree) => pathIn(tree, scope));

export function maySee(
  permit: Permit,
  ask: { readonly actor: Staff; readonly action: Action; readonly trees: readonly DirectoryTree[] },
  scope: ReportScope,
): boolean {
  const paths = pathsOf(ask.trees, scope);
  return paths.length > 0 && permit(ask.actor, ask.action, { paths, relations: [] });
}

/** The places of the asker's roles that let them do something, without those that lie in another of them; the largest first. */
export function topsOf(permit: Permit, actor: Staff, tree: DirectoryTree, action: Action): ReportScope[] {
  const places = actor.grants.flatMap(({ scope }): ReportScope[] => {
    const place = scope.kind === 'region' ? ofRegion(scope.regionId) : ofSchool(scope.schoolId);
    return maySee(permit, { actor, action, trees: [tree] }, place) ? [place] : [];
  });
  const depth = (place: ReportScope) => {
    const { regionIds, schoolIds } = pathIn(tree, place);
    return regionIds.length + schoolIds.length;
  };
  const found: ReportScope[] = [];
  for (const place of places.toSorted((a, b) => depth(a) - depth(b))) {
    const { regionIds, schoolIds } = pathIn(tree, place);
    const above: readonly string[] = [...regionIds, ...schoolIds];
    if (!found.some(({ id }) => above.includes(id))) found.push(place);
  }
  return found;
}

/** The scope that was named, null for none; BAD_REQUEST for half a name. */
export function askedScope({
  scopeKind,
  scopeId,
}: Pick<About, 'scopeKind' | 'scopeId'>): Result<ReportScope | null> {
  if (scopeKind === undefined && scopeId === undefined) return ok(null);
  if (scopeKind === undefined || scopeId === undefined) return fail('BAD_REQUEST', { field: 'scopeId' });
  return ok(scopeKind === 'region' ? ofRegion(regionId.parse(scopeId)) : ofSchool(schoolId.parse(scopeId)));
}

/** As it was called at the period's end; what was gone by then, as it is or was called otherwise. */
export function nameOf(trees: Trees, { kind, id }: ReportScope): string {
  const [fields] = trees.flatMap(({ regions, schools }) => {
    const found = kind === 'region' ? regions.get(id) : schools.get(id);
    return found === undefined ? [] : [found.fields];
  });
  return fields?.name ?? '';
}

/** The regions in which it lies, root first, at the period's end if it was there then. */
export function regionsAbove(trees: Trees, scope: ReportScope): readonly RegionId[] {
  const tree = trees.find((each) => knows(each, scope)) ?? trees[0];
  const { regionIds } = pathIn(tree, scope);
  return scope.kind === 'region' ? regionIds.slice(0, -1) : regionIds;
}

/** What lies right below a region: regions first, each in order of name. */
export type Part = {
  readonly scope: ReportScope;
  readonly name: string;
  readonly officialCode: string;
  readonly schoolKind: SchoolKind | null;
  /** Not there any more at the period's end. */
  readonly closed: boolean;
};

export function partsBelow([then, ...others]: Trees, id: RegionId): Part[] {
  const regions = new Map<RegionId, Part>();
  const schools = new Map<SchoolId, Part>();
  for (const tree of [then, ...others.slice(1)]) {
    const closed = tree !== then;
    for (const { id: childId, fields } of tree.regions.values())
      if (fields.parentId === id && !then.regions.has(childId) === closed)
        regions.set(childId, { ...partOf(fields), scope: ofRegion(childId), schoolKind: null, closed });
    for (const { id: childId, fields } of tree.schools.values())
      if (fields.regionId === id && !then.schools.has(childId) === closed)
        schools.set(childId, {
          ...partOf(fields),
          scope: ofSchool(childId),
          schoolKind: fields.kind,
          closed,
        });
  }
  const byName = (a: Part, b: Part) => compare(a.name, b.name) || compare(a.scope.id, b.scope.id);
  return [...[...regions.values()].sort(byName), ...[...schools.values()].sort(byName)];
}

const partOf = ({ name, officialCode }: { readonly name: string; readonly officialCode: string }) => ({
  name,
  officialCode,
});

const sorted = new WeakMap<DirectoryTree, readonly SchoolId[]>();

function inOrder(tree: DirectoryTree): readonly SchoolId[] {
  const known = sorted.get(tree);
  if (known !== undefined) return known;
  const made = [...tree.schools.values()]
    .sort((a, b) => compare(a.fields.name, b.fields.name) || compare(a.id, b.id))
    .map((each) => each.id);
  sorted.set(tree, made);
  return made;
}

/** Of one question: a list that is read to its end asks for the same thousands of schools with every page. */
const found = new WeakMap<Trees, { readonly id: string; readonly schools: readonly SchoolId[] }>();

/** Every school of a part of the tree in order of name, those last that were gone by the period's end. */
export function schoolsIn(trees: Trees, scope: ReportScope): readonly SchoolId[] {
  if (scope.kind === 'school') return [scope.id];
  const known = found.get(trees);
  if (known?.id === scope.id) return known.schools;
  const schools = schoolsOf(trees, scope.id);
  found.set(trees, { id: scope.id, schools });
  return schools;
}

function schoolsOf([then, ...others]: Trees, regionId: RegionId): SchoolId[] {
  const lies = (tree: DirectoryTree, id: SchoolId) => tree.pathOf(id).regionIds.includes(regionId);
  const there = inOrder(then).filter((id) => lies(then, id));
  const gone = others
    .slice(1)
    .flatMap((tree) => inOrder(tree).filter((id) => !then.schools.has(id) && lies(tree, id)));
  return [...there, ...new Set(gone)];
}
