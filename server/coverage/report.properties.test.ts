import fc from 'fast-check';
import { expect, test } from 'vitest';
import { figuresOf } from '../../shared/coverage/indicators.ts';
import {
  addMeasures,
  lessMeasures,
  type Measures,
  measureNames,
  noMeasures,
} from '../../shared/coverage/measures.ts';
import type { Period } from '../../shared/coverage/period.ts';
import type { SchoolId } from '../../shared/kernel/ids.ts';
import { addDays, daysBetween } from '../../shared/kernel/time.ts';
import { weekdayOf } from '../../shared/term.ts';
import {
  failed,
  leadFact,
  MONDAY,
  personFact,
  roomFact,
  schoolFacts,
} from '../../test/support/coverage-facts.ts';
import { nthNeed } from '../../test/support/coverage-input.ts';
import { daysOf, measuresOf, scopeOf, type World, world } from '../../test/support/rolled-up.ts';
import { nth } from '../../test/support/session-log.ts';
import type { RoomFact } from './fact.types.ts';
import { addNeed, addPair, addPerson, addRoom } from './tally.rules.ts';

/** Two weeks; schools 0 and 1 lead, 2 and 3 receive. Few of everything, so that lessons and needs meet. */
const period: Period = { kind: 'month', from: MONDAY, to: addDays(MONDAY, 13) };
const dates = daysBetween(period.from, period.to);
const tree = [0, 1, 2, 3].map(nth.school);
const subjects = ['音乐', '英语'];
const outcomes: readonly Partial<RoomFact>[] = [{}, {}, {}, ...Object.values(failed)];

const school = fc.integer({ min: 2, max: 3 });
const anyNeed = fc.record({
  school,
  subject: fc.constantFrom(...subjects),
  periodsPerWeek: fc.integer({ min: 1, max: 9 }),
  from: fc.nat(13),
  length: fc.integer({ min: 1, max: 14 }),
  withdrawn: fc.boolean(),
});
const anyFact = fc.record({
  lesson: fc.nat(20),
  lead: fc.nat(1),
  school,
  room: fc.nat(2),
  day: fc.nat(13),
  subject: fc.constantFrom(...subjects),
  need: fc.option(fc.nat(5)),
  way: fc.constantFrom('live', 'live', 'live', 'recorded', 'elsewhere'),
  unplanned: fc.constantFrom(false, false, false, true),
  outcome: fc.constantFrom(...outcomes),
});
const anyLink = fc.record({
  lead: fc.nat(1),
  school,
  subject: fc.constantFrom(...subjects),
  from: fc.nat(13),
});
const anyLead = fc.record({
  day: fc.nat(13),
  lead: fc.nat(1),
  held: fc.boolean(),
  turns: fc.nat(9),
  remote: fc.nat(9),
  balance: fc.option(fc.nat(1000)),
});
const anyWork = fc.record({
  day: fc.nat(13),
  school: fc.nat(3),
  person: fc.nat(3),
  part: fc.constantFrom('lectured', 'assisted', 'researched'),
  workedMs: fc.nat(9_000_000),
});

