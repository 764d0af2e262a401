import './call.css';
import { waitText } from '../../shell/clock.model.ts';
import { useText } from '../../text.ts';
import type { RoomTile } from '../rooms.model.ts';
import { freshSignalOf } from './call.model.ts';
import { HandSign } from './HandSign.tsx';

/** On a room's card: its hand with how long it has been up, and its last word while it is fresh. */
export function RoomSigns({ tile, nowMs }: { readonly tile: RoomTile; readonly nowMs: number }) {
  const t = useText();
  const signal = freshSignalOf(tile, nowMs);
  return (
    <>
      {tile.hand !== null && (
        <span className="room-sign">
          <HandSign /> {t('hand.raised', { time: waitText(nowMs - tile.hand.raisedAtMs) })}
        </span>
      )}
      {signal !== null && <span className="room-sign">{t(`signal.${signal.signal}`)}</span>}
    </>
  );
}
