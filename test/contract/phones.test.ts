import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { phoneMigrations } from '../../server/phone/phone.migrations.ts';
import { createPhoneStore } from '../../server/phone/phone.store.ts';
import type { Grant } from '../../server/phone/phone.types.ts';
import { createNewId } from '../../server/platform/ids.ts';
import { migrate } from '../../server/platform/migrate.ts';
import { grantId, personId, roomId, sessionId } from '../../shared/kernel/ids.ts';
import { type Backend, backends } from '../support/backends.ts';

const AT_MS = 1_800_000_000_000;
const newId = createNewId({ nowMs: () => AT_MS });
const session = sessionId.parse(newId());
const room = roomId.parse(newId());
const grant = (more: Partial<Grant> = {}): Grant => ({
  id: grantId.parse(newId()),
  sessionId: session,
  roomId: room,
  personId: null,
  substituteName: '王小明',
  madeAtMs: AT_MS,
  expiresAtMs: AT_MS + 1_000,
  ended: null,
  ...more,
});

describe.each(backends)('phones on $name', ({ make }) => {
  let backend: Backend;
  beforeAll(async () => {
    backend = await make(':memory:');
    if (backend.state === 'open') await migrate(backend.open.database, phoneMigrations, AT_MS);
  });
  afterAll(async () => {
    if (backend.state === 'open') await backend.close();
  });
  const storeOr = (skip: (reason: string) => never) =>
    backend.state === 'missing' ? skip(backend.reason) : createPhoneStore(backend.open.database);

  test('of many at once one takes a seat; it is free again after its end, and the first end stays', async ({
    skip,
  }) => {
    const store = storeOr(skip);
    const many = Array.from({ length: 8 }, () => grant());
    const taken = await Promise.all(
      many.map((each, index) => store.add(each, { tokenHash: `many-${index}`, seat: 'one' })),
    );
    expect(taken.filter(Boolean).length).toBe(1);
    const held = await store.holding('one');
    expect(held).toEqual(many[taken.indexOf(true)]);
    if (held === null) throw new Error('nobody holds the seat');
    await store.end(held.id, 'released', AT_MS + 5);
    await store.end(held.id, 'left', AT_MS + 6);
    expect(await store.holding('one')).toBeNull();
    expect(await store.byToken(`many-${taken.indexOf(true)}`)).toMatchObject({
      ended: { how: 'released', atMs: AT_MS + 5 },
    });
    expect(await store.add(grant(), { tokenHash: 'next', seat: 'one' })).toBe(true);
    expect(await store.add(grant(), { tokenHash: 'other room', seat: 'two' })).toBe(true);
    expect((await store.ofSession(session)).length).toBe(2);
    expect(await store.ofSession(sessionId.parse(newId()))).toEqual([]);
  });

  test('a PIN is set and changed', async ({ skip }) => {
    const store = storeOr(skip);
    const [person, by] = [personId.parse(newId()), { personId: personId.parse(newId()), atMs: AT_MS }];
    expect(await store.pinOf(person)).toBeNull();
    await store.setPin(person, 'first', by);
    await store.setPin(person, 'second', by);
    expect(await store.pinOf(person)).toBe('second');
    expect([...(await store.peopleWithPin())]).toEqual([person]);
  });
});
