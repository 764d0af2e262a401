import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { z } from 'zod';
import { uuidV7 } from '../../shared/kernel/ids.ts';
import { auditEn } from '../../shared/text/audit.en.ts';
import { auditFieldsEn } from '../../shared/text/audit-fields.en.ts';
import { type RouteName, routes } from '../../shared/wire/routes.ts';
import { isPersonalRead, nobodysActs, personalReads } from '../identity/identity.reads.rules.ts';
import type { Actor } from '../identity/identity.types.ts';
import { actorOf, changedIn, factsOf, placesOf, subjectsOf } from './audit.rules.ts';
import { actionsSaying, wordsOfAction } from './audit.words.ts';

const id = (n: number) => uuidV7(1_800_000_000_000 + n, new Uint8Array(10).fill(n));
const [one, two, three] = [id(1), id(2), id(3)];
const act = (name: RouteName, body: object, answer: unknown = {}) => ({
  name,
  kind: routes[name].method === 'GET' ? ('read' as const) : ('act' as const),
  path: routes[name].path,
  body: { ...body },
  answer,
});

describe('what is kept of a request', () => {
  test.each([
    ['a password', { loginName: 'zhangsan', password: 'hunter2' }],
    ['a token of a link', { token: 'a'.repeat(43), password: 'x' }],
    ['a token that looks like an id', { token: one }],
    ['a PIN, also one that is a number', { pin: '123456', newPin: 123_456 }],
    ['a pairing code', { code: 'ABCD2345' }],
    ['a screen’s key', { key: 'k'.repeat(43) }],
    ['the name of somebody', { name: '张三', phone: '13800000000', reason: '张三请假', search: '张三' }],
    ['what stands deeper', { fields: { name: '张三', pin: '1' }, roles: [{ name: '张三' }] }],
  ])('is never %s', (_what, body) => {
    const kept = JSON.stringify(factsOf(body));
    for (const secret of [...Object.values(body).map(String), '张三', '123456', '123_456'])
      if (!/object/.test(secret)) expect(kept).not.toContain(secret);
  });

  it('is no text that somebody typed, whatever it is', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string({ minLength: 1 }), fc.string({ minLength: 1, unit: 'grapheme' })),
        (body) => {
          const { fields: _names, ...kept } = factsOf(body);
          for (const value of Object.values(kept))
            expect(String(value)).toMatch(/^[\da-f-]+$|^[a-zA-Z]+\.(csv|xlsx)$/);
        },
      ),
    );
  });

  it('is ids, dates, numbers and yes or no, the length of lists, and the names of everything else', () => {
    expect(
      factsOf({
        roomId: one,
        from: '2026-09-01',
        presentCount: 3,
        closed: true,
        roomIds: [one, two],
        name: '张三',
        empty: '',
        left: undefined,
        file: 'people.csv',
      }),
    ).toEqual({
      roomId: one,
      from: '2026-09-01',
      presentCount: 3,
      closed: true,
      roomIdsCount: 2,
      file: 'people.csv',
      fields: 'name',
    });
  });
});

describe('what a request was about', () => {
  it('is named by its path, by its answer, or is nothing in particular', () => {
    expect(subjectsOf(act('device.revoke', { deviceId: one }))).toMatchObject([{ id: one }]);
    expect(subjectsOf(act('school.history', { id: two }))).toMatchObject([{ id: two }]);
    expect(subjectsOf(act('school.add', { name: 'x', regionId: one }, { id: two }))).toMatchObject([
      { id: two },
    ]);
    expect(
      subjectsOf(act('device.pair', { code: 'ABCD2345', roomId: one }, { deviceId: two })),
    ).toMatchObject([{ id: two, facts: { roomId: one } }]);
    expect(
      subjectsOf(act('person.list', { search: '张' }, { rows: [{ id: one }, { id: two }], total: 2 })),
    ).toEqual([{ id: '', facts: { fields: 'search' } }]);
    expect(subjectsOf(act('login.create', { loginName: 'a' }, { personId: three }))).toMatchObject([
      { id: three },
    ]);
  });

  it('is each of many entries that were changed together, with its version and what was said of it', () => {
    const changes = [
      { id: one, expectedVersion: 1, fields: { name: '甲', kind: 'central' } },
      { id: two, expectedVersion: 4, fields: { name: '乙' } },
      { id: 'no id', fields: {} },
    ];
    const answer = {
      versions: [
        { id: one, version: 2 },
        { id: two, version: 5 },
      ],
    };
    expect(subjectsOf(act('school.change', { changes, validFrom: '2026-09-01' }, answer))).toEqual([
      { id: one, facts: { validFrom: '2026-09-01', fields: 'name, kind', version: 2 } },
      { id: two, facts: { validFrom: '2026-09-01', fields: 'name', version: 5 } },
    ]);
    const entries = [{ id: one, expectedVersion: 2 }];
    expect(subjectsOf(act('school.close', { entries, reason: '撤点' }, {}))).toEqual([
      { id: one, facts: { fields: 'reason' } },
    ]);
  });

  it('is each screen that was made, and never more than can be', () => {
    const devices = Array.from({ length: 700 }, (_, n) => ({ deviceId: id(n % 250), roomId: one }));
    const made = subjectsOf(act('device.provision', { roomIds: [one] }, { devices }));
    expect(made).toHaveLength(250);
    const entries = Array.from({ length: 700 }, (_, n) => ({ id: id(n % 250), expectedVersion: 1 }));
    expect(subjectsOf(act('room.close', { entries }))).toHaveLength(500);
  });
});

