import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { defaultThresholds } from '../../shared/attendance.ts';
import { type LessonId, needId, type RoomId, type SchoolId } from '../../shared/kernel/ids.ts';
import { type LocalDate, localDate } from '../../shared/kernel/time.ts';
import type { RouteInput } from '../../shared/wire/routes.ts';
import { routes } from '../../shared/wire/routes.ts';
import {
  actorOf,
  enterCounty,
  openRegisters,
  type Registers,
  type TestCounty,
} from '../../test/support/registers.ts';
import { memoryRollups, nothingRolled, type Rolled } from '../../test/support/rollups.ts';
import { nth, nthId } from '../../test/support/session-log.ts';
import { permit } from '../identity/identity.permit.rules.ts';
import type { Actor } from '../identity/identity.types.ts';
import type { CauseCorrection } from './correction.store.ts';
import type { RoomFact } from './fact.types.ts';
import { createReportService, type ReportService } from './report.service.ts';
import type { NeedTally } from './rollup.types.ts';

const day = (text: string): LocalDate => localDate.parse(text);
/** The registers' clock stands at 16 September 2026. */
const SEPTEMBER = 'month 2026-09-01 2026-09-30';
const TERM = { from: day('2026-09-01'), to: day('2027-01-15') };
const month = { kind: 'month', date: day('2026-09-16') } as const;

let registers: Registers;
let county: TestCounty;
let rolled: Rolled;
let rollups: ReturnType<typeof memoryRollups>;
let service: ReportService;
let corrections: CauseCorrection[];
let recounted: LessonId[];

beforeAll(async () => {
  registers = await openRegisters(permit);
  county = await enterCounty(registers);
});
afterAll(() => registers.close());
beforeEach(() => {
  rolled = nothingRolled();
  rollups = memoryRollups(rolled);
  corrections = [];
  recounted = [];
  service = createReportService({
    rollups,
    directory: registers.directory.reader,
    termsOf: async (ids) =>
      ids.includes(county.county.id)
        ? [{ ...TERM, regionId: county.county.id, name: '', holidays: [], makeUpDays: [] }]
        : [],
    thresholdsOn: async () => defaultThresholds,
    corrections: {
      add: async (each) => {
        corrections.push(each);
      },
      latestOf: async (ids) => corrections.filter((each) => ids.includes(each.lessonId)),
    },
    needOf: async () => null,
    lessonsOf: async () => [],
    eventsOf: async () => [],
    recount: async ({ lessonId }) => {
      recounted.push(lessonId);
    },
    permit,
    clock: registers.clock,
  });
});

const inRegion = (id: string) => ({ scopeKind: 'region', scopeId: id }) as const;
const inSchool = (id: string) => ({ scopeKind: 'school', scopeId: id }) as const;
const codeOf = async (answer: Promise<{ ok: true } | { ok: false; error: { code: string } }>) => {
  const found = await answer;
  return found.ok ? 'ok' : found.error.code;
};
async function answered<T>(
  answer: Promise<
    | { readonly ok: true; readonly value: T }
    | { readonly ok: false; readonly error: { readonly code: string } }
  >,
): Promise<T> {
  const found = await answer;
  if (!found.ok) throw new Error(found.error.code);
  return found.value;
}
const listed = (actor: Actor, ask: RouteInput<'report.list'>) =>
  answered(service.list(actor, routes['report.list'].body.parse(ask)));

