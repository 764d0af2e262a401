import { afterEach, describe, expect, test } from 'vitest';
import { permit } from '../../server/identity/identity.permit.rules.ts';
import type { Actor } from '../../server/identity/identity.types.ts';
import { silentLog } from '../../server/platform/log.ts';
import { migrate } from '../../server/platform/migrate.ts';
import { sessionMigrations } from '../../server/session/session.module.ts';
import { cookieOf, WATCH_COOKIE } from '../../server/watch/watch.cookie.ts';
import { watchMigrations } from '../../server/watch/watch.migrations.ts';
import { createWatch } from '../../server/watch/watch.module.ts';
import { createWatchStore } from '../../server/watch/watch.store.ts';
import { viewerId } from '../../shared/kernel/ids.ts';
import type { LessonFields } from '../../shared/lesson.ts';
import {
  actors,
  cardOf,
  codeOf,
  type House,
  handClock,
  joinLesson,
  lessonEntry,
  must,
  neighbourhood,
  SESSION,
  type TestClient,
} from '../support/session-house.ts';
import { nth, nthId, PLANNED_START_MS } from '../support/session-log.ts';

const { open, clear } = neighbourhood();
afterEach(clear);

const ORIGIN = 'https://class.example.cn';
const OTHER = nth.session(2);
const MINUTE_MS = 60_000;

/** A house with two live lessons and the door for viewers. */
async function watchHouse(changes: Partial<LessonFields> = {}, startMs = PLANNED_START_MS) {
  const lessons = [1, 2].map((n) => lessonEntry([1, 2], n, { mode: 'live', ...changes }));
  const house = await open({ lessons, clock: handClock(startMs) });
  await migrate(house.database, [...sessionMigrations, ...watchMigrations]);
  const clients: TestClient[] = [];
  const watch = createWatch({
    database: house.database,
    clock: house.clock,
    newId: house.newId,
    log: silentLog,
    permit,
    sessions: house.sessions.reader,
    directory: directory(),
    planning: {
      lessonOfSession: async (id) => lessons.find((each) => each.fields.sessionId === id) ?? null,
      card: async (lesson, phase) => cardOf(lesson, phase),
    },
    linkOrigin: (asked) => (asked === ORIGIN ? asked : null),
    closeConnections: (matches) => {
      for (const client of clients) if (matches(client.actor)) client.close('revoked');
    },
  });
  const jar = new Map<string, string>();
  const context = (actor: Actor, address = '10.0.0.1') => ({
    actor,
    requestId: 'r',
    address,
    cookies: Object.fromEntries(jar),
    setCookie: ({ name, value }: { name: string; value: string }) => void jar.set(name, value),
  });
  const visitor = actors.visitor();
  return {
    house,
    jar,
    link: (actor: Actor = actors.teacher(1), sessionId = SESSION, origin = ORIGIN) =>
      watch.routes['watch.link'](context(actor), { sessionId, origin }),
    close: (actor: Actor = actors.teacher(1)) =>
      watch.routes['watch.close'](context(actor), { sessionId: SESSION }),
    open: (token: string, address?: string) =>
      watch.routes['watch.open'](context(visitor, address), { token }),
    read: () => watch.routes['watch.read'](context(visitor), {}),
    authenticate: () => watch.authenticate(Object.fromEntries(jar)),
    connect(actor: Actor) {
      const client = house.connect(actor);
      clients.push(client);
      return client;
    },
  };
}

const directory = () => ({
  snapshot: async () =>
    ({
      pathOf: (school: ReturnType<typeof nth.school>) => ({ regionIds: [], schoolIds: [school] }),
    }) as never,
});

const tokenOf = (address: string): string => address.slice(address.indexOf('#') + 1);
type WatchHouse = Awaited<ReturnType<typeof watchHouse>>;
const linked = async (at: WatchHouse, sessionId = SESSION) =>
  tokenOf(must(await at.link(actors.teacher(1), sessionId)).address);

async function viewerOf(at: WatchHouse): Promise<TestClient> {
  const actor = await at.authenticate();
  if (actor === null) throw new Error('the cookie is worth nothing');
  return at.connect(actor);
}

