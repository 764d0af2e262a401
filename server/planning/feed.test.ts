import { afterEach, beforeEach, expect, test } from 'vitest';
import { feedId, personId, sessionId } from '../../shared/kernel/ids.ts';
import { addDays, instantOf, localDate, zone } from '../../shared/kernel/time.ts';
import { readIcal } from '../../test/support/ical.ts';
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
const SHANGHAI = zone.parse('Asia/Shanghai');
const TODAY = localDate.parse('2026-09-16');

let registers: Registers;
let county: TestCounty;
let planning: Planning;

beforeEach(async () => {
  registers = await openRegisters(permit, planningMigrations);
  county = await enterCounty(registers);
  planning = createPlanning({
    ...registers,
    agendaChanged: () => undefined,
    publicUrl: 'https://class.example',
  });
  registers.link(planning.linkedSchools);
});
afterEach(() => registers.close());

const context = (actor: Actor, address = '127.0.0.1') => ({
  actor,
  requestId: 'r',
  address,
  cookies: {},
  setCookie: () => expect.unreachable(),
});
const value = <T>(answer: { ok: true; value: T } | { ok: false; error: unknown }): T => {
  if (!answer.ok) throw new Error(JSON.stringify(answer.error));
  return answer.value;
};
const own = () => ({ kind: 'person' as const, id: county.lecturer.personId });
const create = (subject: { kind: 'person' | 'room' | 'school'; id: string }, actor: Actor) =>
  planning.routes['feed.create'](context(actor), subject);
/** What a calendar gets at an address. */
const fetched = (address: string, from?: string, query: object = {}) => {
  const [download] = planning.downloads;
  if (!download) throw new Error('no feed');
  const file = address.split('/calendar/')[1];
  return download.handle(context({ kind: 'visitor' }, from), { file, ...query });
};
const textOf = (answer: Awaited<ReturnType<typeof fetched>>): string => {
  const file = value(answer);
  return 'text' in file ? file.text : '';
};
const lessons = async (address: string) =>
  readIcal(textOf(await fetched(address))).parts.filter((each) => each.name === 'VEVENT');

const enter = (date: typeof TODAY, minute = 600, more: object = {}) =>
  planning.entering.lessons(
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
      lectureRoomId: county.lectureRoom,
      lecturerId: county.lecturer.personId,
      linkId: null,
      rooms: [
        { roomId: county.roomA, schoolId: county.pointA, classId: null, expectedCount: 20, needId: null },
      ],
      unplanned: false,
      cancelled: null,
      ...more,
    },
    county.note,
  );

test('a feed is made by whom it is about or who administers them, for what they see, and not without end', async () => {
  expect(await create(own(), { kind: 'visitor' })).toMatchObject({ error: { code: 'UNAUTHENTICATED' } });
  for (const subject of [
    { kind: 'person' as const, id: nobody },
    { kind: 'room' as const, id: county.lecturer.personId },
    { kind: 'school' as const, id: '6fa459ea-ee8a-4ca4-894e-db77e160355e' },
  ])
    expect(await create(subject, county.countyAdmin)).toMatchObject({ error: { code: 'NOT_FOUND' } });
  const colleague = actorOf(personId.parse(nobody), county.central, county.lecturer.grants);
  expect(await create(own(), colleague)).toMatchObject({ error: { code: 'FORBIDDEN' } });
  expect(await create({ kind: 'school', id: county.central }, county.lecturer)).toMatchObject({
    error: { code: 'FORBIDDEN' },
  });
  for (let made = 0; made < 20; made += 1) value(await create(own(), county.lecturer));
  expect(await create(own(), county.lecturer)).toMatchObject({
    error: { code: 'INVALID_VALUE', params: { field: 'id', reason: 'range' } },
  });
});

test('the address is told once, opens without a sign-in, and nothing once it is revoked', async () => {
  const { feed, address } = value(await create(own(), county.lecturer));
  expect(address).toMatch(/^https:\/\/class\.example\/calendar\/[\w-]{43}\.ics$/);
  const listed = async () =>
    value(await planning.routes['feed.list'](context(county.countyAdmin), own())).feeds;
  expect(await listed()).toEqual([{ ...feed, createdBy: '主讲教师', lastReadAtMs: null }]);
  expect(JSON.stringify(await listed())).not.toContain(address.slice(-20));
  value(await fetched(address));
  expect((await listed())[0]?.lastReadAtMs).toBe(registers.clock.nowMs());
  const revoke = (id: string, actor: Actor) =>
    planning.routes['feed.revoke'](context(actor), { feedId: feedId.parse(id) });
  expect(await revoke(nobody, county.countyAdmin)).toMatchObject({ error: { code: 'NOT_FOUND' } });
  expect(await revoke(feed.id, county.teacherC)).toMatchObject({ error: { code: 'NOT_FOUND' } });
  value(await revoke(feed.id, county.countyAdmin));
  value(await revoke(feed.id, county.countyAdmin));
  expect(await fetched(address)).toMatchObject({ error: { code: 'LINK_CLOSED' } });
  expect(await listed()).toEqual([]);
});