describe('what nobody can be told', () => {
  test('a place that is not the asker’s is answered like one that is not there, in every route and for every period', async () => {
    const { eastAdmin, west, pointC, teacherC, pointA } = county;
    const unknown = '0198c0de-0000-7000-8000-00000000dead';
    for (const [actor, place] of [
      [eastAdmin, inRegion(west.id)],
      [eastAdmin, inRegion(county.county.id)],
      [eastAdmin, inSchool(pointC)],
      [teacherC, inSchool(pointA)],
      [eastAdmin, inRegion(unknown)],
      [county.countyAdmin, inSchool(unknown)],
    ] as const)
      for (const when of [month, { kind: 'term', date: day('2026-08-01') } as const]) {
        const about = { ...place, ...when };
        expect(await codeOf(service.read(actor, about))).toBe('NOT_FOUND');
        expect(await codeOf(service.trend(actor, { ...about, periods: 3 }))).toBe('NOT_FOUND');
        expect(await codeOf(service.graph(actor, about))).toBe('NOT_FOUND');
        const list = routes['report.list'].body.parse({ ...about, indicator: 'validLessons' });
        expect(await codeOf(service.list(actor, list))).toBe('NOT_FOUND');
      }
    expect(await codeOf(service.service(eastAdmin, { ...month, schoolId: pointC }))).toBe('NOT_FOUND');
    expect(rollups.asked).toEqual({});
  });

  test('somebody without a part of the tree, a screen, and half a name', async () => {
    const roleless = actorOf(county.lecturer.personId, county.central, []);
    expect(await codeOf(service.read(roleless, month))).toBe('FORBIDDEN');
    expect(await codeOf(service.read({ kind: 'visitor' }, month))).toBe('FORBIDDEN');
    expect(await codeOf(service.read(county.countyAdmin, { ...month, scopeKind: 'region' }))).toBe(
      'BAD_REQUEST',
    );
    expect(await codeOf(service.read(county.countyAdmin, { ...month, scopeId: county.east.id }))).toBe(
      'BAD_REQUEST',
    );
  });

  test('a period that has not begun, and a day without a term', async () => {
    const { countyAdmin } = county;
    expect(await codeOf(service.read(countyAdmin, { kind: 'day', date: day('2026-09-17') }))).toBe(
      'PERIOD_AHEAD',
    );
    expect(await codeOf(service.read(countyAdmin, { kind: 'term', date: day('2026-08-31') }))).toBe(
      'NO_TERM',
    );
    expect(await codeOf(service.mine(county.lecturer, { kind: 'term', date: day('2026-08-31') }))).toBe(
      'NO_TERM',
    );
    expect(await codeOf(service.read(countyAdmin, { kind: 'year', date: day('0001-01-01') }))).toBe(
      'INVALID_VALUE',
    );
    const { body } = routes['report.read'];
    expect(body.safeParse({ kind: 'month', date: '2026-02-30' }).success).toBe(false);
    expect(body.safeParse({ kind: 'decade', date: '2026-02-20' }).success).toBe(false);
  });
});

