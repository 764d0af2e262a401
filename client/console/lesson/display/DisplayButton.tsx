import { DesktopOutlined } from '@ant-design/icons';
import { Button, Popover } from 'antd';
import { useState } from 'react';
import { useStore } from 'zustand';
import { useText } from '../../text.ts';
import { besideTrigger } from '../popup-place.ts';
import type { Display } from './display.ts';
import { willAsk } from './window-management.ts';

/** Opens and closes the window for the class. Before the browser asks its question, the console says what it is for. */
export function DisplayButton({ display }: { readonly display: Display }) {
  const t = useText();
  const { state } = useStore(display.store);
  const [asking, setAsking] = useState(false);
  const go = () => {
    setAsking(false);
    void display.open();
  };
  if (state === 'open')
    return (
      <Button size="large" icon={<DesktopOutlined />} aria-pressed="true" onClick={() => display.close()}>
        {t('display.close')}
      </Button>
    );
  return (
    <Popover
      open={asking}
      onOpenChange={(open) => {
        if (!open) setAsking(false);
      }}
      trigger="click"
      placement="topLeft"
      getPopupContainer={besideTrigger}
      title={t('display.beforeTitle')}
      content={
        <div className="share-before">
          <p>{t('display.before')}</p>
          <Button type="primary" autoFocus onClick={go}>
            {t('display.go')}
          </Button>
        </div>
      }
    >
      <Button
        size="large"
        icon={<DesktopOutlined />}
        loading={state === 'opening'}
        onClick={() => void willAsk().then((will) => (will ? setAsking(true) : go()))}
      >
        {t('display.open')}
      </Button>
    </Popover>
  );
}

/** How the second display stands, in words; the lesson goes on whatever it says. */
export function DisplayNotice({ display }: { readonly display: Display }) {
  const t = useText();
  const state = useStore(display.store);
  if (state.state === 'open' && !state.placed)
    return (
      <p role="status" className="display-notice">
        {t('display.moveIt')}
      </p>
    );
  if (state.state !== 'off' || state.why === null) return null;
  return (
    <p role="status" className="display-notice">
      {t(`display.${state.why}`)}
      <Button size="small" onClick={() => void display.open()}>
        {t('display.again')}
      </Button>
    </p>
  );
}
