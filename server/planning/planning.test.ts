import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { linkId, needId, personId, type RoomId, roomId, schoolId } from '../../shared/kernel/ids.ts';
import { localDate } from '../../shared/kernel/time.ts';
import { asked } from '../../test/support/asked.ts';
import { needSpans } from '../../test/support/need-spans.ts';
import {
  actorOf,
  enterCounty,
  openRegisters,
  type Registers,
  type TestCounty,
} from '../../test/support/registers.ts';
import { permit } from '../identity/identity.permit.rules.ts';
import type { Actor } from '../identity/identity.types.ts';
import { planningMigrations } from './planning.migrations.ts';
import { createPlanning, type Planning } from './planning.module.ts';

const nobody = '018f0000-0000-7000-8000-000000000000';
const WEDNESDAY = localDate.parse('2026-09-16');

let registers: Registers;
let county: TestCounty;
let planning: Planning;
let told: RoomId[][];

beforeEach(async () => {
  told = [];
  registers = await openRegisters(permit, planningMigrations);
  county = await enterCounty(registers);
  planning = createPlanning({ ...registers, agendaChanged: (roomIds) => told.push([...roomIds]) });
  registers.link(planning.linkedSchools);
});
afterEach(() => registers.close());

const context = (actor: Actor) => ({
  actor,
  requestId: 'r',
  address: '127.0.0.1',
  cookies: {},
  setCookie: () => expect.unreachable(),
});
const refused = (field: string, reason: string) => ({
  ok: false,
  error: { code: 'INVALID_VALUE', params: { field, reason } },
});
const forbidden = { ok: false, error: { code: 'FORBIDDEN' } };
const value = <T>(answer: { ok: true; value: T } | { ok: false; error: unknown }): T => {
  if (!answer.ok) throw new Error(JSON.stringify(answer.error));
  return answer.value;
};

const music = { subject: '音乐', grade: '三年级', periodsPerWeek: 2 };
const needOf = (id: TestCounty['pointA'], more: object = {}) => ({
  ...music,
  schoolId: id,
  reason: '',
  status: { state: 'inForce' as const },
  ...more,
});
const linkOf = (toSchoolId: TestCounty['pointA'], more: object = {}) => ({
  ...music,
  fromSchoolId: county.central,
  toSchoolId,
  needId: null,
  label: '',
  ...more,
});
const addNeed = (body: ReturnType<typeof needOf>, actor = county.countyAdmin) =>
  asked(planning.routes)['need.add'](context(actor), body);
const addLink = (body: ReturnType<typeof linkOf>, actor = county.countyAdmin) =>
  asked(planning.routes)['link.add'](context(actor), body);
const classIn = (id: TestCounty['pointA'], homeRoomId: RoomId, grade: string, enrolledCount: number) =>
  registers.directory.entering.classes(
    { schoolId: id, name: grade, grade, enrolledCount, homeRoomId },
    county.note,
  );

