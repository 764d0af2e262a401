import { App, Button, Dropdown } from 'antd';
import { useState } from 'react';
import type { DeviceCard } from '../../../shared/device.ts';
import { appErrorOf } from '../api/ask.ts';
import { useSubmit } from '../api/queries.ts';
import { errorText, useText } from '../text.ts';
import { MoveDialog } from './MoveDialog.tsx';
import { RenameDialog } from './RenameDialog.tsx';
import { useCheck } from './use-check.ts';

/** What an administrator can do with a screen: the harmless thing at once, the others behind one press. */
export function DeviceActions({ device }: { readonly device: DeviceCard }) {
  const t = useText();
  const [open, setOpen] = useState<'move' | 'rename' | null>(null);
  const check = useCheck();
  const revoke = useRevoke(device);
  const close = () => setOpen(null);
  const { schoolName: school, name: room } = device.room;
  return (
    <div className="device-actions">
      <Button
        size="small"
        disabled={!device.online}
        loading={check.isPending}
        onClick={() => check.mutate([device.deviceId])}
      >
        {t('device.check')}
      </Button>
      <Dropdown
        trigger={['click']}
        getPopupContainer={() => document.body}
        menu={{
          items: [
            { key: 'rename', label: t('device.rename'), onClick: () => setOpen('rename') },
            { key: 'move', label: t('device.move'), onClick: () => setOpen('move') },
            { key: 'revoke', danger: true, label: t('device.revoke'), onClick: revoke },
          ],
        }}
      >
        <Button size="small" aria-haspopup="menu" aria-label={t('device.moreOf', { school, room })}>
          {t('device.more')}
        </Button>
      </Dropdown>
      {open === 'move' && <MoveDialog device={device} onClose={close} />}
      {open === 'rename' && <RenameDialog device={device} onClose={close} />}
    </div>
  );
}

/** Where one key is at work at two places, these two are the way out. */
export function DoubtActions({ device }: { readonly device: DeviceCard }) {
  const t = useText();
  const [moving, setMoving] = useState(false);
  const revoke = useRevoke(device);
  return (
    <div className="device-actions">
      <Button size="small" onClick={() => setMoving(true)}>
        {t('device.move')}
      </Button>
      <Button size="small" danger onClick={revoke}>
        {t('device.revoke')}
      </Button>
      {moving && <MoveDialog device={device} onClose={() => setMoving(false)} />}
    </div>
  );
}

function useRevoke(device: DeviceCard): () => void {
  const t = useText();
  const { modal, message } = App.useApp();
  const revoke = useSubmit('device.revoke', { refresh: ['device.list'] });
  return () =>
    void modal.confirm({
      title: t('device.revokeTitle', {
        school: device.room.schoolName,
        room: device.room.name,
        kind: t(`device.kind.${device.kind}`),
      }),
      content: t(device.kind === 'lecturePc' ? 'device.revokeLeadPc' : 'device.revokeLead'),
      okText: t('device.revoke'),
      okButtonProps: { danger: true },
      cancelText: t('app.cancel'),
      onOk: () =>
        revoke.mutateAsync({ deviceId: device.deviceId }).then(
          () => undefined,
          (cause: unknown) => void message.error(errorText(t, appErrorOf(cause))),
        ),
    });
}
