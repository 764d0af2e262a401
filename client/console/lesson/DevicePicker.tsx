import './checks.css';
import { Button, Select } from 'antd';
import { useId } from 'react';
import { useStore } from 'zustand';
import { useText } from '../text.ts';
import type { DeviceKind } from './capture.model.ts';
import type { Capture } from './capture.ts';
import { useEquipmentStreams } from './Pictures.tsx';

type PickerProps = { readonly capture: Capture; readonly kind: DeviceKind };

type ChoiceProps = PickerProps & {
  /** The lesson has not begun: equipment sends no sound yet. */
  readonly early?: boolean;
};

/** What the room's equipment would send in its place. */
const sources = { camera: 'camera', microphone: 'voice' } as const;

/** Which camera or microphone, by the name on its label; and when it cannot be had, why and what to do. */
export function DevicePicker({ capture, kind, early = false }: ChoiceProps) {
  const t = useText();
  const labelId = useId();
  const captured = useStore(capture.store, (state) => state[kind]);
  const devices = useStore(capture.store, (state) => state.devices[kind]);
  const equipment = useEquipmentStreams();
  const stoodIn = equipment.some(({ source }) => source === sources[kind]);
  const mayBring = early && kind === 'microphone' && equipment.some(({ source }) => source === 'camera');
  const usedId = captured.state === 'open' ? (captured.track.getSettings().deviceId ?? null) : null;
  const options = devices.map((device, index) => ({
    value: device.id,
    label: device.label || t(`preflight.unnamed.${kind}`, { number: index + 1 }),
  }));
  return (
    <div className="device-picker">
      <label htmlFor={labelId}>{t(`preflight.${kind}`)}</label>
      <Select
        id={labelId}
        options={options}
        value={usedId}
        loading={captured.state === 'opening'}
        placeholder={t(captured.state === 'opening' ? 'preflight.opening' : 'preflight.none')}
        onChange={(deviceId) => capture.choose(kind, deviceId)}
      />
      {captured.state !== 'open' && (stoodIn || mayBring) ? (
        <p className="quiet">{t(stoodIn ? `source.standsIn.${kind}` : 'source.mayBring')}</p>
      ) : (
        <DeviceTrouble capture={capture} kind={kind} />
      )}
    </div>
  );
}

/** Why a camera or microphone cannot be had, and what to do; nothing while all is well. */
export function DeviceTrouble({ capture, kind }: PickerProps) {
  const t = useText();
  const captured = useStore(capture.store, (state) => state[kind]);
  if (captured.state !== 'failed') return null;
  return (
    <div role="alert" className="device-trouble">
      <strong>{t(`capture.${captured.trouble}.${kind}`)}</strong>
      <p>{t(`capture.${captured.trouble}.todo`)}</p>
      <Button size="small" onClick={() => capture.choose(kind, null)}>
        {t('app.retry')}
      </Button>
    </div>
  );
}
