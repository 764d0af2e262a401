import type { IndicatorKey } from '../../shared/coverage/indicator.ts';
import { figuresOf } from '../../shared/coverage/indicators.ts';
import type { Measures } from '../../shared/coverage/measures.ts';
import { indicatorKey, type ListedKey, type ReportList } from '../../shared/coverage/report.ts';
import type { DirectoryNames } from '../directory/directory.types.ts';
import { causeOfFact, needCause } from './cause.rules.ts';
import { FIFTHS, isCounted, isHeld, isPlanned, isValid, isWatched } from './fact.rules.ts';
import type { RoomFact } from './fact.types.ts';
import { deliveredFifths, isServed, isWithdrawnUnserved } from './period.rules.ts';
import type { NeedTally, PairTally, PersonTally } from './rollup.types.ts';

type LineOf<List extends ReportList['rows']['list']> = Extract<
  ReportList['rows'],
  { readonly list: List }
>['lines'][number];
type NeedLine = LineOf<'needs'>;
export type LessonLine = LineOf<'lessons'>;
type SchoolLine = LineOf<'schools'>;
export type RoomLine = LineOf<'rooms'>;
type PairLine = LineOf<'pairs'>;
type PersonLine = LineOf<'people'>;

/** A line with what it is found and ordered by. Null in place of one: it is in neither part of the figure. */
export type Row<Line> = {
  readonly line: Line & { readonly counts: boolean };
  readonly words: readonly string[];
  readonly value: number;
};

const MINUTE_MS = 60_000;
const ratio = (numerator: number, denominator: number) => (denominator === 0 ? 0 : numerator / denominator);

export function needRow(key: ListedKey, need: NeedTally, names: DirectoryNames): Row<NeedLine> | null {
  const { needId, schoolId, subject, grade, neededFifths, plannedCount, validCount } = need;
  const withdrawn = key === 'withdrawnUnserved';
  if (withdrawn ? !isWithdrawnUnserved(need) : neededFifths === 0) return null;
  const schoolName = names.school(schoolId)?.name ?? '';
  return {
    line: {
      ...{ needId, schoolId, schoolName, subject, grade },
      neededCount: neededFifths / FIFTHS,
      plannedCount,
      deliveredCount: validCount,
      cause: needCause(need),
      foundCause: null,
      counts: withdrawn || isServed(need),
    },
    words: [schoolName, subject, grade],
    value: ratio(deliveredFifths(need), neededFifths),
  };
}

export function schoolRow(
  key: ListedKey,
  school: { readonly id: SchoolLine['schoolId']; readonly measures: Measures },
  names: DirectoryNames,
): Row<SchoolLine> | null {
  const share = shareOf(key, school.measures);
  const fields = names.school(school.id);
  if (share.denominator === 0 || fields === null) return null;
  return {
    line: {
      schoolId: school.id,
      schoolName: fields.name,
      schoolKind: fields.kind,
      ...share,
      counts: share.numerator >= share.denominator,
    },
    words: [fields.name],
    value: ratio(share.numerator, share.denominator),
  };
}

function shareOf(key: ListedKey, measures: Measures) {
  if (key === 'silentPoints')
    return { numerator: measures.silentPointCount, denominator: measures.silentPointCount };
  const found = figuresOf(measures).find((each) => each.key === key);
  return { numerator: found?.numerator ?? 0, denominator: found?.denominator ?? 0 };
}

export function pairRow(pair: PairTally, names: DirectoryNames): Row<PairLine> {
  const { fromSchoolId, toSchoolId, plannedCount, validCount } = pair;
  const linked = pair.linkedDayCount > 0;
  const fromSchoolName = names.school(fromSchoolId)?.name ?? '';
  const toSchoolName = names.school(toSchoolId)?.name ?? '';
  return {
    line: {
      ...{ fromSchoolId, fromSchoolName, toSchoolId, toSchoolName, plannedCount, validCount, linked },
      counts: linked && validCount > 0,
    },
    words: [fromSchoolName, toSchoolName],
    value: validCount,
  };
}

