import './board.css';
import { MoreOutlined } from '@ant-design/icons';
import { Button, Popconfirm, Popover } from 'antd';
import { useState } from 'react';
import type { RoomId } from '../../../../shared/kernel/ids.ts';
import { seatOfRoom } from '../../../../shared/session/session.events.ts';
import { STAGE_MAX } from '../../../../shared/session/session.policy.ts';
import { useReadable } from '../../../ui/use-readable.ts';
import { useRows } from '../../api/queries.ts';
import { useText } from '../../text.ts';
import { CallRefusal } from '../call/CallButton.tsx';
import { callStateOf } from '../call/call.model.ts';
import { TurnWords } from '../call/TurnWords.tsx';
import { HeadCountField } from '../HeadCountField.tsx';
import { LineButton } from '../line/LineButton.tsx';
import { useLive } from '../live-context.ts';
import { PhoneOfRoom } from '../PhoneOfRoom.tsx';
import { besideTrigger } from '../popup-place.ts';
import { detailWords, stateWords, stepOf } from '../room-words.ts';
import type { RoomTile } from '../rooms.model.ts';
import { SavingSwitch } from '../SavingSwitch.tsx';
import { type BoardFacts, useBoard } from './board-context.ts';

type MenuProps = { readonly roomId: RoomId; readonly schoolName: string };

/** Everything about one room that is not needed every minute. */
export function RoomMenu({ roomId, schoolName }: MenuProps) {
  const t = useText();
  const [open, setOpen] = useState(false);
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      trigger="click"
      placement="bottomRight"
      destroyOnHidden
      getPopupContainer={onTheDesk}
      content={<OpenMenu roomId={roomId} onDone={() => setOpen(false)} />}
    >
      <Button
        size="small"
        className="room-more"
        icon={<MoreOutlined />}
        aria-label={t('board.moreOf', { school: schoolName })}
        aria-expanded={open}
      />
    </Popover>
  );
}

/** Inside the page's landmark, but not inside the wall, which cuts off what is larger than itself. */
const onTheDesk = (trigger: HTMLElement): HTMLElement =>
  trigger.closest<HTMLElement>('.lesson-body') ?? besideTrigger(trigger);

function OpenMenu({ roomId, onDone }: Pick<MenuProps, 'roomId'> & { readonly onDone: () => void }) {
  const t = useText();
  const facts = useBoard();
  const tile = facts.tiles.find(({ room }) => room.roomId === roomId);
  if (tile === undefined) return null;
  const { session, rights, nowMs, board } = facts;
  const { room } = tile;
  const step = tile.state.state === 'ready' ? stepOf(t, tile.reception) : null;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape closes what lies over the page
    <div className="room-menu" onKeyDown={(event) => event.key === 'Escape' && onDone()}>
      <div>
        <h3>{room.schoolName}</h3>
        <p className="quiet">{detailWords(t, tile)}</p>
        <p>
          {stateWords(t, tile.state)}
          {step !== null && ` · ${step.reason}`}
        </p>
        {board !== null && <TurnWords tile={tile} board={board} nowMs={nowMs} />}
        {rights.call && <RoomPhone roomId={roomId} />}
      </div>
      <HeadCountField
        sessionId={session.sessionId}
        roomId={roomId}
        expectedCount={room.expectedCount}
        headCount={tile.headCount}
        mayCount={rights.count(roomId)}
      />
      {rights.call && <StageActions tile={tile} facts={facts} onDone={onDone} />}
      <div className="room-menu-row">
        <LineButton view={session.view} room={room} />
        <PhoneOfRoom view={session.view} sessionId={session.sessionId} roomId={roomId} />
        {rights.save(roomId) && <SavingSwitch session={session} roomId={roomId} />}
      </div>
      {rights.call && !tile.removed && <RemoveButton tile={tile} facts={facts} onDone={onDone} />}
    </div>
  );
}

type ActionsProps = {
  readonly tile: RoomTile;
  readonly facts: BoardFacts;
  readonly onDone: () => void;
};

function StageActions({ tile, facts: { session, calls, steer }, onDone }: ActionsProps) {
  const t = useText();
  const live = useLive();
  const seat = seatOfRoom(tile.room.roomId);
  const call = callStateOf(tile, useReadable(live.pending));
  const others = session.view.lesson.stage.filter((each) => each.seat !== seat).length;
  const isThere = tile.state.state === 'ready';
  const finish = (act: () => void) => () => {
    act();
    onDone();
  };
  return (
    <div className="room-menu-actions">
      {call.state === 'free' && others > 0 && others < STAGE_MAX && (
        <Button onClick={finish(() => calls.call(seat, 'beside'))}>{t('stage.beside')}</Button>
      )}
      {call.state === 'onStage' && (
        <Button onClick={finish(() => calls.call(seat, 'beside'))}>{t('stage.renew')}</Button>
      )}
      <Button onClick={finish(() => steer.mute(seat, !tile.muted))}>
        {t(tile.muted ? 'stage.unmute' : 'stage.mute')}
      </Button>
      {(tile.spotlit || isThere) && (
        <Button onClick={finish(() => steer.spotlight(tile.spotlit ? null : seat))}>
          {t(tile.spotlit ? 'board.unspotlight' : 'board.spotlight')}
        </Button>
      )}
      <CallRefusal seat={seat} calls={calls} />
    </div>
  );
}

function RemoveButton({ tile, facts: { steer }, onDone }: ActionsProps) {
  const t = useText();
  const { roomId, schoolName } = tile.room;
  return (
    <Popconfirm
      title={t('board.removeTitle', { school: schoolName })}
      description={t('board.removeLead')}
      okText={t('board.remove')}
      okButtonProps={{ danger: true }}
      cancelText={t('board.keep')}
      getPopupContainer={besideTrigger}
      onConfirm={() => {
        steer.remove(seatOfRoom(roomId));
        onDone();
      }}
    >
      <Button danger>{t('board.remove')}</Button>
    </Popconfirm>
  );
}

/** Whom to ring up when a room does not answer. */
function RoomPhone({ roomId }: Pick<MenuProps, 'roomId'>) {
  const t = useText();
  const rows = useRows('room', { ids: roomId });
  const phone = rows.data?.find((each) => each.id === roomId)?.fields.phone ?? '';
  if (rows.isPending) return null;
  return (
    <p>
      {t('board.phone')} {phone === '' ? t('board.noPhone') : <a href={`tel:${phone}`}>{phone}</a>}
    </p>
  );
}
