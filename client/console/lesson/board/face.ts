import type { RoomId } from '../../../../shared/kernel/ids.ts';
import type { PendingCommand } from '../../../live/live.types.ts';
import type { RoomTone } from '../../../ui/RoomCard.tsx';
import { waitText } from '../../shell/clock.model.ts';
import type { ConsoleText } from '../../text.ts';
import { callStateOf, freshSignalOf } from '../call/call.model.ts';
import { stateWords, stepOf, toneOf } from '../room-words.ts';
import type { RoomTile } from '../rooms.model.ts';

/** A room as its small tile shows it: plain values, so that a tile is only drawn again when one of them has changed. */
export type Face = {
  readonly roomId: RoomId;
  readonly schoolName: string;
  readonly tone: RoomTone;
  readonly state: string;
  /** Step of the ladder, 1..5; null when unknown. */
  readonly step: number | null;
  /** 发言中 with its time; null when the room is not on stage. */
  readonly onStage: string | null;
  /** What concerns it for a moment, the most pressing first. */
  readonly sign: string | null;
  readonly call: 'free' | 'calling' | 'unavailable' | 'onStage' | 'ending';
  /** Its hand is up: calling it is the main thing to do. */
  readonly asks: boolean;
  /** Why it cannot be called, in words. */
  readonly why: string | null;
};

type Facts = { readonly nowMs: number; readonly pending: readonly PendingCommand[] };

export function faceOf(t: ConsoleText, tile: RoomTile, { nowMs, pending }: Facts): Face {
  const { room, state, onStageSinceMs, removed } = tile;
  const step = state.state === 'ready' ? stepOf(t, tile.reception) : null;
  const call = callStateOf(tile, pending);
  return {
    roomId: room.roomId,
    schoolName: room.schoolName,
    tone: removed ? 'off' : toneOf(state),
    state: removed ? t('board.removed') : (step?.reason ?? stateWords(t, state)),
    step: step?.value ?? null,
    onStage: onStageSinceMs === null ? null : t('call.onStage', { time: waitText(nowMs - onStageSinceMs) }),
    sign: signOf(t, tile, nowMs),
    call: call.state === 'onStage' && call.ending ? 'ending' : call.state,
    asks: tile.hand !== null,
    why: call.state === 'unavailable' ? t(`call.why.${call.why}`) : null,
  };
}

function signOf(t: ConsoleText, tile: RoomTile, nowMs: number): string | null {
  if (tile.hand !== null) return t('hand.raised', { time: waitText(nowMs - tile.hand.raisedAtMs) });
  const signal = freshSignalOf(tile, nowMs);
  if (signal !== null) return t(`signal.${signal.signal}`);
  if (tile.muted) return t('stage.muted');
  return tile.spotlit ? t('board.spotlit') : null;
}
