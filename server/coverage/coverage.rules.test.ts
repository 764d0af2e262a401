import { expect, test } from 'vitest';
import { daysBetween } from '../../shared/kernel/time.ts';
import {
  coverageInput,
  day,
  lesson,
  link,
  needSpan,
  nthNeed,
  result,
  roomAt,
  WEEK,
} from '../../test/support/coverage-input.ts';
import { nth } from '../../test/support/session-log.ts';
import { coverageOf } from './coverage.rules.ts';

const lead = nth.school(0);
const [point, other] = [nth.school(1), nth.school(2)];
const schools = { 0: 'central', 1: 'teachingPoint', 2: 'teachingPoint' } as const;

test('an empty county has figures of nought over nought and names the points that registered nothing', () => {
  const report = coverageOf(coverageInput(schools, {}));
  expect(report.needWeighted).toEqual({ numerator: 0, denominator: 0 });
  expect(report.pointsWithNeed).toEqual({ numerator: 0, denominator: 0 });
  expect(report.pointsWithoutRegister.map((each) => each.schoolId)).toEqual([point, other]);
});

test('one token lesson makes a point covered but does not fill its need', () => {
  const report = coverageOf(
    coverageInput(schools, {
      needs: [needSpan(1, point), needSpan(2, other, { periodsPerWeek: 3 })],
      lessons: [lesson(1, lead, [roomAt(1, point)])],
      results: [result(1, nth.room(1), 'valid')],
    }),
  );
  expect(report.pointsWithNeed).toEqual({ numerator: 1, denominator: 2 });
  expect(report.needWeighted).toEqual({ numerator: 1, denominator: 5 });
  expect(report.needs.map((each) => [each.deliveredCount, each.cause])).toEqual([
    [1, null],
    [0, 'no-link'],
  ]);
});

test('more than needed at one point does not make up for another', () => {
  const report = coverageOf(
    coverageInput(schools, {
      needs: [needSpan(1, point, { periodsPerWeek: 1 }), needSpan(2, other, { periodsPerWeek: 1 })],
      lessons: [1, 2, 3].map((n) => lesson(n, lead, [roomAt(1, point)])),
      results: [1, 2, 3].map((n) => result(n, nth.room(1), 'valid')),
    }),
  );
  expect(report.needWeighted).toEqual({ numerator: 1, denominator: 2 });
});

test('a need counts pro rata to its teaching days, weekends not', () => {
  const needs = [
    needSpan(1, point, { dates: daysBetween(day('2026-03-05'), day('2026-03-08')) }),
    needSpan(2, other, { dates: daysBetween(day('2026-03-07'), day('2026-03-08')) }),
  ];
  const report = coverageOf(coverageInput(schools, { needs }));
  expect(report.needs).toMatchObject([{ needId: nthNeed(1), neededCount: 0.8 }]);
  expect(report.pointsWithNeed.denominator).toBe(1);
  expect(report.pointsWithoutRegister).toEqual([]);
});

test('a lesson planned on a weekend makes that day a teaching day for its need, and for no more than is planned', () => {
  const saturday = { localDate: day('2026-03-07') };
  const dates = [saturday.localDate];
  const report = (count: number) =>
    coverageOf(
      coverageInput(schools, {
        needs: [needSpan(1, point, { dates, periodsPerWeek: 8 }), needSpan(2, other, { dates })],
        lessons: Array.from({ length: count }, (_, n) => lesson(n + 1, lead, [roomAt(1, point)], saturday)),
        results: [result(1, nth.room(1), 'valid')],
      }),
    );
  expect(report(1).needWeighted).toEqual({ numerator: 1, denominator: 1 });
  expect(report(2).needWeighted).toEqual({ numerator: 1, denominator: 1.6 });
  expect(report(1).pointsWithNeed).toEqual({ numerator: 1, denominator: 1 });
});

test('a need withdrawn in the period still counts for its days, and is named when nothing served it', () => {
  const withdrawn = { state: 'withdrawn', reason: '已招聘教师' } as const;
  const dates = [day('2026-03-02')];
  const needs = [
    needSpan(1, point, { status: withdrawn, dates }),
    needSpan(2, other, { status: withdrawn, dates }),
  ];
  const report = coverageOf(
    coverageInput(schools, {
      needs,
      lessons: [lesson(1, lead, [roomAt(2, other)], { localDate: day('2026-03-02') })],
      results: [result(1, nth.room(2), 'valid')],
    }),
  );
  expect(report.pointsWithNeed).toEqual({ numerator: 1, denominator: 2 });
  expect(report.withdrawnUnserved).toEqual([
    { needId: nthNeed(1), schoolName: 'school 1', subject: '音乐', reason: '已招聘教师' },
  ]);
});

test('cancelled lessons, other kinds, and the leading school’s own pupils are no coverage', () => {
  const report = coverageOf(
    coverageInput(schools, {
      needs: [needSpan(1, point)],
      lessons: [
        lesson(1, lead, [roomAt(1, point)], { cancelled: { reason: '停电' } }),
        lesson(2, lead, [roomAt(1, point)], { kind: 'master' }),
        lesson(3, lead, [roomAt(9, lead)]),
      ],
      results: [1, 2, 3].map((n) => result(n, nth.room(n === 3 ? 9 : 1), 'valid')),
    }),
  );
  expect(report.outcomes).toEqual([]);
  expect(report.needWeighted.numerator).toBe(0);
  expect(report.leads).toEqual([]);
});

