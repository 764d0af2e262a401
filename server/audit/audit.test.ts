import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  type PersonId,
  personId,
  regionId,
  roomId,
  type SchoolId,
  schoolId,
} from '../../shared/kernel/ids.ts';
import { zone } from '../../shared/kernel/time.ts';
import type { RouteName } from '../../shared/wire/routes.ts';
import { routes } from '../../shared/wire/routes.ts';
import { permit } from '../identity/identity.permit.rules.ts';
import type { Actor } from '../identity/identity.types.ts';
import { type OpenDatabase, openDatabase } from '../platform/database.ts';
import type { Served } from '../platform/http-routes.ts';
import { createNewId } from '../platform/ids.ts';
import { migrate } from '../platform/migrate.ts';
import { auditMigrations } from './audit.migrations.ts';
import { createAudit } from './audit.module.ts';
import type { AuditQuestion } from './audit.service.ts';
import type { Thing } from './audit.types.ts';
import { createAuditWriter } from './audit.writer.ts';

const time = { nowMs: 0 };
const newId = createNewId({ nowMs: () => 1_800_000_000_000 });
const next = () => newId();
const county = regionId.parse(next());
const [east, west] = [regionId.parse(next()), regionId.parse(next())];
const [eastSchool, westSchool] = [schoolId.parse(next()), schoolId.parse(next())] as [SchoolId, SchoolId];
const room = roomId.parse(next());
const [ming, hong] = [personId.parse(next()), personId.parse(next())] as [PersonId, PersonId];

const pathOf = (school: SchoolId) => ({
  regionIds: [county, school === eastSchool ? east : west],
  schoolIds: [school],
});
const known = new Map<string, Thing>(
  [
    [ming, '李明', eastSchool],
    [hong, '王红', westSchool],
    [eastSchool, '东校', eastSchool],
    [westSchool, '西校', westSchool],
    [room, '三年级教室', westSchool],
  ].map(([id, name, school]) => [
    String(id),
    { name: String(name), paths: [pathOf(school as SchoolId)], versions: [] },
  ]),
);
const person = (id: PersonId, role: 'admin' | 'lecturer', scope: 'county' | 'east' | SchoolId): Actor => ({
  kind: 'person',
  personId: id,
  loginId: 'l',
  schoolId: null,
  grants: [
    {
      role,
      scope:
        scope === 'county' || scope === 'east'
          ? { kind: 'region', regionId: scope === 'county' ? county : east }
          : { kind: 'school', schoolId: scope },
    },
  ],
});
const office = person(ming, 'admin', 'county');

let open: OpenDatabase;
let audit: ReturnType<typeof createAudit>;
let logged: string[];
const log = { debug: () => undefined, info: () => undefined, warn: () => undefined } as const;
const noisy = {
  ...log,
  error: (_: object, message: string) => void logged.push(message),
  child: () => noisy,
};

beforeEach(async () => {
  time.nowMs = Date.parse('2026-09-10T00:00:00Z');
  logged = [];
  open = openDatabase('file::memory:');
  await migrate(open.database, auditMigrations);
  audit = createAudit({
    database: open.database,
    clock: { nowMs: () => time.nowMs },
    newId,
    log: noisy,
    jobs: { every: () => undefined },
    permit,
    things: {
      of: async (ids) => new Map(ids.flatMap((id) => (known.has(id) ? [[id, known.get(id) as Thing]] : []))),
      named: async (search) => [...known].flatMap(([id, { name }]) => (name.includes(search) ? [id] : [])),
    },
    ground: async () => ({ zone: zone.parse('Asia/Shanghai'), rootId: county }),
  });
});
afterEach(() => open.close());

const served = (
  name: RouteName,
  actor: Actor,
  { body = {}, answer = {} }: { body?: object; answer?: unknown } = {},
): Served<Actor> => ({
  name,
  kind: routes[name].method === 'GET' ? 'read' : 'act',
  path: routes[name].path,
  context: { actor, requestId: 'r', address: '10.0.0.1', cookies: {}, setCookie: () => undefined },
  body: { ...body },
  answer,
});
const list = async (actor: Actor = office, asked: AuditQuestion = {}) => {
  const page = await audit.routes['audit.list'](served('audit.list', actor).context, asked);
  if (!page.ok) throw new Error(page.error.code);
  return page.value;
};
const said = async (...given: Parameters<typeof list>) =>
  (await list(...given)).entries.map(
    ({ action, actor, subjectName }) => `${actor.name} ${action} ${subjectName}`,
  );

