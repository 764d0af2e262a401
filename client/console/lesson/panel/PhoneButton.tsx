import { MobileOutlined } from '@ant-design/icons';
import { Button, Popover } from 'antd';
import { useState } from 'react';
import type { JoinedSession } from '../../../live/live.types.ts';
import { useText } from '../../text.ts';
import { besideTrigger } from '../popup-place.ts';
import { PhoneCode } from './PhoneCode.tsx';
import { hasPhone } from './phone.model.ts';

/** 用我的手机控制: shows the code while it is wanted, and whether the phone is there. */
export function PhoneButton({ session }: { readonly session: JoinedSession }) {
  const t = useText();
  const connected = hasPhone(session);
  const [open, setOpen] = useState(false);
  return (
    <Popover
      open={open && !connected}
      onOpenChange={setOpen}
      trigger="click"
      placement="topRight"
      destroyOnHidden
      getPopupContainer={besideTrigger}
      title={t('panel.phone')}
      content={<PhoneCode sessionId={session.sessionId} />}
    >
      <Button size="large" icon={<MobileOutlined />}>
        {t(connected ? 'panel.phoneHere' : 'panel.phone')}
      </Button>
    </Popover>
  );
}
