import { App, Button, type TableColumnsType } from 'antd';
import type { DeviceCard } from '../../../shared/device.ts';
import { appErrorOf } from '../api/ask.ts';
import { useSubmit } from '../api/queries.ts';
import { dateTimeText } from '../shell/format.ts';
import { PaperTable } from '../shell/PaperTable.tsx';
import { errorText, useLanguage, useText } from '../text.ts';

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
    {
      title: t('device.lastSeen'),
      key: 'seen',
      render: (_, { lastSeenAtMs }) =>
        lastSeenAtMs === null ? t('device.neverSeen') : dateTimeText(lastSeenAtMs, locale),
    },
    {
      title: t('device.pairedAt'),
      key: 'paired',
      render: (_, { pairedAtMs }) => dateTimeText(pairedAtMs, locale),
    },
    {
      title: t('app.actions'),
      key: 'actions',
      render: (_, device) => (device.revoked ? null : <Revoke device={device} />),
    },
  ];
  return (
    <PaperTable
      label={t('device.title')}
      rowKey="deviceId"
      columns={columns}
      rows={devices}
      minWidthPx={700}
      empty={t('device.empty', { address: `${window.location.origin}/screen` })}
    />
  );
}

function DeviceState({ device }: { readonly device: DeviceCard }) {
  const t = useText();
  const state = device.revoked ? 'revoked' : device.online ? 'online' : 'offline';
  return (
    <span className={`state state-device-${state}`}>
      <span aria-hidden="true" className="state-sign">
        <span className={state === 'online' ? 'sign-dot' : 'sign-ring'} />
      </span>
      {t(`device.${state}`)}
    </span>
  );
}

function Revoke({ device }: { readonly device: DeviceCard }) {
  const t = useText();
  const { modal, message } = App.useApp();
  const revoke = useSubmit('device.revoke', { refresh: ['device.list'] });
  const ask = () =>
    void modal.confirm({
      title: t('device.revokeTitle', { school: device.room.schoolName, room: device.room.name }),
      content: t('device.revokeLead'),
      okText: t('device.revoke'),
      okButtonProps: { danger: true },
      cancelText: t('app.cancel'),
      onOk: () =>
        revoke.mutateAsync({ deviceId: device.deviceId }).then(
          () => undefined,
          (cause: unknown) => void message.error(errorText(t, appErrorOf(cause))),
        ),
    });
  return (
    <Button size="small" danger onClick={ask}>
      {t('device.revoke')}
    </Button>
  );
}
