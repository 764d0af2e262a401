import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { openDatabase } from '../../server/platform/database.ts';
import { createNewId } from '../../server/platform/ids.ts';
import { migrate } from '../../server/platform/migrate.ts';
import type { Database } from '../../server/platform/ports.ts';
import { registerMigration } from '../../server/platform/register.migration.ts';
import { versionInForce } from '../../server/platform/register.rules.ts';
import { createRegister } from '../../server/platform/register.ts';
import { addDays, localDate } from '../../shared/kernel/time.ts';
import { startPostgres } from '../support/postgres.ts';

const bellFields = z.strictObject({ name: z.string(), minute: z.int(), rooms: z.array(z.string()) });
const bellId = z.uuidv7().brand<'BellId'>();
const specOf = (table: string) => ({
  table,
  id: bellId,
  fields: bellFields,
  columns: {
    minute: { type: 'bigint' as const, of: (bell: z.infer<typeof bellFields>) => bell.minute },
    code: {
      type: 'text' as const,
      unique: true,
      of: (bell: z.infer<typeof bellFields>) => bell.name.slice(0, 36),
    },
  },
  sets: { room: (bell: z.infer<typeof bellFields>) => bell.rooms },
});
const day = (offset: number) => addDays(localDate.parse('2026-09-01'), offset);
const unknownId = bellId.parse('018f0000-0000-7000-8000-000000000000');

type Opened = { readonly database: Database; close(): Promise<void> } | { readonly missing: string };

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