const anyWorld: fc.Arbitrary<World> = fc
  .record({
    needs: fc.array(anyNeed, { maxLength: 6, size: 'max' }),
    facts: fc.array(anyFact, { maxLength: 16, size: 'max' }),
    links: fc.array(anyLink, { maxLength: 4 }),
    leads: fc.array(anyLead, { maxLength: 5 }),
    people: fc.array(anyWork, { maxLength: 5 }),
  })
  .map((given) =>
    world({
      schools: new Map(
        tree.map((id, n) => [
          id,
          schoolFacts({
            kind: n < 2 ? 'central' : n < 3 ? 'teachingPoint' : 'smallRural',
            grades: ['三年级'],
            subjects: [{ name: '音乐', requiredPeriods: [{ grade: 3, periodsPerWeek: 2 }] }],
            rooms: [0, 1].map((room) => ({
              roomId: nth.room(n * 10 + room),
              ends: ['listening'],
              recording: 'everyday',
            })),
          }),
        ]),
      ),
      needs: given.needs.map((each, n) => {
        const to = each.from + each.length;
        return {
          id: nthNeed(n),
          schoolId: nth.school(each.school),
          fields: { subject: each.subject, grade: '三年级', periodsPerWeek: each.periodsPerWeek },
          inForce: dates.slice(each.from, to),
          withdrawnOn: each.withdrawn ? dates[to] : undefined,
        };
      }),
      links: given.links.map((each) => ({
        fromSchoolId: nth.school(each.lead),
        toSchoolId: nth.school(each.school),
        needId: null,
        subject: each.subject,
        grade: '三年级',
        holds: dates.slice(each.from),
      })),
      facts: given.facts.map((each) =>
        roomFact(each.lesson, {
          schoolId: nth.school(each.school),
          roomId: nth.room(each.school * 10 + each.room),
          leadingSchoolId: nth.school(each.lead),
          localDate: addDays(MONDAY, each.day),
          subject: each.subject,
          needId: each.need === null ? null : nthNeed(each.need),
          way: each.way,
          unplanned: each.unplanned,
          ...each.outcome,
        }),
      ),
      leads: given.leads.map((each, n) =>
        leadFact(n, {
          localDate: addDays(MONDAY, each.day),
          leadingSchoolId: nth.school(each.lead),
          held: each.held,
          remoteTurnCount: Math.min(each.remote, each.turns),
          turnCount: each.turns,
          balanceThousandths: each.balance,
        }),
      ),
      people: given.people.map((each, n) =>
        personFact(n, {
          localDate: addDays(MONDAY, each.day),
          schoolId: nth.school(each.school),
          personId: nth.person(each.person),
          part: each.part,
          workedMs: each.workedMs,
        }),
      ),
    }),
  );

const seed = Number(process.env['FC_SEED'] ?? Date.now() % 2 ** 31);
const runs = { seed, numRuns: 100 };
const ratio = (measures: Measures, key: string): number => {
  const found = figuresOf(measures).find((each) => each.key === key);
  return found === undefined || found.denominator === 0 ? 0 : found.numerator / found.denominator;
};

test(`every share lies between nothing and all of it (seed ${seed})`, () => {
  fc.assert(
    fc.property(anyWorld, (all) => {
      const means = ['leadRatio', 'workload'];
      for (const { key, numerator, denominator } of figuresOf(scopeOf(all, tree, period))) {
        expect(numerator).toBeGreaterThanOrEqual(0);
        if (!means.includes(key)) expect(numerator, key).toBeLessThanOrEqual(denominator);
      }
    }),
    runs,
  );
});

test(`one valid lesson more never lowers coverage, wherever and whenever it is (seed ${seed})`, () => {
  const extra = fc.record({
    school,
    day: fc.nat(13),
    subject: fc.constantFrom(...subjects),
    need: fc.option(fc.nat(5)),
  });
  const never = ['needWeighted', 'pointsWithNeed', 'sufficiency', 'offering', 'regularUse', 'leadRatio'];
  fc.assert(
    fc.property(anyWorld, extra, (all, more) => {
      const lesson = roomFact(99, {
        schoolId: nth.school(more.school),
        roomId: nth.room(more.school * 10),
        localDate: addDays(MONDAY, more.day),
        subject: more.subject,
        needId: more.need === null ? null : nthNeed(more.need),
      });
      const before = scopeOf(all, tree, period);
      const after = scopeOf({ ...all, facts: [...all.facts, lesson] }, tree, period);
      for (const key of never) expect(ratio(after, key), key).toBeGreaterThanOrEqual(ratio(before, key));
      expect(after.validCount).toBe(before.validCount + 1);
      expect(after.withdrawnUnservedCount).toBeLessThanOrEqual(before.withdrawnUnservedCount);
    }),
    runs,
  );
});

test(`parts of the tree add up to the whole, however it is cut (seed ${seed})`, () => {
  fc.assert(
    fc.property(anyWorld, fc.subarray(tree), (all, part) => {
      const rest = tree.filter((id) => !part.includes(id));
      const sum = addMeasures(scopeOf(all, part, period), scopeOf(all, rest, period));
      expect(sum).toEqual(scopeOf(all, tree, period));
      expect(lessMeasures(sum, scopeOf(all, rest, period))).toEqual(scopeOf(all, part, period));
    }),
    runs,
  );
});