describe('needs and links', () => {
  test('a need of an unknown or foreign school, withdrawn from the start, or registered twice is refused', async () => {
    expect(await addNeed(needOf(schoolId.parse(nobody)))).toMatchObject(refused('schoolId', 'unknown'));
    expect(await addNeed(needOf(county.pointC), county.eastAdmin)).toMatchObject(
      refused('schoolId', 'unknown'),
    );
    expect(await addNeed(needOf(county.pointC), county.teacherC)).toMatchObject(forbidden);
    expect(
      await addNeed(needOf(county.pointA, { status: { state: 'withdrawn', reason: 'x' } })),
    ).toMatchObject(refused('status', 'mismatch'));
    const both = await Promise.all([addNeed(needOf(county.pointA)), addNeed(needOf(county.pointA))]);
    expect(both[0]).toMatchObject({ ok: true });
    expect(both[1]).toMatchObject(refused('subject', 'taken'));
  });

  test('a link to oneself, to nowhere, against a foreign need, or made by the receiving side is refused', async () => {
    const { id } = value(await addNeed(needOf(county.pointA)));
    expect(await addLink(linkOf(county.central))).toMatchObject(refused('toSchoolId', 'mismatch'));
    expect(await addLink(linkOf(schoolId.parse(nobody)))).toMatchObject(refused('toSchoolId', 'unknown'));
    expect(await addLink(linkOf(county.pointA, { fromSchoolId: schoolId.parse(nobody) }))).toMatchObject(
      refused('fromSchoolId', 'unknown'),
    );
    expect(await addLink(linkOf(county.pointB, { needId: id }))).toMatchObject(refused('needId', 'unknown'));
    expect(await addLink(linkOf(county.pointA, { needId: needId.parse(nobody) }))).toMatchObject(
      refused('needId', 'unknown'),
    );
    expect(await addLink(linkOf(county.pointA, { needId: id, subject: '美术' }))).toMatchObject(
      refused('subject', 'mismatch'),
    );
    expect(await addLink(linkOf(county.pointA, { needId: id, grade: '' }))).toMatchObject(
      refused('grade', 'mismatch'),
    );
    const grant = county.inSchool('admin', county.pointA);
    const pointAdmin = actorOf(county.teacherC.personId, county.pointA, [grant]);
    expect(await addLink(linkOf(county.pointA), pointAdmin)).toMatchObject(
      refused('fromSchoolId', 'unknown'),
    );
    expect(await addLink(linkOf(county.pointA, { needId: id }))).toMatchObject({ ok: true });
    expect(await addLink(linkOf(county.pointA), pointAdmin)).toMatchObject(forbidden);
    expect(await addLink(linkOf(county.pointA))).toMatchObject(refused('subject', 'taken'));
  });

  test("a link shows its two schools the link, and the point's needs to nobody else", async () => {
    value(await addNeed(needOf(county.pointC)));
    value(await addLink(linkOf(county.pointC)));
    const links = async (actor: Actor) =>
      value(await asked(planning.routes)['link.list'](context(actor), {})).rows.length;
    expect([await links(county.lecturer), await links(county.teacherC)]).toEqual([1, 1]);
    expect(await links(actorOf(county.lecturer.personId, county.pointB, []))).toBe(0);
    const needs = async (actor: Actor) =>
      value(await asked(planning.routes)['need.list'](context(actor), {})).rows.length;
    expect([await needs(county.lecturer), await needs(county.teacherC)]).toEqual([0, 1]);
    const met = value(await addNeed(needOf(county.pointB)));
    value(await addLink(linkOf(county.pointB, { needId: met.id })));
    expect(await needs(county.lecturer)).toBe(1);
    expect(await asked(planning.routes)['need.list'](context({ kind: 'visitor' }), {})).toMatchObject({
      error: { code: 'UNAUTHENTICATED' },
    });
  });

  test('a need counts on the days on which it was in force, whatever its state today', async () => {
    const add = (subject: string) => planning.entering.needs(needOf(county.pointA, { subject }), county.note);
    const kept = await add('音乐');
    const withdrawn = await add('美术');
    const gone = await add('科学');
    const withdraw = async (need: typeof kept, validFrom: string, closed = false) =>
      value(
        await planning.entering.reviseNeed(need.id, {
          expectedVersion: 1,
          by: 'test',
          validFrom: localDate.parse(validFrom),
          fields: { ...need.fields, status: { state: 'withdrawn', reason: '调来教师' } },
          closed,
        }),
      );
    await withdraw(withdrawn, '2026-09-16');
    await withdraw(gone, '2026-09-14', true);
    const spansOf = (from: string, to: string) =>
      needSpans(
        planning.schools,
        [county.pointA, county.pointB, county.pointC],
        [localDate.parse(from), localDate.parse(to)],
      );
    const spans = await spansOf('2026-09-14', '2026-09-17');
    expect(spans.map((span) => [span.id, span.fields.status.state, span.inForceDates])).toEqual([
      [kept.id, 'inForce', ['2026-09-14', '2026-09-15', '2026-09-16', '2026-09-17']],
      [withdrawn.id, 'withdrawn', ['2026-09-14', '2026-09-15']],
    ]);
    expect(await spansOf('2026-08-01', '2026-08-31')).toEqual([]);
  });
});

