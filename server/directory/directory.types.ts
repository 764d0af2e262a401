import type { ClassFields } from '../../shared/class.ts';
import type { ClassId, PersonId, RegionId, RoomId, SchoolId, SubjectId } from '../../shared/kernel/ids.ts';
import type { LocalDate, Zone } from '../../shared/kernel/time.ts';
import type { PersonFields } from '../../shared/person.ts';
import type { RegionFields } from '../../shared/region.ts';
import type { RoomFields } from '../../shared/room.ts';
import type { SchoolFields } from '../../shared/school.ts';
import type { SubjectFields } from '../../shared/subject.ts';
import type { Action, Actor, Scope, ScopePath } from '../identity/identity.types.ts';

/** One version of a register's entry in force. */
export type Entry<Id, Fields> = {
  readonly id: Id;
  readonly version: number;
  readonly validFrom: LocalDate;
  readonly recordedAtMs: number;
  readonly fields: Fields;
};

/** The registers at one date as known at one moment, for reading without further queries. */
export interface DirectorySnapshot {
  readonly regions: ReadonlyMap<RegionId, Entry<RegionId, RegionFields>>;
  readonly schools: ReadonlyMap<SchoolId, Entry<SchoolId, SchoolFields>>;
  readonly rooms: ReadonlyMap<RoomId, Entry<RoomId, RoomFields>>;
  readonly classes: ReadonlyMap<ClassId, Entry<ClassId, ClassFields>>;
  readonly people: ReadonlyMap<PersonId, Entry<PersonId, PersonFields>>;
  readonly subjects: ReadonlyMap<SubjectId, Entry<SubjectId, SubjectFields>>;
  pathOf(schoolId: SchoolId): ScopePath;
  zoneOf(schoolId: SchoolId): Zone;
}

/** Regions and schools of a day. */
export type DirectoryTree = Pick<DirectorySnapshot, 'regions' | 'schools' | 'pathOf' | 'zoneOf'>;

/** What things were called on a day; of one that was not there then, what it was called last. Null for what never was. */
export type DirectoryNames = {
  room(id: RoomId): Pick<RoomFields, 'name' | 'schoolId'> | null;
  person(id: PersonId): Pick<PersonFields, 'name' | 'schoolId'> | null;
  school(id: SchoolId): Pick<SchoolFields, 'name' | 'kind'> | null;
};

/** What other modules may ask of the directory. */
export interface DirectoryReader {
  /** The registers in force on a day; today and now when nothing is given. Cached until a register changes. */
  snapshot(asOf?: { readonly date: LocalDate; readonly recordedAtMs?: number }): Promise<DirectorySnapshot>;
  /** The same of a day for whom regions and schools will do: it costs far less where there are 100,000 people. */
  tree(date: LocalDate): Promise<DirectoryTree>;
  names(date: LocalDate): Promise<DirectoryNames>;
}

export type Staff = Extract<Actor, { kind: 'person' }>;

/** Which schools a school leads, and by which it is led, through links in force today. */
export type LinkedSchools = {
  readonly led: ReadonlySet<SchoolId>;
  readonly leading: ReadonlySet<SchoolId>;
};

/** The registers as one asker may see them. */
export type DirectoryView = {
  readonly snapshot: DirectorySnapshot;
  readonly actor: Staff;
  may(action: Action, scope: Scope): boolean;
  scopeOfSchool(schoolId: SchoolId): Scope;
  scopeOfRegion(regionId: RegionId): Scope;
  scopeOfPerson(person: Pick<Entry<PersonId, PersonFields>, 'id' | 'fields'>): Scope;
  /** Whether the school exists for the asker. */
  seesSchool(schoolId: SchoolId): boolean;
  seesRegion(regionId: RegionId): boolean;
  /** Where the asker stands: for what belongs to the whole tree, and anybody at work in it may read. */
  readonly everywhere: Scope;
};
