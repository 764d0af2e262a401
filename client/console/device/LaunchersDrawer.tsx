import { Alert, Button, Drawer, Radio } from 'antd';
import { useId, useState } from 'react';
import {
  type DeviceCard,
  LAUNCHERS_MAX,
  type LauncherPlatform,
  launcherPlatform,
} from '../../../shared/device.ts';
import type { RoomId } from '../../../shared/kernel/ids.ts';
import { appErrorOf } from '../api/ask.ts';
import { useSubmit } from '../api/queries.ts';
import { Trouble } from '../shell/Trouble.tsx';
import { useText } from '../text.ts';
import { LaunchersMade, saveLaunchers } from './LaunchersMade.tsx';
import { RoomPicker } from './RoomPicker.tsx';

type LaunchersProps = {
  readonly open: boolean;
  readonly devices: readonly DeviceCard[];
  readonly onClose: () => void;
};

/** One download that sets up the screens of one room or of many. */
export function LaunchersDrawer({ open, devices, onClose }: LaunchersProps) {
  const t = useText();
  return (
    <Drawer
      open={open}
      onClose={onClose}
      title={t('device.launchersTitle')}
      size={560}
      destroyOnHidden
      mask={{ closable: false }}
    >
      <Launchers devices={devices} onClose={onClose} />
    </Drawer>
  );
}

function Launchers({ devices, onClose }: Omit<LaunchersProps, 'open'>) {
  const t = useText();
  const [platform, setPlatform] = useState<LauncherPlatform>('windows');
  const [chosen, setChosen] = useState<ReadonlySet<RoomId>>(new Set());
  const make = useSubmit('device.provision', { refresh: ['device.list'], onDone: saveLaunchers });
  if (make.data !== undefined)
    return <LaunchersMade made={make.data} platform={platform} onClose={onClose} />;
  const isTooMany = chosen.size > LAUNCHERS_MAX;
  const submit = () => make.mutate({ roomIds: [...chosen], platform, origin: window.location.origin });
  return (
    <div className="stack">
      <p className="quiet">{t('device.launchersLead')}</p>
      <PlatformChoice value={platform} onChange={setPlatform} />
      <RoomPicker devices={devices} chosen={chosen} onChange={setChosen} />
      {isTooMany && <Alert type="warning" showIcon title={t('device.tooMany', { max: LAUNCHERS_MAX })} />}
      {make.isError && <Trouble error={appErrorOf(make.error)} />}
      <Button
        type="primary"
        block
        disabled={chosen.size === 0 || isTooMany}
        loading={make.isPending}
        onClick={submit}
      >
        {t('device.launcherSubmit', { count: chosen.size })}
      </Button>
    </div>
  );
}

type ChoiceProps = {
  readonly value: LauncherPlatform;
  readonly onChange: (platform: LauncherPlatform) => void;
};

function PlatformChoice({ value, onChange }: ChoiceProps) {
  const t = useText();
  const labelId = useId();
  return (
    <div>
      <div id={labelId}>{t('device.platform')}</div>
      <Radio.Group
        aria-labelledby={labelId}
        value={value}
        onChange={(event) => onChange(launcherPlatform.parse(event.target.value))}
        options={launcherPlatform.options.map((each) => ({
          value: each,
          label: t(`device.platform.${each}`),
        }))}
      />
      <div className="quiet">{t(`device.platformHelp.${value}`)}</div>
    </div>
  );
}
