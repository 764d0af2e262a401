import { Form, Modal } from 'antd';
import type { DeviceCard } from '../../../shared/device.ts';
import { useRouteForm } from '../api/useRouteForm.ts';
import { EntryPicker } from '../directory/list/EntryPicker.tsx';
import { Trouble } from '../shell/Trouble.tsx';
import { useText } from '../text.ts';

/** A lecture PC belongs where lessons are given; a screen may hang anywhere. */
const lectureEnds = { field: 'ends', value: 'lecture' };

type MoveProps = { readonly device: DeviceCard; readonly onClose: () => void };

/** Makes the screen another room's; nobody has to go to its computer. */
export function MoveDialog({ device, onClose }: MoveProps) {
  const t = useText();
  const { deviceId, room } = device;
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
          <EntryPicker
            from="room"
            without={room.roomId}
            {...(device.kind === 'lecturePc' ? { narrowed: lectureEnds } : {})}
          />
        </Form.Item>
        <p className="quiet">{t('device.moveLead')}</p>
        {move.error && <Trouble error={move.error} />}
      </Form>
    </Modal>
  );
}
