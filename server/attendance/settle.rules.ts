import type { LessonId, LinkId, NeedId, RoomId, SchoolId, SessionId } from '../../shared/kernel/ids.ts';
import type { LocalDate } from '../../shared/kernel/time.ts';
import { type SessionPlan, seatOfRoom } from '../../shared/session/session.events.ts';
import type { HeadCount } from '../../shared/session/session.state.ts';
import { type AttendanceFold, attentionOf } from './attendance.rules.ts';
import { latenessMs } from './verdict.rules.ts';

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
};

/** What is to be kept of a session; null while it has not ended. */
export function settle(
  sessionId: SessionId,
  fold: AttendanceFold,
  linkId: LinkId | null,
): SettledSession | null {
  const { plan } = fold;
  if (fold.phase !== 'ended' || plan === null) return null;
  return {
    sessionId,
    lessonId: plan.lessonId,
    logSeq: fold.seq,
    localDate: plan.localDate,
    leadingSchoolId: plan.leadingSchoolId,
    linkId,
    plannedMs: plan.plannedEndAtMs - plan.plannedStartAtMs,
    lessonMs: fold.lessonMs,
    startedAtMs: fold.startedAtMs,
    endedAtMs: fold.endedAtMs,
    ownTurnCount: plan.lectureRoom === null ? 0 : attentionOf(fold, plan.lectureRoom.roomId).turnCount,
    rooms: plan.rooms.map((room) => settleRoom(fold, plan, room)),
  };
}

function settleRoom(
  fold: AttendanceFold,
  plan: SessionPlan,
  room: SessionPlan['rooms'][number],
): SettledRoom {
  const seat = seatOfRoom(room.roomId);
  const attendance = fold.seats.get(seat);
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
    confirmedHeld: fold.confirmedHeld.has(room.roomId),
    turnCount,
    onAirMs,
    handCount,
    handWaitMs,
  };
}
