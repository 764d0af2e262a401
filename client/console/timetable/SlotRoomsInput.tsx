import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Form } from 'antd';
import { useId } from 'react';
import { EntryName } from '../directory/list/EntryName.tsx';
import { EntryPicker } from '../directory/list/EntryPicker.tsx';
import { listEntries } from '../directory/list/entries.ts';
import { rowsIn } from '../directory/list/entry.model.ts';
import { knownFields, learnRows } from '../directory/list/names.ts';
import type { Fields, OtherInputProps } from '../directory/list/register.types.ts';
import { listeningRooms, ofSchool } from '../directory/registers/options.ts';
import { useText } from '../text.ts';
import { seatOf } from './slot.model.ts';

const acceptedLinks = { field: 'status.state', value: 'accepted' } as const;

/** Who listens: each point by its link, in a room, perhaps with a class. */
export function SlotRoomsInput({ id, value, onChange }: OtherInputProps) {
  const t = useText();
  const form = Form.useFormInstance();
  const rows = rowsIn(value);
  /** The answer comes later: meanwhile other rows may have been typed, or another link chosen. */
  const settle = async (at: number, linkId: string) => {
    const link = knownFields('link', linkId);
    const schoolId = `${link?.['toSchoolId']}`;
    const [rooms, classes] = await Promise.all([
      listEntries('room', { ...listeningRooms, schoolId }),
      listEntries('class', { schoolId }),
    ]);
    learnRows('room', rooms.rows);
    learnRows('class', classes.rows);
    const now = rowsIn(form.getFieldValue('rooms'));
    if (now[at]?.['linkId'] !== linkId) return;
    const seat = { linkId, schoolId, ...seatOf(rooms.rows, classes.rows, link?.['grade']) };
    onChange?.(now.map((row, index) => (index === at ? seat : row)));
    if (at === 0 && !form.getFieldValue('subject'))
      form.setFieldsValue({ subject: link?.['subject'], grade: link?.['grade'] });
  };
  const put = (at: number, change: Fields) =>
    onChange?.(rows.map((row, index) => (index === at ? { ...row, ...change } : row)));
  const choose = (at: number, linkId: string | undefined) => {
    put(at, { linkId, schoolId: undefined, roomId: undefined, classId: null });
    if (linkId !== undefined) void settle(at, linkId);
  };
  return (
    <fieldset className="rows-input" {...(id === undefined ? {} : { id })} aria-label={t('slot.rooms')}>
      {rows.map((row, at) => (
        <SlotRoom
          // biome-ignore lint/suspicious/noArrayIndexKey: a row has no name but its place in the list
          key={at}
          row={row}
          number={at + 1}
          onLink={(linkId) => choose(at, linkId)}
          onChange={(change) => put(at, change)}
          onRemove={() => onChange?.(rows.filter((_, index) => index !== at))}
        />
      ))}
      <Button icon={<PlusOutlined />} onClick={() => onChange?.([...rows, {}])}>
        {t('slot.roomAdd')}
      </Button>
    </fieldset>
  );
}

type RoomProps = {
  readonly row: Fields;
  readonly number: number;
  readonly onLink: (linkId: string | undefined) => void;
  readonly onChange: (change: Fields) => void;
  readonly onRemove: () => void;
};

function SlotRoom({ row, number, onLink, onChange, onRemove }: RoomProps) {
  const t = useText();
  const id = useId();
  const idIn = (name: string) => (typeof row[name] === 'string' ? `${row[name]}` : null);
  return (
    <div className="slot-room">
      <div className="slot-link">
        <label htmlFor={`${id}l`}>{t('slot.link')}</label>
        <EntryPicker
          id={`${id}l`}
          from="link"
          narrowed={acceptedLinks}
          value={idIn('linkId')}
          onChange={onLink}
        />
      </div>
      <Button icon={<DeleteOutlined />} aria-label={t('timetable.remove', { number })} onClick={onRemove} />
      <div>
        <label htmlFor={`${id}r`}>{t('slot.room')}</label>
        <EntryPicker
          id={`${id}r`}
          from="room"
          narrowed={{ ...ofSchool(row), ...listeningRooms }}
          value={idIn('roomId')}
          onChange={(roomId) => onChange({ roomId })}
        />
      </div>
      <div>
        <label htmlFor={`${id}c`}>{t('slot.class')}</label>
        <EntryPicker
          id={`${id}c`}
          from="class"
          narrowed={ofSchool(row)}
          value={idIn('classId')}
          onChange={(classId) => onChange({ classId: classId ?? null })}
          optional
        />
      </div>
    </div>
  );
}

/** The points of a slot, by name. */
export function SlotPoints({ value }: { readonly value: unknown }) {
  const t = useText();
  const ids = [...new Set(rowsIn(value).map((row) => `${row['schoolId']}`))];
  return ids.map((schoolId, index) => (
    <span key={schoolId}>
      {index > 0 && t('app.listComma')}
      <EntryName from="school" id={schoolId} />
    </span>
  ));
}
