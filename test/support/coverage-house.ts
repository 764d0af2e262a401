import { sql } from 'kysely';
import type { createAttendance } from '../../server/attendance/attendance.module.ts';
import { createAttendanceStore } from '../../server/attendance/attendance.store.ts';
import type { SettledFact, SettledRoomFact } from '../../server/attendance/attendance.types.ts';
import { createRollups } from '../../server/coverage/rollup.module.ts';
import { devicesAt } from '../../server/device/device.standing.ts';
import { permit } from '../../server/identity/identity.permit.rules.ts';
import { migrations } from '../../server/migrations.ts';
import { createPlanning, type Planning } from '../../server/planning/planning.module.ts';
import { createPlanningStore } from '../../server/planning/planning.store.ts';
import type { LessonEntry } from '../../server/planning/planning.types.ts';
import { silentLog } from '../../server/platform/log.ts';
import { defaultThresholds } from '../../shared/attendance.ts';
import { type RoomId, type SchoolId, type SessionId, sessionId } from '../../shared/kernel/ids.ts';
import { type LocalDate, localDate, zone } from '../../shared/kernel/time.ts';
import type { LessonFields } from '../../shared/lesson.ts';
import { enterCounty, openRegisters, type Registers } from './registers.ts';

export const day = (text: string): LocalDate => localDate.parse(text);
/** Noon in Shanghai. */
const noonOf = (date: string): number => Date.parse(`${date}T12:00:00+08:00`);
const HELD_MS = 40 * 60_000;

/** Rolling up as the product does it, with a job that never comes by itself. */
export function rollupsOn(
  registers: Registers,
  planning: Pick<Planning, 'schools' | 'reading' | 'recorded'>,
  attendance: Pick<Attendance, 'reader' | 'settledSince' | 'recorded'>,
) {
  const { schools, recorded } = registers.directory;
  return createRollups({
    ...{ ...registers, schools, serverId: 'one', log: silentLog, plans: planning.schools },
    jobs: { every: () => undefined, stop: async () => undefined },
    attendance: attendance.reader,
    settledSince: attendance.settledSince,
    recorded: { ...recorded, ...planning.recorded, ...attendance.recorded },
    reading: planning.reading,
    devicesIn: (rooms, untilMs) => devicesAt(registers.database, rooms, untilMs),
  });
}
type Attendance = ReturnType<typeof createAttendance>;

export type At = { readonly schoolId: SchoolId; readonly roomId: RoomId };
export type House = Awaited<ReturnType<typeof openCoverageHouse>>;

