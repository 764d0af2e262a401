import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  type LessonId,
  lessonId,
  linkId,
  type PersonId,
  personId,
  type RoomId,
  type SessionId,
  type SlotId,
  sessionId,
} from '../../shared/kernel/ids.ts';
import { addDays, instantOf, localDate, zone } from '../../shared/kernel/time.ts';
import type { LessonPhase } from '../../shared/lesson.ts';
import { asked } from '../../test/support/asked.ts';
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
import { createPlanningStore, type PlanningStore } from './planning.store.ts';

const nobody = '018f0000-0000-7000-8000-000000000000';
const SHANGHAI = zone.parse('Asia/Shanghai');
const TODAY = localDate.parse('2026-09-16');
/** Tomorrow. National Day is a Thursday too. */
const THURSDAY = localDate.parse('2026-09-17');

let registers: Registers;
let county: TestCounty;
let planning: Planning;
let store: PlanningStore;
let phases: Map<SessionId, LessonPhase>;
let told: RoomId[][];
let helper: PersonId;

beforeEach(async () => {
  told = [];
  phases = new Map();
  registers = await openRegisters(permit, planningMigrations);
  county = await enterCounty(registers);
  planning = createPlanning({
    ...registers,
    agendaChanged: (roomIds) => told.push([...roomIds]),
    phasesOf: async () => phases,
  });
  registers.link(planning.linkedSchools);
  store = createPlanningStore(registers);
  const roles = [county.inSchool('lecturer', county.central)];
  const person = { name: '代课教师', schoolId: county.central, phone: '', roles };
  helper = (await registers.directory.entering.people(person, county.note)).id;
});
afterEach(() => registers.close());

const context = (actor: Actor) => ({
  actor,
  requestId: 'r',
  address: '127.0.0.1',
  cookies: {},
  setCookie: () => expect.unreachable(),
});
const refused = (code: string, params?: object) => ({
  ok: false,
  error: params === undefined ? { code } : { code, params },
});
const value = <T>(answer: { ok: true; value: T } | { ok: false; error: unknown }): T => {
  if (!answer.ok) throw new Error(JSON.stringify(answer.error));
  return answer.value;
};
const call = <A extends 'move' | 'substitute' | 'cancel' | 'restore'>(
  act: A,
  body: Parameters<ReturnType<typeof asked<`lesson.${A}`>>[`lesson.${A}`]>[1],
  actor: Actor = county.countyAdmin,
) => asked(planning.routes)[`lesson.${act}`](context(actor), body as never);

/** Four lessons of a slot on Wednesdays at 10:00, in a term with a week of holidays. */
async function slotOfFour() {
  const term = await store.terms.add(
    {
      regionId: county.county.id,
      name: '秋季学期',
      from: localDate.parse('2026-09-01'),
      to: localDate.parse('2027-01-20'),
      holidays: [{ name: '国庆节', from: localDate.parse('2026-10-01'), to: localDate.parse('2026-10-07') }],
      makeUpDays: [],
    },
    county.note,
  );
  const { id } = await store.slots.add(
    {
      termId: term.id,
      subject: '音乐',
      grade: '三年级',
      weekday: 3,
      startMinute: 600,
      durationMinutes: 40,
      weeks: 'every',
      leadingSchoolId: county.central,
      lectureRoomId: null,
      lecturerId: county.lecturer.personId,
      leadingClassId: null,
      rooms: [
        {
          linkId: linkId.parse(registers.newId()),
          schoolId: county.pointA,
          roomId: county.roomA,
          classId: null,
        },
      ],
    },
    county.note,
  );
  // 16, 23 and 30 September, 14 October: the seventh is a holiday.
  const dates = [0, 7, 14, 28].map((days) => addDays(TODAY, days));
  const lessons = [];
  for (const date of dates) lessons.push(await enter({ date, slot: id }));
  return { lessons };
}

