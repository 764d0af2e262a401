import './device.css';
import { Button } from 'antd';
import { useState } from 'react';
import { useAnswer } from '../api/queries.ts';
import { Loaded } from '../shell/Loaded.tsx';
import { Page } from '../shell/Page.tsx';
import { useText } from '../text.ts';
import { DeviceTable } from './DeviceTable.tsx';
import { Doubts } from './Doubts.tsx';
import { LaunchersDrawer } from './LaunchersDrawer.tsx';
import { PairDrawer } from './PairDrawer.tsx';

export function DevicesPage() {
  const t = useText();
  const devices = useAnswer('device.list', {}, { everyMs: 5_000 });
  const [adding, setAdding] = useState<'code' | 'launchers' | null>(null);
  const close = () => setAdding(null);
  return (
    <Page
      title={t('device.title')}
      lead={t('device.lead')}
      action={
        <div className="device-actions">
          <Button type="primary" onClick={() => setAdding('launchers')}>
            {t('device.launchers')}
          </Button>
          <Button onClick={() => setAdding('code')}>{t('device.pair')}</Button>
        </div>
      }
    >
      <Loaded query={devices}>
        {(cards) => (
          <>
            <Doubts devices={cards} />
            <DeviceTable devices={cards} />
          </>
        )}
      </Loaded>
      <LaunchersDrawer open={adding === 'launchers'} devices={devices.data ?? []} onClose={close} />
      <PairDrawer open={adding === 'code'} onClose={close} />
    </Page>
  );
}
