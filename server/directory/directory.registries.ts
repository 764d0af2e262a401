import type { ClassFields } from '../../shared/class.ts';
import {
  type ClassId,
  classId,
  type PersonId,
  personId,
  type RegionId,
  type RoomId,
  regionId,
  roomId,
  type SchoolId,
  type SubjectId,
  schoolId,
  subjectId,
} from '../../shared/kernel/ids.ts';
import { ok } from '../../shared/kernel/result.ts';
import type { PersonFields } from '../../shared/person.ts';
import type { RegionFields } from '../../shared/region.ts';
import type { RoomFields } from '../../shared/room.ts';
import type { SchoolFields } from '../../shared/school.ts';
import type { SubjectFields } from '../../shared/subject.ts';
import type { Scope, ScopePath } from '../identity/identity.types.ts';
import {
  checkClass,
  checkNewPerson,
  checkRegion,
  checkRoom,
  checkSchool,
  checkSubject,
  invalid,
  mayEverywhere,
  pathOfRegion,
  rootOf,
} from './directory.rules.ts';
import { allowed } from './directory.service.ts';
import type { DirectoryMirrors } from './directory.snapshot.ts';
import type { DirectoryStore } from './directory.store.ts';
import type { DirectoryView } from './directory.types.ts';
import type { RegistrySpec } from './registry.types.ts';

const within = (...paths: readonly ScopePath[]): Scope => ({ paths, relations: [] });

/** Also where the school is closed, of which the snapshot knows nothing any more. */
function scopeOfSchoolEntry(
  view: DirectoryView,
  { id, fields }: { readonly id: SchoolId | null; readonly fields: SchoolFields },
): Scope {
  const { regionIds } = pathOfRegion(view.snapshot.regions, fields.regionId);
  const relations = id === null ? [] : view.scopeOfSchool(id).relations;
  return { paths: [{ regionIds, schoolIds: id === null ? [] : [id] }], relations };
}

const officialCode = {
  field: 'officialCode',
  of: (fields: { readonly officialCode: string }) => fields.officialCode,
};

