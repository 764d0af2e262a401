import './tools.css';
import { Button, Popover } from 'antd';
import { useState } from 'react';
import { useText } from '../../text.ts';
import { DisplayButton } from '../display/DisplayButton.tsx';
import { besideTrigger } from '../popup-place.ts';
import { useLiveTools } from './live-tools.ts';
import { useMode } from './mode.ts';

/** How the class sees the lesson: a window on the second screen, or this very window. */
export function ModeTools() {
  const { display } = useLiveTools();
  return (
    <>
      <DisplayButton display={display} />
      <PanelButton onGo={() => display.close()} />
    </>
  );
}

/** This very window for the class: says first what that means. */
export function PanelButton({ onGo }: { readonly onGo?: () => void }) {
  const t = useText();
  const { choose } = useMode();
  const [asking, setAsking] = useState(false);
  return (
    <Popover
      open={asking}
      onOpenChange={setAsking}
      trigger="click"
      placement="topLeft"
      getPopupContainer={besideTrigger}
      title={t('panel.beforeTitle')}
      content={
        <div className="share-before">
          <p>{t('panel.before')}</p>
          <Button
            type="primary"
            autoFocus
            onClick={() => {
              onGo?.();
              choose('panel');
            }}
          >
            {t('panel.go')}
          </Button>
        </div>
      }
    >
      <Button size="large">{t('panel.open')}</Button>
    </Popover>
  );
}