describe('lesson.plan', () => {
  const wish = () => ({
    kind: 'delivery' as const,
    mode: 'interactive' as const,
    subject: '音乐',
    grade: '三年级',
    localDate: WEDNESDAY,
    startMinute: 600,
    durationMinutes: 40,
    lecturerId: county.lecturer.personId,
    lectureRoomId: county.lectureRoom,
    linkId: null,
    roomIds: [county.roomA, county.roomC],
  });
  const plan = (more: object = {}, actor: Actor = county.countyAdmin) =>
    asked(planning.routes)['lesson.plan'](context(actor), { ...wish(), ...more });

  test.each([
    ['mode', 'mismatch', () => ({ mode: 'seminar' })],
    // Pupils on stage are never recorded, whoever asks.
    ['recording', 'mismatch', () => ({ recording: { on: true, licence: 'parties', stage: true } })],
    ['roomIds', 'range', () => ({ roomIds: [] })],
    ['roomIds', 'duplicate', () => ({ roomIds: [county.roomA, county.roomA] })],
    ['roomIds', 'unknown', () => ({ roomIds: [roomId.parse(nobody)] })],
    ['roomIds', 'mismatch', () => ({ roomIds: [county.lectureRoom] })],
    ['roomIds', 'mismatch', () => ({ roomIds: [county.lectureRoom], lectureRoomId: null })],
    ['localDate', 'range', () => ({ localDate: '2026-09-15' })],
    ['localDate', 'range', () => ({ localDate: '2028-09-15' })],
    ['lecturerId', 'unknown', () => ({ lecturerId: personId.parse(nobody) })],
    ['lecturerId', 'unknown', () => ({ lecturerId: county.countyAdmin.personId })],
    ['lecturerId', 'mismatch', () => ({ lecturerId: county.teacherC.personId })],
    ['lectureRoomId', 'unknown', () => ({ lectureRoomId: roomId.parse(nobody) })],
    ['lectureRoomId', 'unknown', () => ({ lectureRoomId: county.roomB })],
    ['linkId', 'unknown', () => ({ linkId: linkId.parse(nobody) })],
  ] as const)('names %s (%s)', async (field, reason, more) => {
    expect(await plan(more())).toMatchObject(refused(field, reason));
    expect(await planning.reader.lessonsBetween(WEDNESDAY, WEDNESDAY)).toEqual([]);
    expect(told).toEqual([]);
  });

  test('a foreign room, a foreign lecturer and a lesson that is not the asker’s to plan are refused', async () => {
    expect(await plan({}, county.eastAdmin)).toMatchObject(refused('roomIds', 'unknown'));
    // Lecturers plan their own lessons, with rooms that they may see, and nobody else's.
    expect(await plan({}, county.lecturer)).toMatchObject(refused('roomIds', 'unknown'));
    const grant = county.inSchool('lecturer', county.central);
    const colleague = actorOf(county.teacherC.personId, county.central, [grant]);
    expect(await plan({}, colleague)).toMatchObject(forbidden);
    expect(await plan({}, county.teacherC)).toMatchObject(refused('lecturerId', 'unknown'));
    expect(await plan({}, { kind: 'visitor' })).toMatchObject({ error: { code: 'UNAUTHENTICATED' } });
  });

  test('a link of another subject, grade or school does not fit', async () => {
    const linked = async (to: TestCounty['pointA'], more: object) =>
      value(await addLink(linkOf(to, more))).id;
    for (const id of [
      await linked(county.pointA, { subject: '美术' }),
      await linked(county.pointA, { grade: '四年级' }),
      await linked(county.pointB, {}),
    ])
      expect(await plan({ linkId: id })).toMatchObject(refused('linkId', 'unknown'));
    expect(await plan({ linkId: await linked(county.pointC, {}) })).toMatchObject({ ok: true });
  });

  test('class, count and need come from the registers, and the rooms are told', async () => {
    const group = await classIn(county.pointA, county.roomA, '三年级', 17);
    await classIn(county.pointC, county.roomC, '三年级', 9);
    const fourth = await classIn(county.pointC, county.roomC, '四年级', 8);
    const need = value(await addNeed(needOf(county.pointA)));
    value(await addNeed(needOf(county.pointC)));
    value(await addNeed(needOf(county.pointA, { grade: '四年级' })));
    const card = value(await plan({ grade: '四年级', roomIds: [county.roomC], startMinute: 700 }));
    const third = value(await plan());
    expect(told).toEqual([[county.roomC], [county.roomA, county.roomC]]);
    expect(third).toMatchObject({
      phase: 'planned',
      plannedStartAtMs: Date.parse('2026-09-16T02:00:00Z'),
      plannedEndAtMs: Date.parse('2026-09-16T02:40:00Z'),
      unplanned: false,
      leadingSchool: { name: '中心小学' },
      lectureRoom: { name: '一号教室' },
      lecturer: { name: '主讲教师' },
      rooms: [
        { schoolName: '甲教学点', className: '三年级', expectedCount: 17 },
        { schoolName: '丙教学点', className: '三年级', expectedCount: 9 },
      ],
    });
    const lesson = await planning.reader.lessonOfSession(third.sessionId);
    expect(lesson?.fields.rooms[0]).toMatchObject({ classId: group.id, needId: need.id });
    const other = await planning.reader.lessonOfSession(card.sessionId);
    expect(other?.fields.rooms).toEqual([
      {
        roomId: county.roomC,
        schoolId: county.pointC,
        classId: fourth.id,
        expectedCount: 8,
        needId: null,
        linkId: null,
      },
    ]);
  });

  test('lists are in order of planned start, by party, and a room’s begin with yesterday', async () => {
    const late = value(await plan({ startMinute: 900 }));
    const early = value(await plan({ startMinute: 480, roomIds: [county.roomA] }));
    const tomorrow = value(await plan({ localDate: '2026-09-17' }));
    const ids = (entries: readonly { id: string }[]) => entries.map((each) => each.id);
    const { reader, lessons } = planning;
    expect(ids(await reader.lessonsBetween(WEDNESDAY, WEDNESDAY))).toEqual([early.lessonId, late.lessonId]);
    expect(ids(await reader.lessonsOfRoom(county.roomC, 9))).toEqual([late.lessonId, tomorrow.lessonId]);
    expect(ids(await reader.lessonsOfRoom(county.roomC, 1))).toEqual([late.lessonId]);
    registers.setNow(registers.clock.nowMs() + 2 * 86_400_000);
    expect(ids(await reader.lessonsOfRoom(county.roomC, 9))).toEqual([tomorrow.lessonId]);
    expect(await reader.lessonsOfRoom(roomId.parse(nobody), 9)).toEqual([]);
    const week = { from: localDate.parse('2026-09-14'), to: localDate.parse('2026-09-18') };
    const seen = async (actor: Actor) => ids(value(await lessons.list(actor, week)));
    expect(await seen(county.lecturer)).toHaveLength(3);
    expect(await seen(county.teacherC)).toEqual([late.lessonId, tomorrow.lessonId]);
    expect(await seen(actorOf(county.lecturer.personId, county.pointB, []))).toHaveLength(3);
    expect(await seen(actorOf(county.teacherC.personId, county.pointB, []))).toEqual([]);
    expect(await lessons.list(county.countyAdmin, { from: week.to, to: week.from })).toMatchObject(
      refused('to', 'range'),
    );
    expect(
      await lessons.list(county.countyAdmin, { from: week.from, to: localDate.parse('2030-01-01') }),
    ).toMatchObject(refused('to', 'range'));
  });
});

