import type { SessionId } from '../../../shared/kernel/ids.ts';
import { RoomCard } from '../../ui/RoomCard.tsx';
import { useText } from '../text.ts';
import { HeadCountField } from './HeadCountField.tsx';
import { ReceivedPicture } from './Pictures.tsx';
import { detailWords, stateWords, stepOf, toneOf } from './room-words.ts';
import { type RoomTile, readyCount } from './rooms.model.ts';

type WallProps = {
  readonly sessionId: SessionId;
  readonly tiles: readonly RoomTile[];
  readonly mayCount: boolean;
};

/** Every listening room, always in the same place. */
export function RoomWall({ sessionId, tiles, mayCount }: WallProps) {
  const t = useText();
  return (
    <>
      <h2 className="rooms-title">
        {t('lesson.readyRooms', { ready: readyCount(tiles), total: tiles.length })}
      </h2>
      <ul className="room-wall">
        {tiles.map((tile) => {
          const step = tile.state.state === 'ready' ? stepOf(t, tile.reception) : null;
          return (
            <li key={tile.room.roomId}>
              <RoomCard
                size="tile"
                schoolName={tile.room.schoolName}
                detail={detailWords(t, tile)}
                tone={toneOf(tile.state)}
                state={stateWords(t, tile.state)}
                {...(step === null ? {} : { step })}
                actions={mayCount && <HeadCountField sessionId={sessionId} tile={tile} />}
              >
                <RoomPicture tile={tile} />
              </RoomCard>
            </li>
          );
        })}
      </ul>
    </>
  );
}

function RoomPicture({ tile }: { readonly tile: RoomTile }) {
  const t = useText();
  const { camera, room } = tile;
  // Asked for also while nothing flows, or it would never begin to.
  if (camera === null || camera.unsupported)
    return <p className="no-picture">{t(camera === null ? 'room.noPicture' : 'room.unsupported')}</p>;
  return (
    <div className={camera.flowing ? 'room-picture' : 'room-picture room-picture-still'}>
      <ReceivedPicture
        stream={camera}
        label={t('lesson.roomPicture', { school: room.schoolName })}
        fit="cover"
      />
      {!camera.flowing && <p className="no-picture">{t('room.noPicture')}</p>}
    </div>
  );
}