test('guessing and hammering end, a calendar that asks now and then is never turned away', async () => {
  const { address } = value(await create(own(), county.lecturer));
  const wrong = '/calendar/'.concat('A'.repeat(43), '.ics');
  for (const guess of [
    wrong,
    '/calendar/x.ics',
    '/calendar/x',
    '/calendar/..%2f.ics',
    ...Array(6).fill(wrong),
  ])
    expect(await fetched(guess, '10.0.0.9')).toMatchObject({ error: { code: 'NOT_FOUND' } });
  expect(await fetched(wrong, '10.0.0.9')).toMatchObject({ error: { code: 'TOO_MANY_TRIES' } });
  expect(await fetched(wrong, '10.0.0.8')).toMatchObject({ error: { code: 'NOT_FOUND' } });
  // The right address works beside somebody who guesses.
  for (let reads = 0; reads < 120; reads += 1) value(await fetched(address, '10.0.0.9'));
  expect(await fetched(address, '10.0.0.7')).toMatchObject({ error: { code: 'TOO_MANY_TRIES' } });
  registers.setNow(registers.clock.nowMs() + 16 * 60_000);
  value(await fetched(address, '10.0.0.7'));
});

test('teacher, room and school see their lessons, from sixty days back to the end of what is planned', async () => {
  const today = await enter(TODAY);
  const old = await enter(addDays(TODAY, -60));
  await enter(addDays(TODAY, -61));
  const far = await enter(addDays(TODAY, 300));
  const asMember = await enter(addDays(TODAY, 1), 700, {
    ...{ kind: 'master', mode: 'seminar', rooms: [], lectureRoomId: null },
    lecturerId: county.eastAdmin.personId,
    memberIds: [county.lecturer.personId],
  });
  const uids = async (kind: 'person' | 'room' | 'school', id: string) => {
    const { address } = value(await create({ kind, id }, county.countyAdmin));
    return (await lessons(address)).map((each) => each.properties.get('UID')?.split('@')[0]);
  };
  const ids = [old, today, far].map((each) => each.id);
  expect(await uids('person', county.lecturer.personId)).toEqual([old.id, today.id, asMember.id, far.id]);
  expect(await uids('person', county.teacherC.personId)).toEqual([]);
  expect(await uids('room', county.roomA)).toEqual(ids);
  expect(await uids('room', county.lectureRoom)).toEqual(ids);
  expect(await uids('room', county.roomB)).toEqual([]);
  expect(await uids('school', county.pointA)).toEqual(ids);
  expect(await uids('school', county.central)).toEqual([old.id, today.id, asMember.id, far.id]);
});

test('a changed lesson keeps its UID with a higher sequence; a cancelled one stays and says so', async () => {
  const lesson = await enter(addDays(TODAY, 1));
  const { address } = value(await create({ kind: 'room', id: county.roomA }, county.countyAdmin));
  const shown = async () => {
    const [event] = await lessons(address);
    const read = (name: string) => event?.properties.get(name);
    return [read('UID'), read('SEQUENCE'), read('SUMMARY'), read('STATUS'), read('LOCATION')];
  };
  const uid = `${lesson.id}@sanketang`;
  expect(await shown()).toEqual([uid, '1', '音乐 三年级', 'CONFIRMED', '甲教学点 一号教室']);
  const wish = { lessonId: lesson.id, reason: '停电', reach: 'one' as const };
  const moved = { ...wish, expectedVersion: 1, localDate: addDays(TODAY, 2), startMinute: 610 };
  value(await planning.routes['lesson.move'](context(county.countyAdmin), moved));
  expect(await shown()).toEqual([uid, '2', '【调课】音乐 三年级', 'CONFIRMED', '甲教学点 一号教室']);
  const [event] = await lessons(address);
  expect(event?.properties.get('DTSTART;TZID=Asia/Shanghai')).toBe('20260918T101000');
  expect(event?.properties.get('DESCRIPTION')).toBe(
    '主讲：主讲教师（中心小学）\n听讲：甲教学点 一号教室\n原因：停电',
  );
  value(await planning.routes['lesson.cancel'](context(county.countyAdmin), { ...wish, expectedVersion: 2 }));
  expect(await shown()).toEqual([uid, '3', '【停课】音乐 三年级', 'CANCELLED', '甲教学点 一号教室']);
  const english = readIcal(textOf(await fetched(address, '127.0.0.1', { locale: 'en' })));
  expect(english.parts.at(-1)?.properties.get('SUMMARY')).toBe('[Cancelled] 音乐 三年级');
});
