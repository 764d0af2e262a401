import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { schoolId } from '../../shared/kernel/ids.ts';
import { localDate } from '../../shared/kernel/time.ts';
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

let registers: Registers;
let county: TestCounty;
let planning: Planning;
beforeEach(async () => {
  registers = await openRegisters(permit, planningMigrations);
  county = await enterCounty(registers);
  planning = createPlanning({
    ...registers,
    agendaChanged: () => undefined,
    phasesOf: async () => new Map(),
    publicUrl: null,
  });
  registers.link(planning.linkedSchools);
  registers.onMerge(planning.alsoMerge);
});
afterEach(() => registers.close());

const as = (actor: Actor) => ({
  actor,
  requestId: 'r',
  address: '127.0.0.1',
  cookies: {},
  setCookie: () => expect.unreachable(),
});
const value = <T>(answer: { ok: true; value: T } | { ok: false; error: unknown }): T => {
  if (!answer.ok) throw new Error(JSON.stringify(answer.error));
  return answer.value;
};
const adminOf = (school: TestCounty['central']) =>
  actorOf(county.lecturer.personId, school, [county.inSchool('admin', school)]);
const offerOf = (more: object = {}) => ({
  fromSchoolId: county.central,
  toSchoolId: county.pointC,
  needId: null,
  subject: '音乐',
  grade: '三年级',
  periodsPerWeek: 2,
  label: '定点支教',
  status: { state: 'offered' as const, by: 'leading' as const },
  ...more,
});
const leads = async () => [...(await planning.linkedSchools(county.central)).led];
const stateOf = async (id: string) =>
  value(await asked(planning.routes)['link.list'](as(county.countyAdmin), {})).rows.find(
    (row) => row.id === id,
  )?.fields.status.state;

describe('links', () => {
  const answer = (actor: Actor, id: string, kind: 'accept' | 'decline' | 'end', expectedVersion = 1) =>
    asked(planning.routes)['link.answer'](as(actor), {
      id,
      expectedVersion,
      answer: kind === 'accept' ? { kind } : { kind, reason: '换校' },
    });
  /** The point's administrator sees the central school only through a link. */
  const offered = async (more: object = {}) =>
    value(await asked(planning.routes)['link.add'](as(county.countyAdmin), offerOf(more))).id;

  test('the leading school alone binds nobody who has not asked', async () => {
    const routes = asked(planning.routes);
    const own = adminOf(county.central);
    await offered();
    const bound = { ...offerOf({ subject: '美术' }), status: { state: 'accepted' as const } };
    expect(await routes['link.add'](as(own), bound)).toMatchObject({ error: { code: 'INVALID_VALUE' } });
    expect(await routes['link.add'](as(county.lecturer), offerOf({ subject: '美术' }))).toMatchObject({
      ok: false,
    });
  });

  test('an offer leads nowhere until the other side accepts it, and its own side cannot', async () => {
    const id = await offered();
    expect(await leads()).toEqual([]);
    expect(await answer(adminOf(county.central), id, 'accept')).toMatchObject({
      error: { code: 'FORBIDDEN' },
    });
    expect(await answer(adminOf(county.pointA), id, 'accept')).toMatchObject({
      error: { code: 'NOT_FOUND' },
    });
    expect(await answer(county.teacherC, id, 'accept')).toMatchObject({ error: { code: 'FORBIDDEN' } });
    expect(await answer(adminOf(county.pointC), id, 'end')).toMatchObject({
      error: { code: 'INVALID_STATE' },
    });
    expect(await answer(adminOf(county.pointC), id, 'accept')).toEqual({ ok: true, value: { version: 2 } });
    expect(await leads()).toEqual([county.pointC]);
    expect(await answer(adminOf(county.pointC), id, 'accept', 2)).toMatchObject({
      error: { code: 'INVALID_STATE' },
    });
  });

  test('what was declined or ended binds nobody any more, and may be offered anew', async () => {
    const first = await offered();
    value(await answer(adminOf(county.pointC), first, 'decline'));
    expect(await stateOf(first)).toBe('declined');
    const second = await offered();
    value(await answer(adminOf(county.pointC), second, 'accept'));
    expect(await answer(adminOf(county.central), second, 'end', 1)).toMatchObject({
      error: { code: 'CONFLICT' },
    });
    value(await answer(adminOf(county.central), second, 'end', 2));
    expect(await leads()).toEqual([]);
    expect(await offered()).toBeTruthy();
  });

  test('a link outside its dates leads nowhere', async () => {
    const later = { status: { state: 'accepted' }, fromDate: localDate.parse('2026-09-17') };
    await offered(later);
    expect(await leads()).toEqual([]);
    const wrong = { ...later, subject: '美术', toDate: localDate.parse('2026-09-01') };
    expect(await asked(planning.routes)['link.add'](as(county.countyAdmin), offerOf(wrong))).toMatchObject({
      error: { params: { field: 'toDate', reason: 'range' } },
    });
  });
});

