import { indicators } from '../../shared/coverage/indicators.ts';
import { noMeasures } from '../../shared/coverage/measures.ts';
import type { ReportList } from '../../shared/coverage/report.ts';
import { lessonId, roomId, type SchoolId } from '../../shared/kernel/ids.ts';
import { fail, ok, type Result } from '../../shared/kernel/result.ts';
import { localDate } from '../../shared/kernel/time.ts';
import type { NeedFields } from '../../shared/need.ts';
import type { DirectoryNames } from '../directory/directory.types.ts';
import { createPace } from '../platform/pace.ts';
import type { RoomFact } from './fact.types.ts';
import {
  isIndicator,
  type LessonLine,
  lessonCounts,
  lessonLineOf,
  lessonTotals,
  says,
} from './report.lines.rules.ts';
import { tallyOf } from './report.page.ts';
import { maySee, ofSchool, schoolsIn } from './report.tree.rules.ts';
import type { ListAsk, Place, ReportDeps } from './report.types.ts';
import type { RoomFactPlace, RoomFactQuery } from './rollup.types.ts';

type LessonAsk = ListAsk & { readonly names: DirectoryNames; readonly need?: NeedFields | undefined };

const READ = 500;
/** What is rare among millions is looked for so far in one request; the next page goes on from there. */
const LOOKED_AT_MAX = 6_000;
/** So few lessons of a kind lie at few schools, which their measures name. */
const RARE = 2_000;

/** Lessons at rooms behind a figure, newest first. */
export async function readLessons(
  deps: ReportDeps,
  place: Place,
  wish: Omit<LessonAsk, 'need'>,
): Promise<Result<ReportList>> {
  const need = wish.needId === undefined ? undefined : ((await deps.needOf(wish.needId)) ?? undefined);
  const ask: LessonAsk = { ...wish, need };
  const after = ask.from === undefined ? null : placeFrom(ask.from);
  if (ask.from !== undefined && after === null) return fail('BAD_REQUEST', { field: 'from' });
  const where = await whereToLook(deps, place, ask);
  if (where === null) return ok({ total: 0, next: null, rows: { list: 'lessons', lines: [] } });
  const { period, asOf } = place;
  const side = isIndicator(ask.indicator) ? indicators[ask.indicator].side : 'receiving';
  const query = { from: period.from, to: asOf, side, schoolIds: where.schoolIds } as const;
  const found = await look(deps, { ...query, after, limit: READ }, ask);
  return ok({
    total: where.total,
    next: found.next === null ? null : placeTo(found.next),
    rows: { list: 'lessons', lines: await linesOf(deps, place, { ...ask, facts: found.facts }) },
  });
}

type Found = { readonly facts: readonly RoomFact[]; readonly next: RoomFactPlace | null };

async function look({ rollups }: ReportDeps, query: RoomFactQuery, ask: LessonAsk): Promise<Found> {
  const facts: RoomFact[] = [];
  const pace = createPace();
  let after = query.after;
  for (let looked = 0; looked < LOOKED_AT_MAX; looked += READ) {
    const some = await rollups.roomFacts({ ...query, after });
    for (const fact of some) {
      if (isWanted(ask, fact)) facts.push(fact);
      after = fact;
      if (facts.length === ask.limit) return { facts, next: await more(some, fact) };
    }
    if (some.length < READ) return { facts, next: null };
    await pace();
  }
  return { facts, next: after };

  /** Whether anything comes after the last of a full page. */
  async function more(some: readonly RoomFact[], last: RoomFact): Promise<RoomFactPlace | null> {
    if (some.at(-1) !== last) return last;
    return (await rollups.roomFacts({ ...query, after: last, limit: 1 })).length > 0 ? last : null;
  }
}

function isWanted(ask: LessonAsk, fact: RoomFact): boolean {
  const counts = lessonCounts(ask.indicator, fact);
  if (counts === null || (ask.part !== 'all' && counts !== (ask.part === 'counting'))) return false;
  if (ask.roomId !== undefined && fact.roomId !== ask.roomId) return false;
  if (ask.needId !== undefined && !isForNeed(ask, fact)) return false;
  if (ask.cause === undefined && ask.search === '') return true;
  const line = lessonLineOf(fact, ask.names);
  if (ask.cause !== undefined && line.cause !== ask.cause) return false;
  const { schoolName, leadingSchoolName, roomName, subject, grade } = line;
  return ask.search === '' || says([schoolName, leadingSchoolName, roomName, subject, grade], ask.search);
}

