import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type OpenDatabase, openDatabase } from '../../server/platform/database.ts';
import { createNewId } from '../../server/platform/ids.ts';
import { migrate } from '../../server/platform/migrate.ts';
import { watchMigrations } from '../../server/watch/watch.migrations.ts';
import { createWatchStore, type WatchStore } from '../../server/watch/watch.store.ts';
import type { WatchLink } from '../../server/watch/watch.types.ts';
import { personId, sessionId } from '../../shared/kernel/ids.ts';
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
const AT_MS = 1_800_000_000_000;
const newId = createNewId({ nowMs: () => AT_MS });
const session = sessionId.parse(newId());
const linkOf = (token: string, of = session): WatchLink => ({
  id: newId(),
  sessionId: of,
  token,
  secret: `secret of ${token}`,
  madeBy: personId.parse(newId()),
  madeAtMs: AT_MS,
  closedAtMs: null,
});

describe.each(backends)('watch links on $name', ({ open }) => {
  let opened: Opened;
  beforeAll(async () => {
    opened = await open();
    if ('database' in opened) await migrate(opened.database, watchMigrations, AT_MS);
  });
  afterAll(async () => {
    if ('close' in opened) await opened.close();
  });
  const storeOr = (skip: (reason: string) => never): WatchStore =>
    'missing' in opened ? skip(opened.missing) : createWatchStore(opened.database);

  test('of many made at once a session keeps one, another session its own', async ({ skip }) => {
    const store = storeOr(skip);
    expect(await store.openOf(session)).toBeNull();
    const wishes = Array.from({ length: 8 }, (_, each) => linkOf(`t${each}`));
    const added = await Promise.all(wishes.map((wish) => store.add(wish)));
    expect(added.filter(Boolean).length).toBe(1);
    const kept = wishes[added.indexOf(true)];
    expect(await store.openOf(session)).toEqual(kept);
    expect(await store.byToken(kept?.token ?? '')).toEqual(kept);
    expect(await store.byId(kept?.id ?? '')).toEqual(kept);
    expect(await store.byToken('t9')).toBeNull();
    expect(await store.add(linkOf('other', sessionId.parse(newId())))).toBe(true);
  });

  test('a closed one is known as closed, at its first time, and makes room for another', async ({ skip }) => {
    const store = storeOr(skip);
    const closed = await store.openOf(session);
    await store.close(session, AT_MS + 1);
    await store.close(session, AT_MS + 2);
    expect(await store.byId(closed?.id ?? '')).toEqual({ ...closed, closedAtMs: AT_MS + 1 });
    expect(await store.openOf(session)).toBeNull();
    expect(await store.add(linkOf('next'))).toBe(true);
    expect(await store.add(linkOf('third'))).toBe(false);
    await store.close(session, AT_MS + 3);
    expect(await store.add(linkOf('next')), 'a token that was in use').toBe(false);
  });
});
