import { z } from 'zod';
import type { RoomId } from '../kernel/ids.ts';
import { MINUTE_MS } from '../kernel/time.ts';
import { roomOfSeat, type SeatKey, seatOfRoom } from './session.events.ts';

/**
 * 关注均衡: how a lesson's attention is shared among its rooms. A turn 发言 is one call on stage, however short; of the leading side's own
 * pupils, who are never called, it is what their lecturer notes.
 */

/** What one room has had so far. Times are of turns and hands that are over; a running one is added by whoever looks. */
export const attentionView = z.object({
  turnCount: z.int().min(0),
  onAirMs: z.int().min(0),
  /** When it last had a turn: its end, or its beginning while it runs; null before the first. */
  lastTurnAtMs: z.int().nullable(),
  handCount: z.int().min(0),
  /** How long its hands have been up together. */
  handWaitMs: z.int().min(0),
});
export type Attention = z.infer<typeof attentionView>;

export const noAttention: Attention = {
  turnCount: 0,
  onAirMs: 0,
  lastTurnAtMs: null,
  handCount: 0,
  handWaitMs: 0,
};

type Attentions = Readonly<Record<RoomId, Attention>>;
type OnStage = { readonly seat: SeatKey; readonly sinceMs: number };
type Hands = Readonly<Record<RoomId, { readonly raisedAtMs: number }>>;
/** What of a session's state it follows from. */
type Told = {
  readonly stage: readonly OnStage[];
  readonly hands: Hands;
  readonly attention: Attentions;
};

/** The attention after an event that made `before` to `after`. By what changed, not by its type: a cut line ends a turn like a word does. */
export function attentionAfter(before: Told, after: Told, atMs: number): Attentions {
  if (before.stage === after.stage && before.hands === after.hands) return after.attention;
  let all = after.attention;
  const change = (roomId: RoomId | null, next: (known: Attention) => Attention) => {
    if (roomId !== null) all = { ...all, [roomId]: next(all[roomId] ?? noAttention) };
  };
  for (const turn of missingFrom(before.stage, after.stage)) {
    const onAirMs = Math.max(0, atMs - turn.sinceMs);
    change(roomOfSeat(turn.seat), (known) => ({
      ...known,
      onAirMs: known.onAirMs + onAirMs,
      lastTurnAtMs: turn.sinceMs + onAirMs,
    }));
  }
  for (const turn of missingFrom(after.stage, before.stage))
    change(roomOfSeat(turn.seat), (known) => ({
      ...known,
      turnCount: known.turnCount + 1,
      lastTurnAtMs: turn.sinceMs,
    }));
  for (const [roomId, hand] of handsOf(before.hands))
    if (after.hands[roomId] === undefined)
      change(roomId, (known) => ({
        ...known,
        handWaitMs: known.handWaitMs + Math.max(0, atMs - hand.raisedAtMs),
      }));
  for (const [roomId] of handsOf(after.hands))
    if (before.hands[roomId] === undefined)
      change(roomId, (known) => ({ ...known, handCount: known.handCount + 1 }));
  return all;
}

/** The attention after a turn of the leading side's own pupils. */
export const withOwnTurn = (all: Attentions, roomId: RoomId, atMs: number): Attentions => {
  const known = all[roomId] ?? noAttention;
  return { ...all, [roomId]: { ...known, turnCount: known.turnCount + 1, lastTurnAtMs: atMs } };
};

const missingFrom = (some: readonly OnStage[], others: readonly OnStage[]): OnStage[] =>
  some.filter(({ seat, sinceMs }) => !others.some((each) => each.seat === seat && each.sinceMs === sinceMs));
const handsOf = (hands: Hands) => Object.entries<Hands[RoomId]>(hands) as [RoomId, Hands[RoomId]][];

/** Nobody has asked a room for so long, while others were asked: that is worth a quiet word to the lecturer. */
export const NEGLECT_MS = 8 * MINUTE_MS;
/** A room that has just come, or come back, has not waited yet. */
export const SETTLED_MS = MINUTE_MS;

/** One room as far as waiting is concerned. */
export type Waiting = {
  readonly roomId: RoomId;
  /** Null while it cannot be called. */
  readonly connectedSinceMs: number | null;
  readonly onStage: boolean;
  readonly attention: Attention | undefined;
};

/** Rooms that have waited too long, with how long: no turn for `NEGLECT_MS` while another room or the own pupils had one. */
export function neglectedIn(
  rooms: readonly Waiting[],
  lesson: { readonly startedAtMs: number; readonly ownLastTurnAtMs: number | null },
  nowMs: number,
): ReadonlyMap<RoomId, number> {
  const neglected = new Map<RoomId, number>();
  for (const room of rooms) {
    if (room.onStage || room.connectedSinceMs === null) continue;
    if (nowMs - room.connectedSinceMs < SETTLED_MS) continue;
    const sinceMs = Math.max(lesson.startedAtMs, room.attention?.lastTurnAtMs ?? 0);
    const others = rooms.some(
      (each) => each !== room && (each.onStage || (each.attention?.lastTurnAtMs ?? 0) > sinceMs),
    );
    if (nowMs - sinceMs >= NEGLECT_MS && (others || (lesson.ownLastTurnAtMs ?? 0) > sinceMs))
      neglected.set(room.roomId, nowMs - sinceMs);
  }
  return neglected;
}

/** How evenly a lesson's turns are shared. Counted are rooms that took part. */
export const balanceView = z.object({
  remoteTurnCount: z.int().min(0),
  /** Of the leading side's own pupils, as noted. */
  ownTurnCount: z.int().min(0),
  /** On-air turns of remote rooms ÷ all recorded turns; null while there is none. */
  remoteRatio: z.number().min(0).max(1).nullable(),
  /** Turns of the room with fewest ÷ of that with most; null with less than two rooms, or without a turn. */
  evenRatio: z.number().min(0).max(1).nullable(),
});
export type Balance = z.infer<typeof balanceView>;

/** Indicator 14. @param turnCounts of remote rooms that took part */
export function balanceOf(turnCounts: readonly number[], ownTurnCount: number): Balance {
  const remoteTurnCount = turnCounts.reduce((sum, each) => sum + each, 0);
  const total = remoteTurnCount + ownTurnCount;
  const most = Math.max(0, ...turnCounts);
  return {
    remoteTurnCount,
    ownTurnCount,
    remoteRatio: total === 0 ? null : remoteTurnCount / total,
    evenRatio: turnCounts.length < 2 || most === 0 ? null : Math.min(...turnCounts) / most,
  };
}

/** What a room has had, with the turn that runs. */
export function attentionNow(
  known: Attention | undefined,
  onStageSinceMs: number | null,
  nowMs: number,
): Attention {
  const attention = known ?? noAttention;
  if (onStageSinceMs === null) return attention;
  return { ...attention, onAirMs: attention.onAirMs + Math.max(0, nowMs - onStageSinceMs) };
}

/** Rooms' attention of a state that has its plan. */
export const attentionOfRoom = (state: Told, roomId: RoomId, nowMs: number): Attention =>
  attentionNow(
    state.attention[roomId],
    state.stage.find(({ seat }) => seat === seatOfRoom(roomId))?.sinceMs ?? null,
    nowMs,
  );