async function enter(wish: {
  readonly date?: typeof TODAY;
  readonly minute?: number;
  readonly slot?: SlotId | null;
  readonly lecturerId?: PersonId;
  readonly room?: RoomId;
}) {
  const { date = THURSDAY, minute = 600, slot = null, lecturerId = county.lecturer.personId } = wish;
  const { room = county.roomA } = wish;
  return planning.entering.lessons(
    {
      sessionId: sessionId.parse(registers.newId()),
      kind: 'delivery',
      mode: 'interactive',
      subject: '音乐',
      grade: '三年级',
      localDate: date,
      startMinute: minute,
      durationMinutes: 40,
      zone: SHANGHAI,
      plannedStartAtMs: instantOf(date, minute, SHANGHAI),
      leadingSchoolId: county.central,
      lectureRoomId: null,
      lecturerId,
      linkId: null,
      rooms: [{ roomId: room, schoolId: county.pointA, classId: null, expectedCount: 20, needId: null }],
      unplanned: false,
      cancelled: null,
      slotId: slot,
    },
    county.note,
  );
}
const dated = async (ids: readonly { readonly id: LessonId }[]) =>
  Promise.all(
    ids.map(async ({ id }) => {
      const lesson = await store.lessons.get(id);
      return `${lesson?.fields.localDate} ${lesson?.fields.startMinute}`;
    }),
  );

