import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  type ClassId,
  type LinkId,
  lessonId,
  type RoomId,
  type SlotId,
  slotId,
  termId,
} from '../../shared/kernel/ids.ts';
import type { Result } from '../../shared/kernel/result.ts';
import { addDays, localDate } from '../../shared/kernel/time.ts';
import type { LessonPhase } from '../../shared/lesson.ts';
import type { SlotFields } from '../../shared/slot.ts';
import type { TermFields } from '../../shared/term.ts';
import { asked } from '../../test/support/asked.ts';
import {
  actorOf,
  enterCounty,
  openRegisters,
  type Registers,
  type TestCounty,
} from '../../test/support/registers.ts';
import { nthId, periods } from '../../test/support/timetable.ts';
import { permit } from '../identity/identity.permit.rules.ts';
import type { Actor } from '../identity/identity.types.ts';
import { planningMigrations } from './planning.migrations.ts';
import { createPlanning, type Planning } from './planning.module.ts';

let registers: Registers;
let county: TestCounty;
let planning: Planning;
let told: Set<RoomId>;
let phases: Map<string, LessonPhase>;
let term: { id: ReturnType<typeof termId.parse>; fields: TermFields };
let classA: ClassId;
let linkA: LinkId;
let linkB: LinkId;

const day = (text: string) => localDate.parse(text);
const context = (actor: Actor) => ({
  ...{ actor, requestId: 'r', address: '127.0.0.1', cookies: {} },
  setCookie: () => expect.unreachable(),
});
const value = <T>(answer: Result<T>): T => {
  if (!answer.ok) throw new Error(JSON.stringify(answer.error));
  return answer.value;
};
const refused = (field: string, reason: string, more: object = {}) => ({
  ok: false,
  error: { code: 'INVALID_VALUE', params: { field, reason, ...more } },
});
const as = (actor: Actor = county.countyAdmin) => context(actor);
const routes = () => planning.routes;

beforeEach(async () => {
  told = new Set();
  phases = new Map();
  registers = await openRegisters(permit, planningMigrations);
  county = await enterCounty(registers);
  planning = createPlanning({
    ...registers,
    agendaChanged: (roomIds) => {
      for (const id of roomIds) told.add(id);
    },
    phasesOf: async () => phases as never,
  });
  registers.link(planning.linkedSchools);
  registers.onClose(planning.stillPlanned);
  const fields: TermFields = {
    ...{ regionId: county.county.id, name: '秋季学期', from: day('2026-08-31'), to: day('2026-12-31') },
    holidays: [{ name: '国庆节', from: day('2026-10-01'), to: day('2026-10-07') }],
    makeUpDays: [{ date: day('2026-10-10'), asWeekday: 4 }],
  };
  term = { id: value(await routes()['term.add'](as(), fields)).id, fields };
  for (const [id, first] of [
    [county.central, 500],
    [county.pointA, 500],
    [county.pointB, 505],
  ] as const)
    value(await routes()['bell.add'](as(), bellOf(id, first)));
  classA = (
    await registers.directory.entering.classes(
      {
        schoolId: county.pointA,
        name: '三年级',
        grade: '三年级',
        enrolledCount: 17,
        homeRoomId: county.roomA,
      },
      county.note,
    )
  ).id;
  linkA = await linkTo(county.pointA);
  linkB = await linkTo(county.pointB);
});
afterEach(() => registers.close());

const bellOf = (schoolId: TestCounty['pointA'], first: number) => ({
  ...{ schoolId, name: '作息', fromDate: null, toDate: null },
  weekdays: [1, 2, 3, 4, 5],
  periods: periods(first),
});

