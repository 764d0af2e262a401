import { type ElsewhereFields, elsewhereFields, elsewhereTool } from '../../../shared/elsewhere.ts';
import type { ElsewhereId, RoomId } from '../../../shared/kernel/ids.ts';
import { localDate } from '../../../shared/kernel/time.ts';
import { elsewhereKey } from '../../planning/beside.rules.ts';
import type { Cells } from '../import.cells.ts';
import { indexOf, type SchoolEntry } from '../import.finder.ts';
import { column, type Draft, type Ground, type Held, type Kind } from '../import.kind.types.ts';
import { gradeText, readerOf, wordOf } from '../import.words.rules.ts';

type Elsewhere = Held<ElsewhereId, ElsewhereFields>;
const toolOf = readerOf('tool', elsewhereTool.options);

/** 其他平台授课. Known by day, school, room, leading school, subject, grade and tool: a second row changes its minutes, count and note. */
export const elsewhereKind: Kind<ElsewhereId, ElsewhereFields> = {
  kind: 'elsewhere',
  register: 'elsewhere',
  schema: elsewhereFields,
  columns: [
    column('localDate', 'date', true),
    column('tool', 'tool', true),
    column('school', 'toSchool', true),
    column('room'),
    column('leadingSchool', 'fromSchool', true),
    column('subject', 'subject', true),
    column('grade', 'grade', true),
    column('minutes', 'minutes', true),
    column('presentCount'),
    column('note'),
  ],
  columnOf: { schoolId: 'school', roomId: 'room', leadingSchoolId: 'leadingSchool' },
  async begin(ground, inForce) {
    const byKey = await indexOf<Elsewhere>(inForce.values(), ({ fields }) => [elsewhereKey(fields)]);
    return {
      row(cells: Cells): Draft<ElsewhereId, ElsewhereFields> | null {
        const day = cells.date('localDate');
        const tool = cells.word('tool', toolOf);
        const school = cells.read('school', ground.finder.school);
        const leading = cells.read('leadingSchool', ground.finder.school);
        const [subject, grade] = [cells.required('subject'), gradeText(cells.required('grade') ?? '')];
        const minutes = cells.number('minutes', { min: 5, max: 240, whole: true });
        if (day === null || tool === null || subject === null || school === null || leading === null)
          return null;
        if (school.id === leading.id) return cells.fault('leadingSchool', 'itself');
        const roomId = roomOf(cells, ground, school);
        const known = {
          ...{ localDate: localDate.parse(day), tool, schoolId: school.id, roomId },
          ...{ leadingSchoolId: leading.id, subject, grade },
        };
        const key = elsewhereKey(known);
        const same = byKey.all(key);
        const before = same[0] ?? null;
        const presentCount = countOf(cells, before?.fields.presentCount ?? null);
        const note = cells.has('note') ? cells.text('note') : (before?.fields.note ?? '');
        if (!cells.sound || minutes === null) return null;
        const fields = { ...known, minutes, presentCount, note };
        return { cells, key, keyField: 'localDate', before, fields, others: same };
      },
    };
  },
  rows: ({ fields }, { finder, view, locale }) => [
    [
      fields.localDate,
      wordOf(`tool.${fields.tool}`, locale),
      finder.nameOfSchool(fields.schoolId),
      fields.roomId === null ? '' : (view.snapshot.rooms.get(fields.roomId)?.fields.name ?? ''),
      finder.nameOfSchool(fields.leadingSchoolId),
      fields.subject,
      fields.grade,
      String(fields.minutes),
      fields.presentCount === null ? '' : String(fields.presentCount),
      fields.note,
    ],
  ],
};

function roomOf(cells: Cells, { finder }: Ground, school: SchoolEntry): RoomId | null {
  return cells.text('room') === '' ? null : cells.read('room', (name) => finder.room(school.id, name));
}

function countOf(cells: Cells, was: number | null): number | null {
  if (!cells.has('presentCount')) return was;
  if (cells.text('presentCount') === '') return null;
  return cells.number('presentCount', { min: 0, max: 500, whole: true });
}
