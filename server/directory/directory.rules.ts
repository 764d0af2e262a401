import type { ClassFields } from '../../shared/class.ts';
import type { RegionId, RoomId, SchoolId } from '../../shared/kernel/ids.ts';
import { fail, ok, type Result } from '../../shared/kernel/result.ts';
import { type Zone, zone } from '../../shared/kernel/time.ts';
import type { PersonFields, RoleGrant } from '../../shared/person.ts';
import type { RegionFields } from '../../shared/region.ts';
import type { RoomFields } from '../../shared/room.ts';
import type { SchoolFields } from '../../shared/school.ts';
import type { ScopePath } from '../identity/identity.types.ts';
import type { DirectorySnapshot, Entry } from './directory.types.ts';

/** Where no region of the tree names a zone. */
export const DEFAULT_ZONE: Zone = zone.parse('Asia/Shanghai');

export type InvalidReason = 'unknown' | 'taken' | 'mismatch' | 'duplicate' | 'range';

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

export function checkSchool(snapshot: DirectorySnapshot, fields: SchoolFields): Result<void> {
  const codes = [...snapshot.schools.values()].map((each) => each.fields.officialCode);
  if (fields.officialCode !== '' && codes.includes(fields.officialCode))
    return invalid('officialCode', 'taken');
  return ok();
}

export function checkRoom(fields: RoomFields): Result<void> {
  return new Set(fields.ends).size < fields.ends.length ? invalid('ends', 'duplicate') : ok();
}

/** A class's home room must be of its own school; another school's room is answered like one that is not there. */
export function checkClass(
  rooms: ReadonlyMap<RoomId, Entry<RoomId, RoomFields>>,
  fields: ClassFields,
): Result<void> {
  if (fields.homeRoomId === null || rooms.get(fields.homeRoomId)?.fields.schoolId === fields.schoolId)
    return ok();
  return invalid('homeRoomId', 'unknown');
}

export function checkPerson(snapshot: DirectorySnapshot, fields: PersonFields): Result<void> {
  const known = fields.roles.every(({ scope }) =>
    scope.kind === 'school' ? snapshot.schools.has(scope.schoolId) : snapshot.regions.has(scope.regionId),
  );
  return known ? ok() : invalid('roles', 'unknown');
}
