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
  const answers = new Map<Scope, Map<Action, boolean>>();
  /** A list asks about each of 100,000 people, who are in a few thousand schools: each place is asked about once. */
  const kept = (scopeOf: (schoolId: SchoolId) => Scope) => {
    const scopes = new Map<SchoolId, Scope>();
    return (schoolId: SchoolId): Scope => {
      const known = scopes.get(schoolId);
      if (known !== undefined) return known;
      const made = scopeOf(schoolId);
      scopes.set(schoolId, made);
      answers.set(made, new Map());
      return made;
    };
  };
  const may = (action: Action, scope: Scope): boolean => {
    const known = answers.get(scope);
    const answer = known?.get(action) ?? permit(actor, action, scope);
    known?.set(action, answer);
    return answer;
  };
  const ownPaths = [
    ...(actor.schoolId === null ? [] : [snapshot.pathOf(actor.schoolId)]),
    ...actor.grants.map((grant) => pathOfGrant(snapshot, grant)),
  ];
  const scopeOfSchool = kept((schoolId) => ({
    paths: [snapshot.pathOf(schoolId)],
    relations: relationsTo(schoolId, links),
  }));
  const scopeOfStaff = kept((schoolId) => ({ paths: [snapshot.pathOf(schoolId)], relations: [] }));
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
        ? scopeOfStaff(fields.schoolId)
        : {
            paths: pathsOfPerson(snapshot, fields),
            relations: id === actor.personId ? ['self'] : [],
          },
    everywhere: { paths: ownPaths, relations: [] },
    seesSchool: (id) => snapshot.schools.has(id) && may('school.list', scopeOfSchool(id)),
    seesRegion: (id) => snapshot.regions.has(id) && may('region.list', scopeOfRegion(id)),
  };
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
