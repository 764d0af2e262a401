import type { PersonId, RoomId } from '../../shared/kernel/ids.ts';
import { fail, ok } from '../../shared/kernel/result.ts';
import { MINUTE_MS } from '../../shared/kernel/time.ts';
import { PREFLIGHT_MS, plannedEndAtMs } from '../../shared/lesson.ts';
import type { SessionEventBody, SessionPlan } from '../../shared/session/session.events.ts';
import { policyOf } from '../../shared/session/session.policy.ts';
import type { SessionState } from '../../shared/session/session.state.ts';
import type { LessonEntry } from '../planning/planning.types.ts';
import { OVERTIME_MS } from './session.forgotten.rules.ts';
import { mediaOver } from './session.presence.rules.ts';
import type { DatedFact, Decision } from './session.types.ts';

/** How long an end can be taken back, from when it was written down. */
export const REOPEN_MS = 30 * MINUTE_MS;
const HEAD_COUNT_MAX = 500;

/** What the log keeps of a lesson's plan: ids and numbers, so that no later change of the timetable rewrites what was. */
export function planOfLesson({ id, fields }: LessonEntry): SessionPlan {
  return {
    lessonId: id,
    kind: fields.kind,
    mode: fields.mode,
    plannedStartAtMs: fields.plannedStartAtMs,
    plannedEndAtMs: plannedEndAtMs(fields),
    localDate: fields.localDate,
    zone: fields.zone,
    unplanned: fields.unplanned,
    leadingSchoolId: fields.leadingSchoolId,
    lecturerId: fields.lecturerId,
    rooms: fields.rooms.map(({ roomId, schoolId, classId, expectedCount, needId }) => ({
      roomId,
      schoolId,
      classId,
      expectedCount,
      needId,
    })),
    lectureRoom:
      fields.lectureRoomId === null || fields.leadingClass === null
        ? null
        : { roomId: fields.lectureRoomId, schoolId: fields.leadingSchoolId, ...fields.leadingClass },
    memberIds: fields.memberIds,
    ...(fields.plays === undefined ? {} : { plays: fields.plays }),
  };
}

/**
 * Opens the session when it is not open yet. Refuses with `LESSON_NOT_LIVE` (`opensAtMs`) before pre-flight, and with `LESSON_ENDED` when it is
 * over or when its time has passed without anybody.
 */
export function open(state: SessionState, plan: SessionPlan, nowMs: number): Decision<DatedFact> {
  switch (state.phase.state) {
    case 'waiting':
    case 'live':
      return ok([]);
    case 'ended':
      return fail('LESSON_ENDED', { endedAtMs: state.phase.endedAtMs });
    case 'unopened': {
      const opensAtMs = plan.plannedStartAtMs - PREFLIGHT_MS;
      if (nowMs < opensAtMs) return fail('LESSON_NOT_LIVE', { opensAtMs });
      const lastMs = plan.plannedEndAtMs + OVERTIME_MS;
      if (nowMs >= lastMs) return fail('LESSON_ENDED', { endedAtMs: plan.plannedEndAtMs });
      return ok([{ type: 'session.opened', body: { plan }, occurredAtMs: nowMs }]);
    }
  }
}

/** The first teacher who starts leads; a recorded lesson starts with the first room that plays, and nobody else's word (`FORBIDDEN`). Another one is refused with `ALREADY_LED` (`lecturerId`, `startedAtMs`) and may assist. */
export function start(
  state: SessionState,
  wish: { readonly personId: PersonId; readonly plan: SessionPlan },
  nowMs: number,
): Decision<DatedFact> {
  const { personId } = wish;
  if (policyOf(wish.plan).plays === true) return fail('FORBIDDEN');
  if (state.phase.state === 'live') {
    if (state.lecturerId === personId) return ok([]);
    const { startedAtMs } = state.phase;
    return fail('ALREADY_LED', { lecturerId: state.lecturerId ?? '', startedAtMs });
  }
  const opened = open(state, wish.plan, nowMs);
  if (!opened.ok) return opened;
  return ok([
    ...opened.value,
    { type: 'session.started', body: { lecturerId: personId }, occurredAtMs: nowMs },
  ]);
}

/** Whoever asks; a substitute's phone is nobody by name. `byRole`: an administrator's right over the lesson's place, not a party's. */
export type Manager = { readonly personId: PersonId | null; readonly byRole: boolean };

const manages = (state: SessionState, { personId, byRole }: Manager): boolean =>
  byRole || (personId !== null && state.lecturerId === personId);

export function end(state: SessionState, by: Manager, nowMs: number): Decision<DatedFact> {
  if (!manages(state, by)) return fail('FORBIDDEN');
  switch (state.phase.state) {
    case 'unopened':
      return fail('LESSON_NOT_LIVE');
    case 'ended':
      return ok([]);
    case 'waiting':
    case 'live':
      return ok([
        ...mediaOver(state, nowMs),
        { type: 'session.ended', body: { reason: 'lecturer' }, occurredAtMs: nowMs },
      ]);
  }
}

/** Takes an end back within 30 minutes of its record, whatever ended it; `REOPEN_EXPIRED` after. */
export function reopen(state: SessionState, by: Manager, nowMs: number): Decision<DatedFact> {
  if (!manages(state, by)) return fail('FORBIDDEN');
  switch (state.phase.state) {
    case 'unopened':
    case 'waiting':
      return fail('LESSON_NOT_LIVE');
    case 'live':
      return ok([]);
    case 'ended':
      if (nowMs - state.phase.recordedAtMs > REOPEN_MS) return fail('REOPEN_EXPIRED');
      return ok([{ type: 'session.reopened', body: {}, occurredAtMs: nowMs }]);
  }
}

/**
 * The number of pupils in a room 到课人数. Counts typed before the class connected are taken: reports flag them from the log.
 * After the end a count is a correction.
 */
export function setHeadCount(
  state: SessionState,
  count: {
    readonly roomId: RoomId;
    readonly presentCount: number;
    /** Who says so while the lesson's day lasts. */
    readonly source: SessionEventBody<'headCount.set'>['source'];
  },
  nowMs: number,
): Decision<DatedFact> {
  if (state.plan === null) return fail('LESSON_NOT_LIVE');
  const { plan } = state;
  const room = [...plan.rooms, ...(plan.lectureRoom === null ? [] : [plan.lectureRoom])].find(
    (each) => each.roomId === count.roomId,
  );
  if (room === undefined) return fail('NOT_FOUND');
  const { presentCount } = count;
  if (!Number.isInteger(presentCount) || presentCount < 0 || presentCount > HEAD_COUNT_MAX) {
    return fail('INVALID_VALUE', { field: 'presentCount', max: HEAD_COUNT_MAX });
  }
  const source = state.phase.state === 'ended' && count.source === 'console' ? 'corrected' : count.source;
  const body = { roomId: room.roomId, presentCount, expectedCount: room.expectedCount, source } as const;
  return ok([{ type: 'headCount.set', body, occurredAtMs: nowMs }]);
}
