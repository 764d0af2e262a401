import type { RoomId } from '../../../shared/kernel/ids.ts';
import { type RoomFields, roomEnd, roomFields, roomRecording } from '../../../shared/room.ts';
import { type RoomAudio, usualAudio } from '../../../shared/room-audio.ts';
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
    column('echoCancelling'),
    column('noiseSuppression'),
    column('autoGain'),
    column('gainDb'),
    column('pushToTalk'),
    column('captions'),
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
          ipv6: flagOf(cells, 'ipv6', was?.ipv6 ?? false),
          ...audioFrom(cells, was ?? usualAudio),
          captions: flagOf(cells, 'captions', was?.captions ?? false),
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
      ...[fields.ipv6, fields.echoCancelling, fields.noiseSuppression, fields.autoGain].map((yes) =>
        wordOf(yes ? 'yes.yes' : 'yes.no', locale),
      ),
      String(fields.gainDb),
      ...[fields.pushToTalk, fields.captions].map((yes) => wordOf(yes ? 'yes.yes' : 'yes.no', locale)),
    ],
  ],
};

function endsOf(text: string) {
  if (text === '') return faulty('required');
  const ends = listOf(text).map(endOf);
  return ends.every((end) => end !== null) ? ends : faulty('word');
}

const flagOf = (cells: Cells, field: string, was: boolean): boolean =>
  cells.text(field) === '' ? was : cells.word(field, yesOf) === 'yes';

function audioFrom(cells: Cells, was: RoomAudio): Pick<RoomFields, keyof RoomAudio> {
  const gainDb =
    cells.text('gainDb') === '' ? was.gainDb : cells.number('gainDb', { min: -20, max: 20, whole: true });
  return {
    echoCancelling: flagOf(cells, 'echoCancelling', was.echoCancelling),
    noiseSuppression: flagOf(cells, 'noiseSuppression', was.noiseSuppression),
    autoGain: flagOf(cells, 'autoGain', was.autoGain),
    gainDb: gainDb ?? was.gainDb,
    pushToTalk: flagOf(cells, 'pushToTalk', was.pushToTalk),
  };
}

function lineOf(cells: Cells, was: number | null): number | null {
  if (!cells.has('lineMbps')) return was;
  return cells.text('lineMbps') === ''
    ? null
    : cells.number('lineMbps', { min: 0.1, max: 100_000, whole: false });
}
