import type { RoomId } from '../../../../shared/kernel/ids.ts';
import { MINUTE_MS } from '../../../../shared/kernel/time.ts';
import {
  type Attention,
  attentionNow,
  type Balance,
  balanceOf,
  neglectedIn,
} from '../../../../shared/session/session.attention.ts';
import type { SessionView } from '../../../../shared/session/session.view.ts';
import type { RoomTile } from '../rooms.model.ts';

/** 关注均衡 as the lecturer sees it now. */
export type AttentionBoard = {
  readonly of: (tile: RoomTile) => Attention;
  /** Rooms that have waited too long, by how long. */
  readonly neglected: ReadonlyMap<RoomId, number>;
  readonly balance: Balance;
  /** Turns of the rooms with fewest and most; null with less than two rooms that took part. */
  readonly range: { readonly least: number; readonly most: number } | null;
};

type Lesson = Pick<SessionView['lesson'], 'phase' | 'leadingAttention'>;

export function attentionBoardOf(tiles: readonly RoomTile[], lesson: Lesson, nowMs: number): AttentionBoard {
  const { phase, leadingAttention } = lesson;
  const of = (tile: RoomTile) => attentionNow(tile.attention, tile.onStageSinceMs, nowMs);
  const turnCounts = tiles.filter(({ state }) => state.state !== 'absent').map((tile) => of(tile).turnCount);
  const waiting = tiles.map((tile) => ({
    roomId: tile.room.roomId,
    connectedSinceMs: tile.state.state === 'ready' ? tile.state.sinceMs : null,
    onStage: tile.onStageSinceMs !== null,
    attention: tile.attention,
  }));
  const facts =
    phase.state === 'live'
      ? { startedAtMs: phase.startedAtMs, ownLastTurnAtMs: leadingAttention?.lastTurnAtMs ?? null }
      : null;
  return {
    of,
    neglected: facts === null ? new Map() : neglectedIn(waiting, facts, nowMs),
    balance: balanceOf(turnCounts, leadingAttention?.turnCount ?? 0),
    range: turnCounts.length < 2 ? null : { least: Math.min(...turnCounts), most: Math.max(...turnCounts) },
  };
}

/** Whole minutes since a moment; less than one is just now. */
export const minutesSince = (sinceMs: number, nowMs: number): number =>
  Math.max(0, Math.floor((nowMs - sinceMs) / MINUTE_MS));
