import type { ElsewhereFields } from '../../shared/elsewhere.ts';
import type { GroupFields } from '../../shared/group.ts';
import { type ElsewhereId, elsewhereId, type GroupId, groupId } from '../../shared/kernel/ids.ts';
import { ok } from '../../shared/kernel/result.ts';
import { invalid } from '../directory/directory.rules.ts';
import type { DirectoryView } from '../directory/directory.types.ts';
import type { RegistrySpec } from '../directory/registry.types.ts';
import type { Relation } from '../identity/identity.types.ts';
import { checkElsewhere, checkGroup } from './beside.rules.ts';
import type { PlanningMirrors } from './planning.mirrors.ts';
import type { PlanningStore } from './planning.store.ts';

/** What reports count beside lessons of the timetable: lessons held in other tools, and groups of teachers. */
export function besideRegistries(store: PlanningStore, mirrors: PlanningMirrors) {
  const elsewhere: RegistrySpec<'elsewhere', ElsewhereId, ElsewhereFields> = {
    name: 'elsewhere',
    id: elsewhereId,
    register: store.elsewhere,
    mirror: mirrors.elsewhere,
    readable: (view, { fields }) =>
      view.may('elsewhere.list', {
        paths: [view.snapshot.pathOf(fields.schoolId), view.snapshot.pathOf(fields.leadingSchoolId)],
        relations: view.actor.schoolId === fields.leadingSchoolId ? ['leadingSchool'] : [],
      }),
    // It counts where it was received, so nobody else enters it.
    writeScope: ({ snapshot }, { fields }) => ({ paths: [snapshot.pathOf(fields.schoolId)], relations: [] }),
    placed: (fields, view) => {
      if (!view.seesSchool(fields.schoolId)) return invalid('schoolId', 'unknown');
      return view.snapshot.schools.has(fields.leadingSchoolId) ? ok() : invalid('leadingSchoolId', 'unknown');
    },
    check: (fields, { view, others }) =>
      checkElsewhere(fields, {
        today: mirrors.date(),
        schoolOfRoom: (id) => view.snapshot.rooms.get(id)?.fields.schoolId ?? null,
        others: others(),
      }),
    since: ({ localDate }) => localDate,
    schoolOf: ({ schoolId }) => schoolId,
    words: ({ subject, grade, note, schoolId, leadingSchoolId }, { snapshot }) => [
      ...[subject, grade, note],
      snapshot.schools.get(schoolId)?.fields.name ?? '',
      snapshot.schools.get(leadingSchoolId)?.fields.name ?? '',
    ],
  };
  const groups: RegistrySpec<'group', GroupId, GroupFields> = {
    name: 'group',
    id: groupId,
    register: store.groups,
    mirror: mirrors.groups,
    readable: (view, { fields }) =>
      view.may('group.list', {
        paths: schoolsOf(fields).map((id) => view.snapshot.pathOf(id)),
        relations: relationsTo(view, fields),
      }),
    writeScope: ({ snapshot }, { fields }) => ({ paths: [snapshot.pathOf(fields.schoolId)], relations: [] }),
    placed: (fields, view) => {
      if (!view.seesSchool(fields.schoolId)) return invalid('schoolId', 'unknown');
      // A pair joins town and country: the others may lie in another part of the tree.
      const known = fields.memberSchoolIds.every((id) => view.snapshot.schools.has(id));
      return known ? ok() : invalid('memberSchoolIds', 'unknown');
    },
    check: (fields, { others }) => checkGroup(fields, others()),
    since: ({ fromDate }) => fromDate,
    schoolOf: ({ schoolId }) => schoolId,
    words: (fields, { snapshot }) => [
      fields.name,
      ...schoolsOf(fields).map((id) => snapshot.schools.get(id)?.fields.name ?? ''),
    ],
  };
  return { elsewhere, groups };
}

const schoolsOf = ({ schoolId, memberSchoolIds }: GroupFields) => [schoolId, ...memberSchoolIds];

function relationsTo({ actor }: DirectoryView, fields: GroupFields): readonly Relation[] {
  if (actor.schoolId === fields.schoolId) return ['leadingSchool'];
  return actor.schoolId !== null && fields.memberSchoolIds.includes(actor.schoolId)
    ? ['receivingSchool']
    : [];
}
