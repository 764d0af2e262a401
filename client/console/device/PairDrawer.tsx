import { Alert, Button, Drawer, Form, Input } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { useRouteForm } from '../api/useRouteForm.ts';
import { EntryPicker } from '../directory/list/EntryPicker.tsx';
import { useCount } from '../directory/list/useCount.ts';
import { Trouble } from '../shell/Trouble.tsx';
import { useText } from '../text.ts';
import { StartAddress } from './StartAddress.tsx';

type PairProps = { readonly open: boolean; readonly onClose: () => void };

/** The administrator types what the large screen shows and says which room it is. */
export function PairDrawer({ open, onClose }: PairProps) {
  const t = useText();
  const [key, setKey] = useState<string | null>(null);
  const close = () => {
    setKey(null);
    onClose();
  };
  return (
    <Drawer
      open={open}
      onClose={close}
      title={t('device.pair')}
      size={480}
      destroyOnHidden
      mask={{ closable: key === null }}
    >
      {key === null ? <PairForm onPaired={setKey} /> : <StartAddress deviceKey={key} onClose={close} />}
    </Drawer>
  );
}

function PairForm({ onPaired }: { readonly onPaired: (key: string) => void }) {
  const t = useText();
  const rooms = useCount('room');
  const pair = useRouteForm('device.pair', {
    toBody: (values: { code?: string; roomId?: string }) => ({
      ...values,
      code: (values.code ?? '').replace(/[\s-]/g, ''),
    }),
    refresh: ['device.list'],
    onDone: (answer) => onPaired(answer.key),
  });
  return (
    <Form {...pair.formProps}>
      <p className="quiet">{t('device.pairLead', { address: `${window.location.origin}/screen` })}</p>
      <Form.Item name="code" label={t('device.code')} extra={t('device.codeHelp')}>
        <Input className="code-input" autoFocus autoComplete="off" spellCheck={false} maxLength={11} />
      </Form.Item>
      <Form.Item name="roomId" label={t('device.room')}>
        <EntryPicker from="room" />
      </Form.Item>
      {rooms === 0 && (
        <Alert
          type="info"
          showIcon
          title={t('device.noRooms')}
          action={<Link to="/directory?tab=rooms">{t('nav.directory')}</Link>}
        />
      )}
      {pair.error && <Trouble error={pair.error} />}
      <Button type="primary" htmlType="submit" block loading={pair.pending}>
        {t('device.pairSubmit')}
      </Button>
    </Form>
  );
}
