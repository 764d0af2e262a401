import { DesktopOutlined, StopOutlined } from '@ant-design/icons';
import { Button, Popover } from 'antd';
import { useState } from 'react';
import { useText } from '../text.ts';
import { besideTrigger } from './popup-place.ts';
import type { useShare } from './useShare.ts';

/** Before the first share it says what must not be chosen: this page holds what pupils may not see. */
export function ShareButton({ share, start, stop }: ReturnType<typeof useShare>) {
  const t = useText();
  const [warned, setWarned] = useState(false);
  const [asking, setAsking] = useState(false);
  if (share.state === 'on')
    return (
      <Button size="large" icon={<StopOutlined />} onClick={stop}>
        {t('share.stop')}
      </Button>
    );
  const go = () => {
    setAsking(false);
    setWarned(true);
    void start();
  };
  return (
    <Popover
      open={asking}
      onOpenChange={setAsking}
      trigger="click"
      placement="topLeft"
      getPopupContainer={besideTrigger}
      title={t('share.beforeTitle')}
      content={
        <div className="share-before">
          <p>{t('share.before')}</p>
          <Button type="primary" autoFocus onClick={go}>
            {t('share.choose')}
          </Button>
        </div>
      }
    >
      <Button
        size="large"
        icon={<DesktopOutlined />}
        loading={share.state === 'choosing'}
        {...(warned ? { onClick: go } : {})}
      >
        {t('share.start')}
      </Button>
    </Popover>
  );
}
