import { expect, test } from 'vitest';
import { defaultThresholds } from '../../shared/attendance.ts';
import type { IndicatorKey } from '../../shared/coverage/indicator.ts';
import { besidesOf, figuresOf } from '../../shared/coverage/indicators.ts';
import { type Measures, noMeasures } from '../../shared/coverage/measures.ts';
import { indicatorKey } from '../../shared/coverage/report.ts';
import { DAY_MS } from '../../shared/kernel/time.ts';
import { LESSON_MS, schoolFacts } from '../../test/support/coverage-facts.ts';
import { nthNeed } from '../../test/support/coverage-input.ts';
import { nth } from '../../test/support/session-log.ts';
import { isRegular, type SchoolPeriodInput, schoolPeriod } from './period.rules.ts';
import type { NeedTally, PairTally, PersonTally, RoomTally } from './rollup.types.ts';
import type { SchoolFacts } from './school.types.ts';

const period = (parts: Partial<SchoolPeriodInput>): Measures =>
  schoolPeriod({
    kind: 'month',
    taught: { dayCount: 20, weekCount: 4 },
    thresholds: defaultThresholds,
    days: noMeasures,
    needs: [],
    rooms: [],
    people: [],
    pairs: [],
    kindOf: () => 'teachingPoint',
    school: schoolFacts(),
    ...parts,
  });
const need = (n: number, changes: Partial<NeedTally> = {}): NeedTally => ({
  needId: nthNeed(n),
  schoolId: nth.school(1),
  subject: '音乐',
  grade: '三年级',
  neededFifths: 40,
  plannedCount: 0,
  heldCount: 0,
  validCount: 0,
  recordedCount: 0,
  elsewhereCount: 0,
  linkedDayCount: 0,
  withdrawnCount: 0,
  causes: {},
  ...changes,
});
const room = (n: number, validWeekCount: number): RoomTally => ({
  roomId: nth.room(n),
  schoolId: nth.school(1),
  plannedCount: 9,
  validCount: 9,
  validWeekCount,
});
const pair = (to: number, linkedDayCount: number, validCount: number): PairTally => ({
  fromSchoolId: nth.school(0),
  toSchoolId: nth.school(to),
  plannedCount: 9,
  validCount,
  linkedDayCount,
});
const person = (n: number, lessonCount: number): PersonTally => ({
  personId: nth.person(n),
  schoolId: nth.school(0),
  lecturedMs: 0,
  assistedMs: 0,
  researchedMs: 0,
  lessonCount,
});
const kit = (
  n: number,
  changes: Partial<SchoolFacts['rooms'][number]> = {},
): SchoolFacts['rooms'][number] => ({
  roomId: nth.room(n),
  ends: ['listening'],
  recording: 'none',
  ...changes,
});
const checked = (daysAgo: number, passed: boolean) => ({
  lastCheck: { atMs: (100 - daysAgo) * DAY_MS, passed },
});
const subjects = [
  { name: '音乐', requiredPeriods: [{ grade: 3, periodsPerWeek: 2 }] },
  { name: '语文', requiredPeriods: [{ grade: 3, periodsPerWeek: 7 }] },
  { name: '物理', requiredPeriods: [{ grade: 8, periodsPerWeek: 2 }] },
];
const own = (subject: string, periodsPerWeek: number) => ({ subject, grade: '三年级', periodsPerWeek });
const days = (counts: Partial<Measures>): Partial<SchoolPeriodInput> => ({
  days: { ...noMeasures, ...counts },
});
const school = (facts: Partial<SchoolFacts>): Partial<SchoolPeriodInput> => ({ school: schoolFacts(facts) });