describe('school.merge', () => {
  const merge = (actor: Actor, body: object = {}) =>
    asked(registers.directory.routes)['school.merge'](as(actor), {
      id: county.pointA,
      expectedVersion: 1,
      intoId: county.pointB,
      ...body,
    });
  const need = (school: TestCounty['pointA'], subject: string) =>
    planning.entering.needs(
      {
        schoolId: school,
        subject,
        grade: '三年级',
        periodsPerWeek: 2,
        reason: '',
        status: { state: 'inForce' },
      },
      county.note,
    );

  test('into itself, into nothing, without a right at both ends, or from an old version is refused, and nothing moves', async () => {
    const nobody = schoolId.parse('018f0000-0000-7000-8000-000000000000');
    expect(await merge(county.countyAdmin, { intoId: county.pointA })).toMatchObject({
      error: { params: { field: 'intoId', reason: 'mismatch' } },
    });
    expect(await merge(county.countyAdmin, { intoId: nobody })).toMatchObject({
      error: { params: { field: 'intoId', reason: 'unknown' } },
    });
    expect(await merge(county.eastAdmin, { intoId: county.pointC })).toMatchObject({ ok: false });
    expect(await merge(adminOf(county.pointA))).toMatchObject({ ok: false });
    expect(await merge(county.countyAdmin, { expectedVersion: 2 })).toMatchObject({
      error: { code: 'CONFLICT' },
    });
    const { rooms, schools } = await registers.directory.reader.snapshot();
    expect([schools.size, rooms.get(county.roomA)?.fields.schoolId]).toEqual([4, county.pointA]);
  });

  test('rooms, staff, needs and links go over from the day on; what is there already is not doubled', async () => {
    await need(county.pointA, '音乐');
    await need(county.pointB, '音乐');
    await need(county.pointA, '美术');
    await planning.entering.links(
      { ...offerOf(), toSchoolId: county.pointA, status: { state: 'accepted' } },
      county.note,
    );
    await planning.entering.links(
      {
        ...offerOf({ subject: '美术' }),
        fromSchoolId: county.pointB,
        toSchoolId: county.pointA,
        status: { state: 'accepted' },
      },
      county.note,
    );
    expect(value(await merge(county.countyAdmin))).toEqual({ moved: { rooms: 1, classes: 0, people: 0 } });
    const { schools, rooms } = await registers.directory.reader.snapshot();
    expect([schools.has(county.pointA), rooms.get(county.roomA)?.fields.schoolId]).toEqual([
      false,
      county.pointB,
    ]);
    const before = await registers.directory.reader.snapshot({ date: localDate.parse('2026-09-15') });
    expect(before.rooms.get(county.roomA)?.fields.schoolId).toBe(county.pointA);
    const needs = value(
      await asked(planning.routes)['need.list'](as(county.countyAdmin), { schoolId: county.pointB }),
    );
    expect(needs.rows.map(({ fields }) => [fields.subject, fields.status.state])).toEqual([
      ['音乐', 'inForce'],
      ['美术', 'inForce'],
    ]);
    expect(await leads()).toEqual([county.pointB]);
    const links = value(await asked(planning.routes)['link.list'](as(county.countyAdmin), {})).rows;
    expect(links.map(({ fields }) => fields.status.state)).toEqual(['accepted', 'ended']);
  });
});
