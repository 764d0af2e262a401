import type { RoomId } from '../../../shared/kernel/ids.ts';
import type { LessonCard } from '../../../shared/lesson.ts';
import type { RoomQuality } from '../../../shared/quality.ts';
import { seatOfRoom } from '../../../shared/session/session.events.ts';
import type { SeatView, SessionView } from '../../../shared/session/session.view.ts';
import type { LiveStream, PendingCommand } from '../../live/live.types.ts';
import { type Reception, receptionOf } from './quality.model.ts';

/**
 * How a listening room stands. `joining`: the line is there, sound and pictures not yet. `here`: the same before the start, when a room
 * without a camera of its own has nothing to send or receive yet.
 */
export type RoomState =
  | { readonly state: 'absent' }
  | { readonly state: 'joining' | 'here' | 'ready' | 'lost' | 'left'; readonly sinceMs: number };

export type RoomTile = {
  readonly room: LessonCard['rooms'][number];
  readonly state: RoomState;
  readonly camera: LiveStream | null;
  readonly reception: Reception;
  readonly headCount: SeatView['headCount'];
  /** Since when the room is on stage 发言中; null when it is not. */
  readonly onStageSinceMs: number | null;
  /** When the call ends by itself; null when it does not or there is none. */
  readonly onStageUntilMs: number | null;
  /** Its microphone was closed by whoever leads. */
  readonly muted: boolean;
  /** Its picture is large on every wall. */
  readonly spotlit: boolean;
  /** It was shown out. */
  readonly removed: boolean;
  readonly hand: SeatView['hand'];
  readonly signal: SeatView['signal'];
  readonly confirmation: SeatView['confirmation'];
  /** What it has had of the lesson's attention 关注均衡; undefined before there is any. */
  readonly attention: SeatView['attention'];
};

type Facts = {
  readonly card: LessonCard;
  readonly view: SessionView;
  readonly streams: readonly LiveStream[];
  readonly quality: ReadonlyMap<RoomId, RoomQuality>;
  readonly nowMs: number;
};

/** Every planned room in the plan's order, so that a room keeps its place on the wall whatever happens to it. */
export function tilesOf(facts: Facts): RoomTile[] {
  const { lesson } = facts.view;
  const isLive = lesson.phase.state === 'live';
  return facts.card.rooms.map((room) => {
    const key = seatOfRoom(room.roomId);
    const seat = facts.view.seats[key];
    const called = lesson.stage.find((each) => each.seat === key);
    return {
      room,
      state: stateOf(seat, isLive),
      camera: facts.streams.find((each) => each.seat === key && each.source === 'camera') ?? null,
      reception: receptionOf(facts.quality.get(room.roomId), facts.nowMs),
      headCount: seat?.headCount ?? null,
      onStageSinceMs: called?.sinceMs ?? null,
      onStageUntilMs: called?.untilMs ?? null,
      muted: lesson.muted?.includes(key) ?? false,
      spotlit: lesson.wall?.spotlight === key,
      removed: lesson.removed?.includes(key) ?? false,
      hand: seat?.hand ?? null,
      signal: seat?.signal ?? null,
      confirmation: seat?.confirmation ?? null,
      attention: seat?.attention,
    };
  });
}

function stateOf(seat: SeatView | undefined, isLive: boolean): RoomState {
  if (seat === undefined) return { state: 'absent' };
  const { presence } = seat;
  switch (presence.state) {
    case 'absent':
      return { state: 'absent' };
    case 'connected':
      return {
        state: presence.media ? 'ready' : isLive ? 'joining' : 'here',
        sinceMs: presence.sinceMs,
      };
    case 'lost':
    case 'left':
      return { state: presence.state, sinceMs: presence.sinceMs };
  }
}

export const readyCount = (tiles: readonly RoomTile[]): number =>
  tiles.filter(({ state }) => state.state === 'ready' || state.state === 'here').length;

/** The head-count of a room that the server has not acknowledged, newest wins; null when all is saved. */
export function unsavedCount(pending: readonly PendingCommand[], roomId: RoomId): number | null {
  const mine = pending.filter((each) => each.name === 'headCount.set').map((each) => each.body);
  for (const body of mine.reverse()) {
    if (!isCountBody(body) || body.roomId !== roomId) continue;
    return body.presentCount;
  }
  return null;
}

const isCountBody = (body: unknown): body is { roomId: string; presentCount: number } =>
  typeof body === 'object' &&
  body !== null &&
  'roomId' in body &&
  'presentCount' in body &&
  typeof body.presentCount === 'number';
