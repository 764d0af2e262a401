import { Input, Segmented } from 'antd';
import type { ReactNode } from 'react';
import type { DeviceCard } from '../../../shared/device.ts';
import { useText } from '../text.ts';
import { type DeviceFilter, troublesOf } from './device.model.ts';

type FilterProps = {
  readonly devices: readonly DeviceCard[];
  readonly filter: DeviceFilter;
  readonly onChange: (filter: DeviceFilter) => void;
  readonly nowMs: number;
  readonly children: ReactNode;
};

export function DeviceFilters({ devices, filter, onChange, nowMs, children }: FilterProps) {
  const t = useText();
  const ofKind = devices.filter(({ kind }) => filter.kind === 'all' || filter.kind === kind);
  const inTrouble = ofKind.filter((device) => troublesOf(device, nowMs).length > 0).length;
  return (
    <div className="device-filters">
      <Segmented
        aria-label={t('device.kind')}
        value={filter.kind}
        onChange={(kind) => onChange({ ...filter, kind })}
        options={[
          { value: 'all' as const, label: t('device.kind.all') },
          { value: 'screen' as const, label: t('device.kind.screen') },
          { value: 'lecturePc' as const, label: t('device.kind.lecturePc') },
        ]}
      />
      <Segmented
        aria-label={t('device.show')}
        value={filter.attention}
        onChange={(attention) => onChange({ ...filter, attention })}
        options={[
          { value: false, label: t('device.showAll', { count: ofKind.length }) },
          { value: true, label: t('device.showAttention', { count: inTrouble }) },
        ]}
      />
      <Input.Search
        className="device-search"
        allowClear
        aria-label={t('device.search')}
        placeholder={t('device.searchHelp')}
        value={filter.search}
        onChange={(event) => onChange({ ...filter, search: event.target.value })}
      />
      {children}
    </div>
  );
}
