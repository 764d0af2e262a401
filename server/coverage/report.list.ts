import type { ListName } from '../../shared/coverage/indicator.ts';
import { indicators } from '../../shared/coverage/indicators.ts';
import type { Measures } from '../../shared/coverage/measures.ts';
import type { ListedKey, ReportList } from '../../shared/coverage/report.ts';
import type { SchoolId } from '../../shared/kernel/ids.ts';
import { fail, ok, type Result } from '../../shared/kernel/result.ts';
import type { DirectoryNames } from '../directory/directory.types.ts';
import type { Actor } from '../identity/identity.types.ts';
import { createPace } from '../platform/pace.ts';
import { readLessons } from './report.lessons.ts';
import { isIndicator, needRow, pairRow, personRow, type Row, says, schoolRow } from './report.lines.rules.ts';
import { tallyOf } from './report.page.ts';
import { locate } from './report.place.ts';
import { roomRows } from './report.rooms.ts';
import { compare, schoolsIn } from './report.tree.rules.ts';
import type { ListAsk, Place, ReportDeps } from './report.types.ts';

/** Schools whose tallies are read at once. */
const CHUNK = 200;
/** Lines of a page of a list that is read to its end. */
const TOGETHER = 500;

/** The rows behind a figure, a page at a time. Refusals are those of `locate`; BAD_REQUEST for a page that nobody was told of. */
export async function readList(deps: ReportDeps, actor: Actor, ask: ListAsk): Promise<Result<ReportList>> {
  const found = await locate(deps, actor, { ...ask, action: 'report.list' });
  if (!found.ok) return found;
  const place = found.value;
  return listPage(deps, place, { ...ask, names: await deps.directory.names(place.asOf) });
}

type PageAsk = ListAsk & { readonly names: DirectoryNames };

/** All of a list, page after page. Where every page would look at all schools again, there is only one. */
export async function* listPages(
  deps: ReportDeps,
  place: Place,
  asked: Omit<PageAsk, 'from' | 'limit'>,
): AsyncGenerator<ReportList['rows']> {
  const ask = { ...asked, limit: TOGETHER };
  const byPages = listOf(ask) === 'lessons' || (await knownTotal(deps, place, ask)) !== null;
  const limit = byPages ? TOGETHER : Number.MAX_SAFE_INTEGER;
  const read = (from?: string) => {
    const page = listPage(deps, place, { ...ask, from, limit });
    // Nobody may be left who waits for it.
    page.catch(() => undefined);
    return page;
  };
  for (let coming: ReturnType<typeof read> | null = read(); coming !== null; ) {
    const page: Result<ReportList> = await coming;
    if (!page.ok) throw new Error(`a list broke off: ${page.error.code}`);
    const { rows, next }: ReportList = page.value;
    // The next page is read while this one is written.
    coming = next === null ? null : read(next);
    yield rows;
  }
}

async function listPage(deps: ReportDeps, place: Place, ask: PageAsk): Promise<Result<ReportList>> {
  const { rollups } = deps;
  const { names, indicator: key } = ask;
  const list = listOf(ask);
  switch (list) {
    case 'lessons':
      return readLessons(deps, place, ask);
    case 'needs': {
      const read = async (ids: readonly SchoolId[]) => {
        const tallies = (await rollups.needs(place.period, ids)).toSorted(
          (a, b) => compare(a.subject, b.subject) || compare(a.grade, b.grade) || compare(a.needId, b.needId),
        );
        return tallies.map((each) => [each.schoolId, needRow(key, each, names)] as const);
      };
      const wanted = (line: { cause: unknown; needId: unknown }) =>
        (ask.cause === undefined || line.cause === ask.cause) &&
        (ask.needId === undefined || line.needId === ask.needId);
      return pageOf(deps, place, { ...ask, read, wanted }, (lines) => ({ list, lines }));
    }
    case 'schools': {
      const read = async (ids: readonly SchoolId[]) =>
        [...(await rollups.schools(place.period, ids))].map(
          ([id, { measures }]) => [id, schoolRow(key, { id, measures }, names)] as const,
        );
      return pageOf(deps, place, { ...ask, read }, (lines) => ({ list, lines }));
    }
    case 'rooms': {
      const read = await roomRows(deps, place, names);
      const wanted = (line: { roomId: unknown }) => ask.roomId === undefined || line.roomId === ask.roomId;
      return pageOf(deps, place, { ...ask, read, wanted }, (lines) => ({ list, lines }));
    }
    case 'pairs': {
      const read = async (ids: readonly SchoolId[]) =>
        (await rollups.pairs(place.period, ids)).map(
          (each) => [each.fromSchoolId, pairRow(each, names)] as const,
        );
      return pageOf(deps, place, { ...ask, read }, (lines) => ({ list, lines }));
    }
    case 'people': {
      const read = async (ids: readonly SchoolId[]) =>
        (await rollups.people(place.period, ids))
          .map((each) => [each.schoolId, personRow(each, names)] as const)
          .toSorted(([, a], [, b]) => compare(a?.line.name ?? '', b?.line.name ?? ''));
      return pageOf(deps, place, { ...ask, read }, (lines) => ({ list, lines }));
    }
  }
}

