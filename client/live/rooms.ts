import type { RoomId } from '../../shared/kernel/ids.ts';
import type { RoomQuality } from '../../shared/quality.ts';

/** A room that has said nothing for this long is not known any more. */
const OLD_MS = 15_000;

/** The newest word about each room; what is old is forgotten. `nowMs` is server time, as the samples are. */
export function withRooms(
  before: ReadonlyMap<RoomId, RoomQuality>,
  news: readonly RoomQuality[],
  nowMs: number,
): ReadonlyMap<RoomId, RoomQuality> {
  const rooms = new Map([...before].filter(([, room]) => nowMs - room.sampledAtMs < OLD_MS));
  for (const room of news) rooms.set(room.roomId, room);
  return rooms;
}