/** By hand: name, one school's period, numerator, denominator. 20 teaching days are 4 weeks; 40 fifths are 8 periods. */
const golden: readonly [IndicatorKey, string, Partial<SchoolPeriodInput>, number, number][] = [
  ['needWeighted', 'no need', {}, 0, 0],
  ['needWeighted', 'one token lesson', { needs: [need(1, { validCount: 1 })] }, 1, 8],
  [
    'needWeighted',
    'more than needed does not make up for another need',
    {
      needs: [
        need(1, { validCount: 20 }),
        need(2, { neededFifths: 16, validCount: 1 }),
        need(3, { validCount: 0 }),
      ],
    },
    9,
    19.2,
  ],
  ['pointsWithNeed', 'no need', {}, 0, 0],
  [
    'pointsWithNeed',
    'lessons without a need in force',
    { needs: [need(1, { neededFifths: 0, validCount: 3 })] },
    0,
    0,
  ],
  ['pointsWithNeed', 'two needs, one served', { needs: [need(1), need(2, { validCount: 1 })] }, 1, 1],
  [
    'pointsWithNeed',
    'recorded and elsewhere serve nobody',
    { needs: [need(1, { recordedCount: 5, elsewhereCount: 5 })] },
    0,
    1,
  ],
  ['validLessons', 'three of ten', days({ plannedCount: 10, heldCount: 8, validCount: 3 }), 3, 10],
  ['delivery', 'eight of ten', days({ plannedCount: 10, heldCount: 8, validCount: 3 }), 8, 10],
  ['offering', 'no classes', school({ subjects }), 0, 0],
  [
    'offering',
    'own staff for one subject, a need served for the other',
    {
      ...school({ subjects, grades: ['三年级'], localTeaching: [own('语文', 1)] }),
      needs: [need(1, { validCount: 1 })],
    },
    1,
    1,
  ],
  [
    'offering',
    'a link alone teaches nobody',
    {
      ...school({ subjects, grades: ['三年级'], localTeaching: [own('语文', 7)] }),
      needs: [need(1, { linkedDayCount: 20, plannedCount: 8 })],
    },
    0,
    1,
  ],
  [
    'offering',
    'a central school is not judged',
    school({ kind: 'central', subjects, grades: ['三年级'] }),
    0,
    0,
  ],
  [
    'offering',
    'nor a single day',
    { ...school({ subjects, grades: ['三年级'] }), kind: 'day', taught: { dayCount: 1, weekCount: 0 } },
    0,
    0,
  ],
  [
    'sufficiency',
    'music 8 and Chinese 28 required: 3 and 20 taught',
    {
      ...school({ subjects, grades: ['三年级', '三年级'], localTeaching: [own('语文', 5)] }),
      needs: [need(1, { validCount: 3 })],
    },
    23,
    36,
  ],
  [
    'sufficiency',
    'no more than required counts',
    {
      ...school({ subjects, grades: ['三年级'], localTeaching: [own('语文', 30)] }),
      needs: [need(1, { validCount: 30 })],
    },
    36,
    36,
  ],
  [
    'sufficiency',
    'nothing is required in holidays',
    { ...school({ subjects, grades: ['三年级'] }), taught: { dayCount: 0, weekCount: 0 } },
    0,
    0,
  ],
  [
    'regularUse',
    'four weeks of four, three of four, none',
    {
      ...school({ rooms: [kit(1), kit(2), kit(3), kit(4, { ends: ['lecture'] })] }),
      rooms: [room(1, 4), room(2, 3), room(4, 4)],
    },
    1,
    3,
  ],
  [
    'regularUse',
    'no teaching week',
    { ...school({ rooms: [kit(1)] }), taught: { dayCount: 3, weekCount: 0 }, rooms: [room(1, 0)] },
    0,
    0,
  ],
  ['regularUse', 'a single day', { ...school({ rooms: [kit(1)] }), kind: 'day', rooms: [room(1, 1)] }, 0, 0],
  [
    'lectureEnds',
    'a central school with one',
    school({ kind: 'central', rooms: [kit(1), kit(2, { ends: ['lecture'] })] }),
    1,
    1,
  ],
  ['lectureEnds', 'a town school without', school({ kind: 'town', rooms: [kit(1)] }), 0, 1],
  ['lectureEnds', 'a point is not asked', school({ rooms: [kit(1, { ends: ['lecture'] })] }), 0, 0],
  [
    'dedicatedRooms',
    'two rooms are one school',
    school({ kind: 'city', rooms: [kit(1, { recording: 'dedicated' }), kit(2, { recording: 'dedicated' })] }),
    1,
    1,
  ],
  [
    'dedicatedRooms',
    'a point is no school of its own',
    school({ rooms: [kit(1, { recording: 'dedicated' })] }),
    0,
    0,
  ],
  ['listeningEnds', 'a point with one', school({ rooms: [kit(1)] }), 1, 1],
  [
    'listeningEnds',
    'a small school without',
    school({ kind: 'smallRural', rooms: [kit(1, { ends: ['lecture'] })] }),
    0,
    1,
  ],
  ['listeningEnds', 'a central school is not asked', school({ kind: 'central', rooms: [kit(1)] }), 0, 0],
  [
    'everydayKit',
    'schools by default',
    school({ kind: 'central', rooms: [kit(1, { recording: 'everyday' }), kit(2)] }),
    1,
    1,
  ],
  [
    'everydayKit',
    'rooms when set so, a point’s too',
    {
      ...school({ rooms: [kit(1, { recording: 'everyday' }), kit(2), kit(3, { recording: 'dedicated' })] }),
      thresholds: { ...defaultThresholds, everydayBase: 'rooms' },
    },
    1,
    3,
  ],
  [
    'serviceable',
    'passed today, 14 days ago; 15 days ago, failed, never',
    school({
      devices: [
        checked(0, true),
        checked(14, true),
        checked(15, true),
        checked(1, false),
        { lastCheck: null },
      ],
    }),
    2,
    5,
  ],
  [
    'serviceable',
    'by another window',
    {
      ...school({ devices: [checked(15, true)] }),
      thresholds: { ...defaultThresholds, serviceableDays: 15 },
    },
    1,
    1,
  ],
  ['pupilAttendance', '38 of 40', days({ presentCount: 38, expectedCount: 40 }), 38, 40],
  ['punctuality', 'five of ten planned', days({ plannedCount: 10, heldCount: 8, punctualCount: 5 }), 5, 10],
  ['remoteTurns', 'six of eight', days({ remoteTurnCount: 6, turnCount: 8 }), 6, 8],
  [
    'turnBalance',
    'a half and all, over two lessons',
    days({ balanceThousandths: 1500, balancedLessonCount: 2, ledLessonCount: 5 }),
    1.5,
    2,
  ],
  ['leadRatio', 'no link', { pairs: [pair(1, 0, 5)] }, 0, 0],
  [
    'leadRatio',
    'two of three linked are served, one of them a school',
    {
      pairs: [pair(1, 20, 5), pair(2, 20, 1), pair(3, 1, 0), pair(4, 0, 9)],
      kindOf: (id) => (id === nth.school(2) ? 'town' : 'teachingPoint'),
    },
    2,
    1,
  ],
  [
    'activeGroups',
    'one of two met',
    school({
      groups: [
        { kind: 'group', meetingCount: 2 },
        { kind: 'group', meetingCount: 0 },
        { kind: 'pair', meetingCount: 1 },
      ],
    }),
    1,
    2,
  ],
  [
    'activePairs',
    'one of one',
    school({
      groups: [
        { kind: 'group', meetingCount: 0 },
        { kind: 'pair', meetingCount: 1 },
      ],
    }),
    1,
    1,
  ],
  [
    'workload',
    '40 + 5 + 15 minutes of two',
    {
      ...days({ lecturedMs: LESSON_MS, assistedMs: 300_000, researchedMs: 900_000 }),
      people: [person(1, 2), person(2, 1), person(3, 0)],
    },
    60,
    2,
  ],
  ['availability', '30 of 40 minutes', days({ plannedRoomMs: LESSON_MS, cleanRoomMs: 1_800_000 }), 30, 40],
];