describe('a page', () => {
  test('stands at the top of what the asker may see, and names all their tops', async () => {
    const both = actorOf(county.countyAdmin.personId, null, [
      county.inSchool('viewer', county.pointC),
      county.inRegion('inspector', county.east.id),
      county.inSchool('admin', county.pointA),
    ]);
    const page = await answered(service.read(both, month));
    expect(page.name).toBe('东乡');
    expect(page.tops.map(({ name }) => name)).toEqual(['东乡', '丙教学点']);
    expect(page.above).toEqual([]);
    const school = await answered(service.read(both, { ...month, ...inSchool(county.pointB) }));
    expect(school.above.map(({ name }) => name)).toEqual(['东乡']);
    const whole = await answered(service.read(county.countyAdmin, { ...month, ...inSchool(county.pointB) }));
    expect(whole.above.map(({ name }) => name)).toEqual(['云溪县', '东乡']);
  });

  test('is the period’s own tallies, with its parts in order of name; an open period is provisional', async () => {
    const { east, west, countyAdmin } = county;
    rolled.scopes[SEPTEMBER] = {
      [county.county.id]: {
        deliveredFifths: 20,
        neededFifths: 38,
        heldCount: 7,
        countedCount: 5,
        causes: { 'no-link': 1 },
      },
      [east.id]: { deliveredFifths: 10, neededFifths: 20 },
    };
    rolled.kinds[SEPTEMBER] = { teachingPoint: { deliveredFifths: 20, neededFifths: 38 } };
    const page = await answered(service.read(countyAdmin, month));
    expect(page.period).toEqual({ kind: 'month', from: '2026-09-01', to: '2026-09-30' });
    expect(page).toMatchObject({
      provisional: true,
      freshAtMs: 1_000,
      causes: [{ cause: 'no-link', needCount: 1 }],
    });
    expect(page.figures[0]).toEqual({ key: 'needWeighted', numerator: 4, denominator: 7.6 });
    expect(page.besides.uncountedCount).toBe(2);
    expect(page.byKind.map(({ kind }) => kind)).toEqual(['teachingPoint']);
    expect(page.below.map(({ name }) => name)).toEqual(['东乡', '西乡']);
    // Nothing is known of the west: nothing to divide by, and no 0 %.
    expect(page.below.map(({ figures }) => figures[0]?.denominator)).toEqual([4, 0]);
    const township = await answered(service.read(countyAdmin, { ...month, ...inRegion(west.id) }));
    expect(township.below).toMatchObject([{ name: '丙教学点', schoolKind: 'teachingPoint', closed: false }]);
    expect(
      (await answered(service.read(countyAdmin, { kind: 'month', date: day('2026-08-10') }))).provisional,
    ).toBe(false);
    rolled.waitingDayCount = 1;
    expect(
      (await answered(service.read(countyAdmin, { kind: 'month', date: day('2026-08-10') }))).provisional,
    ).toBe(true);
  });

  test('reads its own place and those right below, however many schools there are', async () => {
    await answered(service.read(county.countyAdmin, month));
    expect(rollups.asked).toEqual({ places: 3 });
  });

  test('a trend ends with the named period, and terms have no other before the first', async () => {
    rolled.scopes['day 2026-09-14 2026-09-14'] = { [county.county.id]: { validCount: 3, plannedCount: 4 } };
    const ask = { kind: 'day', date: day('2026-09-15'), periods: 3 } as const;
    const { points } = await answered(service.trend(county.countyAdmin, ask));
    expect(points.map(({ from }) => from)).toEqual(['2026-09-13', '2026-09-14', '2026-09-15']);
    const valid = points.map(({ figures }) => figures.find(({ key }) => key === 'validLessons')?.numerator);
    expect(valid).toEqual([0, 3, 0]);
    const terms = await answered(service.trend(county.countyAdmin, { ...month, kind: 'term', periods: 12 }));
    expect(terms.points).toHaveLength(1);
  });
});

const nthNeed = (n: number) => needId.parse(nthId(800_000 + n));
const need = (n: number, school: SchoolId, changes: Partial<NeedTally> = {}): NeedTally => ({
  needId: nthNeed(n),
  schoolId: school,
  subject: '音乐',
  grade: '三年级',
  neededFifths: 20,
  plannedCount: 4,
  heldCount: 0,
  validCount: 0,
  recordedCount: 0,
  elsewhereCount: 0,
  linkedDayCount: 10,
  withdrawnCount: 0,
  causes: {},
  ...changes,
});

