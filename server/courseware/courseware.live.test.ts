import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Mark, MarkNews } from '../../shared/courseware.ts';
import { coursewareId, markId } from '../../shared/kernel/ids.ts';
import type { Result } from '../../shared/kernel/result.ts';
import type { RequestAnswer, RequestBody, RequestName } from '../../shared/wire/requests.ts';
import { createHub } from '../../test/support/hub.ts';
import {
  actors,
  codeOf,
  type House,
  type HouseOptions,
  joinLesson,
  must,
  neighbourhood,
  SESSION,
  type TestClient,
} from '../../test/support/session-house.ts';
import { nth, nthId } from '../../test/support/session-log.ts';
import { LiveService } from './courseware.live.service.ts';
import { createMarkStore, PAGE_POINTS_MAX } from './courseware.marks.store.ts';
import { coursewareMigrations } from './courseware.migrations.ts';
import { coursewareHandlers } from './courseware.socket.ts';
import { createCoursewareStore } from './courseware.store.ts';

const FILE = coursewareId.parse(nthId(700_001));
const ELSEWHERE = coursewareId.parse(nthId(700_002));
const UNREADY = coursewareId.parse(nthId(700_003));
const sessionId = SESSION;
const page = { sessionId, coursewareId: FILE, page: 2 };
const stroke = (n: number, pointCount = 3): Mark => ({
  markId: markId.parse(nthId(710_000 + n)),
  tool: 'pen',
  colour: 'red',
  width: 4,
  points: Array.from({ length: pointCount }, (_, index) => [index / 1000, 0.123456789, 0.5]),
});

const town = neighbourhood();
let house: House;
let teacher: TestClient;
let screen: TestClient;
let commands = 0;

type Handlers = ReturnType<typeof coursewareHandlers>;
let handlers: Handlers;

function liveIn(of: House): Handlers {
  const files = createCoursewareStore(of.database);
  const marks = createMarkStore(of.database);
  const live = new LiveService({ door: of.sessions.door, files, marks, clock: of.clock });
  return coursewareHandlers(live);
}

const openWith = (options: HouseOptions = {}) => town.open({ ...options, more: coursewareMigrations });

const ask = <N extends keyof Handlers & RequestName>(
  client: TestClient,
  name: N,
  body: RequestBody<N>,
  { by = handlers, commandId = nthId(720_000 + ++commands) } = {},
): Promise<Result<RequestAnswer<N>>> => {
  // The table pairs each handler with its own body; a union of all of them cannot be called.
  const handle = by[name] as unknown as (
    context: object,
    body: RequestBody<N>,
  ) => Promise<Result<RequestAnswer<N>>>;
  return handle({ connection: client, actor: client.actor, requestId: 'r', commandId }, body);
};
const newsOf = (client: TestClient): MarkNews[] =>
  client.told.flatMap(({ name, body }) =>
    name === 'mark.changed' ? [(body as { news: MarkNews }).news] : [],
  );
const movesOf = (client: TestClient) => client.told.filter(({ name }) => name === 'mark.moved').length;
const listed = async (client = screen, by = handlers) =>
  must(await ask(client, 'mark.list', page, { by })).marks.map((each) => each.markId);

beforeEach(async () => {
  house = await openWith();
  handlers = liveIn(house);
  const store = createCoursewareStore(house.database);
  const file = {
    ...{ name: '小星星.pdf', uploadedBy: nth.person(1), uploadedAtMs: 1, serverId: 's' },
    ...({ sourceType: 'pdf', sourceBytes: 9 } as const),
  };
  await store.add({ ...file, id: FILE, sessionId, now: { state: 'converting' } });
  const content = { sha256: 'a'.repeat(64), type: 'application/pdf', bytes: 9, pageCount: 12 } as const;
  await store.ready(FILE, { content, sourceSha256: content.sha256 }, async () => undefined);
  await store.addReady(
    { ...file, id: ELSEWHERE, sessionId: nth.session(2), now: { state: 'ready', content } },
    content.sha256,
  );
  await store.add({ ...file, id: UNREADY, sessionId, now: { state: 'converting' } });
  teacher = house.connect(actors.teacher(1));
  screen = house.connect(actors.screen(1));
  await joinLesson(teacher, { part: 'lecturer' });
  await joinLesson(screen);
});
afterEach(() => town.clear());

test('only whoever leads opens, turns and draws; phones hear nothing of marks', async () => {
  const phone = house.connect(actors.phone(2));
  await joinLesson(phone);
  const body = { ...page, mark: stroke(1) };
  for (const each of [screen, phone]) {
    expect(codeOf(await ask(each, 'courseware.open', page))).toBe('FORBIDDEN');
    expect(codeOf(await ask(each, 'mark.draw', body))).toBe('FORBIDDEN');
    expect(codeOf(await ask(each, 'mark.clear', page))).toBe('FORBIDDEN');
  }
  const outside = house.connect(actors.stranger());
  expect(codeOf(await ask(outside, 'courseware.open', page))).toBe('NOT_FOUND');
  expect(codeOf(await ask(outside, 'mark.list', page))).toBe('NOT_FOUND');
  expect(codeOf(await ask(phone, 'mark.list', page))).toBe('FORBIDDEN');
  await ask(teacher, 'mark.draw', body);
  expect([newsOf(screen).length, newsOf(teacher).length, newsOf(phone).length]).toEqual([1, 1, 0]);
});

