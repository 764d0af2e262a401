/**
 * What indicators are computed from: whole numbers that add up, over days and over the tree, so that a province is the sum of its points.
 * Amounts of teaching periods are in fifths (one of five teaching days a week). Where lessons are received, unless told otherwise.
 */
export const measures = {
  /** Needs in force on at least one teaching day, and those with at least one valid lesson. */
  needCount: 'period',
  servedNeedCount: 'period',
  /** Σ needed, and Σ min(delivered, needed) of each need. */
  neededFifths: 'period',
  deliveredFifths: 'period',
  /** Points with a need in force, and those of them with a valid lesson for one. */
  needingPointCount: 'period',
  servedPointCount: 'period',
  /** Needs withdrawn within the period without a valid lesson, and points that have registered nothing. */
  withdrawnUnservedCount: 'period',
  silentPointCount: 'period',

  /** Lessons at rooms: planned (cancelled ones left out), held, valid; then what is counted apart. */
  plannedCount: 'day',
  heldCount: 'day',
  validCount: 'day',
  cancelledCount: 'day',
  unplannedCount: 'day',
  recordedCount: 'day',
  elsewhereCount: 'day',
  /** Of held ones: with a head-count; pupils present and expected where there is one; there in time. */
  countedCount: 'day',
  presentCount: 'day',
  expectedCount: 'day',
  punctualCount: 'day',
  /** Planned time of rooms, and that of it without freeze or disconnection. */
  plannedRoomMs: 'day',
  cleanRoomMs: 'day',

  /** Points with classes, those that offer every required subject, and periods required and taught (at most required). */
  judgedPointCount: 'period',
  offeringPointCount: 'period',
  requiredFifths: 'period',
  taughtFifths: 'period',
  /** Rooms with a listening end, and those with a valid lesson in at least the set share of teaching weeks. */
  equippedRoomCount: 'period',
  regularRoomCount: 'period',

  /** What stands in the registers on the period's last day. */
  centralSchoolCount: 'period',
  lectureEndSchoolCount: 'period',
  schoolCount: 'period',
  dedicatedSchoolCount: 'period',
  listeningSchoolCount: 'period',
  listeningEndSchoolCount: 'period',
  everydayBaseCount: 'period',
  everydayCount: 'period',
  deviceCount: 'period',
  serviceableDeviceCount: 'period',

  /** Where lessons are led: turns of remote rooms and of all; Σ of min ÷ max of turns in thousandths, over so many lessons. */
  remoteTurnCount: 'day',
  turnCount: 'day',
  balanceThousandths: 'day',
  balancedLessonCount: 'day',
  ledLessonCount: 'day',
  /** Leading schools with a link that holds, the points and schools linked and served through them (pairs: each counts at each leader). */
  leadingSchoolCount: 'period',
  linkedPointCount: 'period',
  linkedSchoolCount: 'period',
  ledPointCount: 'period',
  ledSchoolCount: 'period',
  /** Teacher groups and pairs of the school, and those with a meeting in the period. */
  groupCount: 'period',
  activeGroupCount: 'period',
  pairCount: 'period',
  activePairCount: 'period',
  /** Σ over the school's staff, and how many of them. */
  lecturedMs: 'day',
  assistedMs: 'day',
  researchedMs: 'day',
  workingPersonCount: 'period',
} as const satisfies Record<string, MeasureGrain>;

/** `day`: the period's value is the sum of its days. `period`: it is found anew for each period, and adds up over schools only. */
export type MeasureGrain = 'day' | 'period';
export type MeasureName = keyof typeof measures;
export type Measures = Readonly<Record<MeasureName, number>>;

/** New ones stand at the end: counts of schools are kept by their place. */
export const measureNames = Object.keys(measures) as readonly MeasureName[];
export const dayMeasureNames = measureNames.filter((name) => measures[name] === 'day');

export const noMeasures: Measures = measuresBy(() => 0);

export function measuresBy(of: (name: MeasureName) => number): Measures {
  return Object.fromEntries(measureNames.map((name) => [name, of(name)])) as Measures;
}

export const addMeasures = (a: Measures, b: Measures): Measures => summed(a, b, 1);
export const lessMeasures = (a: Measures, b: Measures): Measures => summed(a, b, -1);

/** Of sums over days, in which nothing of grain `period` stands. */
export function addDayMeasures(a: Measures, b: Measures, sign: 1 | -1): Measures {
  const sum: Record<MeasureName, number> = { ...a };
  for (const name of dayMeasureNames) sum[name] += sign * b[name];
  return sum;
}

/** A loop, because a day of a province is half a million of these. */
function summed(a: Measures, b: Measures, sign: 1 | -1): Measures {
  const sum: Record<MeasureName, number> = { ...a };
  for (const name of measureNames) sum[name] += sign * b[name];
  return sum;
}
