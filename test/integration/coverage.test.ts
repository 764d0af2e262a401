import { afterAll, beforeAll, expect, test } from 'vitest';
import { attendanceMigrations } from '../../server/attendance/attendance.migrations.ts';
import { createAttendance } from '../../server/attendance/attendance.module.ts';
import { createCoverage } from '../../server/coverage/coverage.module.ts';
import { permit } from '../../server/identity/identity.permit.rules.ts';
import type { Actor } from '../../server/identity/identity.types.ts';
import { planningMigrations } from '../../server/planning/planning.migrations.ts';
import { silentLog } from '../../server/platform/log.ts';
import { sessionMigrations } from '../../server/session/session.migrations.ts';
import type { CoverageReport } from '../../shared/coverage.ts';
import { addDays, localDate } from '../../shared/kernel/time.ts';
import { rollupsOn } from '../support/coverage-house.ts';
import {
  actorOf,
  enterCounty,
  openRegisters,
  type Registers,
  type TestCounty,
} from '../support/registers.ts';
import { counted, ended, inOrder, openWeek, SCHOOL_WEEK, started, stay } from '../support/school-week.ts';

const dayOf = (offset: number) => addDays(SCHOOL_WEEK.from, offset);
const MON = SCHOOL_WEEK.from;
const TUE = dayOf(1);
const WED = dayOf(2);
const THU = dayOf(3);
const FRI = dayOf(4);

let registers: Registers;
let county: TestCounty;
let attendance: ReturnType<typeof createAttendance>;
let coverage: ReturnType<typeof createCoverage>;
let week: ReturnType<typeof openWeek>;

const rooms = () => ({
  a: { roomId: county.roomA, schoolId: county.pointA },
  b: { roomId: county.roomB, schoolId: county.pointB },
  c: { roomId: county.roomC, schoolId: county.pointC },
});

beforeAll(async () => {
  registers = await openRegisters(permit, [
    ...planningMigrations,
    ...sessionMigrations,
    ...attendanceMigrations,
  ]);
  county = await enterCounty(registers);
  week = openWeek(registers, county);
  const deps = {
    ...registers,
    permit,
    log: silentLog,
    sessions: week.reader,
    planning: week.planning.reader,
    directory: registers.directory.reader,
    jobs: { every: () => undefined, stop: async () => undefined },
  };
  attendance = createAttendance(deps);
  const { schools: plans, reading } = week.planning;
  const rollups = rollupsOn(registers, week.planning, attendance);
  coverage = createCoverage({ ...deps, plans, reading, rollups, attendance: attendance.reader });
  attendance.start();
  await enterNeedsAndLinks();
  await teach();
  await attendance.settled();
  registers.setNow(Date.parse('2026-09-20T20:00:00+08:00'));
});
afterAll(async () => {
  await attendance.stop();
  await registers.close();
});

/** Music at three points, two or three periods a week; English at C until Thursday; a fourth point registers nothing. */
async function enterNeedsAndLinks(): Promise<void> {
  const { entering } = week.planning;
  const need = (schoolId: TestCounty['pointA'], subject: string, periodsPerWeek: number) => ({
    schoolId,
    subject,
    grade: '三年级',
    periodsPerWeek,
    reason: '',
    status: { state: 'inForce' as const },
  });
  await entering.needs(need(county.pointA, '音乐', 2), county.note);
  await entering.needs(need(county.pointB, '音乐', 2), county.note);
  await entering.needs(need(county.pointC, '音乐', 3), county.note);
  const english = await entering.needs(need(county.pointC, '英语', 1), county.note);
  const withdrawn = await entering.reviseNeed(english.id, {
    expectedVersion: 1,
    by: 'test',
    validFrom: localDate.parse('2026-09-17'),
    fields: { ...english.fields, status: { state: 'withdrawn', reason: '新教师到岗' } },
  });
  expect(withdrawn.ok).toBe(true);
  for (const toSchoolId of [county.pointA, county.pointB, county.pointC]) {
    const link = { toSchoolId, subject: '音乐', grade: '三年级', periodsPerWeek: 2, label: '' };
    await entering.links({ ...link, fromSchoolId: county.central, needId: null }, county.note);
  }
  const silent = { name: '丁教学点', regionId: county.west.id, officialCode: 'P4', phone: '' };
  await registers.directory.entering.schools({ ...silent, kind: 'teachingPoint' }, county.note);
}

