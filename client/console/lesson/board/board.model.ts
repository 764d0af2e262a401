import type { RoomId } from '../../../../shared/kernel/ids.ts';
import { freshSignalOf } from '../call/call.model.ts';
import type { RoomTile } from '../rooms.model.ts';

/** `glance`: who needs the teacher first. `plan`: as the lesson was planned. */
export type Order = 'glance' | 'plan';

/** More rooms than these do not fit beside each other with everything about them; then the wall is dense and has pages. */
export const ROOMY_COUNT = 6;

/**
 * Who needs the teacher first: who speaks, hands, trouble, then who has waited longest for a turn, and last who is not there. Rooms of one
 * kind stand by a moment that does not move with the clock, so that none passes another merely because time goes by.
 */
export function glanceOrder(tiles: readonly RoomTile[], nowMs: number): RoomTile[] {
  const placed = tiles.map((tile, index) => ({ tile, index, ...urgencyOf(tile, nowMs) }));
  return placed
    .sort((a, b) => a.rank - b.rank || a.sinceMs - b.sinceMs || a.index - b.index)
    .map(({ tile }) => tile);
}

function urgencyOf(tile: RoomTile, nowMs: number): { readonly rank: number; readonly sinceMs: number } {
  if (tile.onStageSinceMs !== null) return { rank: 0, sinceMs: tile.onStageSinceMs };
  if (tile.removed) return { rank: 5, sinceMs: 0 };
  if (tile.hand !== null) return { rank: 1, sinceMs: tile.hand.raisedAtMs };
  if (tile.state.state === 'lost') return { rank: 2, sinceMs: tile.state.sinceMs };
  if (tile.signal !== null && freshSignalOf(tile, nowMs) !== null)
    return { rank: 2, sinceMs: tile.signal.sentAtMs };
  switch (tile.state.state) {
    case 'ready':
    case 'here':
      return { rank: 3, sinceMs: tile.attention?.lastTurnAtMs ?? tile.state.sinceMs };
    case 'joining':
      return { rank: 4, sinceMs: tile.state.sinceMs };
    case 'left':
    case 'absent':
      return { rank: 5, sinceMs: 0 };
  }
}

/** Rooms in an order that was found before; those it does not know follow. */
export function inOrder(tiles: readonly RoomTile[], order: readonly RoomId[]): RoomTile[] {
  const places = new Map(order.map((roomId, index) => [roomId, index]));
  const placeOf = (tile: RoomTile) => places.get(tile.room.roomId) ?? order.length;
  return [...tiles].sort((a, b) => placeOf(a) - placeOf(b));
}

/** Rooms whose school, class or own name has what was typed. */
export function foundBy(tiles: readonly RoomTile[], typed: string): readonly RoomTile[] {
  const wanted = typed.trim().toLocaleLowerCase();
  if (wanted === '') return tiles;
  return tiles.filter(({ room }) =>
    [room.schoolName, room.className ?? '', room.name].some((words) =>
      words.toLocaleLowerCase().includes(wanted),
    ),
  );
}

export type Grid = { readonly columnCount: number; readonly rowCount: number };

/** A tile below this cannot be told from its neighbour. */
const TILE_MIN_PX = 116;
const GAP_PX = 6;
/** Name, state and buttons below the picture. */
const WORDS_PX = 66;

/**
 * How many tiles stand beside and below each other: as large as lets all be on one page, never smaller than a face can be told.
 * @param box what there is room for, in CSS pixels
 */
export function gridOf(box: { readonly widthPx: number; readonly heightPx: number }, count: number): Grid {
  const most = Math.max(2, Math.floor((box.widthPx + GAP_PX) / (TILE_MIN_PX + GAP_PX)));
  for (let columnCount = 2; columnCount < most; columnCount += 1) {
    const rowCount = rowsOf(box, columnCount);
    if (columnCount * rowCount >= count) return { columnCount, rowCount };
  }
  return { columnCount: most, rowCount: Math.max(1, rowsOf(box, most)) };
}

function rowsOf({ widthPx, heightPx }: Parameters<typeof gridOf>[0], columnCount: number): number {
  const tilePx = (widthPx - GAP_PX * (columnCount - 1)) / columnCount;
  const tileHeightPx = (tilePx * 9) / 16 + WORDS_PX;
  return Math.floor((heightPx + GAP_PX) / (tileHeightPx + GAP_PX));
}

/** One page of a list, and how many there are; a page beyond the last is the last. */
export function pageOf<T>(list: readonly T[], page: number, size: number) {
  const pageCount = Math.max(1, Math.ceil(list.length / Math.max(1, size)));
  const shown = Math.min(Math.max(0, page), pageCount - 1);
  return { page: shown, pageCount, entries: list.slice(shown * size, (shown + 1) * size) };
}
