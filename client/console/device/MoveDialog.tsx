import { Form, Modal, Select } from 'antd';
import type { DeviceCard } from '../../../shared/device.ts';
import { useRouteForm } from '../api/useRouteForm.ts';
import { searchByLabel, useRoomChoices } from '../directory/choices.ts';
import { Trouble } from '../shell/Trouble.tsx';
import { useText } from '../text.ts';

type MoveProps = { readonly device: DeviceCard; readonly onClose: () => void };

/** Makes the screen another room's; nobody has to go to its computer. */
export function MoveDialog({ device, onClose }: MoveProps) {
  const t = useText();
  const { deviceId, room } = device;
  const rooms = useRoomChoices().filter(({ value }) => value !== room.roomId);
  const move = useRouteForm('device.move', {
    toBody: (values: { roomId?: string }) => ({ ...values, deviceId }),
    refresh: ['device.list'],
    onDone: onClose,
  });
  return (
    <Modal
      open
      title={t('device.moveTitle', { school: room.schoolName, room: room.name })}
      okText={t('device.moveSubmit')}
      cancelText={t('app.cancel')}
      confirmLoading={move.pending}
      onOk={() => move.form.submit()}
      onCancel={onClose}
    >
      <Form {...move.formProps}>
        <Form.Item name="roomId" label={t('device.room')}>
          <Select options={rooms} showSearch={searchByLabel} />
        </Form.Item>
        <p className="quiet">{t('device.moveLead')}</p>
        {move.error && <Trouble error={move.error} />}
      </Form>
    </Modal>
  );
}