describe('lists of needs', () => {
  beforeEach(() => {
    rolled.scopes[SEPTEMBER] = {
      [county.county.id]: { needCount: 4, servedNeedCount: 2, withdrawnUnservedCount: 1 },
    };
    rolled.needs = [
      need(1, county.pointA, { validCount: 4 }),
      need(2, county.pointB, { causes: { line: 2 } }),
      need(3, county.pointC, { validCount: 1 }),
      need(4, county.pointC, { subject: '英语', linkedDayCount: 0, plannedCount: 0 }),
      need(5, county.pointA, { subject: '美术', neededFifths: 0, withdrawnCount: 1 }),
    ];
  });
  const needs = async (ask: Partial<RouteInput<'report.list'>> = {}) => {
    const found = await listed(county.countyAdmin, { ...month, indicator: 'needWeighted', ...ask });
    if (found.rows.list !== 'needs') throw new Error(found.rows.list);
    return { ...found, lines: found.rows.lines };
  };

  test('by name of the school; those that lack name their cause', async () => {
    const all = await needs();
    expect(all.lines.map(({ schoolName, subject }) => `${schoolName} ${subject}`)).toEqual([
      '丙教学点 英语',
      '丙教学点 音乐',
      '乙教学点 音乐',
      '甲教学点 音乐',
    ]);
    expect(all).toMatchObject({ total: 4, next: null });
    const lacking = await needs({ part: 'lacking' });
    expect(lacking.lines.map(({ cause }) => cause)).toEqual(['no-link', 'line']);
    expect(lacking.total).toBe(2);
    const withdrawn = await needs({ indicator: 'withdrawnUnserved' });
    expect(withdrawn.lines.map(({ subject }) => subject)).toEqual(['美术']);
    expect(withdrawn.total).toBe(1);
  });

  test('page by page they are the same lines, each once, in every order', async () => {
    for (const order of ['name', 'lowest', 'highest'] as const)
      for (const limit of [1, 2, 3]) {
        const whole = (await needs({ order })).lines.map(({ needId: id }) => id);
        const paged: string[] = [];
        let from: string | null = null;
        do {
          const page: Awaited<ReturnType<typeof needs>> = await needs({
            order,
            limit,
            ...(from === null ? {} : { from }),
          });
          expect(page.lines.length).toBeLessThanOrEqual(limit);
          expect(page.total).toBe(4);
          paged.push(...page.lines.map(({ needId: id }) => id));
          from = page.next;
        } while (from !== null);
        expect(paged).toEqual(whole);
      }
  });

  test('by what was delivered, by words, and by cause', async () => {
    expect((await needs({ order: 'highest' })).lines.map(({ deliveredCount }) => deliveredCount)).toEqual([
      4, 1, 0, 0,
    ]);
    const found = await needs({ search: '英语' });
    expect(found).toMatchObject({ total: 1, lines: [{ subject: '英语' }] });
    expect((await needs({ cause: 'line' })).lines.map(({ schoolName }) => schoolName)).toEqual(['乙教学点']);
    expect((await needs({ search: '没有这个' })).total).toBe(0);
  });

  test('a page that nobody was told of is refused', async () => {
    for (const from of ['x', `${county.pointA}`, '-1', '1e9', `${county.pointA}.-1`]) {
      const ask = routes['report.list'].body.parse({ ...month, indicator: 'needWeighted', from });
      expect(await codeOf(service.list(county.countyAdmin, ask))).toBe('BAD_REQUEST');
    }
    for (const from of ['x', '2026-09-01_1_2_3', '__', `2026-09-31_1_${nthId(1)}_${nthId(2)}`]) {
      const ask = routes['report.list'].body.parse({ ...month, indicator: 'validLessons', from });
      expect(await codeOf(service.list(county.countyAdmin, ask))).toBe('BAD_REQUEST');
    }
  });
});

const fact = (
  n: number,
  at: { readonly roomId: RoomId; readonly schoolId: SchoolId },
  changes: Partial<RoomFact> = {},
): RoomFact => ({
  lessonId: nth.lesson(n),
  sessionId: nth.session(n),
  ...at,
  leadingSchoolId: county.central,
  localDate: day('2026-09-14'),
  startsAtMs: n,
  subject: '音乐',
  grade: '三年级',
  linkId: null,
  needId: null,
  way: 'live',
  unplanned: false,
  cancelled: false,
  plannedMs: 2_400_000,
  lessonMs: 2_400_000,
  connectedMs: 2_400_000,
  presentCount: 18,
  expectedCount: 20,
  punctual: true,
  disturbedMs: 0,
  turnCount: 0,
  onAirMs: 0,
  verdict: 'valid',
  foundCause: null,
  correctedCause: null,
  ...changes,
});

