import { expect, test } from 'vitest';
import type { IndicatorKey } from '../../shared/coverage/indicator.ts';
import { besidesOf, figuresOf } from '../../shared/coverage/indicators.ts';
import type { Measures } from '../../shared/coverage/measures.ts';
import type { Period } from '../../shared/coverage/period.ts';
import type { SchoolId } from '../../shared/kernel/ids.ts';
import { daysBetween } from '../../shared/kernel/time.ts';
import { type TermFields, termFields } from '../../shared/term.ts';
import {
  failed,
  leadFact,
  onDay,
  personFact,
  roomFact,
  schoolFacts,
} from '../../test/support/coverage-facts.ts';
import { nthNeed } from '../../test/support/coverage-input.ts';
import { dayOf, daysOf, measuresOf, scopeOf, type World, world } from '../../test/support/rolled-up.ts';
import { nth, nthId } from '../../test/support/session-log.ts';
import { needCause } from './cause.rules.ts';

const [lead, point, other, farLead] = [nth.school(0), nth.school(1), nth.school(2), nth.school(3)];
const all = [lead, point, other, farLead];
/** Five teaching days. */
const week: Period = { kind: 'week', from: onDay('2026-03-02'), to: onDay('2026-03-08') };
const weekDays = daysBetween(week.from, week.to);
const schools = new Map([
  [lead, schoolFacts({ kind: 'central' })],
  [point, schoolFacts()],
  [other, schoolFacts()],
  [farLead, schoolFacts({ kind: 'city' })],
]);
const need = (
  n: number,
  schoolId: SchoolId,
  changes: Partial<World['needs'][number]> = {},
): World['needs'][number] => ({
  id: nthNeed(n),
  schoolId,
  fields: { subject: '音乐', grade: '三年级', periodsPerWeek: 2 },
  inForce: weekDays,
  ...changes,
});
const link = (
  from: SchoolId,
  to: SchoolId,
  changes: Partial<World['links'][number]> = {},
): World['links'][number] => ({
  fromSchoolId: from,
  toSchoolId: to,
  needId: null,
  subject: '音乐',
  grade: '三年级',
  holds: weekDays,
  ...changes,
});
const figure = (measures: Measures, key: IndicatorKey): readonly number[] => {
  const found = figuresOf(measures).find((each) => each.key === key);
  return found === undefined ? [] : [found.numerator, found.denominator];
};

test('a county without needs has no coverage, neither 0 nor 100 %, and says who is silent', () => {
  const empty = scopeOf(world({ schools }), all, week);
  expect(figure(empty, 'needWeighted')).toEqual([0, 0]);
  expect(figure(empty, 'pointsWithNeed')).toEqual([0, 0]);
  expect(besidesOf(empty)).toMatchObject({ silentPointCount: 2, withdrawnUnservedCount: 0 });
});

test('a lesson over midnight counts once and whole, on the day on which it began', () => {
  const late = roomFact(1, {
    localDate: onDay('2026-03-04'),
    startsAtMs: Date.parse('2026-03-04T23:40:00+08:00'),
    needId: nthNeed(1),
  });
  const night = world({ schools, needs: [need(1, point)], facts: [late] });
  const valid = (day: string) => dayOf(night, point, onDay(day)).measures.validCount;
  expect([valid('2026-03-04'), valid('2026-03-05')]).toEqual([1, 0]);
  expect(figure(measuresOf(night, point, week), 'needWeighted')).toEqual([1, 2]);
  expect(figure(measuresOf(night, point, week), 'availability')).toEqual([40, 40]);
});

test('a school that is merged into another hands its need over: the two together ask for it once', () => {
  const [before, after] = [weekDays.slice(0, 2), weekDays.slice(2)];
  const merged = world({
    schools: new Map([...schools, [point, null]]),
    needs: [need(1, point, { inForce: before }), need(2, other, { inForce: after })],
    facts: [
      roomFact(1, { localDate: onDay('2026-03-03'), needId: nthNeed(1) }),
      roomFact(2, { localDate: onDay('2026-03-05'), needId: nthNeed(1), schoolId: other }),
    ],
  });
  expect(figure(measuresOf(merged, point, week), 'needWeighted')).toEqual([0.8, 0.8]);
  expect(figure(measuresOf(merged, other, week), 'needWeighted')).toEqual([1, 1.2]);
  expect(figure(scopeOf(merged, all, week), 'needWeighted')).toEqual([1.8, 2]);
  expect(figure(scopeOf(merged, all, week), 'pointsWithNeed')).toEqual([2, 2]);
  expect(besidesOf(scopeOf(merged, all, week)).silentPointCount).toBe(0);
});

test('with parties in two counties coverage counts where it is received, leading where it is led, and above both once', () => {
  const two = world({
    schools,
    needs: [need(1, point)],
    links: [link(farLead, point)],
    facts: [roomFact(1, { leadingSchoolId: farLead })],
    leads: [leadFact(1, { leadingSchoolId: farLead, remoteTurnCount: 3, turnCount: 4 })],
    people: [
      personFact(1, { schoolId: farLead, workedMs: 2_400_000 }),
      personFact(1, { schoolId: point, part: 'assisted', workedMs: 1_200_000, personId: nth.person(2) }),
    ],
  });
  const near = scopeOf(two, [lead, point, other], week);
  const far = scopeOf(two, [farLead], week);
  const both = scopeOf(two, all, week);
  const told = (measures: Measures) =>
    (['needWeighted', 'validLessons', 'remoteTurns', 'leadRatio', 'workload'] as const).map((key) =>
      figure(measures, key),
    );
  expect(told(near)).toEqual([
    [1, 2],
    [1, 1],
    [0, 0],
    [0, 0],
    [20, 1],
  ]);
  expect(told(far)).toEqual([
    [0, 0],
    [0, 0],
    [3, 4],
    [1, 1],
    [40, 1],
  ]);
  expect(told(both)).toEqual([
    [1, 2],
    [1, 1],
    [3, 4],
    [1, 1],
    [60, 2],
  ]);
});

