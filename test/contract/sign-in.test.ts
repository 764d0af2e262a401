import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { deviceMigrations } from '../../server/device/device.migrations.ts';
import { createDeviceStore } from '../../server/device/device.store.ts';
import { identityMigrations } from '../../server/identity/identity.migrations.ts';
import { createIdentityStore } from '../../server/identity/identity.store.ts';
import { createInvitationStore } from '../../server/identity/invitation.store.ts';
import { type OpenDatabase, openDatabase } from '../../server/platform/database.ts';
import { createNewId } from '../../server/platform/ids.ts';
import { migrate } from '../../server/platform/migrate.ts';
import { deviceId, invitationId, personId, roomId } from '../../shared/kernel/ids.ts';
import { startPostgres } from '../support/postgres.ts';

type Opened = Pick<OpenDatabase, 'database' | 'close'> | { readonly missing: string };

async function openPostgres(): Promise<Opened> {
  const started = await startPostgres();
  if (started.state === 'skipped') return { missing: started.reason };
  const { database, close } = openDatabase(started.postgres.url);
  return { database, close: () => close().then(() => started.postgres.stop()) };
}

const backends = [
  { name: 'SQLite', open: async (): Promise<Opened> => openDatabase('file::memory:') },
  { name: 'PostgreSQL', open: openPostgres },
];
const migrations = [...identityMigrations, ...deviceMigrations];
const AT_MS = 1_800_000_000_000;
const newId = createNewId({ nowMs: () => AT_MS });

