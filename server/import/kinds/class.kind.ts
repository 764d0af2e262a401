import { type ClassFields, classFields } from '../../../shared/class.ts';
import type { ClassId, RoomId, SchoolId } from '../../../shared/kernel/ids.ts';
import type { Cells } from '../import.cells.ts';
import { type Finder, indexOf, joined } from '../import.finder.ts';
import { column, type Draft, type Held, type Kind } from '../import.kind.types.ts';
import { gradeText } from '../import.words.rules.ts';

type Group = Held<ClassId, ClassFields>;

/** 班级 with the number of its pupils. Known by school and name. */
export const classKind: Kind<ClassId, ClassFields> = {
  kind: 'classes',
  register: 'class',
  schema: classFields,
  columns: [
    column('school', 'school', true),
    column('name', 'className', true),
    column('grade', 'grade', true),
    column('enrolledCount', 'enrolledCount', true),
    column('homeRoom'),
  ],
  columnOf: { schoolId: 'school', homeRoomId: 'homeRoom' },
  async begin({ finder }, inForce) {
    const byName = await indexOf<Group>(inForce.values(), ({ fields }) => [
      joined(fields.schoolId, fields.name),
    ]);
    return {
      row(cells: Cells): Draft<ClassId, ClassFields> | null {
        const school = cells.read('school', finder.school);
        const name = cells.required('name');
        const grade = gradeText(cells.required('grade') ?? '');
        const enrolledCount = cells.number('enrolledCount', { min: 0, max: 500, whole: true });
        if (school === null || name === null) return null;
        const key = joined(school.id, name);
        const before = byName.all(key)[0] ?? null;
        const homeRoomId = homeRoomOf(cells, finder, {
          schoolId: school.id,
          was: before?.fields.homeRoomId ?? null,
        });
        if (!cells.sound) return null;
        const fields = { schoolId: school.id, name, grade, enrolledCount, homeRoomId };
        return { cells, key, keyField: 'name', before, fields, others: [] };
      },
    };
  },
  rows: ({ fields }, { finder, view }) => [
    [
      finder.nameOfSchool(fields.schoolId),
      fields.name,
      fields.grade,
      String(fields.enrolledCount),
      fields.homeRoomId === null ? '' : (view.snapshot.rooms.get(fields.homeRoomId)?.fields.name ?? ''),
    ],
  ],
};

function homeRoomOf(
  cells: Cells,
  finder: Finder,
  { schoolId, was }: { readonly schoolId: SchoolId; readonly was: RoomId | null },
): RoomId | null {
  if (!cells.has('homeRoom')) return was;
  return cells.text('homeRoom') === '' ? null : cells.read('homeRoom', (name) => finder.room(schoolId, name));
}
