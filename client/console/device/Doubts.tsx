import { Alert } from 'antd';
import type { DeviceCard } from '../../../shared/device.ts';
import { useText } from '../text.ts';
import { DoubtActions } from './DeviceActions.tsx';
import { placeText } from './DevicePlaces.tsx';

/** Screens whose key is at work at two places, with what to do about it. */
export function Doubts({ devices }: { readonly devices: readonly DeviceCard[] }) {
  const doubtful = devices.filter((device) => device.doubt !== null && !device.revoked);
  return doubtful.map((device) => <Doubt key={device.deviceId} device={device} />);
}

function Doubt({ device }: { readonly device: DeviceCard }) {
  const t = useText();
  const { schoolName: school, name: room } = device.room;
  const isNow = device.doubt?.state === 'now';
  const isPc = device.kind === 'lecturePc';
  const places = (isNow ? device.places.filter(({ online }) => online) : device.places)
    .map((place) => placeText(t, place))
    .join(t('device.and'));
  return (
    <Alert
      type="warning"
      showIcon
      title={t(isPc ? 'device.doubtPcTitle' : 'device.doubtTitle', { school, room })}
      description={
        <>
          <p>{t(isPc ? 'device.doubtPc' : isNow ? 'device.doubtNow' : 'device.doubtBefore', { places })}</p>
          <p>{t(isPc ? 'device.doubtPcDo' : 'device.doubtDo')}</p>
        </>
      }
      action={<DoubtActions device={device} />}
    />
  );
}
