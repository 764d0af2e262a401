import {
  defaultThresholds,
  type SessionAttendance,
  type Thresholds,
  thresholds,
} from '../../shared/attendance.ts';
import type { RoomId, SchoolId, SessionId } from '../../shared/kernel/ids.ts';
import { fail, ok, type Result } from '../../shared/kernel/result.ts';
import type { LocalDate } from '../../shared/kernel/time.ts';
import { type LessonFields, plannedEndAtMs } from '../../shared/lesson.ts';
import type { LessonQuality } from '../../shared/lesson-quality.ts';
import type { DirectoryReader, DirectorySnapshot } from '../directory/directory.types.ts';
import type { Actor, Permit, Relation } from '../identity/identity.types.ts';
import type { PlanningReader } from '../planning/planning.types.ts';
import type { Clock } from '../platform/ports.ts';
import type { SessionReader } from '../session/session.types.ts';
import { attendanceOf } from './attendance.rules.ts';
import type { AttendanceStore } from './attendance.store.ts';
import type { AttendanceReader } from './attendance.types.ts';
import { judged } from './judge.rules.ts';
import { type Reading, type RoomNames, readAttendance } from './reading.rules.ts';

export type AttendanceServiceDeps = {
  readonly store: AttendanceStore;
  readonly sessions: SessionReader;
  readonly planning: PlanningReader;
  readonly directory: DirectoryReader;
  readonly permit: Permit;
  readonly clock: Clock;
  /** How the rooms' lines and devices did in an ended lesson; left out, nobody knows. */
  readonly qualitiesOf?: (
    sessionId: SessionId,
  ) => Promise<ReadonlyMap<RoomId, { readonly quality: LessonQuality }>>;
  readonly onSettled: AttendanceReader['onSettled'];
};

export function createAttendanceService(deps: AttendanceServiceDeps) {
  const { store, clock } = deps;

  async function thresholdsOn(date: LocalDate): Promise<Thresholds> {
    const found = await store.thresholds.get('validLesson', { date });
    return found === null ? defaultThresholds : thresholds.parse(found.fields);
  }

  async function settledBeside(sessionId: SessionId): Promise<Reading['settled']> {
    const [session] = await store.settled([sessionId]);
    if (session === undefined) return null;
    const qualities = (await deps.qualitiesOf?.(sessionId)) ?? new Map();
    return {
      troubles: new Map(session.rooms.map((room) => [room.roomId, room])),
      qualities: new Map([...qualities].map(([roomId, { quality }]) => [roomId, quality])),
    };
  }

  const reader: AttendanceReader = {
    thresholdsOn,
    async settledOf(sessionIds) {
      const settled = await store.settled(sessionIds);
      const days = new Set(settled.map(({ localDate }) => localDate));
      const inForce = new Map(
        await Promise.all([...days].map(async (day) => [day, await thresholdsOn(day)] as const)),
      );
      return settled.map((session) => judged(session, inForce.get(session.localDate) ?? defaultThresholds));
    },
    onSettled: deps.onSettled,
  };

  return {
    reader,

    /**
     * Who was there, up to now while the lesson runs. The leading side and the lecturer see every room, a receiving school its own.
     * NOT_FOUND for a lesson that is not there or not the asker's.
     */
    async read(actor: Actor, sessionId: SessionId): Promise<Result<SessionAttendance>> {
      const lesson = await deps.planning.lessonOfSession(sessionId);
      if (lesson === null) return fail('NOT_FOUND');
      const today = await deps.directory.snapshot();
      const visible = visibleSchools(deps.permit, { actor, fields: lesson.fields, directory: today });
      if (visible.size === 0) return fail('NOT_FOUND');
      const nowMs = clock.nowMs();
      const fold = attendanceOf(await deps.sessions.eventsOf(sessionId), nowMs);
      const then = await deps.directory.snapshot({ date: lesson.fields.localDate, recordedAtMs: nowMs });
      return ok(
        readAttendance({
          lesson,
          fold,
          visible,
          names: namesFrom([today, then]),
          thresholds: await thresholdsOn(lesson.fields.localDate),
          // Nobody opened it, so there is no log that could say that it ended.
          settled: await settledBeside(sessionId),
          missed: fold.phase === 'unopened' && nowMs > plannedEndAtMs(lesson.fields),
        }),
      );
    },
  };
}

export type AttendanceService = ReturnType<typeof createAttendanceService>;

/** Schools whose rooms the asker may see in this lesson: all of them from the leading side, else those that permit it one by one. */
function visibleSchools(
  permit: Permit,
  ask: { readonly actor: Actor; readonly fields: LessonFields; readonly directory: DirectorySnapshot },
): ReadonlySet<SchoolId> {
  const { actor, fields, directory } = ask;
  const all = new Set<SchoolId>([fields.leadingSchoolId, ...fields.rooms.map((room) => room.schoolId)]);
  const person = actor.kind === 'person' ? actor : null;
  const leading: Relation[] = [];
  if (person?.personId === fields.lecturerId) leading.push('lecturer');
  if (person?.schoolId === fields.leadingSchoolId) leading.push('leadingSchool');
  const leads = { paths: [directory.pathOf(fields.leadingSchoolId)], relations: leading };
  if (permit(actor, 'attendance.read', leads)) return all;
  return new Set(
    [...all].filter((schoolId) =>
      permit(actor, 'attendance.read', {
        paths: [directory.pathOf(schoolId)],
        relations: person?.schoolId === schoolId ? ['receivingSchool'] : [],
      }),
    ),
  );
}

/** Names as they are today; for a room or school that has gone since, as they were then. */
function namesFrom(snapshots: readonly DirectorySnapshot[]): RoomNames {
  const first = <T>(find: (snapshot: DirectorySnapshot) => T | undefined): T | undefined =>
    snapshots.map(find).find((each) => each !== undefined);
  return {
    room: (id) => first((each) => each.rooms.get(id)?.fields.name) ?? '',
    school: (id) => first((each) => each.schools.get(id)?.fields.name) ?? '',
    class: (id) => first((each) => each.classes.get(id)?.fields.name) ?? null,
    person: (id) => {
      const fields = first((each) => each.people.get(id)?.fields);
      return { name: fields?.name ?? '', schoolId: fields?.schoolId ?? null };
    },
  };
}
