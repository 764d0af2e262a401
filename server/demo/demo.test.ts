import { afterEach, beforeEach, expect, test } from 'vitest';
import { addDays, localDate } from '../../shared/kernel/time.ts';
import { loginName, password } from '../../shared/person.ts';
import { pin as pinSchema } from '../../shared/phone.ts';
import { needSpans } from '../../test/support/need-spans.ts';
import { actorOf, openRegisters, type Registers } from '../../test/support/registers.ts';
import { permit } from '../identity/identity.permit.rules.ts';
import { planningMigrations } from '../planning/planning.migrations.ts';
import { createPlanning, type Planning } from '../planning/planning.module.ts';
import type { DatedFact } from '../session/session.types.ts';
import { loadDemo } from './demo.module.ts';

const monday = localDate.parse('2026-09-14');
let registers: Registers;
let planning: Planning;

beforeEach(async () => {
  registers = await openRegisters(permit, planningMigrations);
  planning = createPlanning({ ...registers, agendaChanged: () => undefined });
  registers.link(planning.linkedSchools);
});
afterEach(() => registers.close());

const createLogin = async (_person: unknown, login: string, secret: string) => {
  loginName.parse(login);
  password.parse(secret);
  return { ok: true, value: undefined } as const;
};
const pins = new Map<string, string>();
const enterPins = async (personIds: readonly string[], pin: string) => {
  for (const personId of personIds) pins.set(personId, pin);
};
const past = new Map<string, readonly DatedFact[]>();
const writePast = async (sessionId: string, facts: readonly DatedFact[]) => void past.set(sessionId, facts);
const load = () => loadDemo({ ...registers, planning, createLogin, enterPins, writePast });

test('a database that holds anything is left alone', async () => {
  await registers.directory.registerFirstAdmin({ officeName: '云溪县教育局', name: '周敏' });
  expect(await load()).toEqual({ state: 'kept' });
  const { schools, people } = await registers.directory.reader.snapshot();
  expect([schools.size, people.size]).toEqual([0, 1]);
});

test('everybody has a PIN that a phone takes', async () => {
  const answer = await load();
  const { people } = await registers.directory.reader.snapshot();
  expect(answer.state === 'loaded' && pinSchema.parse(answer.pin)).toBe(pins.values().next().value);
  for (const id of people.keys()) expect(pins.has(id)).toBe(true);
});

test('the county: three leading schools, eight points, everybody at their place, and a second time nothing', async () => {
  const answer = await load();
  expect(answer.state === 'loaded' && answer.signIns.map((each) => each.loginName)).toEqual([
    'demo-admin',
    'demo-inspector',
    'demo-music',
    'demo-english',
    'demo-science',
  ]);
  expect(await load()).toEqual({ state: 'kept' });
  const { schools, classes, people, rooms } = await registers.directory.reader.snapshot();
  const points = [...schools.values()].filter((each) => each.fields.kind === 'teachingPoint');
  expect([schools.size, points.length]).toEqual([11, 8]);
  const counts = [...classes.values()].map((each) => each.fields.enrolledCount);
  expect([Math.min(...counts), Math.max(...counts)]).toEqual([12, 34]);
  for (const { id } of points) {
    expect([...people.values()].some((each) => each.fields.schoolId === id)).toBe(true);
    expect([...rooms.values()].some((each) => each.fields.schoolId === id)).toBe(true);
  }
});

test('needs: one point registered nothing, one need was withdrawn before this week and one within it', async () => {
  await load();
  const ids = [...(await registers.directory.reader.snapshot()).schools.keys()];
  const spans = await needSpans(planning.schools, ids, [monday, addDays(monday, 4)]);
  const { schools } = await registers.directory.reader.snapshot();
  const points = [...schools.values()].filter((each) => each.fields.kind === 'teachingPoint');
  const silent = points.filter((each) => spans.every((span) => span.fields.schoolId !== each.id));
  expect(silent.map((each) => each.fields.name)).toEqual(['高岭教学点']);
  const withdrawn = spans.filter((span) => span.fields.status.state === 'withdrawn');
  expect(withdrawn.map((span) => span.inForceDates)).toEqual([['2026-09-14', '2026-09-15']]);
  const before = await needSpans(planning.schools, ids, [addDays(monday, -20), addDays(monday, -13)]);
  expect(before.length).toBe(spans.length + 1);
  expect(new Set(spans.map((span) => span.fields.subject))).toEqual(
    new Set(['音乐', '英语', '科学', '美术']),
  );
});

test('some weeks lie behind: each lesson with the log of its own session, but the one that was cancelled', async () => {
  past.clear();
  await load();
  const before = await planning.reader.lessonsBetween(addDays(monday, -28), addDays(monday, 1));
  const cancelled = before.filter(({ fields }) => fields.cancelled !== null);
  expect(before.length).toBeGreaterThan(20);
  expect(cancelled.length).toBe(1);
  expect(new Set(past.keys())).toEqual(
    new Set(before.filter((each) => !cancelled.includes(each)).map(({ fields }) => fields.sessionId)),
  );
  const nowMs = registers.clock.nowMs();
  for (const facts of past.values())
    expect(facts.every(({ occurredAtMs }) => occurredAtMs < nowMs)).toBe(true);
});

test('every lesson of the week serves a registered need in each room, with the class’s own count', async () => {
  await load();
  const lessons = await planning.reader.lessonsBetween(monday, addDays(monday, 6));
  expect(lessons.length).toBeGreaterThanOrEqual(12);
  expect(new Set(lessons.map((each) => each.fields.localDate)).size).toBe(5);
  for (const { fields } of lessons)
    for (const room of fields.rooms) {
      expect(room.needId).not.toBeNull();
      expect(room.classId).not.toBeNull();
      expect(room.expectedCount).toBeGreaterThanOrEqual(12);
    }
  const nowMs = registers.clock.nowMs();
  const soon = lessons.filter((each) => Math.abs(each.fields.plannedStartAtMs - nowMs) <= 6 * 60_000);
  expect(new Set(soon.map((each) => each.fields.lecturerId)).size).toBe(3);
  for (const { fields } of soon) {
    const { people } = await registers.directory.reader.snapshot();
    const person = people.get(fields.lecturerId);
    const actor = actorOf(fields.lecturerId, person?.fields.schoolId ?? null, person?.fields.roles ?? []);
    const own = await planning.lessons.list(actor, { from: monday, to: addDays(monday, 6) });
    expect(own.ok && own.value.some((each) => each.fields.sessionId === fields.sessionId)).toBe(true);
  }
});

test('loaded twice at the same time of day it is the same county', async () => {
  const picture = async (): Promise<string> => {
    const lessons = await planning.reader.lessonsBetween(monday, addDays(monday, 6));
    const cards = await Promise.all(lessons.map((each) => planning.reader.card(each, 'planned')));
    return JSON.stringify(
      cards.map((card) => [
        card.localDate,
        card.startMinute,
        card.lecturer.name,
        card.rooms.map((r) => r.schoolName),
      ]),
    );
  };
  await load();
  const first = await picture();
  await registers.close();
  registers = await openRegisters(permit, planningMigrations);
  planning = createPlanning({ ...registers, agendaChanged: () => undefined });
  await load();
  expect(await picture()).toBe(first);
});
