import type { Figure, Indicator, IndicatorKey } from './indicator.ts';
import type { Measures } from './measures.ts';
import { indicatorKey, type ReportPage } from './report.ts';

type Row = Pick<Indicator, 'number' | 'denominator' | 'list'> &
  Partial<Omit<Indicator, 'key' | 'numerator'>> & {
    readonly numerator: Indicator['numerator'][number] | Indicator['numerator'];
  };

const FIFTHS = { numeratorPer: 5, denominatorPer: 5 } as const;
const MINUTE_MS = 60_000;

/** product.md §4; where a row says nothing it is a share of whole things, received, without a target, and of our own definition. */
const rows: Readonly<Record<IndicatorKey, Row>> = {
  needWeighted: {
    number: '1b',
    numerator: 'deliveredFifths',
    denominator: 'neededFifths',
    ...FIFTHS,
    list: 'needs',
  },
  pointsWithNeed: {
    number: '1',
    numerator: 'servedPointCount',
    denominator: 'needingPointCount',
    list: 'schools',
    target: 1,
  },
  validLessons: { number: '2', numerator: 'validCount', denominator: 'plannedCount', list: 'lessons' },
  delivery: { number: '3', numerator: 'heldCount', denominator: 'plannedCount', list: 'lessons' },
  offering: {
    number: '4',
    numerator: 'offeringPointCount',
    denominator: 'judgedPointCount',
    list: 'schools',
  },
  sufficiency: {
    number: '5',
    numerator: 'taughtFifths',
    denominator: 'requiredFifths',
    ...FIFTHS,
    list: 'schools',
  },
  regularUse: {
    number: '6',
    numerator: 'regularRoomCount',
    denominator: 'equippedRoomCount',
    list: 'rooms',
  },
  lectureEnds: {
    number: '7',
    numerator: 'lectureEndSchoolCount',
    denominator: 'centralSchoolCount',
    list: 'schools',
    target: 0.8,
  },
  dedicatedRooms: {
    number: '8',
    numerator: 'dedicatedSchoolCount',
    denominator: 'schoolCount',
    list: 'schools',
    target: 0.3,
  },
  listeningEnds: {
    number: '9',
    numerator: 'listeningEndSchoolCount',
    denominator: 'listeningSchoolCount',
    list: 'schools',
    target: 0.9,
  },
  everydayKit: {
    number: '10',
    numerator: 'everydayCount',
    denominator: 'everydayBaseCount',
    list: 'schools',
    target: 0.8,
  },
  serviceable: {
    number: '11',
    numerator: 'serviceableDeviceCount',
    denominator: 'deviceCount',
    list: 'schools',
    target: 0.85,
  },
  pupilAttendance: {
    number: '12',
    numerator: 'presentCount',
    denominator: 'expectedCount',
    list: 'lessons',
  },
  punctuality: { number: '13', numerator: 'punctualCount', denominator: 'plannedCount', list: 'lessons' },
  remoteTurns: {
    number: '14',
    numerator: 'remoteTurnCount',
    denominator: 'turnCount',
    side: 'leading',
    list: 'schools',
  },
  turnBalance: {
    number: '14',
    numerator: 'balanceThousandths',
    denominator: 'balancedLessonCount',
    numeratorPer: 1000,
    side: 'leading',
    list: 'schools',
  },
  leadRatio: {
    number: '15',
    unit: 'points',
    numerator: ['ledPointCount', 'ledSchoolCount'],
    denominator: 'leadingSchoolCount',
    side: 'leading',
    list: 'pairs',
  },
  activeGroups: {
    number: '16',
    numerator: 'activeGroupCount',
    denominator: 'groupCount',
    side: 'leading',
    list: 'schools',
    targetCount: 30,
  },
  activePairs: {
    number: '16',
    numerator: 'activePairCount',
    denominator: 'pairCount',
    side: 'leading',
    list: 'schools',
    targetCount: 5,
  },
  workload: {
    number: '17',
    unit: 'minutes',
    numerator: ['lecturedMs', 'assistedMs', 'researchedMs'],
    denominator: 'workingPersonCount',
    numeratorPer: MINUTE_MS,
    side: 'leading',
    list: 'people',
  },
  availability: {
    number: '18',
    numerator: 'cleanRoomMs',
    denominator: 'plannedRoomMs',
    numeratorPer: MINUTE_MS,
    denominatorPer: MINUTE_MS,
    list: 'lessons',
  },
};

function indicatorOf(key: IndicatorKey): Indicator {
  const row = rows[key];
  const { target = null, targetCount = null } = row;
  return {
    unit: 'share',
    numeratorPer: 1,
    denominatorPer: 1,
    side: 'receiving',
    source: target === null && targetCount === null ? 'own' : 'ministry',
    ...row,
    key,
    target,
    targetCount,
    numerator: typeof row.numerator === 'string' ? [row.numerator] : row.numerator,
  };
}

/** Every indicator 指标 of product.md §4 but 19, which is each of them by kind of school. */
export const indicators = Object.fromEntries(
  indicatorKey.options.map((key) => [key, indicatorOf(key)]),
) as Readonly<Record<IndicatorKey, Indicator>>;

/** Every indicator of a part of the tree over a period, in the order of the table. */
export function figuresOf(measures: Measures): Figure[] {
  return indicatorKey.options.map((key) => {
    const { numerator, denominator, numeratorPer, denominatorPer } = indicators[key];
    const total = numerator.reduce((sum, name) => sum + measures[name], 0);
    return { key, numerator: total / numeratorPer, denominator: measures[denominator] / denominatorPer };
  });
}

/** What stands beside every coverage figure. */
export function besidesOf(measures: Measures): ReportPage['besides'] {
  const { withdrawnUnservedCount, silentPointCount, cancelledCount, unplannedCount } = measures;
  const { recordedCount, elsewhereCount, heldCount, countedCount } = measures;
  return {
    withdrawnUnservedCount,
    silentPointCount,
    cancelledCount,
    unplannedCount,
    recordedCount,
    elsewhereCount,
    uncountedCount: heldCount - countedCount,
  };
}
