import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { groupId, schoolId } from '../../shared/kernel/ids.ts';
import { localDate } from '../../shared/kernel/time.ts';
import { asked } from '../../test/support/asked.ts';
import { enterCounty, openRegisters, type Registers, type TestCounty } from '../../test/support/registers.ts';
import { permit } from '../identity/identity.permit.rules.ts';
import type { Actor } from '../identity/identity.types.ts';
import { planningMigrations } from './planning.migrations.ts';
import { createPlanning, type Planning } from './planning.module.ts';

const nobody = '018f0000-0000-7000-8000-000000000000';
const WEDNESDAY = localDate.parse('2026-09-16');

let registers: Registers;
let county: TestCounty;
let planning: Planning;
beforeEach(async () => {
  registers = await openRegisters(permit, planningMigrations);
  county = await enterCounty(registers);
  planning = createPlanning({ ...registers, agendaChanged: () => undefined });
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
const added = async (
  answer: Promise<{ ok: true; value: { id: string } } | { ok: false; error: unknown }>,
) => {
  const found = await answer;
  if (!found.ok) throw new Error(JSON.stringify(found.error));
  return found.value.id;
};

describe('lessons held in other tools', () => {
  const enter = (more: object = {}, actor: Actor = county.countyAdmin) =>
    asked(planning.routes)['elsewhere.add'](context(actor), {
      localDate: localDate.parse('2026-09-14'),
      tool: 'dingtalk' as const,
      schoolId: county.pointC,
      leadingSchoolId: county.central,
      subject: '音乐',
      grade: '三年级',
      minutes: 40,
      ...more,
    });
  const list = async (actor: Actor) => {
    const answer = await asked(planning.routes)['elsewhere.list'](context(actor), {});
    return answer.ok
      ? answer.value.rows.map(({ fields }) => [fields.localDate, fields.minutes])
      : answer.error;
  };

  test('are entered by whom the school that listened is, and not by who led', async () => {
    expect(await enter({ schoolId: schoolId.parse(nobody) })).toMatchObject(refused('schoolId', 'unknown'));
    expect(await enter({ leadingSchoolId: schoolId.parse(nobody) })).toMatchObject(
      refused('leadingSchoolId', 'unknown'),
    );
    expect(await enter({ roomId: county.roomA })).toMatchObject(refused('roomId', 'unknown'));
    expect(await enter({ localDate: localDate.parse('2026-09-17') })).toMatchObject(
      refused('localDate', 'range'),
    );
    expect(await enter({}, county.eastAdmin)).toMatchObject(refused('schoolId', 'unknown'));
    expect(await enter({}, county.teacherC)).toMatchObject({ error: { code: 'FORBIDDEN' } });
    expect(await list(county.countyAdmin)).toEqual([]);
  });

  test('hold from the day of the lesson, are seen by both schools, and corrected with their past', async () => {
    const id = await added(enter({ roomId: county.roomC }));
    expect(await enter({ roomId: county.roomC, minutes: 80 })).toMatchObject(refused('localDate', 'taken'));
    for (const actor of [county.teacherC, county.lecturer, county.countyAdmin])
      expect(await list(actor)).toEqual([['2026-09-14', 40]]);
    const [entry] = await planning.recorded.elsewhere.list({});
    expect(entry).toMatchObject({ id, validFrom: '2026-09-14' });
    if (entry === undefined) throw new Error('not there');
    const changes = [{ id: entry.id, expectedVersion: 1, fields: { ...entry.fields, minutes: 45 } }];
    const changed = await asked(planning.routes)['elsewhere.change'](context(county.countyAdmin), {
      changes,
    });
    expect(changed).toMatchObject({ ok: true });
    const past = await asked(planning.routes)['elsewhere.history'](context(county.countyAdmin), {
      id: entry.id,
    });
    expect(past).toMatchObject({
      value: { versions: [{ fields: { minutes: 40 } }, { fields: { minutes: 45 } }] },
    });
    expect(await planning.versionsOf(entry.id)).toHaveLength(2);
    await planning.schools.fresh();
    expect(planning.schools.elsewhereOn(localDate.parse('2026-09-14'))).toEqual([entry.id]);
    expect(planning.schools.elsewhereOn(localDate.parse('2026-09-15'))).toEqual([]);
    expect(planning.schools.elsewhere(entry.id)?.fields.minutes).toBe(45);
    expect(planning.schools.elsewhere(nobody)).toBeNull();
  });
});

describe('groups of teachers', () => {
  const enter = (more: object = {}, actor: Actor = county.countyAdmin) =>
    asked(planning.routes)['group.add'](context(actor), {
      name: '城乡音乐',
      kind: 'pair' as const,
      schoolId: county.central,
      memberSchoolIds: [county.pointC],
      ...more,
    });
  const plan = (more: object) =>
    asked(planning.routes)['lesson.plan'](context(county.countyAdmin), {
      kind: 'master' as const,
      mode: 'seminar' as const,
      subject: '音乐',
      grade: '',
      localDate: WEDNESDAY,
      startMinute: 600,
      durationMinutes: 40,
      lecturerId: county.lecturer.personId,
      lectureRoomId: null,
      linkId: null,
      roomIds: [],
      memberIds: [county.teacherC.personId],
      ...more,
    });

  test('are entered where their lead school is, with schools from anywhere', async () => {
    expect(await enter({ memberSchoolIds: [schoolId.parse(nobody)] })).toMatchObject(
      refused('memberSchoolIds', 'unknown'),
    );
    expect(await enter({ schoolId: county.pointC }, county.eastAdmin)).toMatchObject(
      refused('schoolId', 'unknown'),
    );
    expect(await enter({}, county.lecturer)).toMatchObject({ error: { code: 'FORBIDDEN' } });
    await added(enter({}, county.eastAdmin));
    for (const actor of [county.lecturer, county.teacherC, county.eastAdmin]) {
      const answer = await asked(planning.routes)['group.list'](context(actor), {});
      expect(answer).toMatchObject({ value: { rows: [{ fields: { name: '城乡音乐' } }] } });
    }
  });

  test('meet in master lessons that one of their schools leads, on days on which they are there', async () => {
    const [pair, ended, foreign] = [
      groupId.parse(await added(enter())),
      groupId.parse(await added(enter({ name: '旧', toDate: localDate.parse('2026-09-15') }))),
      groupId.parse(await added(enter({ schoolId: county.pointA }))),
    ];
    expect(await plan({ groupId: groupId.parse(nobody) })).toMatchObject(refused('groupId', 'unknown'));
    expect(await plan({ groupId: ended })).toMatchObject(refused('groupId', 'unknown'));
    expect(await plan({ groupId: foreign })).toMatchObject(refused('groupId', 'mismatch'));
    const delivery = {
      kind: 'delivery',
      mode: 'interactive',
      roomIds: [county.roomA],
      memberIds: [],
      grade: '三年级',
    };
    expect(await plan({ ...delivery, groupId: pair })).toMatchObject(refused('groupId', 'mismatch'));
    expect(await plan({ groupId: pair })).toMatchObject({ ok: true });
    expect(await plan({ startMinute: 700 })).toMatchObject({ ok: true });
    await planning.schools.fresh();
    expect(planning.schools.groups(county.central, WEDNESDAY).map(({ id }) => id)).toEqual([pair]);
    expect(planning.schools.groups(county.pointC, WEDNESDAY)).toEqual([]);
    const lessons = await planning.reader.lessonsBetween(WEDNESDAY, WEDNESDAY);
    expect(lessons.map(({ fields }) => fields.groupId)).toEqual([pair, undefined]);
  });
});