/** The timetable names it, or names none and it is of the same subject and grade. */
const isForNeed = ({ needId, need }: LessonAsk, fact: RoomFact): boolean =>
  fact.needId === needId ||
  (fact.needId === null && fact.subject === need?.subject && fact.grade === need.grade);

/** Null when there is nothing to look for. */
async function whereToLook(
  deps: ReportDeps,
  { period, scope, trees }: Place,
  ask: LessonAsk,
): Promise<{ readonly schoolIds: readonly SchoolId[] | null; readonly total: number | null } | null> {
  const { rollups } = deps;
  const schools = schoolsIn(trees, scope);
  const everywhere = scope.kind === 'region' && trees[0].regions.get(scope.id)?.fields.parentId === null;
  if (ask.roomId !== undefined || ask.needId !== undefined) {
    const own = ask.roomId === undefined ? ask.need?.schoolId : ask.names.room(ask.roomId)?.schoolId;
    return own === undefined || !schools.includes(own) ? null : { schoolIds: [own], total: null };
  }
  if (ask.search !== '') {
    const named = schools.filter((id) => says([ask.names.school(id)?.name ?? ''], ask.search));
    return { schoolIds: named.length > 0 ? named : everywhere ? null : schools, total: null };
  }
  const measures = (await tallyOf(rollups, period, [scope])).get(scope.id)?.measures ?? noMeasures;
  const total = partOf(ask.part, lessonTotals(ask.indicator, measures));
  if (total === 0) return null;
  const rare = total !== null && total < RARE && schools.length > 1;
  const schoolIds = rare ? await having(deps, { period, schools, ask }) : everywhere ? null : schools;
  return { schoolIds, total: ask.cause === undefined ? total : null };
}

/** Null where no measure tells. */
function partOf(part: ListAsk['part'], { all, counting }: ReturnType<typeof lessonTotals>): number | null {
  if (part === 'all') return all;
  if (counting === null) return null;
  return part === 'counting' ? counting : all - counting;
}

/** Schools that have any of what is looked for. */
async function having(
  { rollups }: ReportDeps,
  { period, schools, ask }: { period: Place['period']; schools: readonly SchoolId[]; ask: LessonAsk },
): Promise<SchoolId[]> {
  const found: SchoolId[] = [];
  const pace = createPace();
  for (let first = 0; first < schools.length; first += READ) {
    for (const [id, { measures }] of await rollups.schools(period, schools.slice(first, first + READ))) {
      if (partOf(ask.part, lessonTotals(ask.indicator, measures)) !== 0) found.push(id);
    }
    await pace();
  }
  return found;
}

/** Lines with who corrected their causes, and whether the asker may. */
export async function linesOf(
  deps: Pick<ReportDeps, 'corrections' | 'permit'>,
  { actor, trees }: Pick<Place, 'actor' | 'trees'>,
  {
    facts,
    names,
    indicator,
  }: Pick<LessonAsk, 'names' | 'indicator'> & { readonly facts: readonly RoomFact[] },
): Promise<LessonLine[]> {
  const latest = await deps.corrections.latestOf(facts.map((each) => each.lessonId));
  const corrections = new Map(latest.map((each) => [`${each.lessonId} ${each.roomId}`, each]));
  return facts.map((fact): LessonLine => {
    const line = lessonLineOf(fact, names);
    const corrected =
      fact.correctedCause === null ? undefined : corrections.get(`${fact.lessonId} ${fact.roomId}`);
    return {
      ...line,
      correction:
        corrected === undefined
          ? null
          : {
              byName: names.person(corrected.authorId)?.name ?? '',
              reason: corrected.reason,
              correctedAtMs: corrected.correctedAtMs,
            },
      correctable:
        line.cause !== null &&
        maySee(deps.permit, { actor, action: 'report.correctCause', trees }, ofSchool(fact.schoolId)),
      counts: lessonCounts(indicator, fact) === true,
    };
  });
}

const placeTo = ({ localDate: date, startsAtMs, lessonId: lesson, roomId: room }: RoomFactPlace): string =>
  [date, startsAtMs, lesson, room].join('_');

/** Null for what was never told as the next page's beginning. */
function placeFrom(text: string): RoomFactPlace | null {
  const [date, startsAtMs, lesson, room] = text.split('_');
  const [day, lessonOf, roomOf] = [
    localDate.safeParse(date),
    lessonId.safeParse(lesson),
    roomId.safeParse(room),
  ];
  if (!day.success || !lessonOf.success || !roomOf.success || !/^\d{1,15}$/.test(startsAtMs ?? ''))
    return null;
  return {
    localDate: day.data,
    startsAtMs: Number(startsAtMs),
    lessonId: lessonOf.data,
    roomId: roomOf.data,
  };
}