async function started(house: House): Promise<TestClient> {
  const teacher = house.connect(actors.teacher(1));
  await joinLesson(teacher);
  must(await teacher.ask('session.start', { sessionId: SESSION }, house.newId()));
  return teacher;
}

describe('a watch link', () => {
  test('is given out by those who lead the lesson alone', async () => {
    const at = await watchHouse();
    expect(codeOf(await at.link(actors.stranger()))).toBe('NOT_FOUND');
    expect(codeOf(await at.link(actors.visitor()))).toBe('UNAUTHENTICATED');
    for (const actor of [actors.teacher(5, 2), actors.inspector(), actors.screen(1), actors.viewer(1)])
      expect(['FORBIDDEN', 'NOT_FOUND']).toContain(codeOf(await at.link(actor)));
    expect(codeOf(await at.link(actors.teacher(1), nth.session(77)))).toBe('NOT_FOUND');
    expect(codeOf(await at.link(actors.teacher(1), SESSION, 'https://evil.example'))).toBe('INVALID_VALUE');
    const { address } = must(await at.link());
    expect(address).toMatch(/^https:\/\/class\.example\.cn\/watch#[\w-]{43}$/);
    expect(must(await at.link(actors.admin())).address).toBe(address);
    expect(must(await at.link(actors.teacher(1), OTHER)).address).not.toBe(address);
  });

  test.each([
    ['is not live', { mode: 'interactive' }, 'INVALID_STATE'],
    ['is cancelled', { cancelled: { reason: 'snow' } }, 'INVALID_STATE'],
  ] as const)('is refused for a lesson that %s', async (_what, changes, code) => {
    const at = await watchHouse(changes);
    expect(codeOf(await at.link())).toBe(code);
  });

  test('of many asked for at once is one', async () => {
    const at = await watchHouse();
    const links = await Promise.all(Array.from({ length: 8 }, () => at.link()));
    expect(new Set(links.map((each) => must(each).address)).size).toBe(1);
  });

  test('that was closed is replaced by another, and stays closed', async () => {
    const at = await watchHouse();
    const first = await linked(at);
    expect(codeOf(await at.close(actors.teacher(5, 2)))).toBe('FORBIDDEN');
    must(await at.close());
    must(await at.close());
    expect(codeOf(await at.open(first))).toBe('LINK_CLOSED');
    const second = await linked(at);
    expect(second).not.toBe(first);
    expect(codeOf(await at.open(first))).toBe('LINK_CLOSED');
    expect(codeOf(await at.open(second))).toBe('ok');
  });

  test('tells who teaches what and when, and nothing of rooms, pupils and colleagues', async () => {
    const at = await watchHouse();
    const lesson = must(await at.open(await linked(at)));
    expect(Object.keys(lesson).sort()).toEqual([
      'grade',
      'leadingSchoolName',
      'lecturerName',
      'localDate',
      'phase',
      'plannedEndAtMs',
      'plannedStartAtMs',
      'serverNowMs',
      'sessionId',
      'startMinute',
      'subject',
    ]);
    expect(lesson).toMatchObject({ subject: 'music', phase: 'planned', lecturerName: 'lecturer' });
    const viewer = await viewerOf(at);
    const { card } = await joinLesson(viewer);
    expect(card).toMatchObject({ rooms: [], members: [], leadingClass: null });
  });

  test('of a lesson that is over or was never held is refused, before that it says how it stands', async () => {
    const at = await watchHouse();
    const token = await linked(at);
    const teacher = await started(at.house);
    expect(must(await at.open(token)).phase).toBe('live');
    must(await teacher.ask('session.end', { sessionId: SESSION }, at.house.newId()));
    expect(codeOf(await at.open(token))).toBe('LESSON_ENDED');
    expect(must(await at.read()).phase).toBe('ended');
    expect(codeOf(await at.link())).toBe('LESSON_ENDED');

    const late = await watchHouse();
    const unheld = await linked(late);
    late.house.clock.pass(24 * 60 * MINUTE_MS);
    expect(codeOf(await late.open(unheld))).toBe('LESSON_ENDED');
  });
});

describe('whoever comes with', () => {
  test('a wrong link learns nothing, and after ten of them waits; the right one is let in all the same', async () => {
    const at = await watchHouse();
    const token = await linked(at);
    const wrong = [
      '',
      'x',
      token.slice(1),
      `${token}a`,
      `A${token.slice(1)}`,
      SESSION,
      ...['B', 'C', 'D', 'E'].map((each) => token.slice(0, 42) + each),
    ].filter((each) => each !== token);
    for (const each of wrong.slice(0, 10))
      expect(await at.open(each)).toEqual({ ok: false, error: { code: 'NOT_FOUND' } });
    for (let more = wrong.length; more < 10; more += 1) await at.open('x');
    expect(await at.open('x')).toMatchObject({ error: { code: 'TOO_MANY_TRIES', params: { minutes: 15 } } });
    expect(codeOf(await at.open('x', '10.0.0.2'))).toBe('NOT_FOUND');
    expect(codeOf(await at.open(token))).toBe('ok');
    at.house.clock.pass(15 * MINUTE_MS);
    expect(codeOf(await at.open('x'))).toBe('NOT_FOUND');
  });

  test('a cookie of their own making is nobody', async () => {
    const at = await watchHouse();
    expect(await at.authenticate()).toBeNull();
    expect(codeOf(await at.read())).toBe('UNAUTHENTICATED');
    must(await at.open(await linked(at)));
    const genuine = at.jar.get(WATCH_COOKIE) ?? '';
    const [linkId = '', id = '', mark = ''] = genuine.split('.');
    const other = viewerId.parse(nthId(940_001));
    const forged = [
      '',
      '..',
      id,
      `${linkId}.${id}`,
      `${linkId}.${other}.${mark}`,
      `${nthId(1)}.${id}.${mark}`,
      `${genuine}.`,
      `${linkId}.${id}.${mark.slice(0, 42)}${mark.endsWith('A') ? 'E' : 'A'}`,
      cookieOf({ id: linkId, secret: 'guess' }, other),
      `${genuine.toUpperCase()}`,
    ];
    for (const each of forged) {
      at.jar.set(WATCH_COOKIE, each);
      expect(await at.authenticate(), each).toBeNull();
      expect(codeOf(await at.read())).toBe('UNAUTHENTICATED');
    }
    at.jar.set(WATCH_COOKIE, genuine);
    expect(await at.authenticate()).toEqual({ kind: 'viewer', viewerId: id, sessionId: SESSION });
  });

  test('a genuine one stays the same viewer of that lesson, and is none of another', async () => {
    const at = await watchHouse();
    const [token, other] = [await linked(at), await linked(at, OTHER)];
    must(await at.open(token));
    const first = await at.authenticate();
    must(await at.open(token));
    expect(await at.authenticate()).toEqual(first);
    await started(at.house);
    const viewer = await viewerOf(at);
    expect(codeOf(await viewer.ask('session.join', { sessionId: OTHER }))).toBe('NOT_FOUND');
    await joinLesson(viewer);
    must(await at.open(other));
    const second = await at.authenticate();
    expect(second).toMatchObject({ sessionId: OTHER });
    expect(second).not.toMatchObject({ viewerId: first?.kind === 'viewer' ? first.viewerId : '' });
  });

  test('a link that is closed while they watch is cut off at once, and not let in again', async () => {
    const at = await watchHouse();
    const token = await linked(at);
    const teacher = await started(at.house);
    must(await at.open(token));
    const viewer = await viewerOf(at);
    await joinLesson(viewer);
    await at.house.quiet();
    expect(teacher.mirror?.view.lesson.viewerCount).toBe(1);
    must(await at.close());
    expect(viewer.closed).toEqual(['revoked']);
    await at.house.quiet();
    expect(teacher.mirror?.view.lesson.viewerCount).toBe(0);
    expect(await at.authenticate()).toBeNull();
    expect(codeOf(await at.read())).toBe('LINK_CLOSED');
    expect(teacher.closed).toEqual([]);
  });
});

test('nothing of a cookie is stored, and its secret is no part of the link', async () => {
  const at = await watchHouse();
  const token = await linked(at);
  must(await at.open(token));
  const link = await createWatchStore(at.house.database).byToken(token);
  expect(link?.secret).toMatch(/^[\w-]{43}$/);
  expect(link?.secret).not.toBe(token);
  expect(at.jar.get(WATCH_COOKIE)).not.toContain(link?.secret ?? token);
});
