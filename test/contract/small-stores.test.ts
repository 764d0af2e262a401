import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createAuditStore } from '../../server/audit/audit.store.ts';
import { createCheckStore } from '../../server/device/device.checks.store.ts';
import { createDeviceStore } from '../../server/device/device.store.ts';
import { createIdentityStore } from '../../server/identity/identity.store.ts';
import { createInvitationStore } from '../../server/identity/invitation.store.ts';
import { migrations } from '../../server/migrations.ts';
import { createFeedStore } from '../../server/planning/feed.store.ts';
import { createNewId } from '../../server/platform/ids.ts';
import { migrate } from '../../server/platform/migrate.ts';
import type { Database } from '../../server/platform/ports.ts';
import { DEAD_AFTER_MS, SharedHome } from '../../server/session/session.home.ts';
import {
  auditId,
  deviceId,
  feedId,
  invitationId,
  personId,
  roomId,
  sessionId,
} from '../../shared/kernel/ids.ts';
import { type Backend, backends } from '../support/backends.ts';

const AT_MS = 1_800_000_000_000;
const newId = createNewId({ nowMs: () => AT_MS });
const person = () => personId.parse(newId());

describe.each(backends)('stores on $name', ({ make }) => {
  const folder = mkdtempSync(join(tmpdir(), 'sanketang-stores-'));
  let backend: Backend;
  beforeAll(async () => {
    backend = await make(join(folder, 'stores.db'));
    if (backend.state === 'open') await migrate(backend.open.database, migrations, AT_MS);
  });
  afterAll(async () => {
    if (backend.state === 'open') await backend.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const on = (skip: (reason: string) => never): Database =>
    backend.state === 'open' ? backend.open.database : skip(backend.reason);

  test('a new password ends every other login and the invitation; logins are told newest first', async ({
    skip,
  }) => {
    const identity = createIdentityStore(on(skip));
    const invitations = createInvitationStore(on(skip));
    const who = person();
    const credential = { person_id: who, login_name: 'chen', password_hash: 'old', made_at_ms: AT_MS };
    expect(await identity.addCredential(credential)).toBe(true);
    expect(await identity.addCredential({ ...credential, person_id: person() })).toBe(false);
    const ids = [newId(), newId(), newId()];
    for (const [index, id] of ids.entries())
      await identity.addLogin(`chen-${index}`, {
        ...{ id, personId: who, browser: 'Linux Chrome' },
        ...{ createdAtMs: AT_MS + index, lastSeenAtMs: AT_MS + index },
      });
    expect((await identity.loginsOf(who)).map((each) => each.id)).toEqual(ids.toReversed());
    await invitations.put('t-1', {
      ...{ id: invitationId.parse(newId()), personId: who, madeBy: person() },
      ...{ madeAtMs: AT_MS, expiresAtMs: AT_MS + 1_000 },
    });
    const keep = ids[1] ?? '';
    const ended = await identity.changePassword(who, { passwordHash: 'new', atMs: AT_MS + 5, keep });
    expect(ended.sort()).toEqual(ids.filter((id) => id !== keep).sort());
    expect(await identity.credentialOfPerson(who)).toEqual({ loginName: 'chen', passwordHash: 'new' });
    expect(await invitations.byToken('t-1')).toBeNull();
    expect(await identity.endLoginsOf(who, { id: newId() })).toEqual([]);
    expect(await identity.endLoginsOf(who)).toEqual([keep]);
  });

  test('of many who come with one invitation one takes it; a taken name takes everything back', async ({
    skip,
  }) => {
    const invitations = createInvitationStore(on(skip));
    const identity = createIdentityStore(on(skip));
    const who = person();
    const invitation = {
      ...{ id: invitationId.parse(newId()), personId: who, madeBy: person() },
      ...{ madeAtMs: AT_MS, expiresAtMs: AT_MS + 1_000 },
    };
    await invitations.put('earlier', invitation);
    await invitations.put('now', invitation);
    expect(await invitations.byToken('earlier')).toBeNull();
    const credential = (login_name: string, made_at_ms = AT_MS) => ({
      ...{ person_id: who, login_name, password_hash: 'h', made_at_ms },
    });
    await identity.addCredential({ ...credential('taken'), person_id: person() });
    expect(await invitations.take('now', credential('taken'))).toEqual({ state: 'nameTaken' });
    expect(await invitations.byToken('now')).toEqual(invitation);
    expect(await invitations.take('now', credential('late', AT_MS + 1_000))).toEqual({ state: 'gone' });
    const takes = Array.from({ length: 8 }, () => invitations.take('now', credential('he')));
    const states = (await Promise.all(takes)).map((each) => each.state);
    expect(states.filter((state) => state === 'taken')).toHaveLength(1);
    expect(states.filter((state) => state === 'gone')).toHaveLength(7);
    await invitations.put('old', invitation);
    await invitations.endExpired(AT_MS + 1_000);
    expect(await invitations.byToken('old')).toBeNull();
  });

  test('the newest check of each screen counts', async ({ skip }) => {
    const devices = createDeviceStore(on(skip));
    const checks = createCheckStore(on(skip));
    const [one, two] = [deviceId.parse(newId()), deviceId.parse(newId())];
    const wish = (id: typeof one) => ({
      ...{ id, roomId: roomId.parse(newId()), keyHash: `check ${id}`, pairedBy: 'x', launcher: null },
    });
    await devices.provision([wish(one), wish(two)], AT_MS);
    const found = { camera: 'ok', microphone: 'ok', speaker: 'ok' } as const;
    const rates = { toneHeard: null, upBps: 2_000_000_000, downBps: null };
    await checks.add(one, AT_MS, { ...found, ...rates });
    await checks.add(one, AT_MS + 1, { ...found, camera: 'none', ...rates });
    const last = await checks.last();
    expect(last.has(two)).toBe(false);
    expect(last.get(one)).toMatchObject({ atMs: AT_MS + 1, upBps: 2_000_000_000, passed: false });
  });

  test('a calendar feed answers until it is revoked', async ({ skip }) => {
    const feeds = createFeedStore(on(skip));
    const subject = { kind: 'room' as const, id: newId() };
    const feed = {
      ...{ id: feedId.parse(newId()), subject, createdAtMs: AT_MS, createdBy: person() },
      ...{ lastReadAtMs: null, revokedAtMs: null },
    };
    await feeds.add(feed, 'hash');
    await expect(feeds.add({ ...feed, id: feedId.parse(newId()) }, 'hash')).rejects.toThrow();
    await feeds.markRead(feed.id, AT_MS + 1);
    expect(await feeds.byTokenHash('hash')).toEqual({ ...feed, lastReadAtMs: AT_MS + 1 });
    expect(await feeds.openOf({ kind: 'school', id: subject.id })).toEqual([]);
    expect(await feeds.openOf(subject)).toHaveLength(1);
    await feeds.revoke(feed.id, AT_MS + 2);
    expect(await feeds.openOf(subject)).toEqual([]);
    expect(await feeds.byId(feed.id)).toMatchObject({ revokedAtMs: AT_MS + 2 });
  });

  test('what was done is found by place, time, action and thing, newest first and page by page', async ({
    skip,
  }) => {
    const audit = createAuditStore(on(skip));
    const [school, region, who, thing] = [newId(), newId(), newId(), newId()];
    const entries = Array.from({ length: 700 }, (_, index) => ({
      ...{ id: auditId.parse(newId()), atMs: AT_MS + index, actorKind: 'person' as const, actorId: who },
      ...{ action: index % 2 === 0 ? 'school.change' : 'room.add', subjectId: thing, address: '10.0.0.1' },
      ...{ facts: {}, placeIds: index < 10 ? [school, region] : [region] },
    }));
    await audit.add(entries as never);
    await audit.add(entries.slice(0, 5) as never);
    const query = {
      ...{ placeIds: null, fromMs: null, untilMs: null, found: null, actorId: null },
      ...{ subjectId: thing, before: null, limit: 1_000 },
    };
    const ids = entries.map((each) => each.id).toReversed();
    expect((await audit.list(query)).map((each) => each.id)).toEqual(ids);
    expect(await audit.list({ ...query, placeIds: [school] })).toHaveLength(10);
    expect(await audit.list({ ...query, placeIds: [] })).toEqual([]);
    const time = { fromMs: AT_MS + 10, untilMs: AT_MS + 20 };
    expect((await audit.list({ ...query, ...time })).map((each) => each.atMs)).toEqual(
      Array.from({ length: 10 }, (_, index) => AT_MS + 19 - index),
    );
    const found = { actions: ['room.add'], ids: [] };
    expect(await audit.list({ ...query, found, before: ids[99] ?? null, limit: 7 })).toHaveLength(7);
    expect(await audit.list({ ...query, found: { actions: [], ids: [] } })).toEqual([]);
  });

  test('one of several servers carries a session, and another only after that one gave no sign of life', async ({
    skip,
  }) => {
    const database = on(skip);
    let nowMs = AT_MS;
    const clock = { nowMs: () => nowMs };
    const homes = ['a', 'b', 'c'].map((serverId) => new SharedHome({ database, serverId, clock }));
    const [a, b, c] = homes;
    if (!a || !b || !c) throw new Error('three were made');
    const [session, other] = [sessionId.parse(newId()), sessionId.parse(newId())];
    const claims = await Promise.all(homes.map((home) => home.claim(session)));
    expect(claims.filter(Boolean)).toHaveLength(1);
    const [first, ...rest] = homes.toSorted((x, y) => Number(y.holds(session)) - Number(x.holds(session)));
    expect(await first?.claim(session)).toBe(true);
    expect(rest.every((home) => home.isElsewhere(session))).toBe(true);
    const [second, third] = rest;
    expect(await second?.reap()).toEqual([]);
    nowMs += DEAD_AFTER_MS;
    await first?.beat();
    expect(await second?.reap()).toEqual([]);
    nowMs += DEAD_AFTER_MS;
    expect((await Promise.all([second?.reap(), third?.reap()])).flat()).toEqual([session]);
    expect(await third?.claim(session)).toBe(true);
    expect(await second?.claim(other)).toBe(true);
    await second?.release(other);
    expect(await third?.claim(other)).toBe(true);
    expect((await third?.releaseLeft())?.toSorted()).toEqual([session, other].toSorted());
  });
});
