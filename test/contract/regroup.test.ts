import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { permit } from '../../server/identity/identity.permit.rules.ts';
import type { Actor } from '../../server/identity/identity.types.ts';
import { planningMigrations } from '../../server/planning/planning.migrations.ts';
import { createPlanning, type Planning } from '../../server/planning/planning.module.ts';
import { type GroupId, groupId, type RoomId, type SessionId } from '../../shared/kernel/ids.ts';
import type { Result } from '../../shared/kernel/result.ts';
import { localDate } from '../../shared/kernel/time.ts';
import type { LessonCard, LessonPhase } from '../../shared/lesson.ts';
import type { RouteBody } from '../../shared/wire/routes.ts';
import { type Backend, backends } from '../support/backends.ts';
import { enterCounty, openRegisters, type Registers, type TestCounty } from '../support/registers.ts';
import { nthId } from '../support/timetable.ts';

const WEDNESDAY = localDate.parse('2026-09-23');
const value = <T>(answer: Result<T>): T => {
  if (!answer.ok) throw new Error(JSON.stringify(answer.error));
  return answer.value;
};
const refused = (field: string, reason: string) => ({
  ok: false,
  error: { code: 'INVALID_VALUE', params: { field, reason } },
});

describe.each(backends)('a meeting of another group, on $name', ({ make }) => {
  let folder: string;
  let backend: Backend;
  let registers: Registers;
  let county: TestCounty;
  let planning: Planning;
  let phases: Map<SessionId, LessonPhase>;
  let told: RoomId[][];
  let pair: GroupId;
  let circle: GroupId;
  let foreign: GroupId;
  let lesson: LessonCard;

  beforeEach(async (context) => {
    folder = await mkdtemp(join(tmpdir(), 'regroup-'));
    backend = await make(join(folder, 'suite.db'));
    if (backend.state === 'missing') return context.skip(backend.reason);
    registers = await openRegisters(permit, planningMigrations, backend.url);
    county = await enterCounty(registers);
    phases = new Map();
    told = [];
    planning = createPlanning({
      ...registers,
      agendaChanged: (rooms) => told.push([...rooms]),
      phasesOf: async () => phases,
    });
    registers.link(planning.linkedSchools);
    const { central, pointA, pointB, pointC } = county;
    pair = await groupOf('城乡结对', central, pointA);
    circle = await groupOf('音乐共同体', pointB, central);
    foreign = await groupOf('别处的组', pointA, pointC);
    lesson = value(await planning.routes['lesson.plan'](ask(), meeting({ groupId: pair })));
    told = [];
  });
  afterEach(async () => {
    await registers.close();
    if (backend.state === 'open') await backend.close();
    await rm(folder, { recursive: true, force: true });
  });

  const ask = (actor: Actor = county.countyAdmin) => ({
    ...{ actor, requestId: 'r', address: '127.0.0.1', cookies: {} },
    setCookie: () => expect.unreachable(),
  });
  const groupOf = async (name: string, schoolId: TestCounty['central'], member: TestCounty['central']) => {
    const fields = { name, kind: 'group' as const, schoolId, memberSchoolIds: [member] };
    const dates = { fromDate: null, toDate: null };
    return groupId.parse(value(await planning.routes['group.add'](ask(), { ...fields, ...dates })).id);
  };
  /** An observed lesson with its class, and colleagues who watch it. */
  const meeting = (more: Partial<RouteBody<'lesson.plan'>> = {}): RouteBody<'lesson.plan'> => ({
    ...{ kind: 'master', mode: 'observation', subject: '音乐', grade: '', localDate: WEDNESDAY },
    ...{ startMinute: 600, durationMinutes: 40, lecturerId: county.lecturer.personId },
    ...{ lectureRoomId: null, linkId: null, roomIds: [county.roomA] },
    ...{ memberIds: [county.teacherC.personId] },
    ...more,
  });
  type Wish = Partial<RouteBody<'lesson.regroup'>>;
  const regroup = (more: Wish = {}, actor?: Actor) =>
    planning.routes['lesson.regroup'](ask(actor), {
      ...{ lessonId: lesson.lessonId, expectedVersion: 1, groupId: circle, reason: '改由共同体开展' },
      ...{ memberIds: [county.teacherC.personId], roomIds: [county.roomB] },
      ...more,
    });
  const stored = async () => (await planning.reader.lessonsBetween(WEDNESDAY, WEDNESDAY)).at(0);

  test('what cannot be is refused as when it is planned, and nothing is changed', async () => {
    const before = await stored();
    expect(await regroup({ groupId: groupId.parse(nthId(3, 9)) })).toEqual(refused('groupId', 'unknown'));
    expect(await regroup({ groupId: foreign })).toEqual(refused('groupId', 'mismatch'));
    expect(await regroup({ roomIds: [county.roomB, county.roomB] })).toEqual(refused('roomIds', 'duplicate'));
    expect(await regroup({ roomIds: [county.lectureRoom] })).toEqual(refused('roomIds', 'mismatch'));
    const twice = [county.teacherC.personId, county.teacherC.personId];
    expect(await regroup({ memberIds: twice })).toEqual(refused('memberIds', 'duplicate'));
    const same = { groupId: pair, roomIds: [county.roomA] };
    expect(await regroup(same)).toEqual(refused('groupId', 'mismatch'));
    expect(await regroup({ expectedVersion: 7 })).toMatchObject({ error: { code: 'CONFLICT' } });
    expect(await regroup({}, county.teacherC)).toMatchObject({ error: { code: 'FORBIDDEN' } });
    expect(await regroup({}, { kind: 'visitor' })).toMatchObject({ error: { code: 'UNAUTHENTICATED' } });
    expect(await stored()).toEqual(before);
    expect(told).toEqual([]);
  });

  test('its rooms of before and of now are told; who stays and who comes in stands in the lesson, with the reason', async () => {
    const { lessons } = value(await regroup());
    expect(lessons).toMatchObject([
      { groupId: circle, changed: { kind: 'regrouped', reason: '改由共同体开展' }, version: 2 },
    ]);
    expect(told.map((rooms) => rooms.toSorted())).toEqual([[county.roomA, county.roomB].toSorted()]);
    expect((await stored())?.fields).toMatchObject({
      ...{ groupId: circle, sessionId: lesson.sessionId, memberIds: [county.teacherC.personId] },
      rooms: [{ roomId: county.roomB, schoolId: county.pointB }],
    });
    await planning.schools.fresh();
    const none = value(await regroup({ expectedVersion: 2, groupId: null }));
    expect(none.lessons[0]).not.toHaveProperty('groupId');
    expect((await stored())?.fields).not.toHaveProperty('groupId');
  });

  test('a room that is busy then stays out, by name; one that fell out is free for others', async () => {
    const colleague = async (name: string) => {
      const roles = [county.inSchool('lecturer', county.central)];
      const person = { name, schoolId: county.central, phone: '', roles };
      return (await registers.directory.entering.people(person, county.note)).id;
    };
    const beside = async (roomId: RoomId, name: string) =>
      planning.routes['lesson.plan'](
        ask(),
        meeting({ roomIds: [roomId], lecturerId: await colleague(name) }),
      );
    value(await beside(county.roomB, '何老师'));
    expect(await regroup()).toMatchObject({ error: { code: 'BUSY', params: { kind: 'room' } } });
    expect((await planning.versionsOf(lesson.lessonId)).length).toBe(1);
    expect(await beside(county.roomA, '陈老师')).toMatchObject({ error: { code: 'BUSY' } });
    value(await regroup({ roomIds: [county.roomC] }));
    value(await beside(county.roomA, '周老师'));
  });

  test('not once somebody has come in, and never of a delivery lesson', async () => {
    phases.set(lesson.sessionId, 'waiting');
    expect(await regroup()).toEqual({ ok: false, error: { code: 'LESSON_BEGUN' } });
    phases.clear();
    const delivery = value(
      await planning.routes['lesson.plan'](
        ask(),
        meeting({ kind: 'delivery', mode: 'interactive', memberIds: [], startMinute: 800 }),
      ),
    );
    const wish = { lessonId: delivery.lessonId, memberIds: [] };
    expect(await regroup(wish)).toEqual(refused('groupId', 'mismatch'));
  });
});
