import { type ClassFields, classFields } from '../../shared/class.ts';
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
import { type PersonFields, type PersonInput, personFields } from '../../shared/person.ts';
import { type RegionFields, regionFields } from '../../shared/region.ts';
import { type RoomFields, type RoomInput, roomFields } from '../../shared/room.ts';
import { type SchoolFields, type SchoolInput, schoolFields } from '../../shared/school.ts';
import { type SubjectFields, subjectFields } from '../../shared/subject.ts';
import type { JsonFields } from '../platform/register.rules.ts';
import { createRegister, type RegisterDeps } from '../platform/register.ts';
import type { Register } from '../platform/register.types.ts';

type Plain<Id extends string, Fields, Input = Fields> = Register<Id, Fields, never, never, Input>;

/** The registers of who and where. They are read whole into a snapshot, so none needs columns of its own. */
export type DirectoryStore = {
  readonly regions: Plain<RegionId, RegionFields>;
  readonly schools: Plain<SchoolId, SchoolFields, SchoolInput>;
  readonly rooms: Plain<RoomId, RoomFields, RoomInput>;
  readonly classes: Plain<ClassId, ClassFields>;
  readonly people: Plain<PersonId, PersonFields, PersonInput>;
  readonly subjects: Plain<SubjectId, SubjectFields>;
};

type Parser<T> = { parse(value: unknown): T };
const plain = <Id extends string, Fields extends JsonFields>(
  table: string,
  id: Parser<Id>,
  fields: Parser<Fields>,
) => ({ table, id, fields, columns: {}, sets: {} });

export const directorySpecs = {
  regions: plain<RegionId, RegionFields>('region', regionId, regionFields),
  schools: plain<SchoolId, SchoolFields>('school', schoolId, schoolFields),
  rooms: plain<RoomId, RoomFields>('room', roomId, roomFields),
  classes: plain<ClassId, ClassFields>('class', classId, classFields),
  people: plain<PersonId, PersonFields>('person', personId, personFields),
  subjects: plain<SubjectId, SubjectFields>('subject', subjectId, subjectFields),
};

export function createDirectoryStore(deps: RegisterDeps): DirectoryStore {
  return {
    regions: createRegister(deps, directorySpecs.regions),
    schools: createRegister(deps, directorySpecs.schools),
    rooms: createRegister(deps, directorySpecs.rooms),
    classes: createRegister(deps, directorySpecs.classes),
    people: createRegister(deps, directorySpecs.people),
    subjects: createRegister(deps, directorySpecs.subjects),
  };
}
