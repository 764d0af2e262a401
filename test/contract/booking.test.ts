import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bookingMigration } from '../../server/planning/booking.migrations.ts';
import { type Booking, bookingsOf } from '../../server/planning/booking.rules.ts';
import { lessonsSpec } from '../../server/planning/planning.store.ts';
import type { LessonEntry } from '../../server/planning/planning.types.ts';
import { type OpenDatabase, openDatabase } from '../../server/platform/database.ts';
import { migrate } from '../../server/platform/migrate.ts';
import { registerMigration } from '../../server/platform/register.migration.ts';
import { lessonId } from '../../shared/kernel/ids.ts';
import type { LessonFields } from '../../shared/lesson.ts';
import { type House, houseOn, idOf, lessonOf, newId, note, snapshot } from '../support/booking-house.ts';
import { startPostgres } from '../support/postgres.ts';

type Opened = { readonly url: string; end(): Promise<void> } | { readonly missing: string };
const backends = [
  {
    name: 'SQLite',
    async start(): Promise<Opened> {
      const folder = mkdtempSync(join(tmpdir(), 'sanketang-booking-'));
      return { url: `file:${folder}/db`, end: async () => rmSync(folder, { recursive: true }) };
    },
  },
  {
    name: 'PostgreSQL',
    async start(): Promise<Opened> {
      const started = await startPostgres();
      if (started.state === 'skipped') return { missing: started.reason };
      return { url: started.postgres.url, end: () => started.postgres.stop() };
    },
  },
];