describe('a change of one lesson', () => {
  const move = (more: object, actor?: Actor) => call('move', { ...to, ...more } as never, actor);
  const to = { localDate: THURSDAY, startMinute: 660, reason: '停电', reach: 'one' as const };

  test('is refused to whoever may not see it, may only see it, or has seen an older version', async () => {
    const { id } = await enter({});
    const wish = { lessonId: id, expectedVersion: 1 };
    expect(await move({ ...wish, lessonId: lessonId.parse(nobody) })).toMatchObject(refused('NOT_FOUND'));
    expect(await move(wish, { kind: 'visitor' })).toMatchObject(refused('UNAUTHENTICATED'));
    const stranger = actorOf(county.teacherC.personId, county.pointC, county.teacherC.grants);
    expect(await move(wish, stranger)).toMatchObject(refused('NOT_FOUND'));
    const listener = actorOf(county.teacherC.personId, county.pointA, [
      county.inSchool('localTeacher', county.pointA),
    ]);
    expect(await move(wish, listener)).toMatchObject(refused('FORBIDDEN'));
    value(await move(wish, county.lecturer));
    expect(await move({ ...wish, startMinute: 700 })).toMatchObject(
      refused('CONFLICT', { version: 2, changed: 'changed,plannedStartAtMs,startMinute' }),
    );
    expect(told).toEqual([[county.roomA]]);
  });

  test.each([
    ['startMinute', 'mismatch', { startMinute: 600 }],
    ['startMinute', 'range', { localDate: TODAY, startMinute: 538 }],
    ['localDate', 'range', { localDate: localDate.parse('2026-09-15') }],
    ['localDate', 'range', { localDate: localDate.parse('2028-09-15') }],
    ['reach', 'mismatch', { reach: 'rest' }],
  ])('names %s (%s)', async (field, reason, more) => {
    const { id } = await enter({});
    expect(await move({ lessonId: id, expectedVersion: 1, ...more })).toMatchObject(
      refused('INVALID_VALUE', { field, reason }),
    );
    expect(await store.lessons.history(id)).toHaveLength(1);
    expect(told).toEqual([]);
  });

  test('keeps lesson and session, says why, and names what is in the way', async () => {
    const before = await enter({});
    await enter({ minute: 700, room: county.roomB });
    const wish = { lessonId: before.id, expectedVersion: 1 };
    expect(await move({ ...wish, startMinute: 670 })).toMatchObject(
      refused('BUSY', {
        ...{ kind: 'person', name: '主讲教师', subject: '音乐 三年级' },
        ...{ date: THURSDAY, from: '11:40', to: '12:20' },
      }),
    );
    const [card] = value(await move(wish)).lessons;
    expect(card).toMatchObject({
      ...{ lessonId: before.id, sessionId: before.fields.sessionId, startMinute: 660, phase: 'planned' },
      plannedStartAtMs: instantOf(THURSDAY, 660, SHANGHAI),
    });
    const [first, second] = await store.lessons.history(before.id);
    expect(first?.fields.startMinute).toBe(600);
    expect(second?.fields.changed).toEqual({ kind: 'moved', reason: '停电' });
    expect(second?.recordedBy).toBe(county.countyAdmin.personId);
  });

  test('is refused once somebody has come in; a lesson to which they came can still be cancelled', async () => {
    const { id, fields } = await enter({});
    const wish = { lessonId: id, expectedVersion: 1, reach: 'one' as const, reason: '停课' };
    for (const [phase, code] of [
      ['live', 'LESSON_BEGUN'],
      ['ended', 'LESSON_ENDED'],
    ] as const) {
      phases.set(fields.sessionId, phase);
      expect(await move(wish)).toMatchObject(refused(code));
      expect(await call('cancel', wish)).toMatchObject(refused(code));
    }
    phases.set(fields.sessionId, 'waiting');
    expect(await move(wish)).toMatchObject(refused('LESSON_BEGUN'));
    expect(await call('substitute', { ...wish, lecturerId: helper })).toMatchObject(refused('LESSON_BEGUN'));
    value(await call('cancel', wish));
    const missed = await enter({ date: TODAY, minute: 480 });
    expect(await move({ ...wish, lessonId: missed.id })).toMatchObject(refused('LESSON_ENDED'));
  });

  test('somebody else of the leading school takes over', async () => {
    const { id } = await enter({});
    const wish = { lessonId: id, expectedVersion: 1, reach: 'one' as const, reason: '外出培训' };
    for (const [reason, lecturerId] of [
      ['unknown', personId.parse(nobody)],
      ['unknown', county.teacherC.personId],
      ['mismatch', county.lecturer.personId],
    ] as const)
      expect(await call('substitute', { ...wish, lecturerId })).toMatchObject(
        refused('INVALID_VALUE', { field: 'lecturerId', reason }),
      );
    const busy = await enter({ minute: 620, lecturerId: helper, room: county.roomB });
    expect(await call('substitute', { ...wish, lecturerId: helper })).toMatchObject(
      refused('BUSY', {
        ...{ kind: 'person', name: '代课教师', subject: '音乐 三年级' },
        ...{ date: THURSDAY, from: '10:20', to: '11:00' },
      }),
    );
    value(await call('cancel', { ...wish, lessonId: busy.id }));
    const [card] = value(await call('substitute', { ...wish, lecturerId: helper })).lessons;
    expect(card?.lecturer).toEqual({ personId: helper, name: '代课教师' });
    const stored = await store.lessons.get(id);
    expect(stored?.fields.changed).toEqual({ kind: 'substituted', reason: '外出培训' });
  });

  test('a cancelled lesson stays with its reason, is held after all when its place is free, and once', async () => {
    const { id } = await enter({});
    const wish = { lessonId: id, expectedVersion: 1, reach: 'one' as const };
    expect(await call('restore', wish)).toMatchObject(refused('INVALID_STATE'));
    value(await call('cancel', { ...wish, reason: '停电' }));
    const second = { ...wish, expectedVersion: 2 };
    expect(await call('cancel', { ...second, reason: '停电' })).toMatchObject(refused('INVALID_STATE'));
    const listed = value(await planning.lessons.list(county.countyAdmin, { from: TODAY, to: THURSDAY }));
    expect(listed.map((each) => each.fields.cancelled)).toEqual([{ reason: '停电' }]);
    const other = await enter({});
    expect(await call('restore', second)).toMatchObject(refused('BUSY'));
    value(await call('cancel', { ...wish, lessonId: other.id, reason: '停电' }));
    expect(value(await call('restore', second)).lessons[0]).toMatchObject({ phase: 'planned' });
  });
});

