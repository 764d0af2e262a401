import type { RoomId } from '../../../shared/kernel/ids.ts';
import type { SeatKey } from '../../../shared/session/session.events.ts';
import { STAGE_MAX } from '../../../shared/session/session.policy.ts';
import '../line/line.css';
import './walls.css';
import { clockWords } from '../helping.rules.ts';
import { useText } from '../text.ts';
import type { Lectern, LecternRoom } from './lectern.rules.ts';

type OnStageProps = {
  readonly lectern: Lectern;
  readonly nowMs: number;
  readonly onEnd: (seat: SeatKey) => void;
  readonly onRenew: (seat: SeatKey) => void;
  readonly onMute: (seat: SeatKey, on: boolean) => void;
};

/** A call that ends soon can be made longer; before that nobody has to think of its end. */
const RENEW_BELOW_MS = 60_000;

/** 发言中: who is heard by everybody, how long still, and the way to end it. */
export function OnStage({ lectern: { onStage }, nowMs, onEnd, onRenew, onMute }: OnStageProps) {
  const text = useText();
  if (onStage.length === 0) return null;
  return (
    <div className="lectern-stages">
      {onStage.map(({ seat, room, onStageSinceMs, leftMs, muted }) => {
        const words = { school: room.schoolName };
        return (
          <section key={seat} className="lectern-stage">
            <p>
              <b>{text('lectern.onStage', { time: clockWords(nowMs - (onStageSinceMs ?? nowMs)) })}</b>
              {room.schoolName}
              {leftMs !== null && (
                <span className="quiet"> {text('stage.left', { time: clockWords(leftMs) })}</span>
              )}
            </p>
            <span className="lectern-stage-do">
              {leftMs !== null && leftMs < RENEW_BELOW_MS && (
                <button type="button" aria-label={text('stage.renewOf', words)} onClick={() => onRenew(seat)}>
                  {text('stage.renew')}
                </button>
              )}
              <button
                type="button"
                aria-label={text(muted ? 'stage.unmuteOf' : 'stage.muteOf', words)}
                onClick={() => onMute(seat, !muted)}
              >
                {text(muted ? 'stage.unmute' : 'stage.mute')}
              </button>
              <button type="button" className="main" onClick={() => onEnd(seat)}>
                {text('lectern.endCall')}
              </button>
            </span>
          </section>
        );
      })}
    </div>
  );
}

type HandsProps = {
  readonly lectern: Lectern;
  readonly nowMs: number;
  readonly onCall: (seat: SeatKey) => void;
  readonly onLower: (roomId: RoomId) => void;
  /** 随机点名: chance picks a room. */
  readonly onPick: () => void;
};