describe('lists of lessons', () => {
  const absent = { verdict: 'room-absent', connectedMs: 0, presentCount: null, foundCause: 'power' } as const;
  beforeEach(() => {
    const a = { roomId: county.roomA, schoolId: county.pointA };
    const c = { roomId: county.roomC, schoolId: county.pointC };
    rolled.scopes[SEPTEMBER] = {
      [county.county.id]: {
        plannedCount: 4,
        validCount: 2,
        heldCount: 4,
        countedCount: 2,
        cancelledCount: 1,
      },
      [county.pointA]: { plannedCount: 2, validCount: 1, heldCount: 2, countedCount: 1 },
      [county.pointC]: { plannedCount: 2, validCount: 1, heldCount: 2, countedCount: 1, cancelledCount: 1 },
    };
    rolled.facts = [
      fact(1, a),
      fact(2, a, { ...absent, correctedCause: 'line' }),
      fact(3, c, { presentCount: null, verdict: 'no-head-count' }),
      fact(4, c, { localDate: day('2026-09-15') }),
      fact(5, c, { cancelled: true, lessonMs: 0, verdict: 'not-held' }),
      fact(6, c, { unplanned: true }),
      fact(7, c, { localDate: day('2026-08-31') }),
    ];
  });
  const lessons = async (actor: Actor, ask: Partial<RouteInput<'report.list'>> = {}) => {
    const found = await listed(actor, { ...month, indicator: 'validLessons', ...ask });
    if (found.rows.list !== 'lessons') throw new Error(found.rows.list);
    return { ...found, lines: found.rows.lines, ids: found.rows.lines.map(({ lessonId }) => lessonId) };
  };
  const nths = (...all: number[]) => all.map((n) => nth.lesson(n));

  test('newest first, within the period and the scope; what counts is told', async () => {
    const all = await lessons(county.countyAdmin);
    expect(all.ids).toEqual(nths(4, 3, 2, 1));
    expect(all.lines.map(({ counts }) => counts)).toEqual([true, false, false, true]);
    expect(all).toMatchObject({ total: 4, next: null });
    expect((await lessons(county.countyAdmin, { part: 'lacking' })).ids).toEqual(nths(3, 2));
    expect((await lessons(county.eastAdmin)).ids).toEqual(nths());
    rolled.scopes[SEPTEMBER] = {
      ...rolled.scopes[SEPTEMBER],
      [county.east.id]: { plannedCount: 2, validCount: 1 },
    };
    expect((await lessons(county.eastAdmin)).ids).toEqual(nths(2, 1));
  });

  test('by what stands beside, by room, by cause, and by words', async () => {
    const { countyAdmin } = county;
    // What is rare is looked for where measures say that it is: among the five of C in September, not among all.
    expect((await lessons(countyAdmin, { indicator: 'cancelled' })).ids).toEqual(nths(5));
    expect(rollups.asked['facts']).toBe(4);
    expect((await lessons(countyAdmin, { indicator: 'uncounted' })).ids).toEqual(nths(3, 2));
    // Nothing of that kind: nobody looks through the lessons.
    const before = rollups.asked['facts'];
    expect(await lessons(countyAdmin, { indicator: 'elsewhere' })).toMatchObject({ total: 0, ids: [] });
    expect(rollups.asked['facts']).toBe(before);
    expect((await lessons(countyAdmin, { roomId: county.roomC })).ids).toEqual(nths(4, 3));
    expect((await lessons(county.eastAdmin, { roomId: county.roomC })).ids).toEqual([]);
    expect((await lessons(countyAdmin, { cause: 'line' })).ids).toEqual(nths(2));
    expect((await lessons(countyAdmin, { search: '丙' })).ids).toEqual(nths(4, 3));
    expect((await lessons(countyAdmin, { search: '体育' })).ids).toEqual([]);
  });

  test('page by page', async () => {
    const paged: string[] = [];
    let from: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof lessons>> = await lessons(county.countyAdmin, {
        limit: 1,
        ...(from === null ? {} : { from }),
      });
      paged.push(...page.ids);
      from = page.next;
    } while (from !== null);
    expect(paged).toEqual(nths(4, 3, 2, 1));
  });

  test('a correction names its author, what was found before, and whether the asker may set it right', async () => {
    corrections = [
      {
        lessonId: nth.lesson(2),
        roomId: county.roomA,
        cause: 'line',
        reason: '施工挖断光缆',
        authorId: county.eastAdmin.personId,
        correctedAtMs: 7,
      },
    ];
    const [, , second] = (await lessons(county.countyAdmin)).lines;
    expect(second).toMatchObject({
      cause: 'line',
      foundCause: 'power',
      correction: { byName: '东乡管理员', reason: '施工挖断光缆', correctedAtMs: 7 },
      correctable: true,
    });
    const inspector = actorOf(county.countyAdmin.personId, null, [
      county.inRegion('inspector', county.county.id),
    ]);
    expect((await lessons(inspector)).lines.map(({ correctable }) => correctable)).toEqual([
      false,
      false,
      false,
      false,
    ]);
  });

  test('a cause is set right by an administrator of the receiving school or above, and by nobody else', async () => {
    const wish = {
      lessonId: nth.lesson(2),
      roomId: county.roomA,
      cause: 'device',
      reason: '投影坏了',
    } as const;
    const centralAdmin = actorOf(county.lecturer.personId, county.central, [
      county.inSchool('admin', county.central),
    ]);
    expect(await codeOf(service.correctCause(centralAdmin, wish))).toBe('NOT_FOUND');
    const viewer = actorOf(county.lecturer.personId, null, [county.inSchool('viewer', county.pointA)]);
    expect(await codeOf(service.correctCause(viewer, wish))).toBe('FORBIDDEN');
    expect(await codeOf(service.correctCause(county.countyAdmin, { ...wish, roomId: county.roomB }))).toBe(
      'NOT_FOUND',
    );
    expect(await codeOf(service.correctCause(county.countyAdmin, { ...wish, lessonId: nth.lesson(1) }))).toBe(
      'INVALID_STATE',
    );
    expect(await codeOf(service.correctCause(county.countyAdmin, { ...wish, cause: 'no-link' }))).toBe(
      'INVALID_VALUE',
    );
    expect([corrections, recounted]).toEqual([[], []]);
    expect(await codeOf(service.correctCause(county.eastAdmin, wish))).toBe('ok');
    expect(corrections).toMatchObject([
      { cause: 'device', authorId: county.eastAdmin.personId, reason: '投影坏了' },
    ]);
    expect(recounted).toEqual([nth.lesson(2)]);
  });
});