describe('a change of the rest of a slot', () => {
  test('a move takes those along that stand on the same weekday and minute', async () => {
    const { lessons } = await slotOfFour();
    const [first, second, third, fourth] = lessons;
    if (!first || !second || !third || !fourth) throw new Error('four lessons');
    const one = { reason: '作息调整', reach: 'one' as const, expectedVersion: 1 };
    value(
      await call('move', { ...one, lessonId: third.id, localDate: addDays(TODAY, 12), startMinute: 500 }),
    );
    told.length = 0;
    const rest = { ...one, reach: 'rest' as const, lessonId: first.id };
    const answer = value(await call('move', { ...rest, localDate: THURSDAY, startMinute: 620 }));
    expect(answer.lessons.map((each) => each.lessonId)).toEqual([first.id, second.id, fourth.id]);
    expect(await dated(lessons)).toEqual([
      '2026-09-17 620',
      '2026-09-24 620',
      '2026-09-28 500',
      '2026-10-15 620',
    ]);
    expect(told).toEqual([[county.roomA]]);
  });

  test('what would fall on a holiday stays where it is', async () => {
    const { lessons } = await slotOfFour();
    const [first] = lessons;
    if (!first) throw new Error('no lesson');
    const wish = { lessonId: first.id, expectedVersion: 1, reason: '调整', reach: 'rest' as const };
    value(await call('move', { ...wish, localDate: THURSDAY, startMinute: 600 }));
    expect(await dated(lessons)).toEqual([
      '2026-09-17 600',
      '2026-09-24 600',
      '2026-09-30 600',
      '2026-10-15 600',
    ]);
  });

  test('all or none: one clash in October takes back September too', async () => {
    const { lessons } = await slotOfFour();
    const [first] = lessons;
    if (!first) throw new Error('no lesson');
    await enter({ date: addDays(THURSDAY, 28), minute: 610, room: county.roomB });
    const before = await dated(lessons);
    const wish = { lessonId: first.id, expectedVersion: 1, reason: '调整', reach: 'rest' as const };
    expect(await call('move', { ...wish, localDate: THURSDAY, startMinute: 620 })).toMatchObject(
      refused('BUSY', { ...{ kind: 'person', name: '主讲教师' }, date: '2026-10-15' }),
    );
    expect(await dated(lessons)).toEqual(before);
    expect(told).toEqual([]);
  });

  test('what has begun is left alone; the others are cancelled together and held again together', async () => {
    const { lessons } = await slotOfFour();
    const [, second, third] = lessons;
    if (!second || !third) throw new Error('no lesson');
    phases.set(third.fields.sessionId, 'live');
    const wish = { lessonId: second.id, expectedVersion: 1, reason: '教师调走', reach: 'rest' as const };
    value(await call('cancel', wish));
    const cancelled = async () =>
      (await Promise.all(lessons.map(({ id }) => store.lessons.get(id)))).map(
        (each) => each?.fields.cancelled !== null,
      );
    expect(await cancelled()).toEqual([false, true, false, true]);
    value(await call('restore', { lessonId: second.id, expectedVersion: 2, reach: 'rest' }));
    expect(await cancelled()).toEqual([false, false, false, false]);
    value(await call('substitute', { ...wish, expectedVersion: 3, lecturerId: helper }));
    const lecturers = (await Promise.all(lessons.map(({ id }) => store.lessons.get(id)))).map(
      (each) => each?.fields.lecturerId === helper,
    );
    expect(lecturers).toEqual([false, true, false, true]);
  });

  test('a lesson may not leave its term, and not fall on a holiday', async () => {
    const { lessons } = await slotOfFour();
    const [first] = lessons;
    if (!first) throw new Error('no lesson');
    const wish = {
      lessonId: first.id,
      expectedVersion: 1,
      reason: '调整',
      reach: 'one' as const,
      startMinute: 600,
    };
    for (const date of ['2026-10-02', '2027-01-21'])
      expect(await call('move', { ...wish, localDate: localDate.parse(date) })).toMatchObject(
        refused('INVALID_VALUE', { field: 'localDate', reason: 'range' }),
      );
  });
});
