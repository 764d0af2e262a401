import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SchoolId, SessionId } from '../../shared/kernel/ids.ts';
import { localDate, zone } from '../../shared/kernel/time.ts';
import type { LessonQuality } from '../../shared/lesson-quality.ts';
import { seatOfPerson, seatOfRoom } from '../../shared/session/session.events.ts';
import {
  actorOf,
  enterCounty,
  openRegisters,
  type Registers,
  type TestCounty,
} from '../../test/support/registers.ts';
import { fact, type LogLine, logOf, nth, planOf } from '../../test/support/session-log.ts';
import { createSessionMemory } from '../../test/support/session-memory.ts';
import { permit } from '../identity/identity.permit.rules.ts';
import type { Actor } from '../identity/identity.types.ts';
import { planningMigrations } from '../planning/planning.migrations.ts';
import { createPlanning } from '../planning/planning.module.ts';
import { silentLog } from '../platform/log.ts';
import { attendanceMigrations } from './attendance.migrations.ts';
import { createAttendance } from './attendance.module.ts';
import { createAttendanceStore } from './attendance.store.ts';

const session = nth.session(1);
const DATE = localDate.parse('2026-09-16');

let registers: Registers;
let county: TestCounty;
let memory: ReturnType<typeof createSessionMemory>;
let work: (() => Promise<void>)[];

const open = (beside: Partial<Parameters<typeof createAttendance>[0]> = {}) =>
  createAttendance({
    ...beside,
    ...registers,
    log: silentLog,
    permit,
    jobs: { every: (_name, _periodMs, job) => work.push(job), stop: async () => undefined },
    sessions: memory.reader,
    directory: registers.directory.reader,
    planning: createPlanning({ ...registers, agendaChanged: () => undefined }).reader,
  });

beforeEach(async () => {
  work = [];
  registers = await openRegisters(permit, [...planningMigrations, ...attendanceMigrations]);
  county = await enterCounty(registers);
  memory = createSessionMemory();
  await enterLesson(session);
});
afterEach(() => registers.close());

const rooms = () => [
  { roomId: county.roomA, schoolId: county.pointA, classId: null, expectedCount: 20, needId: null },
  { roomId: county.roomC, schoolId: county.pointC, classId: null, expectedCount: 12, needId: null },
];
const plannedStartAtMs = Date.parse('2026-09-16T08:00:00+08:00');

async function enterLesson(sessionId: SessionId): Promise<void> {
  const { entering } = createPlanning({ ...registers, agendaChanged: () => undefined });
  await entering.lessons(
    {
      sessionId,
      kind: 'delivery',
      mode: 'interactive',
      subject: '音乐',
      grade: '三年级',
      localDate: DATE,
      startMinute: 480,
      durationMinutes: 40,
      zone: zone.parse('Asia/Shanghai'),
      plannedStartAtMs,
      leadingSchoolId: county.central,
      lectureRoomId: county.lectureRoom,
      lecturerId: county.lecturer.personId,
      linkId: null,
      leadingClass: null,
      memberIds: [],
      rooms: rooms(),
      unplanned: false,
      cancelled: null,
    },
    county.note,
  );
}

/** Room A of the county is there all the time, room C never. */
const lines = (): LogLine[] => [
  [
    -10,
    fact.opened(
      planOf([], {
        localDate: DATE,
        plannedStartAtMs,
        plannedEndAtMs: plannedStartAtMs + 40 * 60_000,
        leadingSchoolId: county.central,
        rooms: rooms(),
      }),
    ),
  ],
  [-5, joinedA()],
  [-5, fact.mediaOn(1)],
  [0, fact.started()],
  [5, countA(18)],
  [40, fact.ended()],
];
const joinedA = () => ({
  type: 'presence.joined' as const,
  body: {
    connectionId: nth.connection(1),
    seat: seatOfRoom(county.roomA),
    part: 'room' as const,
    deviceId: null,
  },
});
const countA = (presentCount: number) => ({
  type: 'headCount.set' as const,
  body: { roomId: county.roomA, presentCount, expectedCount: 20, source: 'console' as const },
});
const written = (some: readonly LogLine[]) => logOf(session, some, plannedStartAtMs);
const settledRooms = async (attendance: ReturnType<typeof open>) =>
  (await attendance.reader.settledOf([session])).flatMap(({ rooms }) => rooms);