test('an unplanned lesson is counted apart unless it hangs on a link', () => {
  const own = link(1, lead, point);
  const report = coverageOf(
    coverageInput(schools, {
      needs: [needSpan(1, point)],
      links: [own],
      lessons: [
        lesson(1, lead, [roomAt(1, point)], { unplanned: true }),
        lesson(2, lead, [roomAt(1, point)], { unplanned: true, linkId: own.id }),
      ],
      results: [1, 2].map((n) => result(n, nth.room(1), 'valid')),
    }),
  );
  expect(report.lessons).toEqual({ plannedCount: 1, heldCount: 1, validCount: 1, unplannedCount: 1 });
  expect(report.needs[0]?.deliveredCount).toBe(1);
  expect(report.leads).toMatchObject([{ servedPointCount: 1, linkedPointCount: 1, lessonCount: 1 }]);
});

test('a lesson counts for the need that its room names, and not for another alike', () => {
  const report = coverageOf(
    coverageInput(schools, {
      needs: [needSpan(1, point), needSpan(2, point)],
      lessons: [lesson(1, lead, [roomAt(1, point, 2)])],
      results: [result(1, nth.room(1), 'valid')],
    }),
  );
  expect(report.needs.map((each) => each.deliveredCount)).toEqual([0, 1]);
});

test('a name that belongs to another point serves nobody there', () => {
  const report = coverageOf(
    coverageInput(schools, {
      needs: [needSpan(1, point), needSpan(2, other)],
      lessons: [lesson(1, lead, [roomAt(1, point, 2)])],
      results: [result(1, nth.room(1), 'valid')],
    }),
  );
  expect(report.needs.map((each) => [each.schoolId, each.deliveredCount])).toEqual([
    [point, 1],
    [other, 0],
  ]);
});

test('two rooms of one point in one lesson are one period for a need, and the line tells both', () => {
  const report = coverageOf(
    coverageInput(schools, {
      needs: [needSpan(1, point)],
      lessons: [lesson(1, lead, [roomAt(1, point), roomAt(3, point), roomAt(3, point)])],
      results: [result(1, nth.room(1), 'valid'), result(1, nth.room(3), 'valid')],
    }),
  );
  expect(report.needs[0]?.deliveredCount).toBe(1);
  expect(report.outcomes).toHaveLength(2);
});

test('a lesson of another subject or grade serves no need', () => {
  const report = coverageOf(
    coverageInput(schools, {
      needs: [needSpan(1, point)],
      lessons: [lesson(1, lead, [roomAt(1, point)], { grade: '四年级' })],
      results: [result(1, nth.room(1), 'valid')],
    }),
  );
  expect(report.needs[0]).toMatchObject({ deliveredCount: 0, cause: 'no-link' });
  expect(report.lessons.validCount).toBe(1);
});

test.each([
  ['no-link', [], false],
  ['no-lesson-planned', [], true],
  ['not-held', [null], true],
  ['not-held', ['not-held', 'too-short'], true],
  ['room-offline', ['not-held', 'room-absent'], false],
  ['connected-too-short', ['connected-too-short', 'room-absent'], true],
  ['no-head-count', ['room-absent', 'no-head-count', 'connected-too-short'], true],
  [null, ['no-head-count', 'valid'], true],
] as const)('an unserved need names its cause: %s', (cause, outcomes, linked) => {
  const report = coverageOf(
    coverageInput(schools, {
      needs: [needSpan(1, point)],
      links: linked ? [link(1, lead, point, { needId: nthNeed(1) })] : [],
      lessons: outcomes.map((_, n) => lesson(n, lead, [roomAt(1, point)])),
      results: outcomes.flatMap((each, n) => (each === null ? [] : [result(n, nth.room(1), each)])),
    }),
  );
  expect(report.needs[0]?.cause).toBe(cause);
});

test('a part of the tree sees what its points receive and all that its schools lead', () => {
  const all = coverageInput(schools, {
    needs: [needSpan(1, point), needSpan(2, other)],
    links: [link(1, lead, point), link(2, lead, other)],
    lessons: [lesson(1, lead, [roomAt(1, point), roomAt(2, other)])],
    results: [result(1, nth.room(1), 'valid'), result(1, nth.room(2), 'valid')],
  });
  const receiving = coverageOf({ ...all, visible: new Set([point]) });
  expect(receiving.needs.map((each) => each.schoolId)).toEqual([point]);
  expect(receiving.outcomes.map((each) => each.schoolId)).toEqual([point]);
  expect(receiving.leads).toEqual([]);
  const leading = coverageOf({ ...all, visible: new Set([lead]) });
  expect(leading.pointsWithNeed.denominator).toBe(0);
  expect(leading.leads).toMatchObject([{ servedPointCount: 2, linkedPointCount: 2, lessonCount: 1 }]);
  expect(leading.outcomes).toEqual([]);
});

test('the report says which period and thresholds it is of', () => {
  const report = coverageOf(coverageInput(schools, { computedAtMs: 7 }));
  expect(report).toMatchObject({ ...WEEK, computedAtMs: 7, thresholds: { heldRatio: 0.8 } });
});
