import type { BellFields } from '../../shared/bell.ts';
import type { ClassFields } from '../../shared/class.ts';
import type { ElsewhereFields } from '../../shared/elsewhere.ts';
import type { GroupFields } from '../../shared/group.ts';
import type { TableKind } from '../../shared/import.ts';
import type {
  BellId,
  ClassId,
  ElsewhereId,
  GroupId,
  LinkId,
  NeedId,
  PersonId,
  RegionId,
  RoomId,
  SchoolId,
  TermId,
} from '../../shared/kernel/ids.ts';
import type { LinkFields } from '../../shared/link.ts';
import type { NeedFields } from '../../shared/need.ts';
import type { PersonFields } from '../../shared/person.ts';
import type { RegionFields } from '../../shared/region.ts';
import type { RoomFields } from '../../shared/room.ts';
import type { SchoolFields } from '../../shared/school.ts';
import type { TermFields } from '../../shared/term.ts';
import type { RegistryName, RegistrySpec } from '../directory/registry.types.ts';
import { createPace } from '../platform/pace.ts';
import type { JsonFields } from '../platform/register.rules.ts';
import type { Column, Ground, Kind } from './import.kind.types.ts';
import { createStep, type Step, type StepDeps } from './import.step.ts';
import { bellKind } from './kinds/bell.kind.ts';
import { classKind } from './kinds/class.kind.ts';
import { elsewhereKind } from './kinds/elsewhere.kind.ts';
import { groupKind } from './kinds/group.kind.ts';
import { linkKind } from './kinds/link.kind.ts';
import { needKind } from './kinds/need.kind.ts';
import { personKind } from './kinds/person.kind.ts';
import { regionKind } from './kinds/region.kind.ts';
import { roomKind } from './kinds/room.kind.ts';
import { schoolKind } from './kinds/school.kind.ts';

/** The registers that files fill, and those that their rows are held against. */
export type ImportRegisters = {
  readonly regions: RegistrySpec<'region', RegionId, RegionFields>;
  readonly schools: RegistrySpec<'school', SchoolId, SchoolFields>;
  readonly rooms: RegistrySpec<'room', RoomId, RoomFields>;
  readonly classes: RegistrySpec<'class', ClassId, ClassFields>;
  readonly people: RegistrySpec<'person', PersonId, PersonFields>;
  readonly needs: RegistrySpec<'need', NeedId, NeedFields>;
  readonly links: RegistrySpec<'link', LinkId, LinkFields>;
  readonly bells: RegistrySpec<'bell', BellId, BellFields>;
  readonly terms: RegistrySpec<'term', TermId, TermFields>;
  readonly elsewhere: RegistrySpec<'elsewhere', ElsewhereId, ElsewhereFields>;
  readonly groups: RegistrySpec<'group', GroupId, GroupFields>;
};

/** One kind of table together with its register. */
export type Bound = {
  readonly columns: readonly Column[];
  readonly register: RegistryName;
  step(deps: StepDeps): Promise<Step>;
  /** What the asker may read of the register, as rows. */
  rows(ground: Ground): Promise<readonly (readonly string[])[]>;
};

function bind<N extends RegistryName, Id extends string, Fields extends JsonFields>(
  kind: Kind<Id, Fields>,
  spec: RegistrySpec<N, Id, Fields>,
): Bound {
  return {
    columns: kind.columns,
    register: spec.name,
    step: (deps) => createStep(kind, spec, deps),
    async rows(ground) {
      const rows: (readonly string[])[] = [];
      const pace = createPace();
      for (const entry of spec.mirror.inForce({ date: ground.today }).values()) {
        if (spec.readable(ground.view, entry)) rows.push(...kind.rows(entry, ground));
        const rest = pace();
        if (rest !== null) await rest;
      }
      return rows;
    },
  };
}

export function boundKinds(registers: ImportRegisters): Readonly<Record<TableKind, Bound>> {
  return {
    regions: bind(regionKind, registers.regions),
    schools: bind(schoolKind, registers.schools),
    rooms: bind(roomKind, registers.rooms),
    classes: bind(classKind, registers.classes),
    people: bind(personKind, registers.people),
    needs: bind(needKind, registers.needs),
    links: bind(linkKind, registers.links),
    bells: bind(bellKind, registers.bells),
    elsewhere: bind(elsewhereKind, registers.elsewhere),
    groups: bind(groupKind, registers.groups),
  };
}