test.each(golden)('%s: %s', (key, _, parts, numerator, denominator) => {
  expect(figuresOf(period(parts)).find((each) => each.key === key)).toEqual({ key, numerator, denominator });
});

test('every indicator has a case counted by hand', () => {
  expect(new Set(golden.map(([key]) => key))).toEqual(new Set(indicatorKey.options));
});

test('a school that is closed has what its days counted, and nothing of registers', () => {
  const closed = period({
    ...days({ plannedCount: 3, validCount: 2 }),
    needs: [need(1, { validCount: 2 })],
    rooms: [room(1, 4)],
    school: null,
  });
  expect(closed).toMatchObject({
    plannedCount: 3,
    validCount: 2,
    needCount: 1,
    servedPointCount: 1,
    deliveredFifths: 10,
  });
  expect(closed).toMatchObject({
    silentPointCount: 0,
    equippedRoomCount: 0,
    listeningSchoolCount: 0,
    deviceCount: 0,
  });
});

test.each([
  ['withdrawn without a lesson', { needs: [need(1, { withdrawnCount: 1, neededFifths: 4 })] }, 1],
  ['withdrawn on the first day', { needs: [need(1, { withdrawnCount: 1, neededFifths: 0 })] }, 1],
  ['withdrawn after a lesson', { needs: [need(1, { withdrawnCount: 1, validCount: 1 })] }, 0],
  ['still in force', { needs: [need(1)] }, 0],
] as const)('beside coverage stand needs withdrawn unserved: %s', (_, parts, count) => {
  expect(besidesOf(period(parts)).withdrawnUnservedCount).toBe(count);
});

test.each([
  ['a point that registered nothing', {}, 1],
  ['a small school that registered nothing', school({ kind: 'smallRural' }), 1],
  ['one whose needs are in force, in holidays too', school({ registeredNeedCount: 1 }), 0],
  ['one whose need was withdrawn in the period', { needs: [need(1, { withdrawnCount: 1 })] }, 0],
  [
    'one that withdrew everything on the first day',
    { needs: [need(1, { withdrawnCount: 1, neededFifths: 0 })] },
    1,
  ],
  ['a central school', school({ kind: 'central' }), 0],
  ['one that is closed', { school: null }, 0],
] as const)('beside coverage stand silent points: %s', (_, parts, count) => {
  expect(besidesOf(period(parts)).silentPointCount).toBe(count);
});

test('lessons without a head-count stand beside attendance', () => {
  expect(besidesOf(period(days({ heldCount: 8, countedCount: 5 }))).uncountedCount).toBe(3);
});

test.each([
  [0, 0, 0, false],
  [0, 10, 0, false],
  [12, 15, 0.8, true],
  [11, 15, 0.8, false],
  [11, 20, 0.55, true],
  [29, 100, 0.29, true],
] as const)('%s valid weeks of %s by %s', (valid, taught, regularWeekRatio, regular) => {
  expect(isRegular(valid, taught, { ...defaultThresholds, regularWeekRatio })).toBe(regular);
});