async function teach(): Promise<void> {
  const { a, b, c } = rooms();
  const on = () => week.connection();
  const all = started(county);

  // Monday, all three: A is there and counted, B is there and nobody counts, C is cut off for 6 of 40 minutes by a server restart.
  const cut = on();
  await week.happen(
    await week.lesson(MON, [a, b, c]),
    inOrder(
      [all],
      stay(on(), a.roomId, [-8]),
      stay(on(), b.roomId, [-2]),
      stay(cut, c.roomId, [-1]),
      [[12, { type: 'presence.lost', body: { connectionId: cut, cause: 'server-restart' } }, 5]],
      stay(on(), c.roomId, [18]),
      [counted(a.roomId, 19), counted(c.roomId, 11), ended()],
    ),
  );
  // Tuesday morning nobody starts; in the afternoon the lecturer forgets to end, and C leaves a minute after the bell.
  await week.happen(await week.lesson(TUE, [a, b]), [...stay(on(), a.roomId, [-3]), ended(45)]);
  await week.happen(
    await week.lesson(TUE, [c], { plannedStartAtMs: Date.parse(`${TUE}T14:00:00+08:00`) }),
    inOrder([all], stay(on(), c.roomId, [0, 41]), [counted(c.roomId, 12), ended(85, 2)]),
  );
  // Wednesday: A by two tabs. Then, on the spot and for no link, B.
  await week.happen(
    await week.lesson(WED, [a]),
    inOrder([all], stay(on(), a.roomId, [-1, 20]), stay(on(), a.roomId, [15]), [
      counted(a.roomId, 20),
      ended(),
    ]),
  );
  await week.happen(
    await week.lesson(WED, [b], { unplanned: true }),
    inOrder([all], stay(on(), b.roomId, [0]), [counted(b.roomId, 9), ended()]),
  );
  // Thursday: A a third time, which is more than it needs.
  await week.happen(
    await week.lesson(THU, [a]),
    inOrder([all], stay(on(), a.roomId, [2]), [counted(a.roomId, 18), ended()]),
  );
  // Friday: C never comes. Another lesson is cancelled.
  await week.happen(await week.lesson(FRI, [c]), [all, ended()]);
  await week.lesson(FRI, [c], { cancelled: { reason: '停电' } });
}

async function reportFor(actor: Actor): Promise<CoverageReport> {
  const answer = await coverage.service.read(actor, SCHOOL_WEEK);
  if (!answer.ok) throw new Error(answer.error.code);
  return answer.value;
}

test('the county’s week, counted by hand', async () => {
  const report = await reportFor(county.countyAdmin);
  // A 2 of 2 (three were given), B 0 of 2, C 2 of 3, English 0 of 3 teaching days × 1 ÷ 5.
  expect(report.needs.map((each) => [each.schoolName, each.subject, each.neededCount])).toEqual([
    ['丙教学点', '英语', 0.6],
    ['丙教学点', '音乐', 3],
    ['乙教学点', '音乐', 2],
    ['甲教学点', '音乐', 2],
  ]);
  expect(report.needs.map((each) => [each.plannedCount, each.deliveredCount, each.cause])).toEqual([
    [0, 0, 'no-link'],
    [3, 2, null],
    [2, 0, 'no-head-count'],
    [4, 3, null],
  ]);
  expect(report.needWeighted).toEqual({ numerator: 4, denominator: 7.6 });
  expect(report.pointsWithNeed).toEqual({ numerator: 2, denominator: 3 });
  // Monday 3, Tuesday 2 + 1, Wednesday 1, Thursday 1, Friday 1; of these Tuesday's 2 were not held.
  expect(report.lessons).toEqual({ plannedCount: 9, heldCount: 7, validCount: 5, unplannedCount: 1 });
  expect(report.leads).toEqual([
    {
      schoolId: county.central,
      schoolName: '中心小学',
      servedPointCount: 2,
      linkedPointCount: 3,
      lessonCount: 4,
    },
  ]);
  expect(report.withdrawnUnserved).toMatchObject([
    { schoolName: '丙教学点', subject: '英语', reason: '新教师到岗' },
  ]);
  expect(report.pointsWithoutRegister).toMatchObject([{ schoolName: '丁教学点' }]);
});