async function linkTo(toSchoolId: TestCounty['pointA'], more: object = {}): Promise<LinkId> {
  const need = await planning.entering.needs(
    {
      schoolId: toSchoolId,
      subject: '音乐',
      grade: '三年级',
      periodsPerWeek: 2,
      reason: '',
      status: { state: 'inForce' },
    },
    county.note,
  );
  const fields = {
    ...{ fromSchoolId: county.central, toSchoolId, needId: need.id, subject: '音乐', grade: '三年级' },
    ...{ periodsPerWeek: 2, label: '', ...more },
  };
  return (await planning.entering.links(fields, county.note)).id;
}

const slotOf = (more: Partial<SlotFields> = {}): SlotFields => ({
  ...{ termId: term.id, subject: '音乐', grade: '三年级', weekday: 5, startMinute: 500, durationMinutes: 40 },
  ...{ weeks: 'every', leadingSchoolId: county.central, lectureRoomId: county.lectureRoom },
  ...{ lecturerId: county.lecturer.personId, leadingClassId: null },
  rooms: [{ linkId: linkA, schoolId: county.pointA, roomId: county.roomA, classId: classA }],
  ...more,
});
const lessons = async () => planning.reader.lessonsBetween(term.fields.from, term.fields.to);
const dates = async () => (await lessons()).map((each) => each.fields.localDate);
const accept = (slots: SlotFields[], actor?: Actor) => routes()['planner.accept'](as(actor), { slots });
const addSlot = async (more: Partial<SlotFields> = {}) =>
  value(await routes()['slot.add'](as(), slotOf(more))).id;