/** The same figures straight from the facts of the whole period, without days or tallies. */
function counted(all: World, schoolId: SchoolId): Partial<Measures> {
  const live = all.facts.filter(
    (each) => each.schoolId === schoolId && each.way === 'live' && !each.unplanned,
  );
  const planned = live.filter((each) => !each.cancelled);
  const held = planned.filter((each) => each.lessonMs > 0);
  const own = all.needs.filter((each) => each.schoolId === schoolId);
  const needOf = (fact: RoomFact) =>
    own.find((each) => each.id === fact.needId)?.id ??
    own.find(({ fields, inForce }) => fields.subject === fact.subject && inForce.includes(fact.localDate))
      ?.id;
  const lessons = (facts: readonly RoomFact[]) =>
    new Set(facts.map((each) => `${each.localDate} ${each.lessonId}`)).size;
  const needs = own.map(({ id, fields, inForce }) => {
    const facts = planned.filter((each) => needOf(each) === id);
    const needed = inForce.map((date) =>
      weekdayOf(date) <= 5
        ? fields.periodsPerWeek
        : Math.min(fields.periodsPerWeek, 5 * lessons(facts.filter((each) => each.localDate === date))),
    );
    return {
      needed: needed.reduce((total, each) => total + each, 0),
      valid: lessons(facts.filter((each) => each.verdict === 'valid')),
    };
  });
  const asked = needs.filter((each) => each.needed > 0);
  return {
    plannedCount: planned.length,
    cancelledCount: live.length - planned.length,
    heldCount: held.length,
    validCount: planned.filter((each) => each.verdict === 'valid').length,
    presentCount: held.reduce((total, each) => total + (each.presentCount ?? 0), 0),
    needCount: asked.length,
    servedNeedCount: asked.filter((each) => each.valid > 0).length,
    servedPointCount: asked.some((each) => each.valid > 0) ? 1 : 0,
    neededFifths: asked.reduce((total, each) => total + each.needed, 0),
    deliveredFifths: asked.reduce((total, each) => total + Math.min(each.needed, 5 * each.valid), 0),
    workingPersonCount: new Set(
      all.people.filter((each) => each.schoolId === schoolId).map((each) => each.personId),
    ).size,
  };
}

test(`days added up are what the whole period gives at once (seed ${seed})`, () => {
  fc.assert(
    fc.property(anyWorld, school, (all, n) => {
      expect(measuresOf(all, nth.school(n), period)).toMatchObject(counted(all, nth.school(n)));
    }),
    runs,
  );
});

test(`a day counted anew by differences is what counting everything anew gives (seed ${seed})`, () => {
  fc.assert(
    fc.property(anyWorld, anyWorld, school, (before, after, n) => {
      const [was, is] = [before, after].map((each) => daysOf(each, nth.school(n), period));
      if (was === undefined || is === undefined) return;
      expect(addMeasures(was.measures, lessMeasures(is.measures, was.measures))).toEqual(is.measures);
      const back = <T>(all: readonly T[], add: (a: T, b: T, sign: 1 | -1) => T) =>
        all.map((each) => add(add(each, each, 1), each, -1));
      expect(back(is.needs, addNeed)).toEqual(is.needs);
      expect(back(is.rooms, addRoom)).toEqual(is.rooms);
      expect(back(is.people, addPerson)).toEqual(is.people);
      expect(back(is.pairs, addPair)).toEqual(is.pairs);
    }),
    runs,
  );
});

test(`the order of facts and registers does not matter (seed ${seed})`, () => {
  fc.assert(
    fc.property(anyWorld, (all) => {
      const turned = {
        ...all,
        needs: all.needs.toReversed(),
        links: all.links.toReversed(),
        facts: all.facts.toReversed(),
        leads: all.leads.toReversed(),
        people: all.people.toReversed(),
      };
      expect(scopeOf(turned, tree, period)).toEqual(scopeOf(all, tree, period));
      const needs = (each: World) =>
        daysOf(each, nth.school(2), period).needs.toSorted((a, b) => (a.needId < b.needId ? -1 : 1));
      expect(needs(turned)).toEqual(needs(all));
    }),
    runs,
  );
});

test('every measure is a whole number and none is left out', () => {
  expect(Object.keys(noMeasures)).toEqual([...measureNames]);
  fc.assert(
    fc.property(anyWorld, (all) => {
      for (const value of Object.values(scopeOf(all, tree, period)))
        expect(Number.isInteger(value)).toBe(true);
    }),
    { ...runs, numRuns: 40 },
  );
});
