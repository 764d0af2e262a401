import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createAttendance } from '../../server/attendance/attendance.module.ts';
import { createCoverage } from '../../server/coverage/coverage.module.ts';
import { permit } from '../../server/identity/identity.permit.rules.ts';
import type { Actor } from '../../server/identity/identity.types.ts';
import { migrations } from '../../server/migrations.ts';
import type { LessonEntry } from '../../server/planning/planning.types.ts';
import { silentLog } from '../../server/platform/log.ts';
import type { ReportPage } from '../../shared/coverage/report.ts';
import type { LessonId } from '../../shared/kernel/ids.ts';
import { addDays, localDate } from '../../shared/kernel/time.ts';
import { seatOfPerson } from '../../shared/session/session.events.ts';
import { type RouteInput, routes } from '../../shared/wire/routes.ts';
import { type Backend, backends } from '../support/backends.ts';
import { rollupsOn } from '../support/coverage-house.ts';
import { actorOf, enterCounty, openRegisters, type TestCounty } from '../support/registers.ts';
import {
  counted,
  ended,
  inOrder,
  type Line,
  openWeek,
  SCHOOL_WEEK,
  started,
  stay,
} from '../support/school-week.ts';

const dayOf = (offset: number) => addDays(SCHOOL_WEEK.from, offset);
const MON = SCHOOL_WEEK.from;
const TUE = dayOf(1);
const WED = dayOf(2);
const THU = dayOf(3);
const FRI = dayOf(4);
const week = { kind: 'week', date: SCHOOL_WEEK.to } as const;
const others = migrations.filter(({ name }) => !name.startsWith('directory-'));

type House = Awaited<ReturnType<typeof openHouse>>;

/** The county with the real registers, log, attendance and rolling up, on one database. */
async function openHouse(url: string) {
  const registers = await openRegisters(permit, others, url);
  const county = await enterCounty(registers);
  const school = openWeek(registers, county);
  const readers = {
    sessions: school.reader,
    planning: school.planning.reader,
    directory: registers.directory.reader,
  };
  const jobs = { every: () => undefined, stop: async () => undefined };
  const deps = { ...registers, ...readers, permit, log: silentLog, jobs };
  const attendance = createAttendance(deps);
  const rollups = rollupsOn(registers, school.planning, attendance);
  const { schools: plans, reading } = school.planning;
  const coverage = createCoverage({ ...deps, plans, reading, rollups, attendance: attendance.reader });
  attendance.start();
  return {
    registers,
    county,
    school,
    attendance,
    rollups,
    report: coverage.report,
    happened: new Map<string, LessonEntry>(),
  };
}