describe('the audit', () => {
  test.each([
    ['nobody', { kind: 'visitor' } as Actor, 'UNAUTHENTICATED'],
    ['a lecturer', person(hong, 'lecturer', westSchool), 'FORBIDDEN'],
    ['a screen', { kind: 'device', deviceId: next(), roomId: room } as unknown as Actor, 'FORBIDDEN'],
  ])('is not for %s', async (_who, actor, code) => {
    await audit.audited(served('school.close', office, { body: { entries: [{ id: eastSchool }] } }));
    expect(await audit.routes['audit.list'](served('audit.list', actor).context, {})).toMatchObject({
      error: { code },
    });
  });

  test.each([[{ from: '2026-09-02', to: '2026-09-01' }, 'INVALID_VALUE']])(
    'has no period %j',
    async (asked, code) => {
      const context = served('audit.list', office).context;
      expect(await audit.routes['audit.list'](context, asked as AuditQuestion)).toMatchObject({
        error: { code },
      });
    },
  );

  test('names whose sign-in was refused, each time, and once who is locked out', async () => {
    const address = '10.0.0.9';
    for (let tries = 0; tries < 2; tries += 1) {
      audit.signInRefused({ why: 'refused', personId: hong, address });
      audit.signInRefused({ why: 'locked', personId: hong, address });
      audit.signInRefused({ why: 'refused', personId: null, address });
    }
    await expect.poll(async () => (await list()).entries.length).toBe(5);
    const { entries } = await list();
    expect(entries.map(({ action, subjectName }) => `${action} ${subjectName}`).sort()).toEqual([
      'login.locked 王红',
      ...Array(2).fill('login.refused '),
      ...Array(2).fill('login.refused 王红'),
    ]);
    expect(entries[0]).toMatchObject({ address, actor: { kind: 'visitor', id: '' }, facts: {} });
    // Who looks after one part of the tree sees what was tried on their own people.
    const westAdmin = person(ming, 'admin', westSchool);
    expect((await list(westAdmin)).entries.map(({ subjectName }) => subjectName)).toEqual(
      Array(3).fill('王红'),
    );
    expect((await list(person(ming, 'admin', 'east'))).entries).toEqual([]);
  });

  test('takes acts in, one for each thing, and no plain reading', async () => {
    await audit.audited(served('school.list', office));
    await audit.audited(served('device.announce', { kind: 'visitor' }));
    await audit.audited(
      served('school.close', office, {
        body: { entries: [{ id: eastSchool }, { id: westSchool }], reason: '撤点' },
      }),
    );
    expect(await said()).toEqual(['李明 school.close 西校', '李明 school.close 东校']);
    expect((await list()).entries[0]).toMatchObject({
      atMs: time.nowMs,
      actor: { kind: 'person', id: ming },
      subjectId: westSchool,
      facts: { fields: 'reason' },
      address: '10.0.0.1',
    });
  });

  test('takes the reading of personal data in, a page that asks again and again only once', async () => {
    for (let each = 0; each < 5; each += 1) {
      await audit.audited(served('person.list', office));
      time.nowMs += 5_000;
    }
    await audit.audited(served('person.list', office, { body: { schoolId: eastSchool } }));
    expect((await list()).entries).toHaveLength(2);
    time.nowMs += 300_000;
    await audit.audited(served('person.list', office));
    expect((await list()).entries).toHaveLength(3);
  });

  test('holds no secret and no name, neither of whoever acted nor of what they typed', async () => {
    const body = { loginName: 'liming', password: 'hunter2', name: '李明', pin: '123456' };
    await audit.audited(
      served('login.create', { kind: 'visitor' }, { body, answer: { personId: ming, name: '李明' } }),
    );
    const rows = JSON.stringify(
      await open.database.withTables<{ audit: object }>().selectFrom('audit').selectAll().execute(),
    );
    for (const secret of ['hunter2', '李明', 'liming', '123456']) expect(rows).not.toContain(secret);
    expect(await said()).toEqual(['李明 login.create 李明']);
  });

  test('shows each administrator the acts of their people and on their things, and no others', async () => {
    const eastAdmin = person(ming, 'admin', 'east');
    const westAdmin = person(hong, 'admin', westSchool);
    await audit.audited(served('room.close', westAdmin, { body: { entries: [{ id: room }] } }));
    await audit.audited(served('school.close', eastAdmin, { body: { entries: [{ id: westSchool }] } }));
    await audit.audited(served('phone.open', { kind: 'visitor' }));
    expect((await list()).entries).toHaveLength(3);
    expect(await said(eastAdmin)).toEqual(['李明 school.close 西校']);
    expect(await said(westAdmin)).toEqual(['李明 school.close 西校', '王红 room.close 三年级教室']);
    expect(await said(person(hong, 'admin', eastSchool))).toEqual(['李明 school.close 西校']);
  });

  test('is searched by person, thing, action, id and day, and read page by page', async () => {
    const day = 86_400_000;
    for (let each = 0; each < 5; each += 1) {
      await audit.audited(
        served('room.close', person(hong, 'admin', westSchool), { body: { entries: [{ id: room }] } }),
      );
      time.nowMs += day;
    }
    await audit.audited(served('school.reopen', office, { body: { entries: [{ id: eastSchool }] } }));
    expect(await said(office, { search: '王红' })).toHaveLength(5);
    expect(await said(office, { search: '恢复学校' })).toEqual(['李明 school.reopen 东校']);
    expect(await said(office, { search: 'Reopened' })).toHaveLength(1);
    expect(await said(office, { search: eastSchool })).toHaveLength(1);
    expect(await said(office, { search: '%' })).toEqual([]);
    expect(await said(office, { actorId: ming })).toHaveLength(1);
    expect(await said(office, { subjectId: room })).toHaveLength(5);
    const period = { from: '2026-09-11', to: '2026-09-12' } as AuditQuestion;
    expect(await said(office, period)).toHaveLength(2);

    const first = await list(office, { limit: 4 });
    expect([first.entries.length, first.more]).toEqual([4, true]);
    const rest = await list(office, { limit: 4, before: first.entries.at(-1)?.id ?? '' });
    expect([rest.entries.length, rest.more]).toEqual([2, false]);
    const ids = [...first.entries, ...rest.entries].map(({ id }) => id);
    expect(new Set(ids).size).toBe(6);
    expect([...ids].sort().reverse()).toEqual(ids);
  });

  test('is a table for spreadsheets, whose cells run nothing', async () => {
    known.set(hong, { ...(known.get(hong) as Thing), name: '=HYPERLINK("http://x")' });
    await audit.audited(
      served('room.close', person(hong, 'admin', westSchool), { body: { entries: [{ id: room }] } }),
    );
    known.set(hong, { ...(known.get(hong) as Thing), name: '王红' });
    const [download] = audit.downloads;
    const ask = (query: object, actor = office) =>
      download?.handle(served('audit.list', actor).context, { ...query });
    expect(await ask({})).toMatchObject({ error: { code: 'BAD_REQUEST' } });
    expect(await ask({ from: '2026-09-10', to: '2026-09-10', before: 'x' })).toMatchObject({ ok: false });
    const period = { from: '2026-09-10', to: '2026-09-10' };
    expect(await ask(period, person(hong, 'lecturer', westSchool))).toMatchObject({
      error: { code: 'FORBIDDEN' },
    });
    const table = await ask({ ...period, locale: 'en' });
    if (table?.ok !== true) throw new Error('no table');
    const [head = '', row = ''] = table.value.text.split('\r\n');
    expect(head.startsWith('\ufeffWhen,Who,')).toBe(true);
    expect(row).toContain('2026-09-10 08:00:00');
    expect(row).toContain('Closed a room');
    expect(row).not.toMatch(/(^|,)=/);
  });
});

