import type { SeatKey } from '../../../../shared/session/session.events.ts';
import { seatOfRoom } from '../../../../shared/session/session.events.ts';
import type { SeatView } from '../../../../shared/session/session.view.ts';
import type { LiveStream, PendingCommand } from '../../../live/live.types.ts';
import type { RoomState, RoomTile } from '../rooms.model.ts';

/** How a room stands to being called on 点名发言. What the server has not acknowledged is said to be on its way, never done. */
export type CallState =
  | { readonly state: 'free' }
  | { readonly state: 'calling' }
  /** Its sound and picture are not there. */
  | { readonly state: 'unavailable'; readonly why: Exclude<RoomState['state'], 'ready'> }
  | { readonly state: 'onStage'; readonly sinceMs: number; readonly ending: boolean };

export function callStateOf(tile: RoomTile, pending: readonly PendingCommand[]): CallState {
  const seat = seatOfRoom(tile.room.roomId);
  if (tile.onStageSinceMs !== null) {
    const ending = isPending(pending, 'stage.release', seat);
    return { state: 'onStage', sinceMs: tile.onStageSinceMs, ending };
  }
  if (isPending(pending, 'stage.call', seat)) return { state: 'calling' };
  const { state } = tile.state;
  return state === 'ready' ? { state: 'free' } : { state: 'unavailable', why: state };
}

type StageCommand = 'stage.call' | 'stage.release';
const isPending = (pending: readonly PendingCommand[], name: StageCommand, seat: SeatKey): boolean =>
  pendingOf(pending, name, seat).length > 0;

/** Calls or releases on their way; of every seat when none is named. */
export const pendingOf = (
  pending: readonly PendingCommand[],
  name: StageCommand,
  seat?: SeatKey,
): PendingCommand[] =>
  pending.filter(
    (each) =>
      each.name === name && (seat === undefined || (isAboutSeat(each.body) && each.body.seat === seat)),
  );

const isAboutSeat = (body: unknown): body is { readonly seat: string } =>
  typeof body === 'object' && body !== null && 'seat' in body && typeof body.seat === 'string';

/** Whether a room on stage is really heard; a voice that has just been asked for is on its way. */
export type Hearing = 'heard' | 'coming' | 'missing';
const VOICE_COMES_MS = 5_000;

export function hearingOf(voice: LiveStream | null, onStageMs: number): Hearing {
  if (voice?.track && voice.flowing) return 'heard';
  return onStageMs < VOICE_COMES_MS ? 'coming' : 'missing';
}

/** A room that waits with its hand up. */
export type RaisedHand = { readonly tile: RoomTile; readonly waitingMs: number };

/** Raised hands 举手, longest first; rooms that raised at once stay in the plan's order. */
export function handsOf(tiles: readonly RoomTile[], nowMs: number): RaisedHand[] {
  return tiles
    .flatMap((tile) => (tile.hand === null ? [] : [{ tile, raisedAtMs: tile.hand.raisedAtMs }]))
    .sort((a, b) => a.raisedAtMs - b.raisedAtMs)
    .map(({ tile, raisedAtMs }) => ({ tile, waitingMs: Math.max(0, nowMs - raisedAtMs) }));
}

type SignalKind = NonNullable<SeatView['signal']>['signal'];
export type FreshSignal = { readonly tile: RoomTile; readonly signal: SignalKind; readonly ageMs: number };

/** What a room said is answered or has passed after this. */
const SIGNAL_LIVES_MS = 60_000;

/** The last word of a room as long as it is fresh; null else. */
export function freshSignalOf(tile: RoomTile, nowMs: number): FreshSignal | null {
  if (tile.signal === null) return null;
  const ageMs = Math.max(0, nowMs - tile.signal.sentAtMs);
  return ageMs < SIGNAL_LIVES_MS ? { tile, signal: tile.signal.signal, ageMs } : null;
}

/** Fresh words of all rooms, newest first. */
export const freshSignals = (tiles: readonly RoomTile[], nowMs: number): FreshSignal[] =>
  tiles.flatMap((tile) => freshSignalOf(tile, nowMs) ?? []).sort((a, b) => a.ageMs - b.ageMs);
