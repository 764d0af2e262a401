import { describe, expect, it } from 'vitest';
import { type Me, me as meSchema } from '../../../shared/person.ts';
import { cardOf, idOf, lecturerOf, NOON_MS } from '../lesson-card.fixture.ts';
import { dayOf, momentOf } from './home.model.ts';

const MINUTE_MS = 60_000;
const at = (startMinutes: number, changes = {}) =>
  cardOf({
    plannedStartAtMs: NOON_MS + startMinutes * MINUTE_MS,
    plannedEndAtMs: NOON_MS + (startMinutes + 40) * MINUTE_MS,
    ...changes,
  });
const other = { lecturer: { personId: idOf(8), name: '王老师' } };

describe('dayOf', () => {
  it('has no main lesson for an empty day, a past day, or somebody who may not lead', () => {
    const lecturer = { me: lecturerOf(7), nowMs: NOON_MS };
    expect(dayOf([], lecturer)).toEqual({ main: null, items: [] });
    expect(
      dayOf([at(-60), at(0, { phase: 'ended' }), at(5, { phase: 'cancelled' })], lecturer).main,
    ).toBeNull();
    expect(dayOf([at(0, other)], { me: lecturerOf(9, 'admin'), nowMs: NOON_MS }).main).toBeNull();
  });
  it('lets nobody enter what rooms play by themselves', () => {
    const recorded = { mode: 'recorded', phase: 'live' } as const;
    for (const me of [lecturerOf(7), lecturerOf(9, 'admin')]) {
      const day = dayOf([at(0, recorded)], { me, nowMs: NOON_MS });
      expect(day.main).toBeNull();
      expect(day.items).toMatchObject([{ entry: null, mine: false, actions: ['attendance'] }]);
    }
  });
  it('sorts by the clock', () => {
    const day = dayOf([at(90), at(0), at(45)], { me: lecturerOf(7), nowMs: NOON_MS });
    expect(day.items.map((item) => item.card.plannedStartAtMs - NOON_MS)).toEqual([0, 2_700_000, 5_400_000]);
  });
  it('prefers what runs to what is due, and what is due to the next', () => {
    const asker = { me: lecturerOf(7), nowMs: NOON_MS };
    expect(dayOf([at(0), at(45)], asker).main?.moment).toBe('now');
    expect(dayOf([at(30), at(90)], asker).main?.card.plannedStartAtMs).toBe(NOON_MS + 30 * MINUTE_MS);
    const running = at(-30, { phase: 'live' });
    expect(dayOf([at(0), running], asker).main).toMatchObject({ card: running, actions: ['return'] });
  });
  it("prefers the own lesson to a colleague's that runs", () => {
    const day = dayOf([at(0, { ...other, phase: 'live' }), at(30)], { me: lecturerOf(7), nowMs: NOON_MS });
    expect(day.main?.mine).toBe(true);
  });
  it("offers a colleague's lesson when there is no own one", () => {
    expect(dayOf([at(0, other)], { me: lecturerOf(7), nowMs: NOON_MS }).main).toMatchObject({ mine: false });
  });
  it('leaves a missed lesson to be opened from the list', () => {
    const day = dayOf([at(-60)], { me: lecturerOf(7), nowMs: NOON_MS });
    expect(day.items[0]).toMatchObject({ moment: 'missed', actions: ['open'] });
  });
});

describe('ways into a lesson', () => {
  const wayOf = (me: Me, changes: object, startMinutes = -5) => {
    const [item] = dayOf([at(startMinutes, { ...other, ...changes })], { me, nowMs: NOON_MS }).items;
    return { entry: item?.entry, actions: item?.actions };
  };
  const live = { phase: 'live' };
  const staff = (role: string, school: number | null) =>
    meSchema.parse({
      personId: idOf(9),
      name: '赵老师',
      school: school === null ? null : { schoolId: idOf(school), name: '学校' },
      roles: [{ role, scope: { kind: 'school', schoolId: idOf(school ?? 50) } }],
    });
  const members = [{ personId: idOf(9), name: '赵老师', schoolName: '学校' }];

  it('leads nobody in who has no part in it', () => {
    expect(wayOf(staff('viewer', 50), live)).toEqual({ entry: null, actions: ['attendance'] });
    expect(wayOf(staff('lecturer', 70), live)).toEqual({ entry: null, actions: ['attendance'] });
    expect(wayOf(staff('lecturer', 70), {})).toEqual({ entry: null, actions: [] });
  });
  it('lets inspectors and administrators observe what runs, and nothing else', () => {
    expect(wayOf(staff('inspector', null), live)).toEqual({
      entry: null,
      actions: ['observe', 'attendance'],
    });
    expect(wayOf(staff('inspector', null), {}).actions, 'nobody is there yet').toEqual([]);
    expect(wayOf(staff('inspector', null), { phase: 'waiting' }).actions).toEqual(['observe']);
    expect(wayOf(staff('admin', null), live).actions).toEqual(['observe', 'attendance']);
    expect(
      wayOf(staff('admin', 50), { ...live, lecturer: { personId: idOf(9), name: '赵老师' } }).actions,
    ).toEqual(['return']);
  });
  it("shows an administrator of the lesson's school both ways into a colleague's lesson", () => {
    expect(wayOf(staff('admin', 50), live)).toEqual({ entry: 'assist', actions: ['return', 'observe'] });
    expect(wayOf(staff('admin', 50), {})).toEqual({ entry: 'assist', actions: ['open'] });
    const waiting = { phase: 'waiting' };
    expect(wayOf(staff('admin', 50), waiting).actions).toEqual(['open', 'observe']);
    expect(wayOf(staff('localTeacher', 50), waiting).actions).toEqual(['open']);
  });
  it('lets a local teacher into the lesson of their room', () => {
    expect(wayOf(staff('localTeacher', 61), live).entry).toBe('assist');
  });
  it('shows members their seminar and observation, and colleagues no seminar of others', () => {
    const seminar = { kind: 'master', mode: 'seminar', rooms: [], members };
    const watched = { kind: 'master', mode: 'observation', members };
    expect(wayOf(staff('lecturer', 70), { ...seminar, ...live })).toEqual({
      entry: 'member',
      actions: ['return'],
    });
    expect(wayOf(staff('lecturer', 70), watched)).toEqual({ entry: 'watch', actions: ['open'] });
    expect(wayOf(staff('lecturer', 50), { ...seminar, members: [] }).entry).toBeNull();
  });
  it('makes a lesson with the own name in it the main one', () => {
    const seminar = at(0, { ...other, kind: 'master', mode: 'seminar', rooms: [], members });
    expect(dayOf([seminar], { me: staff('localTeacher', 70), nowMs: NOON_MS }).main?.card).toBe(seminar);
  });
});

describe('momentOf', () => {
  it('opens ten minutes before the start', () => {
    expect(momentOf(at(10), NOON_MS - 1)).toBe('later');
    expect(momentOf(at(10), NOON_MS)).toBe('now');
    expect(momentOf(at(-40), NOON_MS)).toBe('missed');
  });
});