describe('planner.propose and planner.accept', () => {
  test('what is proposed can be accepted, and its lessons know slot, link, need, class and count', async () => {
    const proposal = value(await routes()['planner.propose'](as(), { termId: term.id }));
    expect(proposal.unplaced).toEqual([]);
    expect(proposal.slots.map((slot) => slot.rooms.length)).toEqual([2, 2]);
    const done = value(await accept(proposal.slots));
    expect(done).toEqual({ slots: 2, lessons: proposal.lessonCount });
    const made = await lessons();
    expect(made).toHaveLength(proposal.lessonCount);
    expect(made[0]?.fields).toMatchObject({
      ...{ kind: 'delivery', mode: 'interactive', unplanned: false, cancelled: null, linkId: null },
      rooms: [
        {
          roomId: county.roomA,
          classId: classA,
          expectedCount: 17,
          linkId: linkA,
          needId: expect.any(String),
        },
        { roomId: county.roomB, classId: null, expectedCount: 0, linkId: linkB, needId: expect.any(String) },
      ],
    });
    expect(new Set(made.map((each) => each.fields.slotId)).size).toBe(2);
    expect(made.every((each) => each.fields.plannedStartAtMs > registers.clock.nowMs())).toBe(true);
    expect([...told].toSorted()).toEqual([county.roomA, county.roomB].toSorted());
    expect(value(await routes()['planner.propose'](as(), { termId: term.id }))).toMatchObject({
      slots: [],
      unplaced: [],
    });
  });

  test('a new point sits in with the lessons that are there: they gain a room, and nothing else is made', async () => {
    value(await accept([slotOf(), slotOf({ weekday: 2 })]));
    const before = await lessons();
    const proposal = value(await routes()['planner.propose'](as(), { termId: term.id, linkIds: [linkB] }));
    expect(proposal).toMatchObject({ slots: [], unplaced: [], joins: { length: 2 } });
    const [join, second] = proposal.joins;
    if (join === undefined || second === undefined) return expect.unreachable();
    const acceptJoins = (joins: typeof proposal.joins) =>
      routes()['planner.accept'](as(), { slots: [], joins });
    const other = { ...second, fields: { ...second.fields, startMinute: 550 } };
    expect(await acceptJoins([join, other])).toMatchObject(refused('rooms', 'mismatch', { row: 1 }));
    const stale = { ...second, expectedVersion: 7 };
    expect(await acceptJoins([join, stale])).toMatchObject({ error: { code: 'CONFLICT' } });
    const nowhere = { ...second, slotId: slotId.parse(nthId(9, 77)) };
    expect(await acceptJoins([join, nowhere])).toMatchObject({
      error: { code: 'NOT_FOUND', params: { row: 1 } },
    });
    expect(await lessons()).toEqual(before);
    expect(value(await acceptJoins(proposal.joins))).toEqual({ slots: 2, lessons: 0 });
    const after = await lessons();
    expect(after.map((each) => each.id)).toEqual(before.map((each) => each.id));
    for (const { fields } of after)
      expect(fields.rooms.map((room) => [room.schoolId, room.linkId])).toEqual([
        [county.pointA, linkA],
        [county.pointB, linkB],
      ]);
    const again = value(await routes()['planner.propose'](as(), { termId: term.id }));
    expect(again).toMatchObject({ slots: [], joins: [], unplaced: [] });
  });

  test('no lesson falls on a holiday, and the make-up day has its own', async () => {
    value(await accept([slotOf({ weekday: 4 })]));
    const found = await dates();
    expect(found).not.toContain('2026-10-01');
    expect(found).toContain('2026-10-10');
  });

  test('all or none: one wrong slot of several leaves nothing, and is named by its row', async () => {
    const wrong = await accept([slotOf(), slotOf({ weekday: 4, startMinute: 480 })]);
    expect(wrong).toMatchObject(refused('startMinute', 'range', { row: 1 }));
    const twice = await accept([
      slotOf({ weeks: 'odd' }),
      slotOf({ weeks: 'even' }),
      slotOf({ weeks: 'odd' }),
    ]);
    expect(twice).toMatchObject(refused('lecturerId', 'taken', { row: 2 }));
    expect(await lessons()).toEqual([]);
    expect(value(await routes()['slot.list'](as(), {})).total).toBe(0);
    expect(told.size).toBe(0);
  });

  test('a lesson that somebody planned by hand is in the way, by its date; nothing is stored', async () => {
    value(
      await routes()['lesson.plan'](as(), {
        ...{
          kind: 'delivery',
          mode: 'interactive',
          subject: '美术',
          grade: '三年级',
          localDate: day('2026-11-06'),
        },
        ...{ startMinute: 510, durationMinutes: 40, lecturerId: county.lecturer.personId, linkId: null },
        ...{ lectureRoomId: null, roomIds: [county.roomB] },
      }),
    );
    expect(await accept([slotOf()])).toMatchObject(
      refused('lecturerId', 'taken', { row: 0, date: '2026-11-06' }),
    );
    expect(await lessons()).toHaveLength(1);
    const clashes = value(await routes()['slot.clashes'](as(), { slot: slotOf() })).clashes;
    expect(clashes).toMatchObject([{ kind: 'lecturer', name: '主讲教师', busyWith: '2026-11-06' }]);
    const { slots } = value(await routes()['planner.propose'](as(), { termId: term.id }));
    value(await accept(slots));
  });

  test('two who accept the same at once: one of them is refused', async () => {
    const both = await Promise.all([accept([slotOf()]), accept([slotOf()])]);
    expect(both.map((each) => each.ok).toSorted()).toEqual([false, true]);
    expect(both.find((each) => !each.ok)).toMatchObject({ error: { code: 'INVALID_VALUE' } });
    expect(await lessons()).toHaveLength((await dates()).length);
    expect(new Set(await dates()).size).toBe((await dates()).length);
  });

  test('only the office of the leading school, of links that it may see', async () => {
    expect(await accept([slotOf()], county.lecturer)).toMatchObject({ error: { code: 'FORBIDDEN' } });
    expect(await accept([slotOf()], county.teacherC)).toMatchObject(refused('leadingSchoolId', 'unknown'));
    const propose = (actor: Actor, more: object = {}) =>
      routes()['planner.propose'](as(actor), { termId: term.id, ...more });
    expect(await propose(county.teacherC)).toMatchObject({ error: { code: 'FORBIDDEN' } });
    expect(await propose({ kind: 'visitor' })).toMatchObject({ error: { code: 'UNAUTHENTICATED' } });
    expect(await propose(county.countyAdmin, { linkIds: [nthId(8, 1)] })).toMatchObject(
      refused('linkIds', 'unknown'),
    );
    expect(await propose(county.countyAdmin, { termId: termId.parse(nthId(1, 9)) })).toMatchObject(
      refused('termId', 'unknown'),
    );
    const own = actorOf(county.lecturer.personId, county.central, [county.inSchool('admin', county.central)]);
    expect(value(await propose(own, { linkIds: [linkA] })).slots.map((slot) => slot.rooms.length)).toEqual([
      1, 1,
    ]);
  });

  test('a term that is over is not planned any more', async () => {
    registers.setNow(Date.parse('2027-01-04T01:00:00Z'));
    const propose = routes()['planner.propose'](as(), { termId: term.id });
    expect(await propose).toMatchObject(refused('termId', 'range'));
    expect(await accept([slotOf()])).toMatchObject(refused('weekday', 'range', { row: 0 }));
  });

  test("another school's use of a class is not told to whoever may not see it", async () => {
    await addSlot();
    const grant = county.inSchool('admin', county.pointB);
    const pointB = actorOf(county.teacherC.personId, county.pointB, [grant]);
    expect(value(await routes()['slot.list'](as(pointB), {})).total).toBe(0);
    const pointA = actorOf(county.teacherC.personId, county.pointA, [
      county.inSchool('localTeacher', county.pointA),
    ]);
    expect(value(await routes()['slot.list'](as(pointA), {})).total).toBe(1);
    expect(await routes()['slot.clashes'](as(pointA), { slot: slotOf() })).toMatchObject({
      error: { code: 'FORBIDDEN' },
    });
  });
});

