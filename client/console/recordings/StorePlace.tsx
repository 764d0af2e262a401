import { Alert } from 'antd';
import type { RecordingCard } from '../../../shared/recording.ts';
import type { RouteAnswer } from '../../../shared/wire/routes.ts';
import { useText } from '../text.ts';

type TroubleProps = { readonly trouble: NonNullable<RouteAnswer<'recording.list'>['storeTrouble']> };

/** The object store does nothing now: what that means for recordings, and who mends what. */
export function StoreTrouble({ trouble }: TroubleProps) {
  const t = useText();
  return (
    <Alert
      type="warning"
      showIcon
      title={t('asset.store.trouble')}
      description={t(`asset.store.${trouble}`)}
    />
  );
}

/** Where its bytes lie; nothing where there is no object store. */
export function Place({ card: { place } }: { readonly card: Pick<RecordingCard, 'place'> }) {
  const t = useText();
  return place === undefined ? null : <div className="quiet">{t(`asset.place.${place}`)}</div>;
}
