import { Checkbox, Select } from 'antd';
import { useId, useState } from 'react';
import type { DeviceCard } from '../../../shared/device.ts';
import type { RoomId } from '../../../shared/kernel/ids.ts';
import { useRows } from '../api/queries.ts';
import { searchByLabel, useSchoolChoices, useSchoolNames } from '../directory/choices.ts';
import { useText } from '../text.ts';
import { type OfferedRoom, offeredRooms, type RoomFilter } from './launcher.model.ts';

type PickerProps = {
  readonly devices: readonly DeviceCard[];
  readonly chosen: ReadonlySet<RoomId>;
  readonly onChange: (chosen: ReadonlySet<RoomId>) => void;
};

/** Many rooms at once: all of a school, or all that have no screen yet. What a filter hides is chosen no longer. */
export function RoomPicker({ devices, chosen, onChange }: PickerProps) {
  const t = useText();
  const [filter, setFilter] = useState<RoomFilter>({ schoolId: null, onlyWithout: true });
  const rooms = useRows('room', {});
  const offered = offeredRooms(rooms.data ?? [], devices, filter);
  const count = offered.filter(({ id }) => chosen.has(id)).length;
  const show = (change: Partial<RoomFilter>) => {
    setFilter({ ...filter, ...change });
    onChange(new Set());
  };
  const toggle = (id: RoomId) => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    onChange(next);
  };
  return (
    <fieldset className="room-picker">
      <legend>{t('device.launcherRooms')}</legend>
      <SchoolFilter value={filter.schoolId} onChange={(schoolId) => show({ schoolId })} />
      <Checkbox
        checked={filter.onlyWithout}
        onChange={(event) => show({ onlyWithout: event.target.checked })}
      >
        {t('device.onlyWithout')}
      </Checkbox>
      {offered.length === 0 ? (
        !rooms.isPending && <p className="quiet">{t('device.noneWithout')}</p>
      ) : (
        <>
          <Checkbox
            checked={count === offered.length}
            indeterminate={count > 0 && count < offered.length}
            onChange={(event) => onChange(new Set(event.target.checked ? offered.map(({ id }) => id) : []))}
          >
            <strong>{t('device.all', { count: offered.length })}</strong>
          </Checkbox>
          <RoomChecks rooms={offered} chosen={chosen} onToggle={toggle} />
        </>
      )}
    </fieldset>
  );
}

type FilterProps = { readonly value: string | null; readonly onChange: (id: string | null) => void };

function SchoolFilter({ value, onChange }: FilterProps) {
  const t = useText();
  const fieldId = useId();
  const schools = useSchoolChoices() ?? [];
  return (
    <div>
      <label htmlFor={fieldId}>{t('device.ofSchool')}</label>
      <Select
        id={fieldId}
        className="wide"
        value={value ?? ''}
        onChange={(id: string) => onChange(id === '' ? null : id)}
        options={[{ value: '', label: t('device.allSchools') }, ...schools]}
        showSearch={searchByLabel}
      />
    </div>
  );
}

type ChecksProps = {
  readonly rooms: readonly OfferedRoom[];
  readonly chosen: ReadonlySet<RoomId>;
  readonly onToggle: (id: RoomId) => void;
};

function RoomChecks({ rooms, chosen, onToggle }: ChecksProps) {
  const t = useText();
  const schoolName = useSchoolNames();
  const named = rooms
    .map((room) => ({ ...room, label: `${schoolName(room.schoolId)} · ${room.name}` }))
    .sort((a, b) => a.label.localeCompare(b.label, 'zh'));
  return (
    <div className="room-checks">
      {named.map(({ id, label, hasScreen }) => (
        <Checkbox key={id} checked={chosen.has(id)} onChange={() => onToggle(id)}>
          {label}
          {hasScreen && <span className="quiet"> {t('device.hasScreen')}</span>}
        </Checkbox>
      ))}
    </div>
  );
}