/** Music at three points, two or three periods a week; English at C until Thursday; a fourth point registers nothing. */
async function enterNeedsAndLinks({ county, school, registers }: House): Promise<void> {
  const { entering } = school.planning;
  const need = (schoolId: TestCounty['pointA'], subject: string, periodsPerWeek: number) =>
    entering.needs(
      {
        schoolId,
        subject,
        grade: '三年级',
        periodsPerWeek,
        reason: '',
        status: { state: 'inForce' as const },
      },
      county.note,
    );
  await need(county.pointA, '音乐', 2);
  await need(county.pointB, '音乐', 2);
  await need(county.pointC, '音乐', 3);
  const english = await need(county.pointC, '英语', 1);
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

/** What happened that week: nine lessons at rooms were planned, seven held, five valid. */
async function teach({ county, school, happened }: House): Promise<void> {
  const a = { roomId: county.roomA, schoolId: county.pointA };
  const b = { roomId: county.roomB, schoolId: county.pointB };
  const c = { roomId: county.roomC, schoolId: county.pointC };
  const on = () => school.connection();
  const all = started(county);
  const happen = async (name: string, lesson: LessonEntry, lines: readonly Line[]) => {
    happened.set(name, lesson);
    await school.happen(lesson, lines);
  };
  // Monday, all three: A is there and counted, B is there and nobody counts, C is cut off for 6 of 40 minutes by a server restart.
  const cut = on();
  await happen(
    'monday',
    await school.lesson(MON, [a, b, c]),
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
  await happen('not held', await school.lesson(TUE, [a, b]), [...stay(on(), a.roomId, [-3]), ended(45)]);
  await happen(
    'forgotten',
    await school.lesson(TUE, [c], { plannedStartAtMs: Date.parse(`${TUE}T14:00:00+08:00`) }),
    inOrder([all], stay(on(), c.roomId, [0, 41]), [counted(c.roomId, 12), ended(85, 2)]),
  );
  // Wednesday: A by two tabs. Then, on the spot and for no link, B.
  await happen(
    'two tabs',
    await school.lesson(WED, [a]),
    inOrder([all], stay(on(), a.roomId, [-1, 20]), stay(on(), a.roomId, [15]), [
      counted(a.roomId, 20),
      ended(),
    ]),
  );
  await happen(
    'on the spot',
    await school.lesson(WED, [b], { unplanned: true }),
    inOrder([all], stay(on(), b.roomId, [0]), [counted(b.roomId, 9), ended()]),
  );
  // Thursday: A a third time, which is more than it needs; the lecturer is there by name, and the point says what it thinks.
  const { personId } = county.lecturer;
  const desk = on();
  await happen(
    'thursday',
    await school.lesson(THU, [a]),
    inOrder(
      [
        [
          -5,
          {
            type: 'presence.joined',
            body: { connectionId: desk, seat: seatOfPerson(personId), part: 'lecturer', deviceId: null },
          },
        ],
        [-5, { type: 'media.connected', body: { connectionId: desk } }],
      ],
      [all],
      stay(on(), a.roomId, [2]),
      [
        counted(a.roomId, 18),
        [9, { type: 'signal.sent', body: { roomId: a.roomId, signal: 'slower' } }],
        [11, { type: 'signal.sent', body: { roomId: a.roomId, signal: 'slower' } }],
        ended(),
        [
          50,
          {
            type: 'confirmation.set',
            body: {
              roomId: a.roomId,
              outcome: 'held',
              cause: null,
              clarity: 5,
              following: 4,
              source: 'phoneNamed',
              late: false,
            },
          },
        ],
      ],
    ),
  );
  // Friday: C never comes. Another lesson is cancelled.
  await happen('absent', await school.lesson(FRI, [c]), [all, ended()]);
  await school.lesson(FRI, [c], { cancelled: { reason: '停电' } });
}

describe.each(backends)('the county’s week on $name', ({ make }) => {
  const folder = mkdtempSync(join(tmpdir(), 'sanketang-report-'));
  let backend: Backend;
  let house: House;

  beforeAll(async () => {
    backend = await make(join(folder, 'records.db'));
    if (backend.state === 'missing') throw new Error(backend.reason);
    house = await openHouse(backend.url);
    await enterNeedsAndLinks(house);
    await teach(house);
    await house.attendance.settled();
    house.registers.setNow(Date.parse('2026-09-20T20:00:00+08:00'));
    await house.rollups.catchUp();
  });
  afterAll(async () => {
    await house?.attendance.stop();
    await house?.registers.close();
    if (backend?.state === 'open') await backend.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const pageFor = async (
    actor: Actor,
    about: Partial<RouteInput<'report.read'>> = {},
  ): Promise<ReportPage> => {
    const answer = await house.report.read(actor, routes['report.read'].body.parse({ ...week, ...about }));
    if (!answer.ok) throw new Error(answer.error.code);
    return routes['report.read'].answer.parse(answer.value);
  };
  const figure = ({ figures }: Pick<ReportPage, 'figures'>, key: ReportPage['figures'][number]['key']) => {
    const found = figures.find((each) => each.key === key);
    return [found?.numerator, found?.denominator];
  };
  const linesOf = async (
    ask: Partial<RouteInput<'report.list'>>,
    actor: Actor = house.county.countyAdmin,
  ) => {
    const body = routes['report.list'].body.parse({ ...week, indicator: 'validLessons', ...ask });
    const answer = await house.report.list(actor, body);
    if (!answer.ok) throw new Error(answer.error.code);
    return routes['report.list'].answer.parse(answer.value);
  };

  test('its figures, counted by hand', async () => {
    const page = await pageFor(house.county.countyAdmin);
    // A 2 of 2 (three were given), B 0 of 2, C 2 of 3, English 0 of 3 teaching days × 1 ÷ 5.
    expect(figure(page, 'needWeighted')).toEqual([4, 7.6]);
    expect(figure(page, 'pointsWithNeed')).toEqual([2, 3]);
    // Monday 3, Tuesday 2 + 1, Wednesday 1, Thursday 1, Friday 1; of these Tuesday's 2 were not held.
    expect(figure(page, 'delivery')).toEqual([7, 9]);
    expect(figure(page, 'validLessons')).toEqual([5, 9]);
    // 19, 11, 12, 20 and 18 pupils of 20; at two rooms nobody counted.
    expect(figure(page, 'pupilAttendance')).toEqual([80, 100]);
    // C never came on Friday, and on Tuesday there was nothing to come to.
    expect(figure(page, 'punctuality')).toEqual([6, 9]);
    expect(figure(page, 'leadRatio')).toEqual([2, 1]);
    expect(page.besides).toEqual({
      withdrawnUnservedCount: 1,
      silentPointCount: 1,
      cancelledCount: 1,
      unplannedCount: 1,
      recordedCount: 0,
      elsewhereCount: 0,
      uncountedCount: 2,
    });
    expect(page.causes).toEqual([
      { cause: 'nobody-there', needCount: 1 },
      { cause: 'no-link', needCount: 1 },
    ]);
    expect(
      page.byKind.map(({ kind, figures }) => [kind, figure({ figures }, 'needWeighted')]),
    ).toContainEqual(['teachingPoint', [4, 7.6]]);
    expect(page.below.map(({ name, figures }) => [name, figure({ figures }, 'needWeighted')])).toEqual([
      ['东乡', [2, 4]],
      ['西乡', [2, 3.6]],
    ]);
  });

  test('the lists behind them', async () => {
    const needs = await linesOf({ indicator: 'needWeighted' });
    expect(needs.rows).toMatchObject({
      lines: [
        { schoolName: '丙教学点', subject: '英语', neededCount: 0.6, deliveredCount: 0, cause: 'no-link' },
        { schoolName: '丙教学点', subject: '音乐', neededCount: 3, deliveredCount: 2, cause: null },
        { schoolName: '乙教学点', subject: '音乐', neededCount: 2, deliveredCount: 0, cause: 'nobody-there' },
        { schoolName: '甲教学点', subject: '音乐', neededCount: 2, deliveredCount: 3, cause: null },
      ],
    });
    const lessons = await linesOf({});
    expect(lessons).toMatchObject({ total: 9, next: null });
    const absent = house.happened.get('absent')?.id;
    expect(lessons.rows).toMatchObject({
      list: 'lessons',
      lines: { length: 9, 0: { lessonId: absent, cause: 'room-offline' } },
    });
    const cutOff = await linesOf({ roomId: house.county.roomC });
    const monday = house.happened.get('monday')?.id;
    const minutes = cutOff.rows.list === 'lessons' ? cutOff.rows.lines : [];
    expect(minutes.find(({ lessonId }) => lessonId === monday)).toMatchObject({
      connectedMs: 34 * 60_000,
      lessonMs: 40 * 60_000,
      verdict: 'valid',
    });
    const twice = await linesOf({ roomId: house.county.roomA });
    const twoTabs = house.happened.get('two tabs')?.id;
    const ofA = twice.rows.list === 'lessons' ? twice.rows.lines : [];
    expect(ofA.filter(({ lessonId }) => lessonId === twoTabs)).toMatchObject([{ connectedMs: 40 * 60_000 }]);
    for (const [indicator, total] of [
      ['withdrawnUnserved', 1],
      ['silentPoints', 1],
      ['cancelled', 1],
      ['unplanned', 1],
      ['uncounted', 2],
      ['elsewhere', 0],
    ] as const)
      expect(await linesOf({ indicator })).toMatchObject({ total, rows: { lines: { length: total } } });
  });

  test('a part of the tree sees its own, of the same rows as the whole', async () => {
    const { county, report } = house;
    const east = await pageFor(county.eastAdmin);
    expect([east.name, figure(east, 'needWeighted'), figure(east, 'leadRatio')]).toEqual([
      '东乡',
      [2, 4],
      [2, 1],
    ]);
    expect(await pageFor(county.countyAdmin, { scopeKind: 'region', scopeId: county.east.id })).toMatchObject(
      {
        figures: east.figures,
      },
    );
    const inspector = actorOf(county.countyAdmin.personId, null, [
      county.inRegion('inspector', county.west.id),
    ]);
    const west = await pageFor(inspector);
    expect([west.name, figure(west, 'needWeighted'), figure(west, 'leadRatio')]).toEqual([
      '西乡',
      [2, 3.6],
      [0, 0],
    ]);
    const seen = async (actor: Actor) => {
      const { rows } = await linesOf({}, actor);
      return new Set(rows.list === 'lessons' ? rows.lines.map((line) => line.schoolName) : []);
    };
    expect(await seen(county.eastAdmin)).toEqual(new Set(['甲教学点', '乙教学点']));
    expect(await seen(county.teacherC)).toEqual(new Set(['丙教学点']));
    // A school without needs of its own has nothing to be served.
    expect(await seen(county.lecturer)).toEqual(new Set());
    expect(figure(await pageFor(county.lecturer), 'needWeighted')).toEqual([0, 0]);
    const point = await pageFor(county.teacherC);
    expect([point.name, figure(point, 'needWeighted'), point.below]).toEqual(['丙教学点', [2, 3.6], []]);
    const stranger = actorOf(county.lecturer.personId, county.central, []);
    for (const actor of [stranger, { kind: 'visitor' } as const])
      expect(await report.read(actor, week)).toMatchObject({ error: { code: 'FORBIDDEN' } });
    const served = await report.service(county.teacherC, week);
    expect(served).toMatchObject({
      value: { schoolName: '丙教学点', needs: { length: 2 }, lessons: { length: 4 } },
    });
  });

  test('what a lecturer taught, and what the point said of it', async () => {
    const { lecturer, central, pointA } = house.county;
    const mine = await house.report.mine(lecturer, week);
    expect(mine).toMatchObject({
      value: {
        name: '主讲教师',
        work: [{ part: 'lectured', kind: 'delivery' }],
        said: [
          {
            schoolName: '甲教学点',
            confirmation: { outcome: 'held', clarity: 5, following: 4, late: false },
            signals: [{ signal: 'slower', count: 2 }],
          },
        ],
      },
    });
    const graph = await house.report.graph(house.county.countyAdmin, week);
    if (!graph.ok) throw new Error(graph.error.code);
    expect(graph.value.edges[0]).toMatchObject({
      fromSchoolId: central,
      toSchoolId: pointA,
      validCount: 3,
      linked: true,
    });
  });

  test('a corrected cause is told with its author, and changes no other figure', async () => {
    const { county, report, rollups } = house;
    const before = await pageFor(county.countyAdmin);
    const lessonId = house.happened.get('monday')?.id as LessonId;
    const wish = { lessonId, roomId: county.roomB, reason: '投影机坏了' };
    expect(await report.correctCause(county.countyAdmin, { ...wish, cause: 'device' })).toMatchObject({
      ok: true,
    });
    await rollups.catchUp();
    const page = await pageFor(county.countyAdmin);
    expect(page.causes).toEqual([
      { cause: 'device', needCount: 1 },
      { cause: 'no-link', needCount: 1 },
    ]);
    expect(page.figures).toEqual(before.figures);
    const { rows } = await linesOf({ cause: 'device' });
    expect(rows).toMatchObject({
      lines: [
        {
          lessonId,
          cause: 'device',
          foundCause: 'nobody-there',
          correction: { byName: '县管理员', reason: '投影机坏了' },
        },
      ],
    });
    expect(await report.correctCause(county.countyAdmin, { ...wish, cause: null })).toMatchObject({
      ok: true,
    });
    await rollups.catchUp();
    expect((await pageFor(county.countyAdmin)).causes).toEqual(before.causes);
  });

  test('counted anew from the log, every page is the same', async () => {
    const before = await pageFor(house.county.countyAdmin);
    for (const { fields } of house.happened.values()) await house.attendance.recompute(fields.sessionId);
    await house.rollups.rebuild();
    const { freshAtMs, ...after } = await pageFor(house.county.countyAdmin);
    expect(freshAtMs).toBeGreaterThanOrEqual(before.freshAtMs);
    expect({ ...after, freshAtMs: before.freshAtMs }).toEqual(before);
  });
});
