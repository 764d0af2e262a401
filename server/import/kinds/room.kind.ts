import type { RoomId } from '../../../shared/kernel/ids.ts';
import { type RoomFields, roomEnd, roomFields, roomRecording } from '../../../shared/room.ts';
import { type Cells, faulty, listOf } from '../import.cells.ts';
import { indexOf, joined } from '../import.finder.ts';
import { column, type Draft, type Held, type Kind } from '../import.kind.types.ts';
import { readerOf, wordOf } from '../import.words.rules.ts';

type Room = Held<RoomId, RoomFields>;
const endOf = readerOf('end', roomEnd.options);
const recordingOf = readerOf('recording', roomRecording.options);
const yesOf = readerOf('yes', ['yes', 'no']);

/** 教室. Known by school and name. */
export const roomKind: Kind<RoomId, RoomFields> = {
  kind: 'rooms',
  register: 'room',
  schema: roomFields,
  columns: [
    column('school', 'school', true),
    column('name', 'roomName', true),
    column('ends', 'ends', true),
    column('phone'),
    column('recording'),
    column('lineMbps'),
    column('ipv6'),
  ],
  columnOf: { schoolId: 'school' },
  async begin({ finder }, inForce) {
    const byName = await indexOf<Room>(inForce.values(), ({ fields }) => [
      joined(fields.schoolId, fields.name),
    ]);
    return {
      row(cells: Cells): Draft<RoomId, RoomFields> | null {
        const school = cells.read('school', finder.school);
        const name = cells.required('name');
        const ends = cells.read('ends', endsOf);
        if (school === null || name === null) return null;
        const key = joined(school.id, name);
        const before = byName.all(key)[0] ?? null;
        const was = before?.fields;
        const fields = {
          ...{ schoolId: school.id, name, ends },
          phone: cells.has('phone') ? cells.text('phone') : (was?.phone ?? ''),
          recording:
            cells.text('recording') === ''
              ? (was?.recording ?? 'none')
              : cells.word('recording', recordingOf),
          lineMbps: lineOf(cells, was?.lineMbps ?? null),
          ipv6: cells.text('ipv6') === '' ? (was?.ipv6 ?? false) : cells.word('ipv6', yesOf) === 'yes',
        };
        return cells.sound ? { cells, key, keyField: 'name', before, fields, others: [] } : null;
      },
    };
  },
  rows: ({ fields }, { finder, locale }) => [
    [
      finder.nameOfSchool(fields.schoolId),
      fields.name,
      fields.ends.map((end) => wordOf(`end.${end}`, locale)).join(locale === 'en' ? ', ' : '、'),
      fields.phone,
      wordOf(`recording.${fields.recording}`, locale),
      fields.lineMbps === null ? '' : String(fields.lineMbps),
      wordOf(fields.ipv6 ? 'yes.yes' : 'yes.no', locale),
    ],
  ],
};

function endsOf(text: string) {
  if (text === '') return faulty('required');
  const ends = listOf(text).map(endOf);
  return ends.every((end) => end !== null) ? ends : faulty('word');
}

function lineOf(cells: Cells, was: number | null): number | null {
  if (!cells.has('lineMbps')) return was;
  return cells.text('lineMbps') === ''
    ? null
    : cells.number('lineMbps', { min: 0.1, max: 100_000, whole: false });
}
