import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createAttendance } from '../../server/attendance/attendance.module.ts';
import { permit } from '../../server/identity/identity.permit.rules.ts';
import { migrations } from '../../server/migrations.ts';
import { createPlanningStore } from '../../server/planning/planning.store.ts';
import type { LessonEntry } from '../../server/planning/planning.types.ts';
import { aloneBus } from '../../server/platform/bus.ts';
import { silentLog } from '../../server/platform/log.ts';
import type { LastReport } from '../../server/quality/quality.rules.ts';
import { createSupervision } from '../../server/supervision/supervision.module.ts';
import type { AlarmNews } from '../../server/supervision/supervision.types.ts';
import { alarmId, type ConnectionId } from '../../shared/kernel/ids.ts';
import { localDate, MINUTE_MS, zone } from '../../shared/kernel/time.ts';
import type { LadderNow } from '../../shared/ladder.ts';
import { defaultAlarmThresholds } from '../../shared/supervision.ts';
import { type Backend, backends } from '../support/backends.ts';
import { rollupsOn } from '../support/coverage-house.ts';
import { actorOf, enterCounty, openRegisters } from '../support/registers.ts';
import { ended, openWeek, started, stay } from '../support/school-week.ts';

const DAY = '2026-09-16' as const;
const OWN = 'https://school.example';
type House = Awaited<ReturnType<typeof openHouse>>;

/** Supervision on the real registers and the real log, with a hand on the clock and on what rooms receive. */
async function openHouse(url: string) {
  const others = migrations.filter(({ name }) => !name.startsWith('directory-'));
  const registers = await openRegisters(permit, others, url);
  const county = await enterCounty(registers);
  const week = openWeek(registers, county);
  const attendance = createAttendance({
    ...{
      ...registers,
      permit,
      log: silentLog,
      jobs: { every: () => undefined, stop: async () => undefined },
    },
    ...{ sessions: week.reader, planning: week.planning.reader, directory: registers.directory.reader },
  });
  const ladders = new Map<ConnectionId, LadderNow>();
  const reports = new Map<ConnectionId, LastReport>();
  const deps = {
    ...registers,
    ...{ permit, bus: aloneBus, log: silentLog, jobs: { every: () => undefined } },
    sessions: { ...week.reader, ladderOf: (id: ConnectionId) => ladders.get(id) ?? null },
    latest: (_session: unknown, id: ConnectionId) => reports.get(id) ?? null,
    directory: registers.directory.reader,
    reading: week.planning.reading,
    rollups: rollupsOn(registers, week.planning, attendance).reader,
    plans: week.planning.schools,
    screenRooms: async () => ({
      all: new Set([county.roomA, county.roomB, county.roomC]),
      online: new Set([county.roomA]),
    }),
    planning: week.planning.reader,
    stills: { available: async () => false, take: async () => null },
    linkOrigin: (asked: string) => (asked === OWN ? asked : null),
    zone: async () => zone.parse('Asia/Shanghai'),
  };
  const told: AlarmNews[] = [];
  const open = () => {
    const made = createSupervision(deps);
    made.onAlarm((news) => told.push(news));
    return made;
  };
  return {
    ...{ registers, county, week, ladders, reports, told, open },
    /** Minutes after a lesson's planned start; a beat there. */
    async beatAt(supervision: ReturnType<typeof createSupervision>, lesson: LessonEntry, minutes: number) {
      registers.setNow(lesson.fields.plannedStartAtMs + minutes * MINUTE_MS);
      await supervision.beat();
    },
    inspector: actorOf(county.lecturer.personId, null, [
      { role: 'inspector', scope: { kind: 'region', regionId: county.county.id } },
    ]),
  };
}