/** Who waits to be asked, longest first. */
export function Hands({ lectern: { hands, picking }, nowMs, onCall, onLower, onPick }: HandsProps) {
  const text = useText();
  return (
    <section className="lectern-hands">
      <div className="lectern-head">
        <h2>
          {hands.length === 0 ? text('lectern.noHands') : text('lectern.hands', { total: hands.length })}
        </h2>
        <button type="button" disabled={picking} onClick={onPick}>
          {text(picking ? 'pick.doing' : 'pick.do')}
        </button>
      </div>
      <ul>
        {hands.map((each) => {
          const { schoolName, roomId } = each.room;
          const time = clockWords(nowMs - (each.handSinceMs ?? nowMs));
          return (
            <li key={roomId}>
              <button
                type="button"
                className="main"
                disabled={each.state !== 'ready' || each.calling}
                aria-label={text('lectern.hand', { school: schoolName, time })}
                onClick={() => onCall(each.seat)}
              >
                ✋ {schoolName} {time}
              </button>
              <button
                type="button"
                aria-label={text('lectern.lowerOf', { school: schoolName })}
                onClick={() => onLower(roomId)}
              >
                {text('lectern.lower')}
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

type LinesProps = { readonly lectern: Lectern; readonly onLine: (roomId: RoomId) => void };

/** Rooms that wrote something nobody has read yet. */
export function UnreadLines({ lectern: { unread }, onLine }: LinesProps) {
  const text = useText();
  if (unread.length === 0) return null;
  return (
    <ul className="lectern-lines" aria-live="polite">
      {unread.map(({ room, line }) => (
        <li key={room.roomId}>
          <button type="button" className="line-open" data-unread={true} onClick={() => onLine(room.roomId)}>
            <span>
              {text('line.with', { who: room.schoolName })}{' '}
              <b>{text('line.unread', { total: line.unreadCount })}</b>
            </span>
            <bdi>{line.entries.findLast(({ own }) => !own)?.words ?? text('line.erased')}</bdi>
          </button>
        </li>
      ))}
    </ul>
  );
}

type RoomsProps = LinesProps & {
  /** Null before the start: nobody can be called yet. */
  readonly onCall: ((seat: SeatKey, how?: 'beside') => void) | null;
};

/** Every listening room, always in the same order; the only part of the page that scrolls. */
export function Rooms({ lectern: { rooms, onStage }, onCall, onLine }: RoomsProps) {
  const text = useText();
  const besides = onStage.length > 0 && onStage.length < STAGE_MAX;
  const ready = rooms.filter(({ state }) => state === 'ready' || (onCall === null && state === 'joining'));
  return (
    <section className="lectern-rooms">
      <h2>
        {rooms.length === 0
          ? text('lectern.noRooms')
          : text('lectern.rooms', { ready: ready.length, total: rooms.length })}
      </h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by a keyboard too */}
      <ul tabIndex={0} aria-label={text('lectern.rooms', { ready: ready.length, total: rooms.length })}>
        {rooms.map((each) => (
          <Room key={each.seat} each={each} besides={besides} onCall={onCall} onLine={onLine} />
        ))}
      </ul>
    </section>
  );
}

type RoomProps = Pick<RoomsProps, 'onCall' | 'onLine'> & {
  readonly each: LecternRoom;
  /** Somebody is on stage, and there is a place left beside them. */
  readonly besides: boolean;
};

function Room({ each, besides, onCall, onLine }: RoomProps) {
  const text = useText();
  const { room, state, presentCount, signal, calling, onStageSinceMs, line, attention, waitedMs } = each;
  const lineWords = { school: room.schoolName, total: line.unreadCount };
  return (
    <li data-state={onStageSinceMs === null ? state : 'onStage'}>
      <p>
        <b>{room.schoolName}</b>
        <span className="quiet">
          <i aria-hidden="true" />
          {text(`lectern.state.${state}`)}
          {presentCount !== null &&
            ` · ${text('lectern.present', { present: presentCount, expected: room.expectedCount })}`}
          {onCall !== null &&
            waitedMs === null &&
            ` · ${
              attention.turnCount === 0
                ? text('attention.none')
                : text('attention.turns', { total: attention.turnCount, time: clockWords(attention.onAirMs) })
            }`}
        </span>
        {waitedMs !== null && (
          <strong className="lectern-signal">
            {text('attention.waits', { minutes: Math.floor(waitedMs / 60_000) })}
          </strong>
        )}
        {signal !== null && <strong className="lectern-signal">{text(`phone.signal.${signal}`)}</strong>}
      </p>
      <button
        type="button"
        className="line-of"
        data-unread={line.unreadCount > 0}
        aria-label={text(line.unreadCount > 0 ? 'line.openUnread' : 'line.open', lineWords)}
        onClick={() => onLine(room.roomId)}
      >
        {text('line.short')}
        {line.unreadCount > 0 && <b> {line.unreadCount}</b>}
      </button>
      {onCall !== null && onStageSinceMs === null && (
        <button
          type="button"
          disabled={state !== 'ready' || calling}
          {...(calling ? {} : { 'aria-label': text('lectern.callOf', { school: room.schoolName }) })}
          onClick={() => onCall(each.seat)}
        >
          {text(calling ? 'lectern.calling' : 'lectern.call')}
        </button>
      )}
      {onCall !== null && onStageSinceMs === null && besides && state === 'ready' && !calling && (
        <button
          type="button"
          className="call-beside"
          aria-label={text('stage.besideOf', { school: room.schoolName })}
          onClick={() => onCall(each.seat, 'beside')}
        >
          {text('stage.beside')}
        </button>
      )}
    </li>
  );
}
