import { type GroupFields, groupFields, groupKind as groupKinds } from '../../../shared/group.ts';
import type { GroupId, SchoolId } from '../../../shared/kernel/ids.ts';
import { type Cells, faulty, isFault, listOf } from '../import.cells.ts';
import { type Finder, indexOf, joined } from '../import.finder.ts';
import { column, type Draft, type Held, type Kind } from '../import.kind.types.ts';
import { readerOf, wordOf } from '../import.words.rules.ts';

type Group = Held<GroupId, GroupFields>;
const kindOf = readerOf('group', groupKinds.options);

/** 教师研修共同体与结对. Known by the school that leads it and its name. */
export const groupKind: Kind<GroupId, GroupFields> = {
  kind: 'groups',
  register: 'group',
  schema: groupFields,
  columns: [
    column('name', 'groupName', true),
    column('kind', 'groupKind', true),
    column('school', 'groupSchool', true),
    column('members', 'members', true),
    column('fromDate', 'groupFrom'),
    column('toDate', 'groupTo'),
  ],
  columnOf: { schoolId: 'school', memberSchoolIds: 'members' },
  async begin({ finder }, inForce) {
    const bySchool = await indexOf<Group>(inForce.values(), ({ fields }) => [fields.schoolId]);
    const byName = await indexOf<Group>(inForce.values(), ({ fields }) => [
      joined(fields.schoolId, fields.name),
    ]);
    return {
      row(cells: Cells): Draft<GroupId, GroupFields> | null {
        const name = cells.required('name');
        const kind = cells.word('kind', kindOf);
        const school = cells.read('school', finder.school);
        if (name === null || school === null) return null;
        const key = joined(school.id, name);
        const before = byName.all(key)[0] ?? null;
        const was = before?.fields ?? null;
        const memberSchoolIds = membersOf(cells, finder, was?.memberSchoolIds ?? []);
        const fromDate = dayOf(cells, 'fromDate', was?.fromDate ?? null);
        const toDate = dayOf(cells, 'toDate', was?.toDate ?? null);
        if (!cells.sound || kind === null || memberSchoolIds === null) return null;
        const fields = { name, kind, schoolId: school.id, memberSchoolIds, fromDate, toDate };
        return { cells, key, keyField: 'name', before, fields, others: bySchool.all(school.id) };
      },
    };
  },
  rows: ({ fields }, { finder, locale }) => [
    [
      fields.name,
      wordOf(`group.${fields.kind}`, locale),
      finder.nameOfSchool(fields.schoolId),
      fields.memberSchoolIds.map((id) => finder.nameOfSchool(id)).join(locale === 'en' ? '; ' : '、'),
      fields.fromDate ?? '',
      fields.toDate ?? '',
    ],
  ],
};

/** Those of another county are found by nobody here; where they are members already, they stay. The same schools in another order are no change. */
function membersOf(cells: Cells, finder: Finder, was: readonly SchoolId[]): readonly SchoolId[] | null {
  const known = new Map(was.map((id) => [finder.nameOfSchool(id), id]));
  const found = cells.read('members', (text) => {
    const ids: SchoolId[] = [];
    for (const name of listOf(text)) {
      const school = finder.school(name);
      const id = isFault(school) ? known.get(name) : school.id;
      if (id === undefined) return school;
      ids.push(id);
    }
    return ids.length === 0 ? faulty('required') : ids;
  });
  if (found === null || !Array.isArray(found)) return null;
  return [...found].sort().join() === [...was].sort().join() ? was : found;
}

const dayOf = (cells: Cells, field: 'fromDate' | 'toDate', was: string | null): string | null => {
  if (!cells.has(field)) return was;
  return cells.text(field) === '' ? null : cells.date(field);
};
