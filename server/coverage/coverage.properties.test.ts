import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CoverageReport } from '../../shared/coverage.ts';
import { addDays } from '../../shared/kernel/time.ts';
import {
  coverageInput,
  lesson,
  link,
  needSpan,
  result,
  roomAt,
  WEEK,
} from '../../test/support/coverage-input.ts';
import { nth } from '../../test/support/session-log.ts';
import { coverageOf } from './coverage.rules.ts';
import type { CoverageInput } from './coverage.types.ts';

const kinds = { 0: 'central', 1: 'city', 2: 'teachingPoint', 3: 'teachingPoint', 4: 'smallRural' } as const;
const subjects = ['音乐', '英语'];
const outcomes = [
  'valid',
  'valid',
  'not-held',
  'too-short',
  'room-absent',
  'connected-too-short',
  'no-head-count',
] as const;

const anyNeed = fc.record({
  school: fc.integer({ min: 1, max: 4 }),
  subject: fc.constantFrom(...subjects),
  periodsPerWeek: fc.integer({ min: 1, max: 5 }),
  days: fc.subarray([0, 1, 2, 3, 4, 5, 6]),
  withdrawn: fc.boolean(),
});
const anyRoom = fc.record({
  room: fc.integer({ min: 1, max: 6 }),
  school: fc.integer({ min: 0, max: 4 }),
  need: fc.option(fc.nat(7)),
  outcome: fc.option(fc.constantFrom(...outcomes)),
});
const anyLesson = fc.record({
  lead: fc.integer({ min: 0, max: 1 }),
  subject: fc.constantFrom(...subjects),
  day: fc.nat(6),
  rooms: fc.array(anyRoom, { maxLength: 4 }),
  unplanned: fc.boolean(),
  cancelled: fc.boolean(),
});

const built = (
  needs: readonly (typeof anyNeed extends fc.Arbitrary<infer T> ? T : never)[],
  lessons: readonly (typeof anyLesson extends fc.Arbitrary<infer T> ? T : never)[],
  links: readonly (readonly [number, number])[],
): CoverageInput =>
  coverageInput(kinds, {
    needs: needs.map((each, n) =>
      needSpan(n, nth.school(each.school), {
        subject: each.subject,
        periodsPerWeek: each.periodsPerWeek,
        dates: each.days.map((offset) => addDays(WEEK.from, offset)),
        status: each.withdrawn ? { state: 'withdrawn', reason: 'x' } : { state: 'inForce' },
      }),
    ),
    links: links.map(([from, to], n) => link(n, nth.school(from), nth.school(to))),
    lessons: lessons.map((each, n) =>
      lesson(
        n,
        nth.school(each.lead),
        each.rooms.map((room) => roomAt(room.room, nth.school(room.school), room.need)),
        {
          subject: each.subject,
          localDate: addDays(WEEK.from, each.day),
          unplanned: each.unplanned,
          cancelled: each.cancelled ? { reason: 'x' } : null,
        },
      ),
    ),
    results: lessons.flatMap((each, n) =>
      each.rooms.flatMap((room) =>
        room.outcome === null ? [] : [result(n, nth.room(room.room), room.outcome)],
      ),
    ),
  });
const anyInput = fc
  .tuple(
    fc.array(anyNeed, { maxLength: 8 }),
    fc.array(anyLesson, { maxLength: 12 }),
    fc.array(fc.tuple(fc.nat(1), fc.integer({ min: 1, max: 4 })), { maxLength: 5 }),
  )
  .map(([needs, lessons, links]) => built(needs, lessons, links));

const seed = Number(process.env['FC_SEED'] ?? Date.now() % 2 ** 31);
const runs = { seed, numRuns: 400 };
const ratio = ({ numerator, denominator }: CoverageReport['needWeighted']) =>
  denominator === 0 ? 0 : numerator / denominator;