describe('lessons follow their slot', () => {
  const change = async (id: SlotId, more: Partial<SlotFields>, validFrom?: string) => {
    const [found] = value(await routes()['slot.list'](as(), {})).rows.filter((each) => each.id === id);
    const changes = [{ id, expectedVersion: found?.version ?? 0, fields: slotOf(more) }];
    return routes()['slot.change'](as(), {
      changes,
      ...(validFrom === undefined ? {} : { validFrom: day(validFrom) }),
    });
  };

  test('a new one has its lessons at once; a clash leaves neither', async () => {
    await addSlot();
    expect((await dates()).at(0)).toBe('2026-09-18');
    const count = (await lessons()).length;
    expect(await routes()['slot.add'](as(), slotOf({ startMinute: 500, weeks: 'odd' }))).toMatchObject(
      refused('lectureRoomId', 'taken', { date: '2026-09-18' }),
    );
    expect(await lessons()).toHaveLength(count);
    expect(value(await routes()['slot.list'](as(), {})).total).toBe(1);
  });

  test('a change of lecturer from a day on keeps sessions, and leaves earlier lessons and what was changed by hand', async () => {
    const id = await addSlot();
    const before = await lessons();
    const [first, moved, cancelled] = before;
    if (!first || !moved || !cancelled) throw new Error('three lessons were expected');
    const seen = (lesson: typeof first) => ({
      lessonId: lesson.id,
      expectedVersion: lesson.version,
      reach: 'one' as const,
    });
    const to = { localDate: day('2026-09-24'), startMinute: 840, reason: '换课' };
    value(await routes()['lesson.move'](as(), { ...seen(moved), ...to }));
    value(await routes()['lesson.cancel'](as(), { ...seen(cancelled), reason: '运动会' }));
    const { lecturer, central, note, inSchool } = county;
    const other = await registers.directory.entering.people(
      { name: '何老师', schoolId: central, phone: '', roles: [inSchool('lecturer', central)] },
      note,
    );
    value(await change(id, { lecturerId: other.id }, '2026-09-21'));
    const after = new Map((await lessons()).map((each) => [each.id, each.fields]));
    expect(after.size).toBe(before.length);
    expect(after.get(first.id)?.lecturerId).toBe(lecturer.personId);
    expect(after.get(moved.id)).toMatchObject({ lecturerId: lecturer.personId, localDate: '2026-09-24' });
    expect(after.get(cancelled.id)).toMatchObject({
      lecturerId: lecturer.personId,
      cancelled: { reason: '运动会' },
    });
    for (const lesson of before.slice(3))
      expect(after.get(lesson.id)).toMatchObject({
        lecturerId: other.id,
        sessionId: lesson.fields.sessionId,
      });
  });

  test('another weekday withdraws the old lessons and makes new ones; their bookings go with them', async () => {
    const id = await addSlot();
    value(await change(id, { weekday: 3 }));
    expect((await dates()).every((date) => new Date(date).getUTCDay() === 3)).toBe(true);
    expect((await dates()).at(0)).toBe('2026-09-23');
    await addSlot({
      rooms: [{ linkId: linkB, schoolId: county.pointB, roomId: county.roomB, classId: null }],
    });
    expect(await change(id, { weekday: 5 })).toMatchObject(refused('lectureRoomId', 'taken'));
  });

  test('a closed one withdraws what is not yet held from that day on, with the reason; reopened it makes them again', async () => {
    const id = await addSlot();
    const all = await lessons();
    const entries = [{ id, expectedVersion: 1 }];
    const body = { entries, reason: '教师调走', validFrom: day('2026-11-01') };
    value(await routes()['slot.close'](as(), body));
    expect((await dates()).at(-1)).toBe('2026-10-30');
    const gone = all.find((each) => each.fields.localDate === '2026-11-06');
    const versions = await planning.versionsOf(gone?.id ?? lessonId.parse(nthId(1, 1)));
    expect(versions.at(-1)).toMatchObject({ closed: true, fields: { cancelled: { reason: '教师调走' } } });
    registers.setNow(Date.parse('2026-11-02T01:00:00Z'));
    value(await routes()['slot.reopen'](as(), { entries: [{ id, expectedVersion: 2 }] }));
    expect(await dates()).toEqual(all.map((each) => each.fields.localDate));
  });

  test('a lesson in which somebody is already stays as it is', async () => {
    const id = await addSlot();
    const [first] = await lessons();
    if (first === undefined) throw new Error('no lesson');
    phases.set(first.fields.sessionId, 'waiting');
    value(await routes()['slot.close'](as(), { entries: [{ id, expectedVersion: 1 }], reason: '停开' }));
    expect((await lessons()).map((each) => each.id)).toEqual([first.id]);
  });

  test('a new holiday takes its lessons away, and a day that is taught again gets them back', async () => {
    await addSlot();
    const all = await dates();
    const set = (version: number, holidays: TermFields['holidays']) =>
      routes()['term.change'](as(), {
        changes: [{ id: term.id, expectedVersion: version, fields: { ...term.fields, holidays } }],
      });
    const rain = { name: '停课', from: day('2026-11-02'), to: day('2026-11-15') };
    value(await set(1, [...term.fields.holidays, rain]));
    expect(await dates()).toEqual(all.filter((date) => date < rain.from || date > rain.to));
    value(await set(2, term.fields.holidays));
    expect(await dates()).toEqual(all);
  });

  test('a term with slots cannot be closed, and one beside it in the same region is refused', async () => {
    await addSlot();
    const close = { entries: [{ id: term.id, expectedVersion: 1 }], reason: '写错了' };
    expect(await routes()['term.close'](as(), close)).toMatchObject(refused('id', 'inUse', { row: 0 }));
    expect(await routes()['term.add'](as(), term.fields)).toMatchObject(refused('from', 'taken'));
    expect(
      await routes()['term.add'](as(county.lecturer), {
        ...term.fields,
        from: addDays(term.fields.to, 1),
        to: addDays(term.fields.to, 9),
        holidays: [],
        makeUpDays: [],
      }),
    ).toMatchObject({ error: { code: 'FORBIDDEN' } });
  });

  test('a link that ends from a day on leaves the slot its other points, and takes its own lessons along', async () => {
    const at = (linkId: LinkId, schoolId: TestCounty['pointA'], roomId: RoomId) => {
      return { linkId, schoolId, roomId, classId: null };
    };
    await addSlot({
      rooms: [at(linkA, county.pointA, county.roomA), at(linkB, county.pointB, county.roomB)],
    });
    const all = await lessons();
    const end = (id: LinkId, date: string) =>
      routes()['link.answer'](as(), {
        ...{ id, expectedVersion: 1 },
        answer: { kind: 'end', reason: '本校有了音乐教师', validFrom: day(date) },
      });
    value(await end(linkA, '2026-11-01'));
    const after = await lessons();
    expect(after.map((each) => each.id)).toEqual(all.map((each) => each.id));
    for (const { fields } of after) {
      const rooms = fields.rooms.map((room) => room.roomId);
      expect(rooms).toEqual(fields.localDate < '2026-11-01' ? [county.roomA, county.roomB] : [county.roomB]);
    }
    value(await end(linkB, '2026-12-01'));
    expect((await dates()).at(-1)).toBe('2026-11-27');
    registers.setNow(Date.parse('2026-12-02T01:00:00Z'));
    const slot = slotOf({ rooms: [at(await linkTo(county.pointC), county.pointC, county.roomC)] });
    expect(value(await routes()['slot.clashes'](as(), { slot })).clashes).toEqual([]);
  });

  test('a slot nobody knows is not found', async () => {
    const entries = [{ id: slotId.parse(nthId(9, 9)), expectedVersion: 1 }];
    expect(await routes()['slot.close'](as(), { entries, reason: 'x' })).toMatchObject({
      error: { code: 'NOT_FOUND' },
    });
  });
});