/** Which list a key opens. Lessons of one need or at one room are lessons, whatever figure they were opened from. */
export function listOf({
  indicator,
  needId,
  roomId,
}: Pick<ListAsk, 'indicator' | 'needId' | 'roomId'>): ListName {
  const list = isIndicator(indicator) ? indicators[indicator].list : besideLists[indicator];
  return list === 'needs' || list === 'rooms' || (needId === undefined && roomId === undefined)
    ? list
    : 'lessons';
}

const besideLists = {
  withdrawnUnserved: 'needs',
  silentPoints: 'schools',
  cancelled: 'lessons',
  unplanned: 'lessons',
  recorded: 'lessons',
  elsewhere: 'lessons',
  uncounted: 'lessons',
} as const satisfies Partial<Record<ListedKey, ListName>>;

type Wish<Line> = ListAsk & {
  /** Rows of some schools, each with its school; those of one school in their order. */
  readonly read: (ids: readonly SchoolId[]) => Promise<readonly (readonly [SchoolId, Row<Line> | null])[]>;
  readonly wanted?: (line: Line) => boolean;
};

/**
 * Goes through the schools in order of name. Whoever only turns pages gets each from where the last one ended; to order or to search, all
 * are looked at, a few hundred at a time.
 */
async function pageOf<Line>(
  deps: ReportDeps,
  place: Place,
  wish: Wish<Line>,
  named: (lines: (Line & { readonly counts: boolean })[]) => ReportList['rows'],
): Promise<Result<ReportList>> {
  const schools = schoolsIn(place.trees, place.scope);
  const known = await knownTotal(deps, place, wish);
  const at = startOf(wish.from, schools);
  if (at === null) return fail('BAD_REQUEST', { field: 'from' });
  const rows: { readonly school: number; readonly row: Row<Line> }[] = [];
  const pace = createPace();
  const enough = known === null ? Number.POSITIVE_INFINITY : at.skip + wish.limit + 1;
  for (let first = at.school; first < schools.length && rows.length < enough; first += CHUNK) {
    const ids = schools.slice(first, first + CHUNK);
    const bySchool = Map.groupBy(await wish.read(ids), ([id]) => id);
    for (const [index, id] of ids.entries())
      for (const [, row] of bySchool.get(id) ?? [])
        if (row !== null && isWanted(wish, row)) rows.push({ school: first + index, row });
    await pace();
  }
  const inOrder = ordered(rows, wish.order);
  const lines = inOrder.slice(at.skip, at.skip + wish.limit);
  const following = inOrder[at.skip + wish.limit];
  const next =
    following === undefined
      ? null
      : known === null
        ? String(at.skip + wish.limit)
        : placeOf(following.school, inOrder.slice(0, at.skip + wish.limit), schools);
  return ok({ total: known ?? rows.length, next, rows: named(lines.map(({ row }) => row.line)) });
}

function isWanted<Line>({ part, search, wanted }: Wish<Line>, { line, words }: Row<Line>): boolean {
  if (part !== 'all' && line.counts !== (part === 'counting')) return false;
  return (search === '' || says(words, search)) && wanted?.(line) !== false;
}

function ordered<Of extends { readonly row: { readonly value: number } }>(
  rows: readonly Of[],
  order: ListAsk['order'],
): readonly Of[] {
  if (order === 'name') return rows;
  const sign = order === 'lowest' ? 1 : -1;
  return rows.toSorted((a, b) => sign * (a.row.value - b.row.value));
}

/** The next page begins at a school, after so many of its rows. */
function placeOf(
  school: number,
  before: readonly { readonly school: number }[],
  schools: readonly SchoolId[],
): string {
  const skip = before.filter((each) => each.school === school).length;
  return `${schools[school] ?? ''}.${skip}`;
}

/** Null for what was never told as the next page's beginning; a school that has gone since begins anew. */
function startOf(
  from: string | undefined,
  schools: readonly string[],
): { school: number; skip: number } | null {
  if (from === undefined) return { school: 0, skip: 0 };
  const found = /^(?:([0-9a-f-]{36})\.)?(\d{1,9})$/.exec(from);
  if (found === null) return null;
  const [, id, skip] = found;
  const school = id === undefined ? 0 : schools.indexOf(id);
  return school < 0 ? { school: 0, skip: 0 } : { school, skip: Number(skip) };
}

/** How many rows there are, where measures tell; null when they have to be counted. */
async function knownTotal(
  { rollups }: ReportDeps,
  { period, scope }: Place,
  wish: ListAsk,
): Promise<number | null> {
  const { order, search, part, indicator, needId, cause } = wish;
  if (order !== 'name' || search !== '' || needId !== undefined || cause !== undefined) return null;
  const measures = (await tallyOf(rollups, period, [scope])).get(scope.id)?.measures;
  if (measures === undefined) return null;
  const totals = totalsOf(indicator, measures);
  if (totals === null) return null;
  const [all, counting] = totals;
  return part === 'all' ? all : part === 'counting' ? counting : all - counting;
}

function totalsOf(key: ListedKey, measures: Measures): readonly [all: number, counting: number] | null {
  switch (key) {
    case 'needWeighted':
      return [measures.needCount, measures.servedNeedCount];
    case 'withdrawnUnserved':
      return [measures.withdrawnUnservedCount, measures.withdrawnUnservedCount];
    case 'workload':
      return [measures.workingPersonCount, measures.workingPersonCount];
    default:
      return null;
  }
}
