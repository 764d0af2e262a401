import { Form, Input, Modal } from 'antd';
import type { DeviceCard } from '../../../shared/device.ts';
import { useRouteForm } from '../api/useRouteForm.ts';
import { Trouble } from '../shell/Trouble.tsx';
import { useText } from '../text.ts';

type RenameProps = { readonly device: DeviceCard; readonly onClose: () => void };

export function RenameDialog({ device, onClose }: RenameProps) {
  const t = useText();
  const { deviceId, room, name } = device;
  const kind = t(`device.kind.${device.kind}`);
  const rename = useRouteForm('device.rename', {
    toBody: (values: { name?: string }) => ({ name: values.name ?? name, deviceId }),
    refresh: ['device.list'],
    onDone: onClose,
  });
  return (
    <Modal
      open
      title={t('device.renameTitle', { school: room.schoolName, room: room.name, kind })}
      okText={t('device.renameSubmit')}
      cancelText={t('app.cancel')}
      confirmLoading={rename.pending}
      onOk={() => rename.form.submit()}
      onCancel={onClose}
    >
      <Form {...rename.formProps} initialValues={{ name }}>
        <Form.Item name="name" label={t('device.name')} extra={t('device.nameHelp')}>
          <Input maxLength={40} autoFocus />
        </Form.Item>
        {rename.error && <Trouble error={rename.error} />}
      </Form>
    </Modal>
  );
}