const results = async (attendance: ReturnType<typeof open>) =>
  (await settledRooms(attendance)).map((each) => [
    each.roomId === county.roomA ? 'A' : 'C',
    each.verdict.state === 'invalid' ? each.verdict.reason : each.verdict.state,
    each.presentCount,
    each.punctual,
  ]);

describe('reading', () => {
  test('a lesson that is not there and one that is not the asker’s answer alike', async () => {
    const attendance = open();
    const stranger = actorOf(nth.person(9), nth.school(9), []);
    const refused = { ok: false, error: { code: 'NOT_FOUND' } };
    expect(await attendance.service.read(county.countyAdmin, nth.session(2))).toEqual(refused);
    expect(await attendance.service.read(stranger, session)).toEqual(refused);
    expect(await attendance.service.read({ kind: 'visitor' }, session)).toEqual(refused);
  });

  test('the leading side sees every room, a receiving school its own', async () => {
    const attendance = open();
    memory.commit(session, written(lines()));
    const seen = async (actor: Actor) => {
      const answer = await attendance.service.read(actor, session);
      return answer.ok ? answer.value.rooms.map((each) => each.schoolName) : answer.error.code;
    };
    expect(await seen(county.lecturer)).toEqual(['甲教学点', '丙教学点']);
    expect(await seen(county.countyAdmin)).toEqual(['甲教学点', '丙教学点']);
    expect(await seen(county.teacherC)).toEqual(['丙教学点']);
    const westAdmin = actorOf(nth.person(8), null, [county.inRegion('admin', county.west.id)]);
    expect(await seen(westAdmin)).toEqual(['丙教学点']);
  });

  test('people, viewers and the own class are the leading side’s to see; a school sees its own people', async () => {
    const attendance = open();
    const own = { roomId: county.lectureRoom, schoolId: county.central, classId: null, expectedCount: 41 };
    const plan = { leadingSchoolId: county.central, lecturerId: county.lecturer.personId };
    const body = {
      ...planOf([], { ...plan, localDate: DATE, rooms: rooms(), mode: 'live' }),
      lectureRoom: own,
    };
    const joins = (connection: number, person: Actor & { kind: 'person' }) => ({
      type: 'presence.joined' as const,
      body: {
        connectionId: nth.connection(connection),
        seat: seatOfPerson(person.personId),
        part: person === county.lecturer ? ('lecturer' as const) : ('assistant' as const),
        deviceId: null,
      },
    });
    const counted = { roomId: county.lectureRoom, presentCount: 40, expectedCount: 41 };
    memory.commit(
      session,
      written([
        [-10, fact.opened(body)],
        [-1, joins(1, county.lecturer)],
        [0, { type: 'session.started', body: { lecturerId: county.lecturer.personId } }],
        [1, joins(2, county.teacherC)],
        [2, { type: 'headCount.set', body: { ...counted, source: 'console' } }],
        [40, fact.ended()],
      ]),
    );
    const read = async (actor: Actor) => {
      const answer = await attendance.service.read(actor, session);
      if (!answer.ok) throw new Error(answer.error.code);
      const { people, viewers, leadingRoom, rooms } = answer.value;
      const count = leadingRoom?.headCount?.presentCount ?? null;
      const counts = rooms.map((each) => each.headCount);
      return { people: people.map((each) => [each.part, each.schoolName]), viewers, count, counts };
    };
    expect(await read(county.lecturer)).toMatchObject({
      people: [
        ['lecturer', expect.any(String)],
        ['assistant', '丙教学点'],
      ],
      viewers: { count: 0, watchedMs: 0 },
      count: 40,
      counts: [null, null],
    });
    expect(await read(county.teacherC)).toEqual({
      people: [['assistant', '丙教学点']],
      viewers: null,
      count: null,
      counts: [null],
    });
  });

  test('as a table for spreadsheets it is no more than the page shows to the same asker', async () => {
    const [download] = open().downloads;
    if (download === undefined) throw new Error('no table');
    memory.commit(session, logOf(session, lines(), plannedStartAtMs));
    const ask = (actor: Actor, query: Readonly<Record<string, string>>) =>
      download.handle({ actor } as Parameters<typeof download.handle>[0], query);
    const bad = { ok: false, error: { code: 'BAD_REQUEST' } };
    for (const query of [
      {},
      { sessionId: 'x' },
      { sessionId: session, locale: 'fr' },
      { sessionId: session, all: '1' },
    ])
      expect(await ask(county.lecturer, query)).toEqual(bad);
    const refused = await ask({ kind: 'visitor' }, { sessionId: session });
    expect(refused).toMatchObject({ error: { code: 'NOT_FOUND' } });
    const own = await ask(county.teacherC, { sessionId: session, locale: 'en' });
    const whole = await ask(county.lecturer, { sessionId: session, locale: 'en' });
    if (!own.ok || !whole.ok) throw new Error('refused');
    expect(whole.value.text).toContain('甲教学点');
    expect(own.value.text).toContain('丙教学点');
    expect(own.value.text).not.toContain('甲教学点');
    expect(own.value.contentType).toBe('text/csv; charset=utf-8');
  });

  test('a running lesson is measured up to now and judged later', async () => {
    const attendance = open();
    memory.commit(session, written(lines().slice(0, -1)));
    registers.setNow(plannedStartAtMs + 10 * 60_000);
    const answer = await attendance.service.read(county.lecturer, session);
    expect(answer).toMatchObject({
      value: {
        lessonMs: 600_000,
        endedAtMs: null,
        rooms: [
          { punctual: true, verdict: { state: 'open' }, attendance: { connectedMs: 600_000 } },
          { punctual: false, verdict: { state: 'open' }, attendance: { connectedMs: 0 } },
        ],
      },
    });
  });

  test('a lesson that nobody opened is not held once its time has passed', async () => {
    const attendance = open();
    const verdicts = async () => {
      const answer = await attendance.service.read(county.lecturer, session);
      return answer.ok ? answer.value.rooms.map((each) => each.verdict) : [];
    };
    registers.setNow(plannedStartAtMs);
    expect(await verdicts()).toEqual([{ state: 'open' }, { state: 'open' }]);
    registers.setNow(plannedStartAtMs + 41 * 60_000);
    expect(await verdicts()).toContainEqual({ state: 'invalid', reason: 'not-held' });
  });
});