test('who signs in is nobody yet, and is named by the answer; a named phone is its person', () => {
  const visitor: Actor = { kind: 'visitor' };
  expect(actorOf(visitor, { answer: { personId: one } })).toEqual({ kind: 'person', id: one });
  expect(actorOf(visitor, { answer: { personId: 'zhang' } })).toEqual({ kind: 'visitor', id: '' });
  const phone = { kind: 'phone', grantId: one, sessionId: two, roomId: three } as const;
  expect(actorOf({ ...phone, personId: two } as unknown as Actor, { answer: {} })).toEqual({
    kind: 'person',
    id: two,
  });
  expect(actorOf({ ...phone, personId: null } as unknown as Actor, { answer: {} })).toEqual({
    kind: 'phone',
    id: one,
  });
});

/** `changes: [{ id, expectedVersion, fields }]`. */
function fieldsOfChanges(changes: unknown): string[] {
  if (!(changes instanceof z.ZodArray) || !(changes.element instanceof z.ZodObject)) return [];
  const fields: unknown = changes.element.shape['fields'];
  if (!(fields instanceof z.ZodObject)) throw new Error('these fields cannot be listed');
  return Object.keys(fields.shape);
}

test('only fields that really changed are named, when the version before is known', () => {
  const thing = {
    name: '',
    paths: [],
    versions: [
      { version: 1, fields: { name: 'a', ends: ['lecture'], size: 1 } },
      { version: 2, fields: { name: 'a', ends: ['lecture', 'listening'], size: 2 } },
    ],
  };
  expect(changedIn(thing, 2)).toBe('ends, size');
  expect(changedIn(thing, 1)).toBeNull();
  expect(changedIn(undefined, 2)).toBeNull();
});

test('places are everything on the way, each once', () => {
  const path = { regionIds: [one], schoolIds: [two] };
  const thing = { name: '', versions: [], paths: [path, path] } as never;
  expect(placesOf([thing, undefined, thing])).toEqual([one, two]);
});

test('of the lists of a report only people’s work is a reading of people', () => {
  expect(isPersonalRead('report.list', { indicator: 'workload' })).toBe(true);
  for (const body of [{}, { indicator: 'needWeighted' }, { indicator: ['workload'] }])
    expect(isPersonalRead('report.list', body)).toBe(false);
  expect(isPersonalRead('person.list', {})).toBe(true);
  expect(isPersonalRead('report.read', { indicator: 'workload' })).toBe(false);
});

describe('words', () => {
  it('are there for every action that is kept', () => {
    const kept = Object.entries(routes)
      .filter(([name, { method }]) => (method === 'GET' ? personalReads.has(name) : !nobodysActs.has(name)))
      .map(([name]) => name);
    expect(kept.length).toBeGreaterThan(80);
    expect(kept.filter((name) => !(`audit.action.${name}` in auditEn))).toEqual([]);
  });

  it('are there for every field of every register and of every request that is kept', () => {
    const names = new Set(['fields', 'version', 'file']);
    for (const [name, row] of Object.entries(routes)) {
      if (row.method === 'GET' ? !personalReads.has(name) : nobodysActs.has(name)) continue;
      const body: Readonly<Record<string, unknown>> = row.body.shape;
      for (const key of Object.keys(body)) names.add(key);
      const fields = name.endsWith('.change') ? fieldsOfChanges(body['changes']) : [];
      for (const key of fields) names.add(key);
    }
    expect(names).toContain('staffCode');
    expect(names).toContain('overlapRatio');
    expect([...names].filter((name) => !(`audit.field.${name}` in auditFieldsEn))).toEqual([]);
  });

  it('name no row that is gone', () => {
    const others = [
      'office.finish',
      'login.refused',
      'session.observe',
      'login.locked',
      'audit.csv',
      'attendance.csv',
      'seal.file',
      'seal.key',
      'snapshot.file',
      'snapshot.paper',
      'report.file',
      'exports',
    ];
    const named = Object.keys(auditEn).flatMap((key) => key.match(/^audit\.action\.(.+)$/)?.[1] ?? []);
    expect(named.filter((name) => !(name in routes) && !others.includes(name))).toEqual([]);
    for (const name of personalReads) expect(routes).toHaveProperty([name]);
  });

  it('are found in either language, or by the action’s own name', () => {
    expect(actionsSaying('停用设备')).toEqual(['device.revoke']);
    expect(actionsSaying('revoked a DEVICE')).toEqual(['device.revoke']);
    expect(actionsSaying('device.rev')).toEqual(['device.revoke']);
    expect(actionsSaying('张三')).toEqual([]);
    expect(wordsOfAction('gone.away', 'en')).toBe('gone.away');
  });
});
