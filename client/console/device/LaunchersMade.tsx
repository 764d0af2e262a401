import { Alert, Button } from 'antd';
import type { LauncherPlatform } from '../../../shared/device.ts';
import type { RouteAnswer } from '../../../shared/wire/routes.ts';
import { useText } from '../text.ts';
import { addressTrouble, zipBlob } from './launcher.model.ts';

type Made = RouteAnswer<'device.provision'>;

/** Hands the file to the browser. Its address lives in this page only and ends with it. */
export function saveLaunchers({ fileName, zip }: Pick<Made, 'fileName' | 'zip'>): void {
  const url = URL.createObjectURL(zipBlob(zip));
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  // The browser has taken the file by then; it is small.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

type MadeProps = {
  readonly made: Made;
  readonly platform: LauncherPlatform;
  readonly onClose: () => void;
};

/** What to do with the file that was just saved. */
export function LaunchersMade({ made, platform, onClose }: MadeProps) {
  const t = useText();
  const { origin, fileName, devices } = made;
  const trouble = addressTrouble(origin);
  return (
    <div className="stack">
      <Alert
        type="success"
        showIcon
        title={t('device.launchersMade', { count: devices.length })}
        description={t('device.launcherFile', { file: fileName })}
      />
      {trouble === 'local' && <Alert type="warning" showIcon title={t('device.launcherLocal', { origin })} />}
      {trouble === 'plain' && <Alert type="warning" showIcon title={t('device.launcherPlain', { origin })} />}
      <p>{t(`device.launcherDo.${platform}`)}</p>
      <p className="quiet">{t('device.launcherSecret')}</p>
      <Button type="primary" onClick={onClose}>
        {t('device.pairDone')}
      </Button>
      <Button onClick={() => saveLaunchers(made)}>{t('device.downloadAgain')}</Button>
    </div>
  );
}