test(`0 ≤ numerator ≤ denominator, and valid ≤ held ≤ planned (seed ${seed})`, () => {
  fc.assert(
    fc.property(anyInput, (input) => {
      const { needWeighted, pointsWithNeed, lessons } = coverageOf(input);
      for (const each of [needWeighted, pointsWithNeed]) {
        expect(each.numerator).toBeGreaterThanOrEqual(0);
        expect(each.numerator).toBeLessThanOrEqual(each.denominator);
      }
      expect(lessons.validCount).toBeLessThanOrEqual(lessons.heldCount);
      expect(lessons.heldCount).toBeLessThanOrEqual(lessons.plannedCount);
    }),
    runs,
  );
});

test(`every figure can be counted again from its list (seed ${seed})`, () => {
  fc.assert(
    fc.property(anyInput, (input) => {
      const report = coverageOf(input);
      const { needs, outcomes: lines } = report;
      const total = (of: (each: CoverageReport['needs'][number]) => number) =>
        needs.reduce((sum, each) => sum + of(each), 0);
      expect(report.needWeighted.denominator).toBeCloseTo(total((each) => each.neededCount));
      expect(report.needWeighted.numerator).toBeCloseTo(
        total((each) => Math.min(each.deliveredCount, each.neededCount)),
      );
      const points = (some: typeof needs) => new Set(some.map((each) => each.schoolId)).size;
      expect(report.pointsWithNeed).toEqual({
        numerator: points(needs.filter((each) => each.cause === null)),
        denominator: points(needs),
      });
      const planned = lines.filter((each) => !each.unplanned);
      expect(report.lessons).toEqual({
        plannedCount: planned.length,
        heldCount: planned.filter((each) => each.held).length,
        validCount: planned.filter((each) => each.valid).length,
        unplannedCount: lines.length - planned.length,
      });
      for (const each of report.leads) {
        const own = planned.filter((line) => line.valid && line.leadingSchoolName === each.schoolName);
        expect(each.servedPointCount).toBe(new Set(own.map((line) => line.schoolId)).size);
        expect(each.lessonCount).toBe(new Set(own.map((line) => line.lessonId)).size);
      }
    }),
    runs,
  );
});

test(`no lesson counts twice: what needs got is at most the valid lessons at their point (seed ${seed})`, () => {
  fc.assert(
    fc.property(anyInput, (input) => {
      const report = coverageOf(input);
      for (const [schoolId, needs] of Map.groupBy(report.needs, (each) => each.schoolId)) {
        const delivered = needs.reduce((sum, each) => sum + each.deliveredCount, 0);
        const valid = report.outcomes.filter(
          (each) => each.schoolId === schoolId && each.valid && !each.unplanned,
        );
        expect(delivered).toBeLessThanOrEqual(valid.length);
      }
    }),
    runs,
  );
});

test(`one valid lesson more never lowers a figure (seed ${seed})`, () => {
  fc.assert(
    fc.property(
      anyInput,
      fc.integer({ min: 2, max: 4 }),
      fc.constantFrom(...subjects),
      (input, at, subject) => {
        const before = coverageOf(input);
        const after = coverageOf({
          ...input,
          lessons: [...input.lessons, lesson(99, nth.school(0), [roomAt(7, nth.school(at))], { subject })],
          results: [...input.results, result(99, nth.room(7), 'valid')],
        });
        expect(ratio(after.needWeighted)).toBeGreaterThanOrEqual(ratio(before.needWeighted));
        expect(ratio(after.pointsWithNeed)).toBeGreaterThanOrEqual(ratio(before.pointsWithNeed));
        expect(after.lessons.validCount).toBe(before.lessons.validCount + 1);
        expect(after.withdrawnUnserved.length).toBeLessThanOrEqual(before.withdrawnUnserved.length);
        for (const each of before.leads) {
          const now = after.leads.find((lead) => lead.schoolId === each.schoolId);
          expect(now?.servedPointCount).toBeGreaterThanOrEqual(each.servedPointCount);
        }
      },
    ),
    runs,
  );
});

test(`the order of the registers does not matter (seed ${seed})`, () => {
  fc.assert(
    fc.property(anyInput, (input) => {
      const turned = {
        ...input,
        needs: input.needs.toReversed(),
        links: input.links.toReversed(),
        lessons: input.lessons.toReversed(),
      };
      expect(coverageOf(turned)).toEqual(coverageOf(input));
    }),
    runs,
  );
});
