import { App, Button } from 'antd';
import { useState } from 'react';
import type { DeviceCard } from '../../../shared/device.ts';
import { appErrorOf } from '../api/ask.ts';
import { useSubmit } from '../api/queries.ts';
import { errorText, useText } from '../text.ts';
import { MoveDialog } from './MoveDialog.tsx';

/** What an administrator can do with a screen that is in the wrong place. */
export function DeviceActions({ device }: { readonly device: DeviceCard }) {
  const t = useText();
  const [moving, setMoving] = useState(false);
  return (
    <div className="device-actions">
      <Button size="small" onClick={() => setMoving(true)}>
        {t('device.move')}
      </Button>
      <Revoke device={device} />
      {moving && <MoveDialog device={device} onClose={() => setMoving(false)} />}
    </div>
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
