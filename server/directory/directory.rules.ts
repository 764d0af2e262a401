import type { ClassFields } from '../../shared/class.ts';
import type { ClassId, PersonId, RegionId, SchoolId, SubjectId } from '../../shared/kernel/ids.ts';
import { fail, ok, type Result } from '../../shared/kernel/result.ts';
import { type Zone, zone } from '../../shared/kernel/time.ts';
import type { PersonFields, RoleGrant } from '../../shared/person.ts';
import type { RegionFields } from '../../shared/region.ts';
import type { RoomFields } from '../../shared/room.ts';
import type { SchoolFields } from '../../shared/school.ts';
import type { SubjectFields } from '../../shared/subject.ts';
import type { Action, ScopePath } from '../identity/identity.types.ts';
import type { DirectorySnapshot, DirectoryView, Entry } from './directory.types.ts';
import type { Beside } from './registry.types.ts';

/** Where no region of the tree names a zone. */
export const DEFAULT_ZONE: Zone = zone.parse('Asia/Shanghai');

export type InvalidReason =
  | 'unknown'
  | 'taken'
  | 'mismatch'
  | 'duplicate'
  | 'range'
  | 'cycle'
  | 'inUse'
  | 'elsewhere';

/** The refusal of one field. What is not there and what the asker may not see get the same answer. */
export const invalid = (field: string, reason: InvalidReason) => fail('INVALID_VALUE', { field, reason });

type Regions = ReadonlyMap<RegionId, Entry<RegionId, RegionFields>>;

/** The region and what it lies in, root first. A region that is not in force is left out, and a circle ends. */
export function regionLine(
  regions: Regions,
  regionId: RegionId | null,
): readonly Entry<RegionId, RegionFields>[] {
  const line: Entry<RegionId, RegionFields>[] = [];
  let next = regionId === null ? undefined : regions.get(regionId);
  while (next && !line.includes(next)) {
    line.unshift(next);
    next = next.fields.parentId === null ? undefined : regions.get(next.fields.parentId);
  }
  return line;
}

/** Of an unknown school only itself is known, so no role in a region reaches it. */
export function pathOfSchool(
  regions: Regions,
  school: { readonly id: SchoolId; readonly fields?: SchoolFields | undefined },
): ScopePath {
  const line = regionLine(regions, school.fields?.regionId ?? null);
  return { regionIds: line.map((each) => each.id), schoolIds: [school.id] };
}

export function pathOfRegion(regions: Regions, regionId: RegionId): ScopePath {
  return { regionIds: regionLine(regions, regionId).map((each) => each.id), schoolIds: [] };
}

/** The zone of the nearest region that names one. */
export function zoneOfRegion(regions: Regions, regionId: RegionId | null): Zone {
  const line = regionLine(regions, regionId);
  return line.findLast((each) => each.fields.zone !== null)?.fields.zone ?? DEFAULT_ZONE;
}

export function pathOfGrant(snapshot: DirectorySnapshot, grant: RoleGrant): ScopePath {
  return grant.scope.kind === 'school'
    ? snapshot.pathOf(grant.scope.schoolId)
    : pathOfRegion(snapshot.regions, grant.scope.regionId);
}

/** Where a person stands: their school, else the places of their roles, else the top of the tree. */
export function pathsOfPerson(snapshot: DirectorySnapshot, person: PersonFields): readonly ScopePath[] {
  if (person.schoolId !== null) return [snapshot.pathOf(person.schoolId)];
  if (person.roles.length > 0) return person.roles.map((grant) => pathOfGrant(snapshot, grant));
  const root = [...snapshot.regions.values()].find((each) => each.fields.parentId === null);
  return [{ regionIds: root === undefined ? [] : [root.id], schoolIds: [] }];
}

export const rootOf = (regions: Regions): Entry<RegionId, RegionFields> | undefined =>
  [...regions.values()].find((each) => each.fields.parentId === null);

const levels = ['province', 'city', 'county', 'township'] as const;