describe('closing what lessons to come need', () => {
  const close = (name: 'room' | 'person' | 'class', id: string, validFrom?: string) =>
    asked(registers.directory.routes)[`${name}.close`](as(), {
      entries: [{ id: id as never, expectedVersion: 1 }],
      reason: '撤并',
      ...(validFrom === undefined ? {} : { validFrom: day(validFrom) }),
    } as never);
  const bothRooms = () => [
    ...slotOf().rooms,
    { linkId: linkB, schoolId: county.pointB, roomId: county.roomB, classId: null },
  ];
  const planned = (more: object) => ({
    ok: false,
    error: { code: 'INVALID_VALUE', params: { field: 'id', reason: 'planned', row: 0, ...more } },
  });

  test.each([
    ['room', () => county.roomB],
    ['room', () => county.lectureRoom],
    ['class', () => classA],
    ['person', () => county.lecturer.personId],
  ] as const)('a %s is refused by the next lesson, and stays', async (name, idOf) => {
    await addSlot({ rooms: bothRooms() });
    const count = (await lessons()).length;
    const next = { date: '2026-09-18', startMinute: 500, lesson: '音乐 三年级' };
    expect(await close(name, idOf())).toMatchObject(planned({ count, ...next }));
    expect(await close(name, idOf(), '2026-12-01')).toMatchObject(planned({ count: 4, date: '2026-12-04' }));
    const still = await asked(registers.directory.routes)[`${name}.list`](as(), { ids: idOf() });
    expect(still).toMatchObject({ ok: true, value: { total: 1 } });
  });

  test('what no lesson needs any more is closed: from the day after the last one, or once they are cancelled', async () => {
    const id = await addSlot({ rooms: bothRooms() });
    expect(await close('class', classA, '2026-12-31')).toMatchObject({ ok: true });
    value(await routes()['slot.close'](as(), { entries: [{ id, expectedVersion: 1 }], reason: '撤并' }));
    expect(await close('room', county.roomB)).toMatchObject({ ok: true });
  });
});
