import type { TableColumnsType } from 'antd';
import type { DeviceCard } from '../../../shared/device.ts';
import { dateTimeText } from '../shell/format.ts';
import { PaperTable } from '../shell/PaperTable.tsx';
import { useLanguage, useText } from '../text.ts';
import { DeviceActions } from './DeviceActions.tsx';
import { DevicePlaces } from './DevicePlaces.tsx';

export function DeviceTable({ devices }: { readonly devices: readonly DeviceCard[] }) {
  const t = useText();
  const locale = useLanguage((language) => language.locale);
  const columns: TableColumnsType<DeviceCard> = [
    {
      title: t('device.room'),
      key: 'room',
      render: (_, { room }) => (
        <>
          <strong>{room.schoolName}</strong>
          <div className="quiet">{room.name}</div>
        </>
      ),
    },
    { title: t('device.state'), key: 'state', render: (_, device) => <DeviceState device={device} /> },
    { title: t('device.from'), key: 'from', render: (_, device) => <DevicePlaces device={device} /> },
    {
      title: t('device.lastSeen'),
      key: 'seen',
      render: (_, { lastSeenAtMs }) =>
        lastSeenAtMs === null ? t('device.neverSeen') : dateTimeText(lastSeenAtMs, locale),
    },
    {
      title: t('device.madeBy'),
      key: 'made',
      render: (_, { pairedAtMs, launcher }) => (
        <>
          {launcher === null
            ? t('device.byCode')
            : t('device.byLauncher', { platform: t(`device.platform.${launcher}`) })}
          <div className="quiet">{dateTimeText(pairedAtMs, locale)}</div>
        </>
      ),
    },
    {
      title: t('app.actions'),
      key: 'actions',
      render: (_, device) => (device.revoked ? null : <DeviceActions device={device} />),
    },
  ];
  return (
    <PaperTable
      label={t('device.title')}
      rowKey="deviceId"
      columns={columns}
      rows={devices}
      minWidthPx={900}
      empty={t('device.empty', { address: `${window.location.origin}/screen` })}
    />
  );
}

function DeviceState({ device }: { readonly device: DeviceCard }) {
  const t = useText();
  const state = stateOf(device);
  return (
    <span className={`state state-device-${state}`}>
      <span aria-hidden="true" className="state-sign">
        <span className={state === 'online' ? 'sign-dot' : 'sign-ring'} />
      </span>
      {t(`device.${state}`)}
    </span>
  );
}

function stateOf({ revoked, doubt, online, lastSeenAtMs }: DeviceCard) {
  if (revoked) return 'revoked';
  if (doubt !== null) return 'twice';
  if (online) return 'online';
  return lastSeenAtMs === null ? 'notStarted' : 'offline';
}
