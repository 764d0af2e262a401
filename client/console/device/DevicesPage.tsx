import './device.css';
import { Button } from 'antd';
import { useState } from 'react';
import type { DeviceCard } from '../../../shared/device.ts';
import type { DeviceId } from '../../../shared/kernel/ids.ts';
import { useAnswer } from '../api/queries.ts';
import { Loaded } from '../shell/Loaded.tsx';
import { Page } from '../shell/Page.tsx';
import { useNow } from '../shell/useNow.ts';
import { useText } from '../text.ts';
import { DeviceFilters } from './DeviceFilters.tsx';
import { DeviceTable } from './DeviceTable.tsx';
import { Doubts } from './Doubts.tsx';
import { type DeviceFilter, filtered, serviceableRate } from './device.model.ts';
import { LaunchersDrawer } from './LaunchersDrawer.tsx';
import { PairDrawer } from './PairDrawer.tsx';
import { useCheck } from './use-check.ts';

export function DevicesPage() {
  const t = useText();
  const devices = useAnswer('device.list', {}, { everyMs: 5_000 });
  const [adding, setAdding] = useState<'code' | 'launchers' | null>(null);
  const close = () => setAdding(null);
  const screens = (devices.data ?? []).filter(({ kind }) => kind === 'screen');
  return (
    <Page
      title={t('device.title')}
      lead={t('device.lead')}
      action={
        <div className="device-actions">
          <Button type="primary" onClick={() => setAdding('launchers')}>
            {t('device.launchers')}
          </Button>
          <Button onClick={() => setAdding('code')}>{t('device.pair')}</Button>
        </div>
      }
    >
      <Loaded query={devices}>{(cards) => <Screens devices={cards} />}</Loaded>
      <LaunchersDrawer open={adding === 'launchers'} devices={screens} onClose={close} />
      <PairDrawer open={adding === 'code'} onClose={close} />
    </Page>
  );
}

const fraction = ({ part, whole }: { readonly part: number; readonly whole: number }) => `${part} / ${whole}`;

/** Everything about the devices that there are. */
function Screens({ devices }: { readonly devices: readonly DeviceCard[] }) {
  const t = useText();
  const nowMs = useNow(5_000);
  const [filter, setFilter] = useState<DeviceFilter>({ kind: 'all', attention: false, search: '' });
  const [wished, setWished] = useState<readonly DeviceId[]>([]);
  const check = useCheck();
  const shown = filtered(devices, filter, nowMs);
  // What a filter hides is chosen no longer.
  const chosen = shown.flatMap(({ deviceId }) => (wished.includes(deviceId) ? [deviceId] : []));
  const rate = serviceableRate(devices, nowMs);
  const empty =
    devices.length === 0
      ? t('device.empty', { address: `${window.location.origin}/screen` })
      : t(filter.attention && filter.search === '' ? 'device.noneInTrouble' : 'device.noneFound');
  return (
    <>
      <Doubts devices={devices} />
      {rate.whole > 0 && (
        <p>
          <strong>{t('device.figure')}</strong>{' '}
          {t('device.figureLine', {
            part: rate.part,
            whole: rate.whole,
            days: rate.days,
            screens: fraction(rate.screens),
            pcs: fraction(rate.pcs),
          })}
        </p>
      )}
      {devices.length > 0 && (
        <DeviceFilters devices={devices} filter={filter} onChange={setFilter} nowMs={nowMs}>
          <Button
            disabled={chosen.length === 0}
            loading={check.isPending}
            onClick={() => check.mutate(chosen)}
          >
            {chosen.length === 0
              ? t('device.checkNone')
              : t('device.checkSelected', { count: chosen.length })}
          </Button>
        </DeviceFilters>
      )}
      <DeviceTable devices={shown} chosen={chosen} onChoose={setWished} nowMs={nowMs} empty={empty} />
    </>
  );
}
