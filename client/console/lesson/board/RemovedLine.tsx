import './board.css';
import { Button } from 'antd';
import { seatOfRoom } from '../../../../shared/session/session.events.ts';
import { useText } from '../../text.ts';
import type { RoomTile } from '../rooms.model.ts';
import type { Steer } from './useSteer.ts';

type Props = { readonly tiles: readonly RoomTile[]; readonly mayReadmit: boolean; readonly steer: Steer };

/** Rooms that were shown out, and the way back for each. Nothing while there is none. */
export function RemovedLine({ tiles, mayReadmit, steer }: Props) {
  const t = useText();
  const removed = tiles.filter((tile) => tile.removed);
  if (removed.length === 0) return null;
  return (
    <ul className="removed-line" aria-label={t('board.removedTitle')}>
      <li>{t('board.removedTitle')}</li>
      {removed.map(({ room }) => (
        <li key={room.roomId}>
          <strong>{room.schoolName}</strong>
          {mayReadmit && (
            <Button
              size="small"
              aria-label={t('board.readmitOf', { school: room.schoolName })}
              onClick={() => steer.readmit(seatOfRoom(room.roomId))}
            >
              {t('board.readmit')}
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}
