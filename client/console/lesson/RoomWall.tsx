import type { JoinedSession } from '../../live/live.types.ts';
import { RoomCard } from '../../ui/RoomCard.tsx';
import { waitText } from '../shell/clock.model.ts';
import { useText } from '../text.ts';
import { ROOMY_COUNT } from './board/board.model.ts';
import { BoardContext, useBoard } from './board/board-context.ts';
import { DenseWall } from './board/DenseWall.tsx';
import { RemovedLine } from './board/RemovedLine.tsx';
import { RoomMenu } from './board/RoomMenu.tsx';
import { useSteer } from './board/useSteer.ts';
import { attentionBoardOf } from './call/attention.model.ts';
import { BesideButton, CallButton } from './call/CallButton.tsx';
import { PickButton } from './call/PickButton.tsx';
import { RoomSigns } from './call/RoomSigns.tsx';
import { placesOf, type Rights } from './call/rights.model.ts';
import { BalanceLine, TurnWords } from './call/TurnWords.tsx';
import type { Calls } from './call/useCalls.ts';
import { HeadCountField } from './HeadCountField.tsx';
import { LineButton } from './line/LineButton.tsx';
import { MisfitSign } from './MisfitSign.tsx';
import { PhoneOfRoom } from './PhoneOfRoom.tsx';
import { ReceivedPicture } from './Pictures.tsx';
import { detailWords, stateWords, stepOf, toneOf } from './room-words.ts';
import { type RoomTile, readyCount } from './rooms.model.ts';

type WallProps = {
  readonly session: JoinedSession;
  readonly tiles: readonly RoomTile[];
  readonly rights: Rights;
  readonly calls: Calls;
  readonly nowMs: number;
};

/** Every listening room: a few with everything about them, always in the same place; many as a dense wall in pages. */
export function RoomWall(props: WallProps) {
  const t = useText();
  const { session, tiles, rights, nowMs } = props;
  const { lesson } = session.view;
  const steer = useSteer(session.sessionId);
  const board = placesOf(lesson).turns ? attentionBoardOf(tiles, lesson, nowMs) : null;
  return (
    <BoardContext value={{ ...props, steer, board }}>
      <div className="rooms-head">
        <h2 className="rooms-title">
          {t('lesson.readyRooms', { ready: readyCount(tiles), total: tiles.length })}
        </h2>
        {rights.call && <PickButton sessionId={session.sessionId} />}
      </div>
      {board !== null && <BalanceLine tiles={tiles} board={board} />}
      <RemovedLine tiles={tiles} mayReadmit={rights.call} steer={steer} />
      {tiles.length > ROOMY_COUNT ? (
        <DenseWall />
      ) : (
        <ul className="room-wall">
          {tiles.map((tile) => (
            <li key={tile.room.roomId}>
              <WallCard tile={tile} />
            </li>
          ))}
        </ul>
      )}
    </BoardContext>
  );
}

function WallCard({ tile }: { readonly tile: RoomTile }) {
  const t = useText();
  const { session, rights, calls, nowMs, board } = useBoard();
  const { room, onStageSinceMs } = tile;
  const step = tile.state.state === 'ready' ? stepOf(t, tile.reception) : null;
  const { roomPictures } = placesOf(session.view.lesson);
  return (
    <RoomCard
      size={roomPictures ? 'tile' : 'card'}
      schoolName={room.schoolName}
      detail={detailWords(t, tile)}
      tone={tile.removed ? 'off' : toneOf(tile.state)}
      state={tile.removed ? t('board.removed') : stateWords(t, tile.state)}
      {...(step === null ? {} : { step })}
      {...(onStageSinceMs === null
        ? {}
        : { onStage: t('call.onStage', { time: waitText(nowMs - onStageSinceMs) }) })}
      signs={
        <>
          <RoomSigns tile={tile} nowMs={nowMs} />
          {tile.muted && <span className="room-sign">{t('stage.muted')}</span>}
          {tile.spotlit && <span className="room-sign">{t('board.spotlit')}</span>}
          <PhoneOfRoom view={session.view} sessionId={session.sessionId} roomId={room.roomId} />
          <LineButton view={session.view} room={room} />
          <MisfitSign view={session.view} roomId={room.roomId} />
        </>
      }
      actions={
        <>
          {board !== null && <TurnWords tile={tile} board={board} nowMs={nowMs} />}
          {(rights.call || rights.save(room.roomId)) && (
            <div className="card-actions">
              {rights.call && <CallButton tile={tile} calls={calls} />}
              {rights.call && <BesideButton tile={tile} calls={calls} lesson={session.view.lesson} />}
              <RoomMenu roomId={room.roomId} schoolName={room.schoolName} />
            </div>
          )}
          <HeadCountField
            sessionId={session.sessionId}
            roomId={room.roomId}
            expectedCount={room.expectedCount}
            headCount={tile.headCount}
            mayCount={rights.count(room.roomId)}
          />
        </>
      }
    >
      {roomPictures ? <RoomPicture tile={tile} /> : undefined}
    </RoomCard>
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
