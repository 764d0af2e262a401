import { Checkbox } from 'antd';
import { useId, useState } from 'react';
import { type DeviceCard, LAUNCHERS_MAX } from '../../../shared/device.ts';
import { type RoomId, schoolId as schoolIds } from '../../../shared/kernel/ids.ts';
import { LIST_LIMIT_MAX } from '../../../shared/wire/register-routes.ts';
import { useRows } from '../api/queries.ts';
import { EntryName } from '../directory/list/EntryName.tsx';
import { EntryPicker } from '../directory/list/EntryPicker.tsx';
import { useText } from '../text.ts';
import { type OfferedRoom, offeredRooms } from './launcher.model.ts';

type PickerProps = {
  readonly devices: readonly DeviceCard[];
  readonly chosen: ReadonlySet<RoomId>;
  readonly onChange: (chosen: ReadonlySet<RoomId>) => void;
};

type RoomFilter = { readonly schoolId: string | null; readonly onlyWithout: boolean };

/** As many rooms as one order takes: all of a school, or all that have no screen yet. What a filter hides is chosen no longer. */
export function RoomPicker({ devices, chosen, onChange }: PickerProps) {
  const t = useText();
  const [filter, setFilter] = useState<RoomFilter>({ schoolId: null, onlyWithout: true });
  const rooms = useRows('room', {
    ...(filter.schoolId === null ? {} : { schoolId: schoolIds.parse(filter.schoolId) }),
    sort: 'schoolId',
    limit: LIST_LIMIT_MAX,
  });
  const all = offeredRooms(rooms.data ?? [], devices, filter);
  const offered = all.slice(0, LAUNCHERS_MAX);
  const hidden = all.length - offered.length;
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
          {hidden > 0 && <p className="quiet">{t('device.moreRooms', { count: hidden })}</p>}
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
  return (
    <div>
      <label htmlFor={fieldId}>{t('device.ofSchool')}</label>
      <EntryPicker
        id={fieldId}
        className="wide"
        from="school"
        value={value}
        onChange={(id) => onChange(id ?? null)}
        placeholder={t('device.allSchools')}
        optional
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
  return (
    <div className="room-checks">
      {rooms.map(({ id, schoolId, name, hasScreen }) => (
        <Checkbox key={id} checked={chosen.has(id)} onChange={() => onToggle(id)}>
          <EntryName from="school" id={schoolId} /> · {name}
          {hasScreen && <span className="quiet"> {t('device.hasScreen')}</span>}
        </Checkbox>
      ))}
    </div>
  );
}
