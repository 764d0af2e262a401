import { Button } from 'antd';
import { useState } from 'react';
import { useAnswer } from '../api/queries.ts';
import { Loaded } from '../shell/Loaded.tsx';
import { Page } from '../shell/Page.tsx';
import { useText } from '../text.ts';
import { DeviceTable } from './DeviceTable.tsx';
import { PairDrawer } from './PairDrawer.tsx';

export function DevicesPage() {
  const t = useText();
  const devices = useAnswer('device.list', {}, { everyMs: 5_000 });
  const [pairing, setPairing] = useState(false);
  return (
    <Page
      title={t('device.title')}
      lead={t('device.lead')}
      action={
        <Button type="primary" onClick={() => setPairing(true)}>
          {t('device.pair')}
        </Button>
      }
    >
      <Loaded query={devices}>{(cards) => <DeviceTable devices={cards} />}</Loaded>
      <PairDrawer open={pairing} onClose={() => setPairing(false)} />
    </Page>
  );
}
