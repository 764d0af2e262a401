import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createFeedStore, type FeedStore, feedMigration } from '../../server/planning/feed.store.ts';
import type { Feed } from '../../server/planning/feed.types.ts';
import { lessonsSpec } from '../../server/planning/planning.store.ts';
import { type OpenDatabase, openDatabase } from '../../server/platform/database.ts';
import { migrate } from '../../server/platform/migrate.ts';
import { registerMigration } from '../../server/platform/register.migration.ts';
import { createRegister } from '../../server/platform/register.ts';
import { feedId, personId } from '../../shared/kernel/ids.ts';
import { addDays, localDate } from '../../shared/kernel/time.ts';
import { idOf, lessonOf, newId, note } from '../support/booking-house.ts';
import { startPostgres } from '../support/postgres.ts';

const DAY = localDate.parse('2026-09-16');

type Opened = { readonly open: OpenDatabase; end(): Promise<void> } | { readonly missing: string };
const backends = [
  {
    name: 'SQLite',
    start: async (): Promise<Opened> => ({ open: openDatabase('file::memory:'), end: async () => undefined }),
  },
  {
    name: 'PostgreSQL',
    async start(): Promise<Opened> {
      const started = await startPostgres();
      if (started.state === 'skipped') return { missing: started.reason };
      return { open: openDatabase(started.postgres.url), end: () => started.postgres.stop() };
    },
  },
];

describe.each(backends)('calendar feeds on $name', ({ start }) => {
  let missing: string | null = null;
  let open: OpenDatabase | null = null;
  let end: () => Promise<void> = () => Promise.resolve();
  let store: FeedStore;

  beforeAll(async () => {
    const opened = await start();
    if ('missing' in opened) {
      missing = opened.missing;
      return;
    }
    ({ open, end } = opened);
    await migrate(open.database, [registerMigration('lesson', lessonsSpec), feedMigration]);
    store = createFeedStore(open.database);
  });
  afterAll(async () => {
    await open?.close();
    await end();
  });
  beforeEach((context) => (missing === null ? undefined : context.skip(missing)));

  const feed = (number: number): Feed => ({
    id: feedId.parse(newId()),
    subject: { kind: 'room', id: idOf(number) },
    createdAtMs: 1_800_000_000_000,
    createdBy: personId.parse(idOf(1)),
    lastReadAtMs: null,
    revokedAtMs: null,
  });

  test('a feed is found by the hash of its address, keeps when it was read, and is listed until it is revoked', async () => {
    const [one, two] = [feed(10), feed(10)];
    await store.add(one, 'hash-1');
    await store.add(two, 'hash-2');
    await expect(store.add(feed(10), 'hash-1')).rejects.toThrow();
    expect(await store.byTokenHash('hash-1')).toEqual(one);
    expect(await store.byTokenHash('hash-3')).toBeNull();
    await store.markRead(one.id, 1_800_000_000_500);
    await store.revoke(two.id, 1_800_000_000_900);
    expect(await store.openOf(one.subject)).toEqual([{ ...one, lastReadAtMs: 1_800_000_000_500 }]);
    expect((await store.byId(two.id))?.revokedAtMs).toBe(1_800_000_000_900);
    expect(await store.openOf({ kind: 'school', id: idOf(10) })).toEqual([]);
  });

  test('lessons that name somebody or something, in their newest version, by start, without those withdrawn', async () => {
    if (open === null) throw new Error('no database');
    const lessons = createRegister(
      { database: open.database, clock: { nowMs: () => 5_000 }, newId },
      lessonsSpec,
    );
    const late = await lessons.add(lessonOf({ start: 20, lecturer: 4 }), note);
    const early = await lessons.add(lessonOf({ lecturer: 4 }), note);
    const taken = await lessons.add(lessonOf({ start: 40, lecturer: 4 }), note);
    const gone = await lessons.add(lessonOf({ start: 60, lecturer: 4 }), note);
    const { lecturerId } = lessonOf({ lecturer: 5 });
    const revision = { ...note, expectedVersion: 1 };
    await lessons.revise(taken.id, { ...revision, fields: { ...taken.fields, lecturerId } });
    await lessons.revise(gone.id, { ...revision, fields: gone.fields, closed: true });
    const named = async (number: number, from = DAY) =>
      (await store.lessonsNaming(idOf(number), from)).map(({ id, version }) => [id, version]);
    expect(await named(204)).toEqual([
      [early.id, 1],
      [late.id, 1],
    ]);
    expect(await named(205)).toEqual([[taken.id, 2]]);
    expect(await named(204, addDays(DAY, 1))).toEqual([]);
    const [first] = await store.lessonsNaming(idOf(204), DAY);
    expect(first?.recordedAtMs).toBe(early.recordedAtMs);
    expect(first?.fields).toEqual(early.fields);
  });
});