describe.each(backends)('bookings on $name', ({ start }) => {
  let missing: string | null = null;
  let url = '';
  let open: OpenDatabase | null = null;
  let end: () => Promise<void> = () => Promise.resolve();

  beforeAll(async () => {
    const opened = await start();
    if ('missing' in opened) {
      missing = opened.missing;
      return;
    }
    url = opened.url;
    end = opened.end;
    open = openDatabase(url);
    await migrate(open.database, [registerMigration('lesson', lessonsSpec), bookingMigration]);
  });
  afterAll(async () => {
    await open?.close();
    await end();
  });

  /** An empty timetable, and what is held. */
  async function fresh() {
    if (open === null) throw new Error('no database');
    const house = houseOn(open.database);
    for (const table of ['booking', 'lesson_room', 'lesson'])
      await sql`delete from ${sql.table(table)}`.execute(house.database);
    const stored = async (): Promise<Booking[]> => {
      const { rows } = await sql<{
        resource: Booking['resource'];
        resource_id: string;
        start_at_ms: number;
        end_at_ms: number;
        lesson_id: string;
      }>`select * from booking`.execute(house.database);
      return rows.map((row) => ({
        resource: row.resource,
        resourceId: row.resource_id,
        startAtMs: Number(row.start_at_ms),
        endAtMs: Number(row.end_at_ms),
        lessonId: lessonId.parse(row.lesson_id),
      }));
    };
    return { ...house, stored };
  }
  const revise = ({ writer }: House, before: LessonEntry, more: Partial<LessonFields>) =>
    writer.reviseAll([{ before, fields: { ...before.fields, ...more } }], { note, snapshot });
  const only = <T>(answer: { ok: true; value: readonly T[] } | { ok: false; error: unknown }): T => {
    const [first] = answer.ok ? answer.value : [];
    if (first === undefined) throw new Error(JSON.stringify(answer));
    return first;
  };

  test('each thing is held once, and a refusal says what holds it until when', async (context) => {
    if (missing !== null) return context.skip(missing);
    const one = await fresh();
    const { stored, plan } = one;
    only(await plan(lessonOf({ group: 1 })));
    const before = await stored();
    expect(before).toHaveLength(4);
    const elsewhere = { lecturer: 5, lectureRoom: 6, room: 7, group: 8 };
    for (const [kind, wish] of [
      ['person', { lecturer: 1 }],
      ['room', { lectureRoom: 1 }],
      ['room', { lectureRoom: 2 }],
      ['room', { room: 2 }],
      ['class', { group: 1 }],
    ] as const) {
      const refused = await plan(lessonOf({ ...elsewhere, ...wish, start: 7 }));
      const params = { kind, subject: '音乐 三年级', date: '2026-09-16', from: '08:00', to: '08:40' };
      expect(refused).toMatchObject({ ok: false, error: { code: 'BUSY', params } });
    }
    expect(await stored()).toEqual(before);
    expect(await one.lessons.list()).toHaveLength(1);
    only(await plan(lessonOf({ group: 1, start: 8 })));
    only(await plan(lessonOf({ ...elsewhere, start: 7 })));
  });

  test('a move frees the old place, a cancelled lesson holds nothing, and a restored one must find its place free', async (context) => {
    if (missing !== null) return context.skip(missing);
    const one = await fresh();
    const { plan } = one;
    const first = only(await plan(lessonOf({})));
    const moved = only(await revise(one, first, lessonAt(20)));
    const second = only(await plan(lessonOf({})));
    expect(await revise(one, moved, lessonAt(4))).toMatchObject({ error: { code: 'BUSY' } });
    const off = only(await revise(one, second, { cancelled: { reason: '停电' } }));
    const back = only(await revise(one, moved, lessonAt(4)));
    expect(await revise(one, off, { cancelled: null })).toMatchObject({ error: { code: 'BUSY' } });
    only(await revise(one, back, lessonAt(40)));
    only(await revise(one, off, { cancelled: null }));
    expect(await revise(one, off, { cancelled: null })).toMatchObject({ error: { code: 'CONFLICT' } });
  });

  test('what is begun on the spot takes what is free, and stands in the way of nobody who was there', async (context) => {
    if (missing !== null) return context.skip(missing);
    const one = await fresh();
    const { stored, plan } = one;
    only(await plan(lessonOf({})));
    const now = await one.writer.enter(
      lessonOf({ unplanned: true, lecturer: 3, lectureRoom: 4, start: 4 }),
      note,
    );
    const taken = (await stored()).filter((each) => each.lessonId === now.id);
    expect(taken.map((each) => each.resourceId).sort()).toEqual([idOf(104), idOf(203)]);
    const refused = await plan(lessonOf({ lecturer: 3, lectureRoom: 8, room: 9, start: 9 }));
    expect(refused).toMatchObject({ error: { code: 'BUSY', params: { kind: 'person' } } });
  });

  test('a lesson that was ended before its time makes room', async (context) => {
    if (missing !== null) return context.skip(missing);
    const one = await fresh();
    const first = only(await one.plan(lessonOf({})));
    const wish = lessonOf({ start: 4 });
    expect(await one.writer.plan(wish, { note, snapshot })).toMatchObject({ error: { code: 'BUSY' } });
    one.over.add(first.id);
    expect(await one.writer.plan(wish, { note, snapshot })).toMatchObject({ ok: true });
    expect(new Set((await one.stored()).map((each) => each.lessonId)).has(first.id)).toBe(false);
  });

  test('of a batch that clashes with itself nothing is stored', async (context) => {
    if (missing !== null) return context.skip(missing);
    const one = await fresh();
    const { stored } = one;
    const batch = [
      lessonOf({}),
      lessonOf({ start: 20 }),
      lessonOf({ start: 27, lecturer: 2, lectureRoom: 3 }),
    ];
    const refused = await one.bookings.inTurn((trx) => one.writer.addAll(trx, batch, { note, snapshot }));
    expect(refused).toMatchObject({ error: { code: 'BUSY', params: { kind: 'room', from: '09:40' } } });
    expect([await stored(), await one.lessons.list()]).toEqual([[], []]);
  });

  test('an older database: what was planned before takes its place as far as it is free', async (context) => {
    if (missing !== null) return context.skip(missing);
    const one = await fresh();
    const { stored } = one;
    const onTheSpot = await one.lessons.add(lessonOf({ unplanned: true, start: -4 }), note);
    const planned = await one.lessons.add(lessonOf({}), note);
    const clashing = await one.lessons.add(lessonOf({ start: 4, lecturer: 7, lectureRoom: 8 }), note);
    const off = await one.lessons.add(lessonOf({ start: 30 }), note);
    await one.lessons.revise(off.id, {
      ...{ ...note, expectedVersion: 1 },
      fields: { ...off.fields, cancelled: { reason: '停课' } },
    });
    for (const table of ['booking', 'booking_turn']) await one.database.schema.dropTable(table).execute();
    await bookingMigration.up(one.database);
    const held = Map.groupBy(await stored(), (each) => each.lessonId);
    const count = ({ id }: LessonEntry) => held.get(id)?.length ?? 0;
    expect([planned, clashing, onTheSpot, off].map(count)).toEqual([3, 2, 0, 0]);
  });

  const some = (most: number) => fc.nat({ max: most });
  const step = fc.record({
    act: fc.constantFrom('plan', 'plan', 'enter', 'move', 'move', 'substitute', 'cancel', 'restore'),
    which: some(20),
    start: some(30),
    length: fc.integer({ min: 1, max: 10 }),
    lecturer: some(3),
    room: some(4),
    group: fc.option(some(2)),
  });
  type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

  test('whatever is planned, moved, taken over, cancelled and restored at once: nothing overlaps', async (context) => {
    if (missing !== null) return context.skip(missing);
    let [done, refused] = [0, 0];
    const rounds = fc.array(fc.array(step, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(rounds, async (all) => {
        const one = await fresh();
        const { stored, plan } = one;
        const take = async (wish: Step): Promise<{ readonly ok: boolean }> => {
          const { start: at, length, lecturer, room, group } = wish;
          const fields = lessonOf({
            start: at,
            length,
            lecturer,
            room: room + 4,
            lectureRoom: lecturer,
            group,
          });
          if (wish.act === 'plan') return plan(fields);
          if (wish.act === 'enter') {
            await one.writer.enter({ ...fields, unplanned: true }, note);
            return { ok: true };
          }
          const lessons = await one.lessons.list();
          const before = lessons[wish.which % Math.max(1, lessons.length)];
          if (before === undefined) return { ok: true };
          return revise(one, before, changeOf(wish, fields));
        };
        for (const round of all) {
          const answers = await Promise.all(round.map(take));
          done += answers.filter((each) => each.ok).length;
          refused += answers.filter((each) => !each.ok).length;
          const held = await stored();
          expect(overlaps(held)).toEqual([]);
          expect(sorted(held)).toEqual(sorted(expectedOf(await one.lessons.list(), held)));
        }
      }),
      { numRuns: 25 },
    );
    // Both ways were gone.
    expect(Math.min(done, refused)).toBeGreaterThan(20);
  });

  test('two processes that plan at once leave no overlap', async (context) => {
    if (missing !== null) return context.skip(missing);
    const one = await fresh();
    const both = [1, 2].map((seed) => planElsewhere(url, seed));
    for (const each of both) await each.ready;
    const told = await Promise.all(both.map((each) => each.begin()));
    const held = await one.stored();
    const lessons = await one.lessons.list();
    expect(overlaps(held)).toEqual([]);
    expect(sorted(held)).toEqual(sorted(expectedOf(lessons, held)));
    const sum = (count: (each: Told) => number) => told.reduce((all, each) => all + count(each), 0);
    expect(lessons).toHaveLength(sum((each) => each.planned));
    expect(sum((each) => each.planned)).toBeGreaterThan(10);
    expect(sum((each) => each.refused)).toBeGreaterThan(10);
  });

  test('ten thousand lessons are booked in two seconds', async (context) => {
    if (missing !== null) return context.skip(missing);
    const one = await fresh();
    const { stored } = one;
    const day = 86_400_000;
    const bookings = Array.from({ length: 10_000 }, (_, number) => {
      const fields = lessonOf({
        lecturer: number % 100,
        room: 300 + (number % 100),
        lectureRoom: number % 100,
      });
      const nth = Math.floor(number / 100);
      return bookingsOf({
        id: lessonId.parse(newId()),
        fields: { ...fields, plannedStartAtMs: fields.plannedStartAtMs + nth * day },
      });
    }).flat();
    const startedMs = performance.now();
    const done = await one.database.transaction().execute((trx) => one.bookings.book(trx, bookings));
    const tookMs = performance.now() - startedMs;
    expect(done).toBeNull();
    expect(await stored()).toHaveLength(30_000);
    expect(tookMs).toBeLessThan(2_000);
    const again = await one.database.transaction().execute((trx) => one.bookings.book(trx, bookings));
    expect(again?.held.resourceId).toBe(again?.wanted.resourceId);
  });
});

const lessonAt = (start: number) => {
  const { startMinute, plannedStartAtMs } = lessonOf({ start });
  return { startMinute, plannedStartAtMs };
};

function changeOf(
  { act }: { readonly act: string },
  { startMinute, plannedStartAtMs, durationMinutes, lecturerId }: LessonFields,
): Partial<LessonFields> {
  if (act === 'move') return { startMinute, plannedStartAtMs, durationMinutes };
  if (act === 'substitute') return { lecturerId };
  return { cancelled: act === 'cancel' ? { reason: '停课' } : null };
}

function overlaps(held: readonly Booking[]) {
  return held.flatMap((a) =>
    held
      .filter((b) => a.resourceId === b.resourceId && a.lessonId < b.lessonId)
      .filter((b) => a.startAtMs < b.endAtMs && b.startAtMs < a.endAtMs)
      .map((b) => [a, b]),
  );
}

/** What the lessons say; of those begun on the spot only what they found free. */
function expectedOf(lessons: readonly LessonEntry[], held: readonly Booking[]): Booking[] {
  const stored = new Set(held.map(textOf));
  return lessons.flatMap((lesson) => {
    const onTheSpot = lesson.fields.unplanned && lesson.version === 1;
    return bookingsOf(lesson).filter((each) => !onTheSpot || stored.has(textOf(each)));
  });
}
const textOf = (each: Booking) =>
  [each.lessonId, each.resource, each.resourceId, each.startAtMs, each.endAtMs].join(' ');
const sorted = (all: readonly Booking[]) => all.map(textOf).sort();

type Told = { readonly planned: number; readonly refused: number };
/** A process of its own would not wait differently: what counts is a connection and a thread of its own. */
function planElsewhere(url: string, seed: number) {
  const worker = new Worker(new URL('../support/booking-writer.ts', import.meta.url), {
    workerData: { url, seed },
  });
  const said = <T>() =>
    new Promise<T>((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
    });
  return {
    ready: said<'ready'>(),
    begin() {
      const told = said<Told>();
      worker.postMessage('go');
      return told;
    },
  };
}
