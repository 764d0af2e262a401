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
  schoolId,
} from '../../shared/kernel/ids.ts';
import { type PersonFields, personFields } from '../../shared/person.ts';
import { type RegionFields, regionFields } from '../../shared/region.ts';
import { type RoomFields, roomFields } from '../../shared/room.ts';
import { type SchoolFields, schoolFields } from '../../shared/school.ts';
import type { JsonFields } from '../platform/register.rules.ts';
import { createRegister, type RegisterDeps } from '../platform/register.ts';
import type { Register } from '../platform/register.types.ts';

type Plain<Id extends string, Fields> = Register<Id, Fields, never, never>;

/** The registers of who and where. They are read whole into a snapshot, so none needs columns of its own. */
export type DirectoryStore = {
  readonly regions: Plain<RegionId, RegionFields>;
  readonly schools: Plain<SchoolId, SchoolFields>;
  readonly rooms: Plain<RoomId, RoomFields>;
  readonly classes: Plain<ClassId, ClassFields>;
  readonly people: Plain<PersonId, PersonFields>;
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
};

export function createDirectoryStore(deps: RegisterDeps): DirectoryStore {
  return {
    regions: createRegister(deps, directorySpecs.regions),
    schools: createRegister(deps, directorySpecs.schools),
    rooms: createRegister(deps, directorySpecs.rooms),
    classes: createRegister(deps, directorySpecs.classes),
    people: createRegister(deps, directorySpecs.people),
  };
}
