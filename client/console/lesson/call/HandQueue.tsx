import './call.css';
import { Button } from 'antd';
import { useId } from 'react';
import type { SessionId } from '../../../../shared/kernel/ids.ts';
import { seatOfRoom } from '../../../../shared/session/session.events.ts';
import type { JoinedSession } from '../../../live/live.types.ts';
import { useReadable } from '../../../ui/use-readable.ts';
import { waitText } from '../../shell/clock.model.ts';
import { useText } from '../../text.ts';
import { useLive } from '../live-context.ts';
import type { RoomTile } from '../rooms.model.ts';
import { CallRefusal } from './CallButton.tsx';
import { callStateOf, handsOf, type RaisedHand } from './call.model.ts';
import { HandSign } from './HandSign.tsx';
import type { Rights } from './rights.model.ts';
import type { Calls } from './useCalls.ts';

type QueueProps = {
  readonly session: Pick<JoinedSession, 'sessionId'>;
  readonly tiles: readonly RoomTile[];
  readonly nowMs: number;
  readonly rights: Rights;
  readonly calls: Calls;
};

/** Who waits to be asked, longest first; one click calls on them. It keeps its place when nobody does, so that no card moves under a click. */
export function HandQueue({ session: { sessionId }, tiles, nowMs, rights, calls }: QueueProps) {
  const t = useText();
  const titleId = useId();
  const hands = handsOf(tiles, nowMs);
  return (
    <section className={hands.length === 0 ? 'hands hands-none' : 'hands'} aria-labelledby={titleId}>
      <h2 id={titleId}>{hands.length === 0 ? t('hand.none') : t('hand.title', { total: hands.length })}</h2>
      <ol>
        {hands.map((hand) => (
          <li key={hand.tile.room.roomId}>
            {rights.call ? <CallHand hand={hand} calls={calls} /> : <HandWords hand={hand} />}
            {rights.lowerHand(hand.tile.room.roomId) && <LowerHand sessionId={sessionId} tile={hand.tile} />}
            <CallRefusal seat={seatOfRoom(hand.tile.room.roomId)} calls={calls} />
          </li>
        ))}
      </ol>
    </section>
  );
}

function CallHand({ hand, calls }: { readonly hand: RaisedHand; readonly calls: Calls }) {
  const t = useText();
  const live = useLive();
  const { tile, waitingMs } = hand;
  const call = callStateOf(tile, useReadable(live.pending));
  const why = call.state === 'unavailable' ? t(`call.why.${call.why}`) : undefined;
  const words = { school: tile.room.schoolName, time: waitText(waitingMs) };
  return (
    <Button
      size="small"
      disabled={call.state === 'unavailable'}
      loading={call.state === 'calling'}
      aria-label={why === undefined ? t('hand.call', words) : `${words.school} ${words.time} ${why}`}
      {...(why === undefined ? {} : { title: why })}
      onClick={() => calls.call(seatOfRoom(tile.room.roomId))}
    >
      <HandWords hand={hand} />
    </Button>
  );
}

function HandWords({ hand: { tile, waitingMs } }: { readonly hand: RaisedHand }) {
  return (
    <span className="hand-words">
      <HandSign /> {tile.room.schoolName} {waitText(waitingMs)}
    </span>
  );
}

function LowerHand({ sessionId, tile }: { readonly sessionId: SessionId; readonly tile: RoomTile }) {
  const t = useText();
  const live = useLive();
  const { roomId, schoolName } = tile.room;
  const isPending = useReadable(live.pending).some(
    ({ name, body }) => name === 'hand.lower' && JSON.stringify(body).includes(roomId),
  );
  return (
    <Button
      size="small"
      type="text"
      loading={isPending}
      aria-label={t('hand.lowerOf', { school: schoolName })}
      onClick={() => void live.command('hand.lower', { sessionId, roomId })}
    >
      {t('hand.lower')}
    </Button>
  );
}