test('a room that was cut off by a restart has the minutes that were true', async () => {
  const report = await reportFor(county.countyAdmin);
  const monday = report.outcomes.find((each) => each.schoolId === county.pointC && each.localDate === MON);
  expect(monday).toMatchObject({ connectedMs: 34 * 60_000, lessonMs: 40 * 60_000, valid: true });
  const twoTabs = report.outcomes.find((each) => each.localDate === WED && !each.unplanned);
  expect(twoTabs).toMatchObject({ connectedMs: 40 * 60_000 });
});

test('a township sees its own points, a teacher what their own school is served, and a stranger nothing', async () => {
  const east = await reportFor(county.eastAdmin);
  expect(east.needWeighted).toEqual({ numerator: 2, denominator: 4 });
  expect(new Set(east.outcomes.map((each) => each.schoolName))).toEqual(new Set(['甲教学点', '乙教学点']));
  expect(east.leads).toMatchObject([{ servedPointCount: 2 }]);
  const west = await reportFor(
    actorOf(county.countyAdmin.personId, null, [county.inRegion('inspector', county.west.id)]),
  );
  expect(west.needWeighted).toEqual({ numerator: 2, denominator: 3.6 });
  expect(west.leads).toEqual([]);
  const point = await reportFor(county.teacherC);
  expect(new Set(point.needs.map((each) => each.schoolName))).toEqual(new Set(['丙教学点']));
  expect(new Set(point.outcomes.map((each) => each.schoolName))).toEqual(new Set(['丙教学点']));
  // A school without needs of its own has nothing to be served.
  expect(await reportFor(county.lecturer)).toMatchObject({ needs: [], outcomes: [] });
  for (const actor of [{ kind: 'visitor' } as const, actorOf(county.lecturer.personId, county.central, [])])
    expect(await coverage.service.read(actor, SCHOOL_WEEK)).toMatchObject({ error: { code: 'FORBIDDEN' } });
});

test('computed anew from the log, every number is the same', async () => {
  const before = await reportFor(county.countyAdmin);
  const lessons = await week.planning.reader.lessonsBetween(SCHOOL_WEEK.from, SCHOOL_WEEK.to);
  for (const lesson of lessons) await attendance.recompute(lesson.fields.sessionId);
  expect(await reportFor(county.countyAdmin)).toEqual(before);
});

test('the file for spreadsheets says what the page says; a bad question is refused', async () => {
  const [download] = coverage.downloads;
  const context = {
    actor: county.countyAdmin,
    requestId: 'r',
    address: '127.0.0.1',
    cookies: {},
    setCookie: () => undefined,
  };
  const ask = async (query: Record<string, unknown>) => {
    const answer = await download?.handle(context, query);
    return answer?.ok === true ? answer.value : (answer?.error.code ?? null);
  };
  const file = await ask({ ...SCHOOL_WEEK, locale: 'en' });
  expect(file).toMatchObject({ fileName: 'coverage-2026-09-14-2026-09-20.csv' });
  expect(file).toMatchObject({
    text: expect.stringContaining('Need-weighted coverage (periods),4,7.6,52.6'),
  });
  expect(await ask({ from: 'yesterday', to: SCHOOL_WEEK.to })).toBe('BAD_REQUEST');
  expect(await ask({ from: SCHOOL_WEEK.to, to: SCHOOL_WEEK.from })).toBe('INVALID_VALUE');
  expect(await ask({ from: '2020-01-01', to: SCHOOL_WEEK.to })).toBe('INVALID_VALUE');
  expect(await ask({ ...SCHOOL_WEEK, locale: 'fr' })).toBe('BAD_REQUEST');
});