describe.each(backends)('supervision on $name', ({ make }) => {
  const folder = mkdtempSync(join(tmpdir(), 'sanketang-supervision-'));
  let backend: Backend;
  let house: House;
  let supervision: ReturnType<House['open']>;
  beforeAll(async () => {
    backend = await make(join(folder, 'supervision.db'));
    if (backend.state !== 'open') return;
    house = await openHouse(backend.url);
    supervision = house.open();
  });
  afterAll(async () => {
    if (backend.state === 'open') {
      await house.registers.close();
      await backend.close();
    }
    rmSync(folder, { recursive: true, force: true });
  });
  beforeEach(() => void (backend.state === 'open' && house.told.splice(0)));
  const on = (skip: (reason: string) => never) => (backend.state === 'open' ? house : skip(backend.reason));
  const points = () => [
    { schoolId: house.county.pointA, roomId: house.county.roomA },
    { schoolId: house.county.pointB, roomId: house.county.roomB },
  ];
  /** Each at an hour of its own. */
  const lessonAt = (hour: number) =>
    house.week.lesson(localDate.parse(DAY), points(), {
      startMinute: hour * 60,
      plannedStartAtMs: Date.parse(`${DAY}T${String(hour).padStart(2, '0')}:00:00+08:00`),
    });
  const alarms = async (
    actor = house.inspector,
    ask: { scopeKind?: 'region' | 'school'; scopeId?: string } = {},
  ) => {
    const answer = await supervision.service.alarms(actor, ask);
    return answer.ok ? answer.value.alarms : answer.error.code;
  };
  const wall = async (ask: { mark?: string; scopeKind?: 'region' | 'school'; scopeId?: string } = {}) => {
    const answer = await supervision.service.wall(house.inspector, ask);
    if (!answer.ok) throw new Error(answer.error.code);
    return answer.value;
  };

  test('is refused to strangers; a place elsewhere is as unknown as one that never was', async ({ skip }) => {
    const { county, registers, inspector } = on(skip);
    const { service } = supervision;
    const code = async (asked: Promise<{ ok: boolean; error?: { code: string } }>) =>
      (await asked).error?.code;
    expect(await code(service.wall({ kind: 'visitor' }, {}))).toBe('UNAUTHENTICATED');
    expect(await code(service.wall(county.teacherC, {}))).toBe('FORBIDDEN');
    expect(await code(service.wall(inspector, { scopeKind: 'region' }))).toBe('BAD_REQUEST');
    for (const scopeId of [registers.newId(), county.west.id])
      expect(await code(service.wall(county.eastAdmin, { scopeKind: 'region', scopeId }))).toBe('NOT_FOUND');
    expect(await code(service.alarms(county.teacherC, {}))).toBe('FORBIDDEN');
    const unknown = { alarmId: alarmId.parse(registers.newId()), note: '' };
    expect(await code(service.acknowledge(inspector, unknown))).toBe('FORBIDDEN');
    expect(await code(service.acknowledge(county.eastAdmin, unknown))).toBe('NOT_FOUND');
  });

  test('a lesson that does not begin is an alarm once, over a restart too, and ends when it begins', async ({
    skip,
  }) => {
    const { week, beatAt, told, county, open } = on(skip);
    const lesson = await lessonAt(9);
    await beatAt(supervision, lesson, 4.9);
    expect(told).toEqual([]);
    await beatAt(supervision, lesson, 5);
    await beatAt(supervision, lesson, 5.2);
    const restarted = open();
    await beatAt(restarted, lesson, 5.4);
    const { id, plannedStartAtMs } = { id: lesson.id, plannedStartAtMs: lesson.fields.plannedStartAtMs };
    expect(told).toMatchObject([
      { news: 'begun', alarm: { rule: 'notStarted', lessonId: id, roomId: null, fromMs: plannedStartAtMs } },
    ]);
    await week.happen(lesson, [started(county, 6)]);
    await beatAt(restarted, lesson, 6.1);
    expect(told.slice(1)).toMatchObject([
      { news: 'ended', alarm: { rule: 'notStarted', toMs: plannedStartAtMs + 6 * MINUTE_MS } },
    ]);
    await week.happen(lesson, [ended(40)]);
    await beatAt(supervision, lesson, 41);
  });

  test('rooms that are away and lines that are bad are alarms of the running lesson, and the wall shows them', async ({
    skip,
  }) => {
    const { week, beatAt, told, county, ladders } = on(skip);
    const lesson = await lessonAt(11);
    const connection = week.connection();
    await week.happen(lesson, [...stay(connection, county.roomA, [-5]), started(county, 0)]);
    const before = await wall();
    ladders.set(connection, { step: 1, reason: 'line' });
    await beatAt(supervision, lesson, 1);
    await beatAt(supervision, lesson, 5);
    expect(told.map(({ news, alarm }) => [news, alarm.rule, alarm.roomId])).toEqual([
      ['begun', 'qualityBad', county.roomA],
      ['begun', 'roomOffline', county.roomB],
    ]);
    const shown = await wall({ mark: before.mark });
    expect(shown.whole).toBeNull();
    expect(shown.lessons).toMatchObject([
      {
        sessionId: lesson.fields.sessionId,
        state: 'live',
        rooms: [
          { roomId: county.roomA, state: 'here', ladder: { step: 1, reason: 'line' } },
          { roomId: county.roomB, state: 'absent', sinceMs: null, ladder: null },
        ],
        alarms: [{ rule: 'roomOffline' }, { rule: 'qualityBad' }],
      },
    ]);
    ladders.set(connection, { step: 5, reason: null });
    for (const minutes of [6, 6.2, 6.4, 6.6]) await beatAt(supervision, lesson, minutes);
    expect(told.at(-1)).toMatchObject({ news: 'ended', alarm: { rule: 'qualityBad' } });
    const all = await alarms();
    expect(Array.isArray(all) && all.filter(({ toMs }) => toMs === null)).toMatchObject([
      { rule: 'roomOffline', room: { roomId: county.roomB } },
    ]);
    // Nothing has changed since: nothing is told again but that alarm's end.
    const again = await wall({ mark: shown.mark });
    expect(again.lessons).toHaveLength(1);
    expect((await wall({ mark: again.mark })).lessons).toEqual([]);
    await week.happen(lesson, [ended(40)]);
    await beatAt(supervision, lesson, 40.5);
    const over = await wall({ mark: again.mark });
    expect(over).toMatchObject({ whole: null, lessons: [], gone: [lesson.fields.sessionId] });
    expect((await alarms()).slice(0, 2)).not.toContainEqual(expect.objectContaining({ toMs: null }));
  });

  test('whoever takes note says so by name; who only reads may not, and elsewhere it is unknown', async ({
    skip,
  }) => {
    const { county, inspector, registers } = on(skip);
    const found = await alarms();
    if (typeof found === 'string') throw new Error(found);
    const [first] = found;
    if (first === undefined) throw new Error('there is no alarm');
    const { service } = supervision;
    const wish = { alarmId: first.alarmId, note: '已电话联系' };
    const researcher = actorOf(county.lecturer.personId, null, [
      { role: 'researcher', scope: { kind: 'region', regionId: county.county.id } },
    ]);
    expect(await service.acknowledge(researcher, wish)).toMatchObject({ error: { code: 'FORBIDDEN' } });
    expect(await service.acknowledge(county.teacherC, wish)).toMatchObject({ error: { code: 'FORBIDDEN' } });
    const west = actorOf(county.lecturer.personId, null, [county.inRegion('admin', county.west.id)]);
    const admin = actorOf(county.lecturer.personId, null, [county.inRegion('admin', county.county.id)]);
    expect(await service.acknowledge(west, wish)).toMatchObject({ error: { code: 'NOT_FOUND' } });
    expect(await service.acknowledge(inspector, wish)).toMatchObject({ error: { code: 'FORBIDDEN' } });
    expect(await service.acknowledge(admin, wish)).toEqual({ ok: true, value: {} });
    expect((await alarms()).at(0)).toMatchObject({
      acknowledged: { note: '已电话联系', atMs: registers.clock.nowMs() },
    });
  });

  test('a lesson that was cancelled meanwhile is none any more', async ({ skip }) => {
    const { beatAt, told, registers, county } = on(skip);
    const lesson = await lessonAt(14);
    await beatAt(supervision, lesson, 6);
    expect(told.map(({ news }) => news)).toEqual(['begun']);
    expect((await wall()).lessons.map(({ lessonId: id }) => id)).toContain(lesson.id);
    const fields = { ...lesson.fields, cancelled: { reason: '停电' } };
    const { lessons } = createPlanningStore(registers);
    const revised = await lessons.revise(lesson.id, { ...county.note, expectedVersion: 1, fields });
    expect(revised.ok).toBe(true);
    await beatAt(supervision, lesson, 6.5);
    expect(told.map(({ news }) => news)).toEqual(['begun', 'ended']);
    expect((await wall()).lessons.map(({ lessonId: id }) => id)).not.toContain(lesson.id);
  });

  test('thresholds are the whole tree’s: in force at once, with their history', async ({ skip }) => {
    const { county, inspector } = on(skip);
    const { routes } = supervision;
    const context = (actor: typeof inspector) =>
      ({ actor }) as Parameters<(typeof routes)['alarmThreshold.list']>[0];
    const wish = {
      ...defaultAlarmThresholds,
      notStartedMs: 10 * MINUTE_MS,
      expectedVersion: 0,
      reason: '开学第一周',
    };
    expect(await routes['alarmThreshold.set'](context(county.eastAdmin), wish)).toMatchObject({
      error: { code: 'FORBIDDEN' },
    });
    expect(await routes['alarmThreshold.set'](context(county.countyAdmin), wish)).toEqual({
      ok: true,
      value: {},
    });
    expect(await routes['alarmThreshold.set'](context(county.countyAdmin), wish)).toMatchObject({
      error: { code: 'CONFLICT' },
    });
    expect(await routes['alarmThreshold.list'](context(inspector), {})).toMatchObject({
      value: {
        versions: [
          { version: 1, reason: '开学第一周', byName: '县管理员', thresholds: { notStartedMs: 600_000 } },
        ],
      },
    });
  });

  test('a big screen is shown to who has its address, until it is taken back', async ({ skip }) => {
    const { county, inspector } = on(skip);
    const { bigScreens } = supervision;
    const refused = async (asked: Promise<{ ok: boolean; error?: object }>) => (await asked).error;
    const wish = { label: '大厅', origin: OWN };
    expect(await refused(bigScreens.make(inspector, wish))).toMatchObject({ code: 'FORBIDDEN' });
    expect(await refused(bigScreens.make(county.eastAdmin, { ...wish, scopeKind: 'region' }))).toMatchObject({
      code: 'BAD_REQUEST',
    });
    const west = { ...wish, scopeKind: 'region', scopeId: county.west.id } as const;
    expect(await refused(bigScreens.make(county.eastAdmin, west))).toMatchObject({ code: 'NOT_FOUND' });
    const foreign = { ...wish, origin: 'https://elsewhere.example' };
    expect(await refused(bigScreens.make(county.countyAdmin, foreign))).toMatchObject({
      code: 'INVALID_VALUE',
    });

    const made = await bigScreens.make(county.eastAdmin, wish);
    if (!made.ok) throw new Error(made.error.code);
    const [page, token = ''] = made.value.address.split('#');
    expect(page).toBe(`${OWN}/big-screen`);
    const shown = await bigScreens.read(token, '10.0.0.1');
    expect(shown).toMatchObject({
      value: {
        name: '东乡',
        label: '大厅',
        rooms: { onlineCount: 1, equippedCount: 2 },
        period: { kind: 'year' },
      },
    });
    const figures = shown.ok ? shown.value : null;
    expect(figures?.lessons).toEqual({ planned: 2, running: 0, held: 2, cancelled: 1 });
    expect(figures?.alarms.open.map(({ count }) => count)).toEqual([0, 0, 0]);
    expect(figures?.alarms.todayCount).toBeGreaterThan(2);
    expect(JSON.stringify(figures)).not.toMatch(/主讲教师|管理员|已电话联系/);

    const mine = await bigScreens.list(county.countyAdmin);
    expect(mine).toMatchObject({ value: { screens: [{ scopeName: '东乡', madeByName: '东乡管理员' }] } });
    expect(JSON.stringify(mine)).not.toContain(token);
    for (const wrong of ['', 'x'.repeat(43), token.slice(1)])
      expect(await refused(bigScreens.read(wrong, '10.0.0.2'))).toMatchObject({ code: 'NOT_FOUND' });
    const { bigScreenId } = made.value;
    expect(await refused(bigScreens.revoke(inspector, bigScreenId))).toMatchObject({ code: 'FORBIDDEN' });
    expect(await bigScreens.revoke(county.countyAdmin, bigScreenId)).toEqual({ ok: true, value: {} });
    expect(await refused(bigScreens.read(token, '10.0.0.1'))).toMatchObject({ code: 'LINK_CLOSED' });
    expect(await bigScreens.list(county.countyAdmin)).toMatchObject({ value: { screens: [] } });
  });
});