describe.each(backends)('register on $name', ({ open }) => {
  let database: Database;
  let close: () => Promise<void> = () => Promise.resolve();
  let missing: string | null = null;
  let nowMs = 1_000_000;
  let tableCount = 0;
  const clock = { nowMs: () => nowMs };
  const newId = createNewId(clock);
  let nameCount = 0;
  const bell = (minute: number, ...rooms: string[]) => {
    nameCount += 1;
    return { name: `bell ${nameCount}`, minute, rooms };
  };
  const fresh = async () => {
    tableCount += 1;
    const spec = specOf(`bell_${tableCount}`);
    await migrate(database, [...known, registerMigration(`bell-${tableCount}`, spec)], nowMs);
    known.push(registerMigration(`bell-${tableCount}`, spec));
    return createRegister({ database, clock, newId }, spec);
  };
  const known: ReturnType<typeof registerMigration>[] = [];

  beforeAll(async () => {
    const opened = await open();
    if ('missing' in opened) missing = opened.missing;
    else ({ database, close } = opened);
  });
  beforeEach(({ skip }) => skip(missing !== null, missing ?? ''));
  afterAll(() => close());

  test('a revision of what is not there, or of what has changed since, writes nothing', async () => {
    const register = await fresh();
    const first = await register.add(bell(480), { by: 'a', validFrom: day(0) });
    const revision = { fields: { ...first.fields, minute: 490 }, by: 'b', validFrom: day(1) };
    expect(await register.revise(unknownId, { ...revision, expectedVersion: 1 })).toMatchObject({
      error: { code: 'NOT_FOUND' },
    });
    expect(await register.revise(first.id, { ...revision, expectedVersion: 2 })).toMatchObject({
      error: { code: 'CONFLICT', params: { version: 1, changed: '' } },
    });
    expect(await register.revise(first.id, { ...revision, expectedVersion: 1 })).toMatchObject({
      value: { version: 2, recordedBy: 'b' },
    });
    expect(await register.revise(first.id, { ...revision, expectedVersion: 1 })).toEqual({
      ok: false,
      error: { code: 'CONFLICT', params: { version: 2, changed: 'minute' } },
    });
    expect(await register.history(first.id)).toHaveLength(2);
  });

  test('of writers that read the same version exactly one is let in', async () => {
    const register = await fresh();
    const { id, fields } = await register.add(bell(480), { by: 'a', validFrom: day(0) });
    const answers = await Promise.all(
      [1, 2, 3, 4, 5].map((minute) =>
        register.revise(id, {
          expectedVersion: 1,
          fields: { ...fields, minute },
          by: 'a',
          validFrom: day(0),
        }),
      ),
    );
    expect(answers.filter((each) => each.ok)).toHaveLength(1);
    expect(await register.history(id)).toHaveLength(2);
  });

  test('wrong fields, an empty validity, a used id and a used unique value are bugs and write nothing', async () => {
    const register = await fresh();
    const first = await register.add(bell(480), { by: 'a', validFrom: day(0) });
    const bad = { ...first.fields, minute: 0.5 };
    await expect(register.add(bad, { by: 'a', validFrom: day(0) })).rejects.toThrow();
    await expect(register.add(bell(1), { by: 'a', validFrom: day(0), id: first.id })).rejects.toThrow();
    await expect(register.add(first.fields, { by: 'a', validFrom: day(0) })).rejects.toThrow();
    const revision = { expectedVersion: 1, fields: first.fields, by: 'a', validFrom: day(3) };
    await expect(register.revise(first.id, { ...revision, validTo: day(3) })).rejects.toThrow();
    expect(await register.list()).toEqual([first]);
  });

  test('many versions at once are as if written one by one, whole or not at all; what came since is read in pages', async () => {
    tableCount += 1;
    const spec = specOf(`bell_${tableCount}`);
    const migration = registerMigration(`bell-${tableCount}`, spec);
    await migrate(database, [...known, migration], nowMs);
    known.push(migration);
    const register = createRegister({ database, clock, newId }, spec);
    const first = await register.add(bell(480), { by: 'a', validFrom: day(0) });
    const { bulk } = register;
    const many = Array.from({ length: 7 }, (_, index) => ({
      id: bellId.parse(newId()),
      fields: bell(index, 'r1'),
    }));
    const ready = many.map((each) => bulk.ready({ ...each, version: 1, validTo: null }));
    const later = bulk.ready({
      id: first.id,
      version: 2,
      validTo: day(9),
      fields: { ...first.fields, minute: 490 },
    });
    const note = { by: 'b', validFrom: day(1) };
    expect(await bulk.count(database)).toBe(1);
    await expect(
      database.transaction().execute(async (trx) => {
        await bulk.write(ready, note, trx);
        await bulk.write(
          [bulk.ready({ id: first.id, version: 1, validTo: null, fields: first.fields })],
          note,
          trx,
        );
      }),
    ).rejects.toThrow();
    expect(await bulk.count(database)).toBe(1);
    await database.transaction().execute(async (trx) => {
      await bulk.write([...ready.slice(0, 4), later], note, trx);
      await bulk.write(ready.slice(4), note, trx);
      await bulk.write([], note, trx);
    });
    expect(await bulk.count(database)).toBe(9);
    expect(await register.get(first.id, { date: day(1) })).toMatchObject({
      ...{ version: 2, validFrom: day(1), validTo: day(9), recordedBy: 'b', closed: false },
      fields: { minute: 490 },
    });
    expect(
      (await register.list({ between: { column: 'minute', from: 3, to: 3 } })).map((each) => each.fields),
    ).toEqual([many[3]?.fields]);
    const seen: string[] = [];
    let after = { recordedAtMs: 0, id: '', version: 0 };
    for (;;) {
      const page = await register.recordedSince(after, 2);
      seen.push(...page.map((each) => `${each.id} ${each.version}`));
      const last = page.at(-1);
      if (last === undefined) break;
      after = last;
    }
    expect([seen.length, new Set(seen).size]).toEqual([9, 9]);
    const inRoom = await register.list({ holding: { set: 'room', value: 'r1' } });
    expect(inRoom.map((each) => each.id).sort()).toEqual(many.map((each) => each.id).sort());
    const entries = Array.from({ length: 3 }, () => ({ id: bellId.parse(newId()), fields: bell(1, 'r2') }));
    const stored = await database.transaction().execute((trx) => bulk.add(entries, note, trx));
    for (const each of stored) expect(await register.get(each.id)).toEqual(each);
    await expect(
      database.transaction().execute((trx) => bulk.add(entries.slice(0, 1), note, trx)),
    ).rejects.toThrow();
  });

  test('lists look at the version in force, never at an older one', async () => {
    const register = await fresh();
    const early = await register.add(bell(480, 'r1', 'r2'), { by: 'a', validFrom: day(0) });
    const late = await register.add(bell(900, 'r2'), { by: 'a', validFrom: day(0) });
    await register.revise(early.id, {
      expectedVersion: 1,
      fields: { ...early.fields, minute: 600, rooms: ['r2', 'r2'] },
      by: 'a',
      validFrom: day(0),
    });
    const minutes = async (query: Parameters<typeof register.list>[0]) =>
      (await register.list(query)).map((each) => each.fields.minute);
    expect(await minutes({ between: { column: 'minute', from: 400, to: 500 } })).toEqual([]);
    expect(await minutes({ between: { column: 'minute', from: 600 }, orderBy: 'minute' })).toEqual([
      600, 900,
    ]);
    expect(await minutes({ between: { column: 'minute', from: 600 }, orderBy: 'minute', limit: 1 })).toEqual([
      600,
    ]);
    expect(await minutes({ holding: { set: 'room', value: 'r1' } })).toEqual([]);
    expect(await minutes({ holding: { set: 'room', value: 'r2' }, orderBy: 'minute' })).toEqual([600, 900]);
    await register.revise(late.id, {
      expectedVersion: 1,
      fields: late.fields,
      by: 'a',
      validFrom: day(9),
      closed: true,
    });
    expect(await minutes({ date: day(8), orderBy: 'minute' })).toEqual([600, 900]);
    expect(await minutes({ date: day(9) })).toEqual([600]);
    expect(await register.get(late.id)).toBeNull();
    expect(await register.get(late.id, { date: day(8) })).toEqual(late);
    expect((await register.versionsDuring(day(9), day(9))).map((each) => each.version)).toEqual([1, 2, 1, 2]);
    expect(await register.versionsDuring(day(-9), day(-1))).toEqual([]);
  });

  const edit = fc.record({
    target: fc.nat(5),
    minute: fc.nat(1_000),
    fromDay: fc.integer({ min: -5, max: 12 }),
    lengthDays: fc.option(fc.integer({ min: 1, max: 8 }), { nil: null }),
    closed: fc.boolean(),
    /** Also backwards: the machine's clock may be set back between two starts of the server. */
    tickMs: fc.integer({ min: -40, max: 60 }),
  });

  test('what was once known as of a moment is known for ever, whatever is written later', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(edit, { minLength: 2, maxLength: 14 }), async (edits) => {
        const register = await fresh();
        const answers: { date: ReturnType<typeof day>; recordedAtMs: number; answer: string }[] = [];
        const ids: z.infer<typeof bellId>[] = [];
        for (const each of edits) {
          nowMs = Math.max(1, nowMs + each.tickMs);
          const id = ids[each.target];
          const newest = id === undefined ? undefined : (await register.history(id)).at(-1);
          const change = { by: 'a', validFrom: day(each.fromDay) };
          if (newest) {
            const fields = { ...newest.fields, minute: each.minute };
            const validTo = each.lengthDays === null ? {} : { validTo: day(each.fromDay + each.lengthDays) };
            const revision = { ...change, ...validTo, fields, closed: each.closed };
            await register.revise(newest.id, { ...revision, expectedVersion: newest.version });
          } else ids.push((await register.add(bell(each.minute), change)).id);

          const all = (await Promise.all(ids.map((known) => register.history(known)))).flat();
          const recordedAtMs = Math.max(...all.map((version) => version.recordedAtMs)) - 1;
          for (const date of [-6, 0, 5, 11].map(day)) {
            const query = { date, recordedAtMs };
            const listed = await register.list(query);
            const expected = ids
              .map((known) =>
                versionInForce(
                  all.filter((version) => version.id === known),
                  query,
                ),
              )
              .filter((version) => version !== null);
            expect(listed).toEqual(expected);
            answers.push({ ...query, answer: JSON.stringify(listed) });
          }
        }
        for (const { answer, ...query } of answers)
          expect(JSON.stringify(await register.list(query))).toBe(answer);
      }),
      { numRuns: 25 },
    );
  });
});
