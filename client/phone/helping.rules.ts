import type { PhoneEntered } from '../../shared/phone.ts';
import { type SignalKind, seatOfRoom } from '../../shared/session/session.events.ts';
import { isOnStage } from '../../shared/session/session.policy.ts';
import type { SeatView } from '../../shared/session/session.view.ts';
import type { HelperSeat } from '../live/helper-client.ts';
import type { LinkState, PendingCommand } from '../live/live.types.ts';
import { worthSaving } from '../live/private-line.ts';

/** A command that has not been answered for this long is worth a word: before, it is on its way. */
const PATIENCE_MS = 1_200;
/** A signal that comes later than this would be said about something else. */
export const SIGNAL_LIFE_MS = 10_000;

export type Said<T> = { readonly value: T; readonly saved: boolean };

/** What a helper sees: the server's word, and over it what they have said that is still on its way. */
export type Helping = {
  readonly phase: 'planned' | 'waiting' | 'live' | 'ended' | 'cancelled';
  readonly startedAtMs: number | null;
  readonly expectedCount: number;
  readonly headCount: Said<number> | null;
  readonly hand: Said<{ readonly raisedAtMs: number }> | null;
  readonly confirmation: Said<Confirmed> | null;
  readonly room: 'connected' | 'lost' | 'absent' | 'onStage';
  /** The room was called, and is heard only while somebody holds a key. */
  readonly mayTalk: boolean;
  readonly offline: boolean;
  /** Something said has not been saved for a while. */
  readonly unsaved: boolean;
};
export type Confirmed = Pick<
  NonNullable<SeatView['confirmation']>,
  'outcome' | 'cause' | 'clarity' | 'following'
>;

type Sources = {
  readonly entered: PhoneEntered;
  readonly seat: HelperSeat;
  readonly link: LinkState;
  readonly pending: readonly PendingCommand[];
};

/** Pure: the same facts and time give the same page. */
export function helpingOf({ entered, seat, link, pending }: Sources, nowMs: number): Helping {
  const { roomId, card } = entered;
  const view = seat.state === 'joined' ? seat.view : null;
  const room = roomId === null ? undefined : view?.seats[seatOfRoom(roomId)];
  const phase = view?.lesson.phase ?? null;
  const facts = view === null ? entered : { headCount: null, confirmation: null, ...room };
  const newest = <N extends PendingCommand['name']>(...names: N[]) =>
    pending.findLast((each) => names.some((name) => name === each.name));
  const counted = newest('headCount.set');
  const hand = newest('hand.raise', 'hand.lower');
  const confirmed = newest('confirmation.set');
  return {
    phase: phase === null ? card.phase : phase.state === 'unopened' ? 'planned' : phase.state,
    startedAtMs: phase !== null && phase.state === 'live' ? phase.startedAtMs : null,
    expectedCount:
      facts.headCount?.expectedCount ?? card.rooms.find((each) => each.roomId === roomId)?.expectedCount ?? 0,
    headCount:
      counted === undefined
        ? saved(facts.headCount?.presentCount)
        : { value: (counted.body as { presentCount: number }).presentCount, saved: false },
    hand:
      hand === undefined
        ? saved(room?.hand)
        : hand.name === 'hand.raise'
          ? { value: { raisedAtMs: hand.askedAtMs }, saved: false }
          : null,
    confirmation:
      confirmed === undefined
        ? saved(facts.confirmation)
        : { value: confirmed.body as Confirmed, saved: false },
    room: roomState(room, view),
    mayTalk:
      roomState(room, view) === 'onStage' &&
      (seat.state === 'joined' ? seat.card : card).rooms.some(
        (each) => each.roomId === roomId && each.pushToTalk === true,
      ),
    offline: link.state === 'reconnecting',
    unsaved: worthSaving(pending).some((each) => nowMs - each.askedAtMs > PATIENCE_MS),
  };
}

const saved = <T>(value: T | null | undefined): Said<T> | null =>
  value === null || value === undefined ? null : { value, saved: true };

function roomState(room: SeatView | undefined, view: (HelperSeat & { state: 'joined' })['view'] | null) {
  if (room === undefined || view === null) return 'absent';
  if (room.presence.state !== 'connected') return room.presence.state === 'lost' ? 'lost' : 'absent';
  return isOnStage(view.lesson, room) ? 'onStage' : 'connected';
}

/** Signals that waited too long to be of any use. */
export const lateSignals = (pending: readonly PendingCommand[], nowMs: number): readonly PendingCommand[] =>
  pending.filter((each) => each.name === 'signal.send' && nowMs - each.askedAtMs > SIGNAL_LIFE_MS);

export const signalOf = ({ body }: PendingCommand): SignalKind => (body as { signal: SignalKind }).signal;

/** `m:ss`, or `h:mm:ss` from an hour on. */
export function clockWords(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const two = (value: number) => String(value).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}