describe('settling', () => {
  test('an end settles, a late head-count settles again, a reopening takes the result back', async () => {
    const attendance = open();
    attendance.start();
    await attendance.settled();
    const log = written([...lines(), [60, countA(0)], [61, fact.reopened()]]);
    memory.commit(session, log.slice(0, 6));
    await attendance.settled();
    expect(await results(attendance)).toEqual([
      ['A', 'valid', 18, true],
      ['C', 'room-absent', null, false],
    ]);
    memory.commit(session, log.slice(6, 7));
    await attendance.settled();
    expect((await results(attendance))[0]).toEqual(['A', 'no-head-count', 0, true]);
    memory.commit(session, log.slice(7));
    await attendance.settled();
    expect(await results(attendance)).toEqual([]);
    await attendance.stop();
  });

  test('the word of a local teacher counts in place of a head-count, and its withdrawal takes that back', async () => {
    const attendance = open();
    attendance.start();
    const confirmed = (outcome: 'held' | 'failed') =>
      ({
        type: 'confirmation.set',
        body: {
          roomId: county.roomA,
          outcome,
          cause: outcome === 'held' ? null : 'sound',
          clarity: null,
          following: null,
          source: 'login',
          late: true,
        },
      }) as const;
    const verdict = async () => {
      await attendance.settled();
      return (await settledRooms(attendance)).find(({ roomId }) => roomId === county.roomA)?.verdict;
    };
    const uncounted = lines().filter(([, { type }]) => type !== 'headCount.set');
    memory.commit(session, logOf(session, uncounted, plannedStartAtMs));
    expect(await verdict()).toEqual({ state: 'invalid', reason: 'no-head-count' });
    memory.commit(session, logOf(session, [[600, confirmed('held')]], plannedStartAtMs));
    expect(await verdict()).toEqual({ state: 'valid' });
    memory.commit(session, logOf(session, [[700, confirmed('failed')]], plannedStartAtMs));
    expect(await verdict()).toEqual({ state: 'invalid', reason: 'no-head-count' });
    await attendance.stop();
  });

  test('a settled lesson shows how each room’s line did and why it does not count, a running one neither', async () => {
    const quality = { stepMs: [0, 0, 0, 0, 0, 1], freezeCount: 2 } as LessonQuality;
    const asked: unknown[] = [];
    const attendance = open({
      phoneHolders: async () => new Map(),
      evidenceOf: async (about) => {
        asked.push(about);
        const { fromMs } = about.spans[0] ?? { fromMs: 0 };
        const frozen = [{ fromMs: fromMs + 60_000, toMs: fromMs + 90_000 }];
        return new Map([[county.roomA, { weak: [], frozen, deviceFailed: false }]]);
      },
      qualitiesOf: async () => new Map([[county.roomA, { quality }]]),
    });
    const shown = async () => {
      const answer = await attendance.service.read(county.lecturer, session);
      return answer.ok ? answer.value.rooms.map((each) => [each.quality, each.cause]) : [];
    };
    const told: string[] = [];
    const silence = attendance.reader.onSettled((id) => void told.push(id));
    attendance.start();
    memory.commit(session, written(lines().slice(0, -1)));
    await attendance.settled();
    expect(await shown()).toEqual([
      [null, null],
      [null, null],
    ]);
    expect([told, asked]).toEqual([[], []]);
    memory.commit(session, written(lines().slice(-1)));
    await attendance.settled();
    expect(await shown()).toEqual([
      [quality, null],
      [null, 'room-offline'],
    ]);
    const [fact] = await attendance.reader.settledOf([session, nth.session(2)]);
    expect(fact?.rooms).toMatchObject([
      { verdict: { state: 'valid' }, foundCause: null, disturbedMs: 30_000, ranMs: 2_400_000 },
      { verdict: { state: 'invalid' }, foundCause: 'room-offline', disturbedMs: 2_400_000 },
    ]);
    expect(told).toEqual([session]);
    expect(asked).toMatchObject([{ sessionId: session, rooms: [{ reconnectCount: 0 }, { media: [] }] }]);
    silence();
    await attendance.recompute(session);
    expect(told).toHaveLength(1);
    await attendance.stop();
  });

  test('what could not be read is tried again by the job', async () => {
    const attendance = open();
    attendance.start();
    await attendance.settled();
    memory.setAway(true);
    memory.commit(session, written(lines()));
    await attendance.settled();
    memory.setAway(false);
    expect(await results(attendance)).toEqual([]);
    for (const job of work) await job();
    expect(await results(attendance)).toHaveLength(2);
    await attendance.stop();
  });

  test('a new process settles what an older one missed, and what went on since', async () => {
    memory.commit(session, written(lines()));
    const first = open();
    first.start();
    await first.settled();
    expect(await results(first)).toHaveLength(2);
    await first.stop();
    memory.commit(session, written([[50, countA(0)]]));
    expect((await results(first))[0]).toEqual(['A', 'valid', 18, true]);
    const second = open();
    second.start();
    await second.settled();
    expect((await results(second))[0]).toEqual(['A', 'no-head-count', 0, true]);
    await second.stop();
  });

  test('people who leave after the end cost nothing, a loss dated back into the lesson does', async () => {
    const attendance = open();
    let reads = 0;
    const { eventsOf } = memory.reader;
    memory.reader.eventsOf = (id) => {
      reads += 1;
      return eventsOf(id);
    };
    attendance.start();
    memory.commit(session, written(lines()));
    await attendance.settled();
    reads = 0;
    memory.commit(session, written([[41, fact.left(9)]]));
    await attendance.settled();
    expect(reads).toBe(0);
    memory.commit(session, written([[30, fact.lost(1), 12]]));
    await attendance.settled();
    expect(reads).toBe(1);
    await attendance.stop();
  });

  test('computing anew changes nothing, and an older reading never replaces a newer one', async () => {
    const attendance = open();
    memory.commit(session, written([...lines(), [60, countA(7)]]));
    await attendance.recompute(session);
    const before = await results(attendance);
    await attendance.recompute(session);
    expect(await results(attendance)).toEqual(before);
    const older = { sessionId: session, lessonId: nth.lesson(1), logSeq: 1, localDate: DATE };
    const times = { plannedMs: 0, lessonMs: 0, startedAtMs: null, endedAtMs: null };
    const none = { linkId: null, ...times, ownTurnCount: 0, people: [], rooms: [] };
    const leadingSchoolId: SchoolId = county.central;
    await createAttendanceStore(registers).save({ ...older, ...none, leadingSchoolId }, 0);
    expect(await results(attendance)).toEqual(before);
  });
});