test('a file of another lesson, one that is not ready and a page beyond the last are refused', async () => {
  const open = (wish: Partial<typeof page>) => ask(teacher, 'courseware.open', { ...page, ...wish });
  expect(codeOf(await open({ coursewareId: ELSEWHERE }))).toBe('NOT_FOUND');
  expect(codeOf(await open({ coursewareId: UNREADY }))).toBe('NOT_FOUND');
  expect(await open({ page: 13 })).toMatchObject({ error: { code: 'INVALID_VALUE', params: { max: 12 } } });
  expect(codeOf(await ask(teacher, 'courseware.turn', page))).toBe('INVALID_STATE');
  expect(codeOf(await open({}))).toBe('ok');
  expect(await ask(teacher, 'courseware.turn', { ...page, page: 13 })).toMatchObject({
    error: { params: { max: 12 } },
  });
  expect(codeOf(await ask(teacher, 'courseware.turn', { ...page, coursewareId: ELSEWHERE }))).toBe(
    'INVALID_STATE',
  );
  const draw = (wish: Partial<typeof page>) =>
    ask(teacher, 'mark.draw', { ...page, ...wish, mark: stroke(1) });
  expect(codeOf(await draw({ coursewareId: ELSEWHERE }))).toBe('NOT_FOUND');
  expect(codeOf(await draw({ page: 13 }))).toBe('INVALID_VALUE');
  expect(codeOf(await ask(teacher, 'mark.clear', { ...page, coursewareId: ELSEWHERE }))).toBe('NOT_FOUND');
});

test('every wall shows the page and what of it; nothing is written twice', async () => {
  await ask(teacher, 'courseware.open', page);
  await ask(teacher, 'courseware.turn', { ...page, page: 3 });
  const zoom = { x: 0.25, y: 0.5, scale: 2 };
  await ask(teacher, 'courseware.zoom', { sessionId, coursewareId: FILE, zoom });
  await house.quiet();
  expect(screen.mirror?.view.lesson.courseware).toMatchObject({
    coursewareId: FILE,
    pageCount: 12,
    page: 3,
    zoom,
  });
  const { seq } = await house.sessions.reader.stateOf(sessionId);
  await ask(teacher, 'courseware.turn', { ...page, page: 3 });
  await ask(teacher, 'courseware.zoom', { sessionId, coursewareId: FILE, zoom });
  expect((await house.sessions.reader.stateOf(sessionId)).seq).toBe(seq);
  await ask(teacher, 'courseware.close', { sessionId });
  await house.quiet();
  expect(screen.mirror?.view.lesson.courseware).toBeUndefined();
});

test('a stroke is kept once, told once, and found by who comes late', async () => {
  const first = await ask(teacher, 'mark.draw', { ...page, mark: stroke(1) });
  expect(must(first).seq).toBe(1);
  expect(must(await ask(teacher, 'mark.draw', { ...page, mark: stroke(1) })).seq).toBe(1);
  expect(must(await ask(teacher, 'mark.draw', { ...page, mark: stroke(2, 500) })).seq).toBe(2);
  expect(newsOf(screen).map((each) => [each.seq, each.change.kind])).toEqual([
    [1, 'drawn'],
    [2, 'drawn'],
  ]);
  const late = house.connect(actors.screen(2));
  await joinLesson(late);
  const found = must(await ask(late, 'mark.list', page));
  expect([found.seq, found.marks.map((each) => each.points.length)]).toEqual([2, [3, 500]]);
  expect(found.marks[0]?.points[2]).toEqual([0.002, 0.1235, 0.5]);
  expect(must(await ask(late, 'mark.list', { ...page, page: 3 }))).toMatchObject({ seq: 0, marks: [] });
});

test('undo, eraser and wiping take away what was there, tell it once, and a repetition changes nothing', async () => {
  for (const n of [1, 2, 3, 4]) await ask(teacher, 'mark.draw', { ...page, mark: stroke(n) });
  const erase = (ns: number[], commandId?: string) => {
    const body = { ...page, markIds: ns.map((n) => stroke(n).markId), undo: true };
    return ask(teacher, 'mark.erase', body, commandId === undefined ? {} : { commandId });
  };
  const same = nthId(730_000);
  await erase([4, 99], same);
  await erase([4, 99], same);
  await erase([4]);
  expect(newsOf(screen).slice(4)).toEqual([
    { coursewareId: FILE, page: 2, seq: 5, change: { kind: 'erased', markIds: [stroke(4).markId] } },
  ]);
  expect(must(await ask(teacher, 'mark.draw', { ...page, mark: stroke(4) })).seq).toBe(4);
  expect(await listed()).toEqual([1, 2, 3].map((n) => stroke(n).markId));
  await ask(teacher, 'mark.clear', page);
  await ask(teacher, 'mark.clear', page);
  expect(newsOf(screen).slice(5)).toEqual([
    { coursewareId: FILE, page: 2, seq: 6, change: { kind: 'cleared' } },
  ]);
  await ask(teacher, 'mark.draw', { ...page, mark: stroke(5) });
  expect(await listed()).toEqual([stroke(5).markId]);
});

