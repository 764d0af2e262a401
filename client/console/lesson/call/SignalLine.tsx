import { waitText } from '../../shell/clock.model.ts';
import { useText } from '../../text.ts';
import type { RoomTile } from '../rooms.model.ts';
import { freshSignals } from './call.model.ts';

type SignalProps = { readonly tiles: readonly RoomTile[]; readonly nowMs: number };

/** More at once are read on the cards. */
const MOST = 2;

/** What rooms have said within the last minute, quietly: newest first, always in the same place. */
export function SignalLine({ tiles, nowMs }: SignalProps) {
  const t = useText();
  return (
    <ul className="signals" aria-live="polite" aria-label={t('signal.title')}>
      {freshSignals(tiles, nowMs)
        .slice(0, MOST)
        .map(({ tile, signal, ageMs }) => (
          <li key={tile.room.roomId}>
            <strong>{t('signal.of', { school: tile.room.schoolName, words: t(`signal.${signal}`) })}</strong>
            <span className="quiet" aria-hidden="true">
              {waitText(ageMs)}
            </span>
          </li>
        ))}
    </ul>
  );
}