test('a lesson that was moved to a Saturday serves its need there, and asks for no more than is taught', () => {
  const [thursday, saturday] = [onDay('2026-03-05'), onDay('2026-03-07')];
  const on = (localDate: typeof thursday) =>
    figure(
      measuresOf(
        world({ schools, needs: [need(1, point)], facts: [roomFact(1, { localDate })] }),
        point,
        week,
      ),
      'needWeighted',
    );
  expect(on(thursday)).toEqual([1, 2]);
  expect(on(saturday)).toEqual([1, 2.4]);
});

test('two links on one need: each leading school has its pair, the need has both their lessons', () => {
  const two = world({
    schools,
    needs: [need(1, point)],
    links: [link(lead, point, { needId: nthNeed(1) }), link(farLead, point, { needId: nthNeed(1) })],
    facts: [
      roomFact(1, { needId: nthNeed(1) }),
      roomFact(2, { needId: nthNeed(1), leadingSchoolId: farLead }),
      roomFact(3, { needId: nthNeed(1), leadingSchoolId: farLead, ...failed.cut }),
    ],
  });
  expect(figure(measuresOf(two, point, week), 'needWeighted')).toEqual([2, 2]);
  expect(daysOf(two, point, week).needs).toMatchObject([
    { linkedDayCount: 5, plannedCount: 3, causes: { line: 1 } },
  ]);
  expect(figure(scopeOf(two, all, week), 'leadRatio')).toEqual([2, 2]);
  expect(daysOf(two, farLead, week).pairs).toMatchObject([
    { plannedCount: 2, validCount: 1, linkedDayCount: 7 },
  ]);
});

const spring = (from: string, to: string): TermFields =>
  termFields.parse({
    regionId: nthId(1),
    name: '春',
    from,
    to,
    holidays: [{ name: '假', from: '2026-03-06', to: '2026-03-06' }],
    makeUpDays: [{ date: '2026-03-14', asWeekday: 5 }],
  });

test('a term that begins in mid-week and has a holiday asks for its teaching days alone', () => {
  const term: Period = { kind: 'term', from: onDay('2026-03-04'), to: onDay('2026-03-15') };
  const partial = world({
    schools: new Map([
      [point, schoolFacts({ rooms: [{ roomId: nth.room(1), ends: ['listening'], recording: 'none' }] })],
    ]),
    terms: [spring('2026-03-04', '2026-03-15')],
    needs: [need(1, point, { inForce: daysBetween(term.from, term.to) })],
    facts: [
      roomFact(1, { localDate: onDay('2026-03-05') }),
      roomFact(2, { localDate: onDay('2026-03-14'), roomId: nth.room(1) }),
    ],
  });
  // 4, 5, 9–13 and the make-up Saturday: 8 days of 2/5.
  expect(figure(measuresOf(partial, point, term), 'needWeighted')).toEqual([2, 3.2]);
  // Its one whole week has a valid lesson.
  expect(figure(measuresOf(partial, point, term), 'regularUse')).toEqual([1, 1]);
});

test('a school that is closed in mid-term keeps what it had until then, and is asked for nothing after', () => {
  const month: Period = { kind: 'month', from: onDay('2026-03-01'), to: onDay('2026-03-31') };
  const closing = (school: ReturnType<typeof schoolFacts> | null) =>
    measuresOf(
      world({
        schools: new Map([[point, school]]),
        needs: [need(1, point)],
        facts: [roomFact(1), roomFact(2, failed.absent)],
      }),
      point,
      month,
    );
  expect(figure(closing(null), 'needWeighted')).toEqual([1, 2]);
  expect(figure(closing(null), 'delivery')).toEqual([2, 2]);
  expect(figure(closing(null), 'listeningEnds')).toEqual([0, 0]);
  expect(figure(closing(schoolFacts()), 'listeningEnds')).toEqual([0, 1]);
});

test('an unserved need names the cause that came closest; withdrawing it does not take it out of the figure', () => {
  const gone = world({
    schools,
    needs: [need(1, point, { inForce: weekDays.slice(0, 3), withdrawnOn: onDay('2026-03-05') })],
    links: [link(lead, point)],
    facts: [
      roomFact(1, { ...failed.absent, foundCause: 'power' }),
      roomFact(2, { ...failed.cancelled, foundCause: 'cancelled' }),
    ],
  });
  const measures = measuresOf(gone, point, week);
  expect(figure(measures, 'needWeighted')).toEqual([0, 1.2]);
  expect(figure(measures, 'pointsWithNeed')).toEqual([0, 1]);
  expect(besidesOf(measures)).toMatchObject({
    withdrawnUnservedCount: 1,
    cancelledCount: 1,
    silentPointCount: 0,
  });
  expect(daysOf(gone, point, week).needs.map(needCause)).toEqual(['power']);
});
