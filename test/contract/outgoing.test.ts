import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { migrations } from '../../server/migrations.ts';
import { createOpenStore } from '../../server/open/open.store.ts';
import type { StoredToken } from '../../server/open/open.types.ts';
import { createOutboxStore } from '../../server/outbox/outbox.store.ts';
import type { Letter } from '../../server/outbox/outbox.types.ts';
import { createNewId } from '../../server/platform/ids.ts';
import { migrate } from '../../server/platform/migrate.ts';
import type { Database } from '../../server/platform/ports.ts';
import { endedSince } from '../../server/session/session.ended.ts';
import { createFoundAlarms } from '../../server/supervision/supervision.found.ts';
import { createWebhookStore } from '../../server/webhook/webhook.store.ts';
import type { StoredWebhook } from '../../server/webhook/webhook.types.ts';
import { openTokenId, personId, regionId, webhookId } from '../../shared/kernel/ids.ts';
import { type Backend, backends } from '../support/backends.ts';

const AT_MS = 1_800_000_000_000;
const newId = createNewId({ nowMs: () => AT_MS });

describe.each(backends)('what goes out, on $name', ({ make }) => {
  const folder = mkdtempSync(join(tmpdir(), 'sanketang-outgoing-'));
  let backend: Backend;
  beforeAll(async () => {
    backend = await make(join(folder, 'outgoing.db'));
    if (backend.state === 'open') await migrate(backend.open.database, migrations, AT_MS);
  });
  afterAll(async () => {
    if (backend.state === 'open') await backend.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const on = (skip: (reason: string) => never): Database =>
    backend.state === 'open' ? backend.open.database : skip(backend.reason);

  const letter = (wish: Partial<Letter> = {}): Letter => ({
    ...{ id: newId(), channel: 'webhook', targetId: 'a', event: 'session.ended', subjectId: 's', body: '{}' },
    ...{ createdAtMs: AT_MS, dueAtMs: AT_MS },
    ...wish,
  });

  test('a letter is kept once, waits until it is due, and keeps how it went', async ({ skip }) => {
    const store = createOutboxStore(on(skip));
    const [late, soon, elsewhere] = [letter({ dueAtMs: AT_MS + 9 }), letter(), letter({ targetId: 'b' })];
    await store.add([late, soon, elsewhere]);
    await store.add([{ ...soon, body: 'other' }]);
    expect((await store.due('a', AT_MS, 10)).map(({ id, body }) => [id, body])).toEqual([[soon.id, '{}']]);
    expect((await store.due('a', AT_MS + 9, 1)).map(({ id }) => id)).toEqual([soon.id]);
    const failure = { reason: 'status', status: 503 } as const;
    const waiting = { state: 'waiting', nextAtMs: AT_MS + 30_000, failure } as const;
    await store.settle(soon.id, { tryCount: 1, state: waiting });
    expect(await store.byId(soon.id)).toMatchObject({ tryCount: 1, state: waiting });
    expect((await store.due('a', AT_MS + 9, 10)).map(({ id }) => id)).toEqual([late.id]);
    const dead = {
      state: 'dead',
      doneAtMs: AT_MS + 1,
      failure: { reason: 'timeout', status: null },
    } as const;
    await store.settle(soon.id, { tryCount: 9, state: dead });
    await store.settle(late.id, { tryCount: 1, state: { state: 'sent', doneAtMs: AT_MS + 1 } });
    expect((await store.byId(soon.id))?.state).toEqual(dead);
    expect(await store.counts('a')).toEqual({ waiting: 0, sent: 1, dead: 1, superseded: 0 });
    expect((await store.ofTarget('a', 1)).length).toBe(1);
    expect((await store.ofSubject('a', 's')).length).toBe(2);
    await store.forget({ doneMs: AT_MS + 2, deadMs: AT_MS });
    expect(await store.counts('a')).toEqual({ waiting: 0, sent: 0, dead: 1, superseded: 0 });
    await store.dropTarget('b');
    expect(await store.byId(elsewhere.id)).toBeNull();
  });

  test('one of two servers sends, until it goes or says nothing any more', async ({ skip }) => {
    const store = createOutboxStore(on(skip));
    const both = await Promise.all(['one', 'two'].map((each) => store.lease(each, AT_MS, AT_MS + 100)));
    expect(both.filter(Boolean).length).toBe(1);
    const [first, second] = both[0] === true ? ['one', 'two'] : ['two', 'one'];
    expect(await store.lease(first ?? '', AT_MS + 50, AT_MS + 150)).toBe(true);
    expect(await store.lease(second ?? '', AT_MS + 150, AT_MS + 250)).toBe(false);
    expect(await store.lease(second ?? '', AT_MS + 151, AT_MS + 250)).toBe(true);
    await store.release(first ?? '');
    expect(await store.lease(first ?? '', AT_MS + 152, AT_MS + 250)).toBe(false);
    await store.release(second ?? '');
    expect(await store.lease(first ?? '', AT_MS + 153, AT_MS + 250)).toBe(true);
    expect(await store.markOf('feed')).toBeNull();
    await store.setMark('feed', AT_MS);
    await store.setMark('feed', AT_MS + 1);
    expect(await store.markOf('feed')).toBe(AT_MS + 1);
  });

  test('a token is found by its hash until it is revoked, and keeps when it was used', async ({ skip }) => {
    const store = createOpenStore(on(skip));
    const token: StoredToken = {
      ...{
        id: openTokenId.parse(newId()),
        name: '平台',
        scope: { kind: 'region', id: regionId.parse(newId()) },
      },
      ...{ createdAtMs: AT_MS, createdBy: personId.parse(newId()), lastUsedAtMs: null, revokedAtMs: null },
    };
    await store.add(token, 'hash');
    await expect(store.add({ ...token, id: openTokenId.parse(newId()) }, 'hash')).rejects.toThrow();
    expect(await store.byHash('hash')).toEqual(token);
    expect(await store.byHash('other')).toBeNull();
    await store.markUsed(token.id, AT_MS + 5);
    expect(await store.open()).toEqual([{ ...token, lastUsedAtMs: AT_MS + 5 }]);
    await store.revoke(token.id, AT_MS + 6);
    await store.revoke(token.id, AT_MS + 7);
    expect(await store.open()).toEqual([]);
    expect((await store.byId(token.id))?.revokedAtMs).toBe(AT_MS + 6);
  });

  test('an address is kept whole, paused and removed', async ({ skip }) => {
    const store = createWebhookStore(on(skip));
    const webhook: StoredWebhook = {
      ...{ id: webhookId.parse(newId()), name: '平台', url: 'https://oa.example/', secret: 'whsec_x' },
      scope: { kind: 'region', id: regionId.parse(newId()) },
      events: ['session.ended', 'alarm.raised'],
      ...{ paused: false, createdAtMs: AT_MS, createdBy: personId.parse(newId()) },
    };
    await store.add(webhook);
    expect(await store.all()).toEqual([webhook]);
    await store.pause(webhook.id, true);
    expect(await store.byId(webhook.id)).toEqual({ ...webhook, paused: true });
    await store.remove(webhook.id);
    expect(await store.byId(webhook.id)).toBeNull();
  });

  test('ends of lessons and alarms are found by when they were recorded', async ({ skip }) => {
    const database = on(skip);
    expect(await endedSince(database, 0, 10)).toEqual([]);
    const alarms = createFoundAlarms(database);
    const alarm = (id: string, foundAtMs: number) => ({
      ...{ id, rule: 'notStarted', session_id: id, lesson_id: newId(), room_id: '', note: '' },
      ...{ school_ids: JSON.stringify([newId()]), from_ms: AT_MS, found_at_ms: foundAtMs, to_ms: null },
      ...{ acknowledged_by: null, acknowledged_at_ms: null },
    });
    const [early, late] = [newId(), newId()];
    const tables = database.withTables<{ alarm: ReturnType<typeof alarm> }>();
    await tables
      .insertInto('alarm')
      .values([alarm(late, AT_MS + 20), alarm(early, AT_MS + 10)])
      .execute();
    expect(await alarms.since(AT_MS, 10)).toEqual([
      { id: early, atMs: AT_MS + 10 },
      { id: late, atMs: AT_MS + 20 },
    ]);
    expect(await alarms.since(AT_MS + 11, 10)).toHaveLength(1);
    expect((await alarms.read(early))?.rule).toBe('notStarted');
    expect(await alarms.read(newId())).toBeNull();
  });
});
