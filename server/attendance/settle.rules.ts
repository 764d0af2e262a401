import type { LessonId, LinkId, NeedId, RoomId, SchoolId, SessionId } from '../../shared/kernel/ids.ts';
import { type Interval, intersect, lengthMs, without } from '../../shared/kernel/intervals.ts';
import type { LocalDate } from '../../shared/kernel/time.ts';
import { type SeatKey, type SessionPlan, seatOfRoom } from '../../shared/session/session.events.ts';
import type { HeadCount } from '../../shared/session/session.state.ts';
import { type AttendanceFold, attentionOf, confirmedHeld } from './attendance.rules.ts';
import { type Asked, type RoomEvidence, type RoomTrouble, troubleOf } from './trouble.rules.ts';
import { latenessMs } from './verdict.rules.ts';
import { type PhoneHolders, type SettledPerson, workOf } from './work.rules.ts';

/** An ended lesson's measures with every dimension that reports count by. Judging them is left to the thresholds of whoever reads. */
export type SettledSession = {
  readonly sessionId: SessionId;
  readonly lessonId: LessonId;
  /** The last event of the log that this was computed from. */
  readonly logSeq: number;
  /** At the receiving point. */
  readonly localDate: LocalDate;
  readonly leadingSchoolId: SchoolId;
  readonly linkId: LinkId | null;
  readonly plannedMs: number;
  readonly lessonMs: number;
  readonly startedAtMs: number | null;
  readonly endedAtMs: number | null;
  /** Turns of the leading side's own pupils, as their lecturer noted them. */
  readonly ownTurnCount: number;
  readonly people: readonly SettledPerson[];
  readonly rooms: readonly SettledRoom[];
};

export type SettledRoom = {
  readonly roomId: RoomId;
  readonly schoolId: SchoolId;
  readonly needId: NeedId | null;
  readonly connectedMs: number;
  readonly cameraMs: number;
  readonly present: boolean;
  readonly lateMs: number | null;
  readonly presentCount: number | null;
  readonly expectedCount: number;
  readonly headCountSource: HeadCount['source'] | null;
  readonly confirmedHeld: boolean;
  /** Turns on air 发言, and how long they were together. */
  readonly turnCount: number;
  readonly onAirMs: number;
  readonly handCount: number;
  readonly handWaitMs: number;
  /** Of the planned time how long the lesson really ran, and of that how long the room had no media or a picture that stood still. */
  readonly ranMs: number;
  readonly disturbedMs: number;
} & RoomTrouble;

/** What the log alone does not say. */
export type SettleGround = {
  readonly linkId: LinkId | null;
  readonly holders: PhoneHolders;
  readonly schoolOf: Asked['schoolOf'];
  readonly evidence: ReadonlyMap<RoomId, RoomEvidence & { readonly frozen: readonly Interval[] }>;
};

/** What is to be kept of a session; null while it has not ended. */
export function settle(
  sessionId: SessionId,
  fold: AttendanceFold,
  ground: SettleGround,
): SettledSession | null {
  const { plan } = fold;
  if (fold.phase !== 'ended' || plan === null) return null;
  return {
    sessionId,
    lessonId: plan.lessonId,
    logSeq: fold.seq,
    localDate: plan.localDate,
    leadingSchoolId: plan.leadingSchoolId,
    linkId: ground.linkId,
    plannedMs: plan.plannedEndAtMs - plan.plannedStartAtMs,
    lessonMs: fold.lessonMs,
    startedAtMs: fold.startedAtMs,
    endedAtMs: fold.endedAtMs,
    ownTurnCount: plan.lectureRoom === null ? 0 : attentionOf(fold, plan.lectureRoom.roomId).turnCount,
    people: workOf(fold, ground.holders),
    rooms: plan.rooms.map((room) => settleRoom(fold, plan, { room, ground })),
  };
}

function settleRoom(
  fold: AttendanceFold,
  plan: SessionPlan,
  { room, ground }: { readonly room: SessionPlan['rooms'][number]; readonly ground: SettleGround },
): SettledRoom {
  const seat = seatOfRoom(room.roomId);
  const attendance = fold.seats.get(seat);
  const found = ground.evidence.get(room.roomId);
  const count = fold.headCounts.get(room.roomId);
  const { turnCount, onAirMs, handCount, handWaitMs } = attentionOf(fold, room.roomId);
  return {
    roomId: room.roomId,
    schoolId: room.schoolId,
    needId: room.needId,
    connectedMs: attendance?.connectedMs ?? 0,
    cameraMs: attendance?.cameraMs ?? 0,
    present: (attendance?.stays.length ?? 0) > 0,
    lateMs: latenessMs(fold.presence.get(seat) ?? [], plan.plannedStartAtMs),
    presentCount: count?.presentCount ?? null,
    expectedCount: count?.expectedCount ?? room.expectedCount,
    headCountSource: count?.source ?? null,
    confirmedHeld: confirmedHeld(fold, room.roomId),
    turnCount,
    onAirMs,
    handCount,
    handWaitMs,
    ...disturbance(fold, plan, { seat, frozen: found?.frozen ?? [] }),
    ...troubleOf({
      fold,
      room,
      evidence: found ?? { weak: [], deviceFailed: false },
      schoolOf: ground.schoolOf,
    }),
  };
}

/** Technical availability counts what a room could have received: not what was planned and never taught. */
function disturbance(
  { spans, connections }: AttendanceFold,
  plan: SessionPlan,
  { seat, frozen }: { readonly seat: SeatKey; readonly frozen: readonly Interval[] },
): Pick<SettledRoom, 'ranMs' | 'disturbedMs'> {
  const ran = intersect(spans, [{ fromMs: plan.plannedStartAtMs, toMs: plan.plannedEndAtMs }]);
  const media = connections.filter((each) => each.seat === seat).flatMap((each) => each.media);
  return {
    ranMs: lengthMs(ran),
    disturbedMs: lengthMs([...without(ran, media), ...intersect(ran, frozen)]),
  };
}
