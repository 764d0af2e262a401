import type { DeviceCard, DevicePlace } from '../../../shared/device.ts';
import { dateTimeText } from '../shell/format.ts';
import { type ConsoleText, useLanguage, useText } from '../text.ts';

/** `Windows Edge 120, 10.0.0.5` */
export const placeText = (t: ConsoleText, { agent, address }: DevicePlace): string => {
  const browser = agent === '' ? t('device.placeUnknown') : agent;
  return address === '' ? browser : t('device.place', { agent: browser, address });
};

/** From where a screen comes in: the newest place, the others one press away. */
export function DevicePlaces({ device }: { readonly device: DeviceCard }) {
  const t = useText();
  const [newest] = device.places;
  if (newest === undefined) return null;
  return (
    <>
      {placeText(t, newest)}
      {device.places.length > 1 && (
        <details>
          <summary className="quiet">{t('device.placesMore', { count: device.places.length })}</summary>
          <ul className="plain-list">
            {device.places.map((place) => (
              <li key={place.placeId}>
                {placeText(t, place)}
                <div className="quiet">
                  <PlaceTime place={place} />
                </div>
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

function PlaceTime({ place }: { readonly place: DevicePlace }) {
  const t = useText();
  const locale = useLanguage((language) => language.locale);
  const from = dateTimeText(place.firstSeenAtMs, locale);
  return place.online
    ? t('device.placeNow', { from })
    : t('device.placeTime', { from, until: dateTimeText(place.lastSeenAtMs, locale) });
}