test('lists of schools, people, pairs and the graph', async () => {
  const { countyAdmin, lecturer } = county;
  rolled.scopes[SEPTEMBER] = {
    [county.pointA]: { servedPointCount: 1, needingPointCount: 1 },
    [county.pointB]: { needingPointCount: 1 },
    [county.pointC]: { silentPointCount: 1 },
  };
  const schools = await listed(countyAdmin, { ...month, indicator: 'pointsWithNeed', part: 'lacking' });
  expect(schools).toMatchObject({ total: 1, rows: { list: 'schools', lines: [{ schoolName: '乙教学点' }] } });
  const silent = await listed(countyAdmin, { ...month, indicator: 'silentPoints' });
  expect(silent).toMatchObject({ total: 1, rows: { lines: [{ schoolName: '丙教学点' }] } });
  const work = { lecturedMs: 2_400_000, assistedMs: 0, researchedMs: 90_000, lessonCount: 2 };
  rolled.people = [{ personId: lecturer.personId, schoolId: county.central, ...work }];
  const people = await listed(countyAdmin, { ...month, indicator: 'workload' });
  expect(people.rows).toMatchObject({
    lines: [{ name: '主讲教师', lecturedMinutes: 40, researchedMinutes: 1.5 }],
  });
  rolled.pairs = [county.pointA, county.pointC].map((toSchoolId, index) => ({
    ...{ fromSchoolId: county.central, toSchoolId },
    ...{ plannedCount: 4, validCount: index, linkedDayCount: 1 },
  }));
  const pairs = await listed(countyAdmin, { ...month, indicator: 'leadRatio', part: 'counting' });
  expect(pairs.rows).toMatchObject({ lines: [{ toSchoolName: '丙教学点', validCount: 1 }] });
  // The west leads nobody; who leads its point is in its picture all the same.
  const graph = await answered(service.graph(countyAdmin, { ...month, ...inRegion(county.west.id) }));
  expect(graph).toMatchObject({ pairCount: 1, edges: [{ toSchoolId: county.pointC }] });
  expect(
    graph.nodes.map(({ schoolName, leadsCount, ledCount }) => [schoolName, leadsCount, ledCount]),
  ).toEqual([
    ['中心小学', 1, 0],
    ['丙教学点', 0, 1],
  ]);
});
