import { createContext, useContext } from 'react';
import type { JoinedSession } from '../../../live/live.types.ts';
import type { AttentionBoard } from '../call/attention.model.ts';
import type { Rights } from '../call/rights.model.ts';
import type { Calls } from '../call/useCalls.ts';
import type { RoomTile } from '../rooms.model.ts';
import type { Steer } from './useSteer.ts';

/** All that a room's menu is made of. It changes every second: only what is open reads it. */
export type BoardFacts = {
  readonly session: JoinedSession;
  readonly tiles: readonly RoomTile[];
  readonly rights: Rights;
  readonly calls: Calls;
  readonly steer: Steer;
  readonly nowMs: number;
  readonly board: AttentionBoard | null;
};

export const BoardContext = createContext<BoardFacts | null>(null);

export function useBoard(): BoardFacts {
  const board = useContext(BoardContext);
  if (board === null) throw new Error('useBoard outside the wall of rooms');
  return board;
}