/** Rolling up on real registers, in a county of three points; what attendance has settled is said by the test. */
export async function openCoverageHouse(url: string, today: string) {
  const registers = await openRegisters(
    permit,
    migrations.filter(({ name }) => !name.startsWith('directory-')),
    url,
  );
  registers.setNow(noonOf(today));
  const county = await enterCounty(registers);
  const planning = createPlanning({ ...registers, agendaChanged: () => undefined });
  const thresholds = createAttendanceStore(registers).thresholds;
  const settled = new Map<SessionId, { readonly fact: SettledFact; readonly atMs: number }>();
  const open = (serverId = 'one') =>
    createRollups({
      ...registers,
      ...{ serverId, log: silentLog, jobs: { every: () => undefined, stop: async () => undefined } },
      attendance: {
        settledOf: async (ids) => ids.flatMap((id) => settled.get(id)?.fact ?? []),
        onSettled: () => () => undefined,
        thresholdsOn: async (date) =>
          (await thresholds.get('validLesson', { date }))?.fields ?? defaultThresholds,
      },
      settledSince: async (afterMs, limit) =>
        [...settled]
          .map(([id, { atMs }]) => ({ id, atMs }))
          .filter(({ atMs }) => atMs >= afterMs)
          .sort((a, b) => a.atMs - b.atMs)
          .slice(0, limit),
      recorded: { ...registers.directory.recorded, ...planning.recorded, thresholds },
      reading: planning.reading,
      schools: registers.directory.schools,
      plans: planning.schools,
      devicesIn: (rooms, untilMs) => devicesAt(registers.database, rooms, untilMs),
    });
  let nowMs = noonOf(today);
  const tick = () => {
    nowMs += 1_000;
    registers.setNow(nowMs);
    return nowMs;
  };
  return {
    ...registers,
    county,
    planning,
    open,
    points: [
      { schoolId: county.pointA, roomId: county.roomA },
      { schoolId: county.pointB, roomId: county.roomB },
      { schoolId: county.pointC, roomId: county.roomC },
    ] satisfies At[],
    passTo(date: string) {
      nowMs = noonOf(date);
      registers.setNow(nowMs);
    },
    tick,
    need: (at: At, periodsPerWeek = 2) =>
      planning.entering.needs(
        {
          ...{ schoolId: at.schoolId, subject: '音乐', grade: '三年级', periodsPerWeek, reason: '' },
          status: { state: 'inForce' },
        },
        county.note,
      ),
    link: (at: At) =>
      planning.entering.links(
        {
          ...{ fromSchoolId: county.central, toSchoolId: at.schoolId, needId: null, label: '' },
          ...{ subject: '音乐', grade: '三年级', periodsPerWeek: 2 },
        },
        county.note,
      ),
    lesson(date: string, rooms: readonly At[], changes: Partial<LessonFields> = {}) {
      tick();
      return planning.entering.lessons(
        {
          ...{ sessionId: sessionId.parse(registers.newId()), kind: 'delivery', mode: 'interactive' },
          ...{
            subject: '音乐',
            grade: '三年级',
            localDate: day(date),
            startMinute: 480,
            durationMinutes: 40,
          },
          zone: zone.parse('Asia/Shanghai'),
          plannedStartAtMs: Date.parse(`${date}T08:00:00+08:00`),
          leadingSchoolId: county.central,
          lectureRoomId: county.lectureRoom,
          lecturerId: county.lecturer.personId,
          linkId: null,
          rooms: rooms.map((room) => ({ ...room, classId: null, expectedCount: 20, needId: null })),
          unplanned: false,
          cancelled: null,
          ...changes,
        },
        county.note,
      );
    },
    async revise(lesson: Pick<LessonEntry, 'id' | 'version'>, fields: LessonFields): Promise<void> {
      tick();
      const by = { by: 'test', validFrom: day('2026-09-01'), expectedVersion: lesson.version };
      const revised = await createPlanningStore(registers).lessons.revise(lesson.id, { ...by, fields });
      if (!revised.ok) throw new Error('the lesson was not revised');
    },
    /** The lesson has ended; where a room's `valid` is false its line was too bad. */
    settle(lesson: LessonEntry, valid: readonly boolean[] = lesson.fields.rooms.map(() => true)): void {
      const { sessionId: id, rooms, localDate: date } = lesson.fields;
      const fact: SettledFact = {
        ...{ sessionId: id, lessonId: lesson.id, logSeq: 1, localDate: date, linkId: null },
        ...{ leadingSchoolId: lesson.fields.leadingSchoolId, plannedMs: HELD_MS, lessonMs: HELD_MS },
        ...{ startedAtMs: null, endedAtMs: null, ownTurnCount: 1 },
        people: [{ personId: lesson.fields.lecturerId, part: 'lectured', workedMs: HELD_MS }],
        rooms: rooms.map((room, index) => roomFact(room, valid[index] === true)),
      };
      settled.set(id, { fact, atMs: tick() });
    },
    /** Everything that is kept, as text. */
    async dump(): Promise<string> {
      const schools = await sql<object>`select rollup_school.*, rollup_place.region_ids from rollup_school
        join rollup_place on rollup_place.place_id = rollup_school.place_id
        order by school_id, period_kind, period_from, period_to`.execute(registers.database);
      const scopes = await sql<object>`select * from rollup_scope
        order by region_id, period_kind, period_from, period_to, school_kind`.execute(registers.database);
      const lines = [...schools.rows, ...scopes.rows].map((row) =>
        JSON.stringify(
          Object.entries(row)
            .filter(([name, value]) => name !== 'place_id' && value !== 0)
            .sort(([a], [b]) => (a < b ? -1 : 1)),
        ),
      );
      return lines.join('\n');
    },
  };
}

function roomFact(room: LessonEntry['fields']['rooms'][number], valid: boolean): SettledRoomFact {
  return {
    ...{ roomId: room.roomId, schoolId: room.schoolId, needId: room.needId },
    ...{ connectedMs: valid ? HELD_MS : 60_000, cameraMs: 0, present: true, lateMs: 0, punctual: true },
    ...{ presentCount: 18, expectedCount: 20, confirmedHeld: false },
    headCountSource: 'console',
    ...{ turnCount: 2, onAirMs: 60_000, handCount: 0, handWaitMs: 0 },
    ...{ ranMs: HELD_MS, disturbedMs: valid ? 0 : HELD_MS - 60_000 },
    ...{ missing: null, poor: null },
    verdict: valid ? { state: 'valid' } : { state: 'invalid', reason: 'connected-too-short' },
    foundCause: valid ? null : 'line',
  };
}