describe.each(backends)('sign-in and screens on $name', ({ open }) => {
  let opened: Opened;
  beforeAll(async () => {
    opened = await open();
  });
  afterAll(async () => {
    if ('close' in opened) await opened.close();
  });
  const stores = (skip: (reason: string) => never) => {
    if ('missing' in opened) return skip(opened.missing);
    const { database } = opened;
    return {
      database,
      identity: createIdentityStore(database),
      invitations: createInvitationStore(database),
      devices: createDeviceStore(database),
    };
  };

  test('several processes bring the schema up to date at once', async ({ skip }) => {
    const { database } = stores(skip);
    const done = await Promise.all([1, 2, 3].map(() => migrate(database, migrations, AT_MS)));
    expect(done.flat().sort()).toEqual(migrations.map((each) => each.name).sort());
  });

  test('of many at once, one gets a name and one uses the first link', async ({ skip }) => {
    const { identity } = stores(skip);
    expect(await identity.hasCredentials()).toBe(false);
    const named = await Promise.all(
      Array.from({ length: 8 }, () =>
        identity.addCredential({
          person_id: personId.parse(newId()),
          login_name: 'li.na',
          password_hash: 'h',
          made_at_ms: AT_MS,
        }),
      ),
    );
    expect(named.filter(Boolean).length).toBe(1);
    expect(await identity.credentialOf('li.na')).toMatchObject({ passwordHash: 'h' });
    await identity.putSetupLink('old', AT_MS);
    await identity.putSetupLink('new', AT_MS);
    const claims = await Promise.all(
      Array.from({ length: 8 }, (_, each) => identity.claimSetupLink(each === 0 ? 'old' : 'new', AT_MS)),
    );
    expect(claims[0]).toBe(false);
    expect(claims.filter(Boolean).length).toBe(1);
    await identity.releaseSetupLink('new');
    expect(await identity.claimSetupLink('new', AT_MS)).toBe(true);
  });

  test('an invitation is taken up once, whole or not at all, and ends logins', async ({ skip }) => {
    const { identity, invitations } = stores(skip);
    const [person, other] = [personId.parse(newId()), personId.parse(newId())];
    const credential = { person_id: person, password_hash: 'h', made_at_ms: AT_MS };
    const invite = (tokenHash: string, of = person) =>
      invitations.put(tokenHash, {
        id: invitationId.parse(newId()),
        personId: of,
        madeBy: other,
        madeAtMs: AT_MS,
        expiresAtMs: AT_MS + 10,
      });
    await invite('i1');
    await invite('i2');
    expect(await invitations.byToken('i1')).toBeNull();
    expect(await invitations.byToken('i2')).toMatchObject({ personId: person, expiresAtMs: AT_MS + 10 });
    const late = { ...credential, login_name: 'invited', made_at_ms: AT_MS + 10 };
    expect(await invitations.take('i2', late)).toEqual({ state: 'gone' });
    expect(await invitations.take('i2', { ...credential, login_name: 'li.na' })).toEqual({
      state: 'nameTaken',
    });
    const login = { id: newId(), createdAtMs: AT_MS, lastSeenAtMs: AT_MS, browser: '' };
    await identity.addLogin('l1', { ...login, personId: person });
    await identity.addLogin('l2', { ...login, id: newId(), personId: other });
    const takes = await Promise.all(
      Array.from({ length: 6 }, (_, each) =>
        invitations.take('i2', { ...credential, login_name: `invited${each}` }),
      ),
    );
    expect(takes.filter(({ state }) => state === 'taken')).toEqual([
      { state: 'taken', endedLogins: [login.id] },
    ]);
    expect(await identity.loginOf('l2')).not.toBeNull();
    await invite('i3');
    const again = { ...credential, password_hash: 'h2', login_name: 'another' };
    expect((await invitations.take('i3', again)).state).toBe('taken');
    const known = await identity.credentialOfPerson(person);
    expect(known).toMatchObject({ passwordHash: 'h2', loginName: expect.stringMatching(/^invited\d$/) });
    await invite('i4', other);
    await invitations.endExpired(AT_MS + 10);
    expect(await invitations.byToken('i4')).toBeNull();
  });

  test('logins keep their times as numbers, and old ones are forgotten', async ({ skip }) => {
    const { identity } = stores(skip);
    const login = {
      id: newId(),
      personId: personId.parse(newId()),
      createdAtMs: AT_MS,
      lastSeenAtMs: AT_MS,
      browser: 'Linux Chrome 156',
    };
    await identity.addLogin('t1', login);
    await identity.addLogin('t2', {
      ...login,
      id: newId(),
      createdAtMs: AT_MS - 10,
      lastSeenAtMs: AT_MS - 5,
    });
    await identity.seen('t1', AT_MS + 1);
    expect(await identity.loginOf('t1')).toEqual({ ...login, lastSeenAtMs: AT_MS + 1 });
    await identity.endLoginsUnseenSince(AT_MS - 5, 0);
    expect(await identity.loginOf('t2')).toBeNull();
    expect(await identity.loginOf('t1')).not.toBeNull();
    await identity.endLogin('t1');
    expect(await identity.loginOf('t1')).toBeNull();
  });

  test('of many who type a code at once one pairs; a screen is found by cookie and key until it is revoked', async ({
    skip,
  }) => {
    const { devices } = stores(skip);
    const pairing = { codeHash: 'c', pollHash: 'p', expiresAtMs: AT_MS + 1, deviceId: null };
    expect(await devices.putPairing(pairing)).toBe(true);
    expect(await devices.putPairing({ ...pairing, pollHash: 'other' })).toBe(false);
    const room = roomId.parse(newId());
    const wishes = Array.from({ length: 8 }, (_, each) => ({
      id: deviceId.parse(newId()),
      roomId: room,
      keyHash: `k${each}`,
      pairedBy: 'someone',
      launcher: null,
    }));
    const paired = await Promise.all(wishes.map((wish) => devices.pair('c', wish, AT_MS)));
    expect(paired.filter(Boolean).length).toBe(1);
    const list = await devices.list();
    expect(list).toMatchObject([{ roomId: room, pairedAtMs: AT_MS, lastSeenAtMs: null, revokedAtMs: null }]);
    const id = list[0]?.id ?? deviceId.parse(newId());
    expect(await devices.pairingOf('p')).toMatchObject({ deviceId: id });
    const visit = { agent: 'Linux Chrome 156', address: '10.0.0.1' };
    for (const each of [1, 2, 3, 4])
      await devices.addCookie(`t${each}`, id, { atMs: AT_MS + each, keep: 3, placeId: `p${each}`, visit });
    expect(await devices.byCookie('t1')).toBeNull();
    expect(await devices.byCookie('t2')).toMatchObject({ device: { id }, place: { placeId: 'p2' } });
    await devices.seenAt('p2', AT_MS + 7);
    await devices.seenAt('p3', AT_MS + 8, { ...visit, address: '10.0.0.2' });
    expect(await devices.places()).toEqual([
      { placeId: 'p4', deviceId: id, firstSeenAtMs: AT_MS + 4, lastSeenAtMs: AT_MS + 4, ...visit },
      {
        placeId: 'p3',
        deviceId: id,
        firstSeenAtMs: AT_MS + 3,
        lastSeenAtMs: AT_MS + 8,
        ...visit,
        address: '10.0.0.2',
      },
      { placeId: 'p2', deviceId: id, firstSeenAtMs: AT_MS + 2, lastSeenAtMs: AT_MS + 7, ...visit },
    ]);
    expect(await devices.byKey(wishes[paired.indexOf(true)]?.keyHash ?? '')).toMatchObject({ id });
    const elsewhere = roomId.parse(newId());
    expect(await devices.move(id, elsewhere)).toBe(true);
    expect(await devices.byId(id)).toMatchObject({ roomId: elsewhere });
    await devices.revoke(id, AT_MS + 9);
    expect(await devices.move(id, room)).toBe(false);
    await devices.revoke(id, AT_MS + 10);
    expect(await devices.byCookie('t4')).toBeNull();
    expect(await devices.byId(id)).toMatchObject({ revokedAtMs: AT_MS + 9 });
  });

  test('screens that need no code are made all or none', async ({ skip }) => {
    const { devices } = stores(skip);
    const wish = (keyHash: string) => ({
      id: deviceId.parse(newId()),
      roomId: roomId.parse(newId()),
      keyHash,
      pairedBy: 'someone',
      launcher: 'linux' as const,
    });
    const before = (await devices.list()).length;
    await devices.provision([wish('made-1'), wish('made-2')], AT_MS);
    expect((await devices.byKey('made-2'))?.launcher).toBe('linux');
    await expect(devices.provision([wish('made-3'), wish('made-1')], AT_MS)).rejects.toThrow();
    expect(await devices.byKey('made-3')).toBeNull();
    expect((await devices.list()).length).toBe(before + 2);
  });

  test('codes nobody typed in time are forgotten', async ({ skip }) => {
    const { devices } = stores(skip);
    const pairing = { codeHash: 'late', pollHash: 'late', expiresAtMs: AT_MS, deviceId: null };
    await devices.putPairing(pairing);
    const wish = {
      id: deviceId.parse(newId()),
      roomId: roomId.parse(newId()),
      keyHash: 'late',
      pairedBy: 'x',
      launcher: null,
    };
    expect(await devices.pair('late', wish, AT_MS)).toBe(false);
    await devices.endPairingsUntil(AT_MS);
    expect(await devices.pairingOf('late')).toBeNull();
  });
});
