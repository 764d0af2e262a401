import type { JoinedSession } from '../../live/live.types.ts';
import { RoomCard } from '../../ui/RoomCard.tsx';
import { useText } from '../text.ts';
import { LineButton } from './line/LineButton.tsx';
import { MisfitSign } from './MisfitSign.tsx';
import { detailWords, stateWords, toneOf } from './room-words.ts';
import { type RoomTile, readyCount } from './rooms.model.ts';

type BoardProps = { readonly view: JoinedSession['view']; readonly tiles: readonly RoomTile[] };

/** Before the lesson: who is there, who is not. */
export function RoomBoard({ view, tiles }: BoardProps) {
  const t = useText();
  return (
    <>
      <h2 className="rooms-title">
        {t('lesson.readyRooms', { ready: readyCount(tiles), total: tiles.length })}
      </h2>
      <ul className="room-board">
        {tiles.map((tile) => (
          <li key={tile.room.roomId}>
            <RoomCard
              size="card"
              schoolName={tile.room.schoolName}
              detail={detailWords(t, tile)}
              tone={toneOf(tile.state)}
              state={stateWords(t, tile.state)}
              signs={
                <>
                  <LineButton view={view} room={tile.room} />
                  <MisfitSign view={view} roomId={tile.room.roomId} />
                </>
              }
            />
          </li>
        ))}
      </ul>
    </>
  );
}