describe('writing', () => {
  const entry = (n: number) => ({ id: `${n}`, action: 'x' }) as never;

  test('is done before the answer goes out, and those that come meanwhile go together', async () => {
    const batches: unknown[][] = [];
    let release: () => void = () => undefined;
    const writer = createAuditWriter({
      log: noisy,
      store: {
        add: async (entries) => {
          batches.push([...entries]);
          if (batches.length === 1)
            await new Promise<void>((resolve) => {
              release = resolve;
            });
        },
      },
    });
    let answered = 0;
    const all = [1, 2, 3].map((n) => writer.add([entry(n)]).then(() => (answered += 1)));
    await Promise.resolve();
    expect(answered).toBe(0);
    release();
    await Promise.all(all);
    expect(batches.map((batch) => batch.length)).toEqual([1, 2]);
    await writer.add([entry(4)]);
    expect(batches.length).toBe(3);
  });

  test('that fails costs no answer and no row: it is said, waits, and comes in its order', async () => {
    const written: unknown[] = [];
    let away = true;
    const writer = createAuditWriter({
      log: noisy,
      store: {
        add: async (entries) => {
          if (away) throw new Error('disk full');
          written.push(...entries);
        },
      },
    });
    await writer.add([entry(1)]);
    await writer.add([entry(2)]);
    expect(written).toEqual([]);
    expect(logged).toEqual(['audit not written; it waits', 'audit not written; it waits']);
    away = false;
    await writer.flush();
    expect(written).toEqual([entry(1), entry(2)]);
    await writer.flush();
    expect(written.length).toBe(2);
  });

  test('never fails the request, even when nothing is known any more', async () => {
    await open.close();
    await audit.audited(served('school.close', office, { body: { entries: [{ id: eastSchool }] } }));
    expect(logged).toEqual(['audit not written; it waits']);
    open = openDatabase('file::memory:');
  });
});
