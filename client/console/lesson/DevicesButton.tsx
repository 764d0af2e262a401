import { SettingOutlined } from '@ant-design/icons';
import { Button, Popover } from 'antd';
import { useStore } from 'zustand';
import { useText } from '../text.ts';
import type { Capture } from './capture.ts';
import { DevicePicker } from './DevicePicker.tsx';
import { LevelMeter } from './LevelMeter.tsx';
import { besideTrigger } from './popup-place.ts';

/** Another camera or microphone in mid-lesson; the rooms see the change without a break. */
export function DevicesButton({ capture }: { readonly capture: Capture }) {
  const t = useText();
  const microphone = useStore(capture.store, (state) => state.microphone);
  return (
    <Popover
      trigger="click"
      placement="topLeft"
      destroyOnHidden
      getPopupContainer={besideTrigger}
      title={t('lesson.devices')}
      content={
        <div className="devices-popup">
          <DevicePicker capture={capture} kind="microphone" />
          {microphone.state === 'open' && <LevelMeter track={microphone.track} />}
          <DevicePicker capture={capture} kind="camera" />
        </div>
      }
    >
      <Button size="large" icon={<SettingOutlined />}>
        {t('lesson.devices')}
      </Button>
    </Popover>
  );
}