describe('lesson.improvise', () => {
  const improvise = (more: object = {}, actor: Actor = county.lecturer) =>
    asked(planning.routes)['lesson.improvise'](context(actor), {
      subject: '音乐',
      durationMinutes: 40,
      roomIds: [county.roomC],
      ...more,
    });

  test('only a lecturer of a school, with rooms that they may see', async () => {
    expect(await improvise()).toMatchObject(refused('roomIds', 'unknown'));
    expect(await improvise({}, county.countyAdmin)).toMatchObject(forbidden);
    expect(await improvise({}, county.teacherC)).toMatchObject(forbidden);
    expect(await improvise({}, { kind: 'visitor' })).toMatchObject({ error: { code: 'UNAUTHENTICATED' } });
    value(await addLink(linkOf(county.pointC)));
    expect(await improvise({ roomIds: [county.roomC, county.roomC] })).toMatchObject(
      refused('roomIds', 'duplicate'),
    );
    expect(await improvise({ roomIds: [county.lectureRoom] })).toMatchObject(refused('roomIds', 'mismatch'));
    expect(told).toEqual([]);
  });

  test('it starts in this minute and is attached to the one link that fits', async () => {
    await classIn(county.pointC, county.roomC, '三年级', 9);
    const need = value(await addNeed(needOf(county.pointC)));
    const link = value(await addLink(linkOf(county.pointC, { needId: need.id })));
    registers.setNow(registers.clock.nowMs() + 30_000);
    const card = value(await improvise());
    const lesson = await planning.reader.lessonOfSession(card.sessionId);
    expect(lesson?.fields).toMatchObject({
      unplanned: true,
      kind: 'delivery',
      mode: 'interactive',
      grade: '三年级',
      localDate: WEDNESDAY,
      startMinute: 540,
      plannedStartAtMs: registers.clock.nowMs() - 30_000,
      leadingSchoolId: county.central,
      lectureRoomId: county.lectureRoom,
      lecturerId: county.lecturer.personId,
      linkId: link.id,
      rooms: [{ expectedCount: 9, needId: need.id }],
    });
    expect(told).toEqual([[county.roomC]]);
  });

  test('two links that fit, or none, leave it unattached', async () => {
    value(await addLink(linkOf(county.pointC, { grade: '三年级' })));
    value(await addLink(linkOf(county.pointC, { grade: '四年级' })));
    const linkOfLesson = async (more: object = {}) =>
      (await planning.reader.lessonOfSession(value(await improvise(more)).sessionId))?.fields.linkId;
    expect(await linkOfLesson()).toBeNull();
    expect(await linkOfLesson({ subject: '书法' })).toBeNull();
  });
});
