import './call.css';
import { Button } from 'antd';
import { type SeatKey, seatOfRoom } from '../../../../shared/session/session.events.ts';
import { STAGE_MAX } from '../../../../shared/session/session.policy.ts';
import type { SessionView } from '../../../../shared/session/session.view.ts';
import { useReadable } from '../../../ui/use-readable.ts';
import { errorText, useText } from '../../text.ts';
import { useLive } from '../live-context.ts';
import type { RoomTile } from '../rooms.model.ts';
import { callStateOf } from './call.model.ts';
import type { Calls } from './useCalls.ts';

/** The one main action on a room: calls on it, and ends the call. Says in words why it cannot, and what was refused. */
export function CallButton({ tile, calls }: { readonly tile: RoomTile; readonly calls: Calls }) {
  const t = useText();
  const live = useLive();
  const state = callStateOf(tile, useReadable(live.pending));
  const seat = seatOfRoom(tile.room.roomId);
  switch (state.state) {
    case 'onStage':
      return (
        <Button className="call-button" loading={state.ending} onClick={() => calls.release(seat)}>
          {t(state.ending ? 'call.ending' : 'call.end')}
        </Button>
      );
    case 'calling':
      return (
        <Button className="call-button" loading>
          {t('call.calling')}
        </Button>
      );
    case 'unavailable':
      return (
        <>
          <Button className="call-button" disabled>
            {t('call.call')}
          </Button>
          <p className="call-words">{t(`call.why.${state.why}`)}</p>
        </>
      );
    case 'free':
      return (
        <>
          <Button className="call-button" type="primary" onClick={() => calls.call(seat)}>
            {t('call.call')}
          </Button>
          <CallRefusal seat={seat} calls={calls} />
        </>
      );
  }
}

/** 加入发言: another room beside those on stage. Only while somebody is there and there is a place left. */
export function BesideButton({
  tile,
  calls,
  lesson: { stage },
}: {
  readonly tile: RoomTile;
  readonly calls: Calls;
  readonly lesson: Pick<SessionView['lesson'], 'stage'>;
}) {
  const t = useText();
  const live = useLive();
  const state = callStateOf(tile, useReadable(live.pending));
  if (state.state !== 'free' || stage.length === 0 || stage.length >= STAGE_MAX) return null;
  return (
    <Button
      aria-label={t('stage.besideOf', { school: tile.room.schoolName })}
      onClick={() => calls.call(seatOfRoom(tile.room.roomId), 'beside')}
    >
      {t('stage.beside')}
    </Button>
  );
}

/** Why the last call on a room was refused, in words. */
export function CallRefusal({ seat, calls }: { readonly seat: SeatKey; readonly calls: Calls }) {
  const t = useText();
  const error = calls.refusals.get(seat);
  if (error === undefined) return null;
  const words =
    error.code === 'INVALID_STATE'
      ? t('call.refused')
      : error.code === 'TIMEOUT'
        ? t('call.late')
        : errorText(t, error);
  return (
    <p role="alert" className="call-words">
      {words}
    </p>
  );
}
