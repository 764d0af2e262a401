import type { RegionId, SchoolId } from '../../shared/kernel/ids.ts';
import { fail, ok, type Result } from '../../shared/kernel/result.ts';
import type { Action, Actor, Permit, Relation, Scope, ScopePath } from '../identity/identity.types.ts';
import { pathOfGrant, pathOfRegion, pathsOfPerson } from './directory.rules.ts';
import type { DirectorySnapshot, DirectoryView, LinkedSchools, Staff } from './directory.types.ts';

export const noLinks: LinkedSchools = { led: new Set(), leading: new Set() };

/** Pages of the registers are for people who are signed in. */
export function staffOnly(actor: Actor): Result<Staff> {
  if (actor.kind === 'person') return ok(actor);
  return fail(actor.kind === 'visitor' ? 'UNAUTHENTICATED' : 'FORBIDDEN');
}

export function viewDirectory(
  snapshot: DirectorySnapshot,
  actor: Staff,
  { permit, links }: { readonly permit: Permit; readonly links: LinkedSchools },
): DirectoryView {
  const answers = new Map<Action, Map<Scope, boolean>>();
  const scopes = scopesOf(snapshot);
  const linked = new Map<SchoolId, Scope>();
  /** A list asks about each of 100,000 people, who are in a few thousand schools: each place is asked about once. */
  const may = (action: Action, scope: Scope): boolean => {
    if (!(scope instanceof PlaceScope)) return permit(actor, action, scope);
    const known = answers.get(action) ?? new Map<Scope, boolean>();
    if (known.size === 0) answers.set(action, known);
    const answer = known.get(scope) ?? permit(actor, action, scope);
    known.set(scope, answer);
    return answer;
  };
  const ownPaths = [
    ...(actor.schoolId === null ? [] : [snapshot.pathOf(actor.schoolId)]),
    ...actor.grants.map((grant) => pathOfGrant(snapshot, grant)),
  ];
  const scopeOfSchool = (schoolId: SchoolId): Scope => {
    const known = linked.get(schoolId);
    if (known !== undefined) return known;
    const relations = relationsTo(schoolId, links);
    if (relations.length === 0) return scopes(schoolId);
    const made = new PlaceScope(snapshot.pathOf(schoolId), relations);
    linked.set(schoolId, made);
    return made;
  };
  const scopeOfRegion = (regionId: RegionId): Scope => ({
    // Who may see a place sees the regions above it too, or the tree would hang in the air.
    paths: [pathOfRegion(snapshot.regions, regionId), ...ownPaths.filter(runsThrough(regionId))],
    relations: [],
  });
  return {
    snapshot,
    actor,
    may,
    scopeOfSchool,
    scopeOfRegion,
    scopeOfPerson: ({ id, fields }) =>
      id !== actor.personId && fields.schoolId !== null
        ? scopes(fields.schoolId)
        : {
            paths: pathsOfPerson(snapshot, fields),
            relations: id === actor.personId ? ['self'] : [],
          },
    everywhere: { paths: ownPaths, relations: [] },
    seesSchool: (id) => snapshot.schools.has(id) && may('school.list', scopeOfSchool(id)),
    seesRegion: (id) => snapshot.regions.has(id) && may('region.list', scopeOfRegion(id)),
  };
}

/** The scope of a school, which is asked about again and again. Of others there are as many as questions, so nothing is kept of them. */
class PlaceScope implements Scope {
  readonly paths: Scope['paths'];
  readonly relations: Scope['relations'];
  constructor(path: ScopePath, relations: Scope['relations']) {
    this.paths = [path];
    this.relations = relations;
  }
}

/** Schools as scopes of their own, made once for all who ask of the same registers: to a reader of a county they are ten thousand. */
const scopesBySnapshot = new WeakMap<DirectorySnapshot, (schoolId: SchoolId) => Scope>();

function scopesOf(snapshot: DirectorySnapshot): (schoolId: SchoolId) => Scope {
  const known = scopesBySnapshot.get(snapshot);
  if (known !== undefined) return known;
  const scopes = new Map<SchoolId, Scope>();
  const made = (schoolId: SchoolId): Scope => {
    const found = scopes.get(schoolId) ?? new PlaceScope(snapshot.pathOf(schoolId), []);
    scopes.set(schoolId, found);
    return found;
  };
  scopesBySnapshot.set(snapshot, made);
  return made;
}

function relationsTo(schoolId: SchoolId, links: LinkedSchools): readonly Relation[] {
  return [
    ...(links.led.has(schoolId) ? (['leadingSchool'] as const) : []),
    ...(links.leading.has(schoolId) ? (['receivingSchool'] as const) : []),
  ];
}

function runsThrough(regionId: RegionId) {
  return (path: ScopePath) => path.regionIds.includes(regionId);
}