export function personRow(person: PersonTally, names: DirectoryNames): Row<PersonLine> | null {
  const { personId, lecturedMs, assistedMs, researchedMs, lessonCount } = person;
  if (lessonCount === 0) return null;
  const name = names.person(personId)?.name ?? '';
  const schoolName = names.school(person.schoolId)?.name ?? '';
  return {
    line: {
      ...{ personId, name, schoolName, lessonCount },
      lecturedMinutes: minutesOf(lecturedMs),
      assistedMinutes: minutesOf(assistedMs),
      researchedMinutes: minutesOf(researchedMs),
      counts: true,
    },
    words: [name, schoolName],
    value: lecturedMs + assistedMs + researchedMs,
  };
}

/** With one decimal. */
export const minutesOf = (ms: number): number => Math.round(ms / (MINUTE_MS / 10)) / 10;

/** Whether a lesson at a room is in the denominator of an indicator, and in its numerator; null when in neither. */
export function lessonCounts(key: ListedKey, fact: RoomFact): boolean | null {
  switch (key) {
    case 'delivery':
      return isPlanned(fact) ? isHeld(fact) : null;
    case 'punctuality':
      return isPlanned(fact) ? isHeld(fact) && fact.punctual : null;
    case 'pupilAttendance':
      return isHeld(fact) ? fact.presentCount !== null : null;
    case 'availability':
      return isHeld(fact) ? fact.disturbedMs === 0 : null;
    case 'cancelled':
      return isCounted(fact) && fact.cancelled ? true : null;
    case 'unplanned':
      return fact.way === 'live' && fact.unplanned && !fact.cancelled ? true : null;
    case 'recorded':
      return isWatched(fact) ? true : null;
    case 'elsewhere':
      return fact.way === key ? true : null;
    case 'uncounted':
      return isHeld(fact) && fact.presentCount === null ? true : null;
    default:
      return isPlanned(fact) ? isValid(fact) : null;
  }
}

/** How many lines a list of lessons has in all, and how many of them count; null where no measure tells. */
export function lessonTotals(key: ListedKey, measures: Measures): { all: number; counting: number | null } {
  const { plannedCount, heldCount, validCount, punctualCount, countedCount } = measures;
  const only = (all: number) => ({ all, counting: all });
  switch (key) {
    case 'delivery':
      return { all: plannedCount, counting: heldCount };
    case 'punctuality':
      return { all: plannedCount, counting: punctualCount };
    case 'pupilAttendance':
      return { all: heldCount, counting: countedCount };
    case 'availability':
      return { all: heldCount, counting: null };
    case 'cancelled':
      return only(measures.cancelledCount);
    case 'unplanned':
      return only(measures.unplannedCount);
    case 'recorded':
      return only(measures.recordedCount);
    case 'elsewhere':
      return only(measures.elsewhereCount);
    case 'uncounted':
      return only(heldCount - countedCount);
    default:
      return { all: plannedCount, counting: validCount };
  }
}

/** What a lesson's line says by itself; who corrected it and who may is added by whoever knows. */
export function lessonLineOf(
  fact: RoomFact,
  names: DirectoryNames,
): Omit<LessonLine, 'correction' | 'correctable' | 'counts'> {
  const { lessonId, sessionId, roomId, schoolId, localDate, startsAtMs, subject, grade, way } = fact;
  const { plannedMs, lessonMs, connectedMs, disturbedMs, presentCount, expectedCount, turnCount } = fact;
  const cause = causeOfFact(fact);
  return {
    ...{ lessonId, sessionId, roomId, schoolId, localDate, startsAtMs, subject, grade, way },
    ...{ plannedMs, lessonMs, connectedMs, disturbedMs, presentCount, expectedCount, turnCount },
    leadingSchoolName: names.school(fact.leadingSchoolId)?.name ?? '',
    roomName: names.room(roomId)?.name ?? '',
    schoolName: names.school(schoolId)?.name ?? '',
    unplanned: fact.unplanned,
    verdict: fact.cancelled ? 'cancelled' : fact.verdict,
    cause,
    foundCause:
      cause !== null && fact.correctedCause !== null ? causeOfFact({ ...fact, correctedCause: null }) : null,
  };
}

export const isIndicator = (key: ListedKey): key is IndicatorKey => indicatorKey.safeParse(key).success;

/** Words that somebody looks for stand in any of these. */
export function says(words: readonly string[], search: string): boolean {
  const sought = search.toLowerCase();
  return words.some((each) => each.toLowerCase().includes(sought));
}