/** The registers of who and where, each with what is particular to it. */
export function directoryRegistries(store: DirectoryStore, mirrors: DirectoryMirrors) {
  const regions: RegistrySpec<'region', RegionId, RegionFields> = {
    name: 'region',
    id: regionId,
    register: store.regions,
    mirror: mirrors.regions,
    readable: (view, { id, fields }) =>
      view.may(
        'region.list',
        view.snapshot.regions.has(id) ? view.scopeOfRegion(id) : within(above(view, fields)),
      ),
    writeScope: (view, { id, fields }) =>
      within(id === null ? above(view, fields) : pathOfRegion(view.snapshot.regions, id)),
    placed: ({ parentId }, view) =>
      parentId === null || view.seesRegion(parentId) ? ok() : invalid('parentId', 'unknown'),
    check: checkRegion,
    unique: officialCode,
    closing: ({ id }, { snapshot }) => {
      const used =
        [...snapshot.regions.values()].some((each) => each.fields.parentId === id) ||
        [...snapshot.schools.values()].some((each) => each.fields.regionId === id);
      return used || rootOf(snapshot.regions)?.id === id ? invalid('id', 'inUse') : ok();
    },
    schoolOf: () => null,
    regionOf: ({ id }) => id,
    words: ({ name, officialCode: code }) => [name, code],
  };
  const schools: RegistrySpec<'school', SchoolId, SchoolFields> = {
    name: 'school',
    id: schoolId,
    register: store.schools,
    mirror: mirrors.schools,
    readable: (view, entry) => view.may('school.list', scopeOfSchoolEntry(view, entry)),
    writeScope: scopeOfSchoolEntry,
    placed: ({ regionId: region }, view) => (view.seesRegion(region) ? ok() : invalid('regionId', 'unknown')),
    check: checkSchool,
    unique: officialCode,
    closing: ({ id }, { snapshot }) => {
      const stillThere = [
        ...snapshot.rooms.values(),
        ...snapshot.classes.values(),
        ...snapshot.people.values(),
      ];
      return stillThere.some((each) => each.fields.schoolId === id) ? invalid('id', 'inUse') : ok();
    },
    schoolOf: () => null,
    regionOf: ({ fields }) => fields.regionId,
    words: ({ name, officialCode: code }) => [name, code],
  };
  const rooms: RegistrySpec<'room', RoomId, RoomFields> = {
    name: 'room',
    id: roomId,
    register: store.rooms,
    mirror: mirrors.rooms,
    readable: (view, { fields }) => view.may('room.list', view.scopeOfSchool(fields.schoolId)),
    writeScope: (view, { fields }) => view.scopeOfSchool(fields.schoolId),
    placed: ofSchool,
    check: checkRoom,
    closing: ({ id }, { snapshot }) =>
      [...snapshot.classes.values()].some((each) => each.fields.homeRoomId === id)
        ? invalid('id', 'inUse')
        : ok(),
    schoolOf: ({ schoolId: school }) => school,
    words: ({ name, schoolId: school }, { snapshot }) => [
      name,
      snapshot.schools.get(school)?.fields.name ?? '',
    ],
  };
  const classes: RegistrySpec<'class', ClassId, ClassFields> = {
    name: 'class',
    id: classId,
    register: store.classes,
    mirror: mirrors.classes,
    readable: (view, { fields }) => view.may('class.list', view.scopeOfSchool(fields.schoolId)),
    writeScope: (view, { fields }) => view.scopeOfSchool(fields.schoolId),
    placed: ofSchool,
    check: checkClass,
    schoolOf: ({ schoolId: school }) => school,
    words: ({ name, grade, schoolId: school }, { snapshot }) => [
      name,
      grade,
      snapshot.schools.get(school)?.fields.name ?? '',
    ],
  };
  const subjects: RegistrySpec<'subject', SubjectId, SubjectFields> = {
    name: 'subject',
    id: subjectId,
    register: store.subjects,
    mirror: mirrors.subjects,
    // One curriculum for the whole tree: everybody at work in it may read it, its root's administrator writes it.
    readable: (view) => view.may('subject.list', view.everywhere),
    writeScope: ({ snapshot }) => within({ regionIds: rootPath(snapshot.regions), schoolIds: [] }),
    placed: () => ok(),
    check: checkSubject,
    unique: { field: 'name', of: ({ name }) => name },
    schoolOf: () => null,
    words: ({ name }) => [name],
  };
  const people: RegistrySpec<'person', PersonId, PersonFields> = {
    name: 'person',
    id: personId,
    register: store.people,
    mirror: mirrors.people,
    readable: (view, entry) => view.may('person.list', view.scopeOfPerson(entry)),
    writeScope: (view, entry) =>
      within(...view.scopeOfPerson({ ...entry, id: entry.id ?? view.actor.personId }).paths),
    placed: ({ schoolId: school }, view) => (school === null ? ok() : ofSchool({ schoolId: school }, view)),
    unique: { field: 'staffCode', of: ({ staffCode }) => staffCode },
    beyond: (view, { fields }) => !mayEverywhere(view, 'person.add', fields),
    check: (fields, beside) => {
      const known = checkNewPerson(fields, beside);
      return known.ok ? allowed(mayEverywhere(beside.view, 'person.add', fields)) : known;
    },
    schoolOf: ({ schoolId: school }) => school,
    words: ({ name, staffCode, phone }) => [name, staffCode, phone],
  };
  return { regions, schools, rooms, classes, subjects, people };
}

const ofSchool = ({ schoolId: school }: { readonly schoolId: SchoolId }, view: DirectoryView) =>
  view.seesSchool(school) ? ok() : invalid('schoolId', 'unknown');

const rootPath = (regions: Parameters<typeof rootOf>[0]): RegionId[] => {
  const root = rootOf(regions);
  return root === undefined ? [] : [root.id];
};

function above({ snapshot }: DirectoryView, fields: RegionFields): ScopePath {
  return fields.parentId === null
    ? { regionIds: [], schoolIds: [] }
    : pathOfRegion(snapshot.regions, fields.parentId);
}