test('a page holds so many points; what is wiped makes room', async () => {
  const full = PAGE_POINTS_MAX / 500;
  for (let n = 1; n <= full; n += 1) must(await ask(teacher, 'mark.draw', { ...page, mark: stroke(n, 500) }));
  expect(await ask(teacher, 'mark.draw', { ...page, mark: stroke(99) })).toMatchObject({
    error: { code: 'TOO_LARGE', params: { limit: PAGE_POINTS_MAX } },
  });
  await ask(teacher, 'mark.clear', page);
  expect(codeOf(await ask(teacher, 'mark.draw', { ...page, mark: stroke(99) }))).toBe('ok');
});

test('killed between the log and the table, the wiping is made up for, and spares what was drawn after it', async () => {
  for (const n of [1, 2]) await ask(teacher, 'mark.draw', { ...page, mark: stroke(n) });
  const store = createMarkStore(house.database);
  const dying = new LiveService({
    door: house.sessions.door,
    files: createCoursewareStore(house.database),
    marks: {
      ...store,
      apply: async () => {
        throw new Error('killed');
      },
    },
    clock: house.clock,
  });
  const commandId = nthId(731_000);
  await expect(
    ask(teacher, 'mark.clear', page, { by: coursewareHandlers(dying), commandId }),
  ).rejects.toThrow('killed');
  await ask(teacher, 'mark.draw', { ...page, mark: stroke(3) });
  await house.quiet();
  await house.crash();

  const { folder } = house;
  house = await openWith({ folder });
  handlers = liveIn(house);
  teacher = house.connect(actors.teacher(1));
  screen = house.connect(actors.screen(1));
  await joinLesson(teacher, { part: 'lecturer' });
  await joinLesson(screen);
  expect(await listed()).toEqual([stroke(3).markId]);
  // The client had no answer and asks again.
  expect(codeOf(await ask(teacher, 'mark.clear', page, { commandId }))).toBe('ok');
  expect(await listed()).toEqual([stroke(3).markId]);
});

test('what is being drawn reaches everybody else at once, and too much of it is dropped', async () => {
  const move = { ...stroke(1), coursewareId: FILE, page: 2 };
  const { points: _, ...pen } = move;
  const body = { sessionId, move: { ...pen, points: [[0.1, 0.2, 0.5] as [number, number, number]] } };
  for (let n = 0; n < 500; n += 1) expect(codeOf(await ask(teacher, 'mark.move', body))).toBe('ok');
  expect([movesOf(teacher), movesOf(screen)]).toEqual([0, 30]);
  house.clock.pass(1_000);
  for (let n = 0; n < 60; n += 1) await ask(teacher, 'mark.move', body);
  expect(movesOf(screen)).toBeGreaterThanOrEqual(60);
  expect(codeOf(await ask(screen, 'mark.move', body))).toBe('FORBIDDEN');
  expect(newsOf(screen)).toEqual([]);
});

test('members at another server are told too, and find the same', async () => {
  const hub = createHub();
  const folder = house.folder;
  await house.quiet();
  const one = await openWith({ folder, fellows: { bus: hub.bus(), serverId: 'one' } });
  const two = await openWith({ folder, fellows: { bus: hub.bus(), serverId: 'two' } });
  const here = liveIn(one);
  const there = liveIn(two);
  const leads = one.connect(actors.teacher(1));
  const listens = two.connect(actors.screen(2));
  await joinLesson(leads, { part: 'lecturer' });
  await joinLesson(listens);
  must(await ask(leads, 'mark.draw', { ...page, mark: stroke(1) }, { by: here }));
  const { points, ...pen } = stroke(1);
  must(
    await ask(
      leads,
      'mark.move',
      { sessionId, move: { ...pen, coursewareId: FILE, page: 2, points } },
      { by: here },
    ),
  );
  must(await ask(leads, 'mark.clear', page, { by: here }));
  await expect
    .poll(() => newsOf(listens).map((each) => [each.seq, each.change.kind]))
    .toEqual([
      [1, 'drawn'],
      [2, 'cleared'],
    ]);
  expect(movesOf(listens)).toBe(1);
  expect(await listed(listens, there)).toEqual([]);
  expect(newsOf(listens)).toHaveLength(2);
});