/** A region lies in one of a higher level, and never in itself; one installation is one tree. */
export function checkRegion(
  fields: RegionFields,
  { view, id, others }: Beside<RegionId, RegionFields>,
): Result<void> {
  const { regions } = view.snapshot;
  if (fields.parentId === null) return rootOf(regions)?.id === id ? ok() : invalid('parentId', 'mismatch');
  const parent = [...others()].find((each) => each.id === fields.parentId);
  if (parent === undefined) return invalid('parentId', 'unknown');
  if (id !== null && regionLine(regions, parent.id).some((each) => each.id === id))
    return invalid('parentId', 'cycle');
  if (levels.indexOf(parent.fields.level) >= levels.indexOf(fields.level))
    return invalid('level', 'mismatch');
  return checkCode(fields.officialCode, others());
}

function checkCode(
  code: string,
  others: Iterable<{ readonly fields: { readonly officialCode: string } }>,
): Result<void> {
  if (code === '') return ok();
  for (const each of others) if (each.fields.officialCode === code) return invalid('officialCode', 'taken');
  return ok();
}

export function checkSchool(
  fields: SchoolFields,
  { view, id, others }: Beside<SchoolId, SchoolFields>,
): Result<void> {
  const { responsibleId, mergedIntoId } = fields;
  if (responsibleId !== null && view.snapshot.people.get(responsibleId)?.fields.schoolId !== id)
    return invalid('responsibleId', 'unknown');
  if (mergedIntoId !== null) return invalid('mergedIntoId', 'mismatch');
  return checkCode(fields.officialCode, others());
}

export function checkRoom(fields: RoomFields): Result<void> {
  return new Set(fields.ends).size < fields.ends.length ? invalid('ends', 'duplicate') : ok();
}

/** A class's home room must be of its own school; another school's room is answered like one that is not there. */
export function checkClass(fields: ClassFields, { view }: Beside<ClassId, ClassFields>): Result<void> {
  const { homeRoomId } = fields;
  if (homeRoomId === null || view.snapshot.rooms.get(homeRoomId)?.fields.schoolId === fields.schoolId)
    return ok();
  return invalid('homeRoomId', 'unknown');
}

export function checkSubject(
  fields: SubjectFields,
  { others }: Beside<SubjectId, SubjectFields>,
): Result<void> {
  for (const each of others()) if (each.fields.name === fields.name) return invalid('name', 'taken');
  const grades = fields.requiredPeriods.map((each) => each.grade);
  return new Set(grades).size < grades.length ? invalid('requiredPeriods', 'duplicate') : ok();
}

export function checkNewPerson(
  fields: PersonFields,
  { view, others }: Beside<PersonId, PersonFields>,
): Result<void> {
  const { snapshot } = view;
  const known = fields.roles.every(({ scope }) =>
    scope.kind === 'school' ? snapshot.schools.has(scope.schoolId) : snapshot.regions.has(scope.regionId),
  );
  if (!known) return invalid('roles', 'unknown');
  if (fields.staffCode === '') return ok();
  for (const each of others())
    if (each.fields.staffCode === fields.staffCode) return invalid('staffCode', 'taken');
  return ok();
}

/**
 * Every place that a person has: their school and wherever they hold a role; the top of the tree without any. Places that are closed give
 * no right, so they count for nothing.
 */
export function everyPathOf(
  snapshot: DirectorySnapshot,
  { schoolId, roles }: Pick<PersonFields, 'schoolId' | 'roles'>,
): readonly ScopePath[] {
  const grants = roles.filter(({ scope }) =>
    scope.kind === 'school' ? snapshot.schools.has(scope.schoolId) : snapshot.regions.has(scope.regionId),
  );
  const paths = grants.map((grant) => pathOfGrant(snapshot, grant));
  if (schoolId !== null && snapshot.schools.has(schoolId)) paths.unshift(snapshot.pathOf(schoolId));
  const root = rootOf(snapshot.regions);
  return paths.length > 0 ? paths : [{ regionIds: root ? [root.id] : [], schoolIds: [] }];
}

/**
 * Whether somebody may do something to a person wherever that person is anything: an administrator of one school makes nobody the
 * county's, and comes to nothing of somebody who is more elsewhere.
 */
export const mayEverywhere = (
  view: DirectoryView,
  action: Action,
  person: Pick<PersonFields, 'schoolId' | 'roles'>,
): boolean =>
  everyPathOf(view.snapshot, person).every((path) => view.may(action, { paths: [path], relations: [] }));
