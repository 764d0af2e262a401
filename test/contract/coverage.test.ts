import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Backend, backends } from '../support/backends.ts';
import { day, type House, openCoverageHouse } from '../support/coverage-house.ts';
import { addDatabase } from '../support/postgres.ts';

const TODAY = '2026-10-14';
const month = { kind: 'month', from: day('2026-10-01'), to: day('2026-10-31') } as const;
const oneDay = (text: string) => ({ kind: 'day', from: day(text), to: day(text) }) as const;

describe.each(backends)('rolling up on $name', ({ name, make }) => {
  const folder = mkdtempSync(join(tmpdir(), 'coverage-'));
  let backend: Backend;
  let count = 0;
  beforeAll(async () => {
    backend = await make(join(folder, 'suite.db'));
  });
  afterAll(async () => {
    if (backend.state === 'open') await backend.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Each in records of its own. */
  async function house(work: (house: House) => Promise<void>, skip: (why: string) => void): Promise<void> {
    if (backend.state === 'missing') return skip(backend.reason);
    count += 1;
    const url =
      name === 'SQLite'
        ? `file:${join(folder, `${count}.db`)}`
        : await addDatabase(backend.url, `house${count}`);
    const opened = await openCoverageHouse(url, TODAY);
    try {
      await work(opened);
    } finally {
      await opened.close();
    }
  }

  test('what is served counts at its need, room, school and every region above', async ({ skip }) =>
    house(async (house) => {
      const [a, b] = house.points;
      if (a === undefined || b === undefined) throw new Error('a point is missing');
      const need = await house.need(a);
      await house.need(b);
      await house.link(a);
      const held = await house.lesson('2026-10-12', [a, b]);
      await house.lesson('2026-10-13', [a]);
      const rollups = house.open();
      house.settle(held, [true, false]);
      await rollups.catchUp();
      const regions = await rollups.reader.regions(month, [house.county.county.id, house.county.west.id]);
      const whole = regions.get(house.county.county.id);
      expect(whole?.measures).toMatchObject({
        needCount: 2,
        servedNeedCount: 1,
        plannedCount: 3,
        heldCount: 2,
        validCount: 1,
        deliveredFifths: 5,
        ledLessonCount: 1,
        lecturedMs: 2_400_000,
        silentPointCount: 1,
      });
      expect(whole?.causes).toEqual({ line: 1 });
      expect(regions.get(house.county.west.id)?.measures.silentPointCount).toBe(1);
      const [tally] = await rollups.reader.needs(month, [a.schoolId]);
      // Ten teaching days up to today, two periods a week.
      expect(tally).toMatchObject({ needId: need.id, validCount: 1, plannedCount: 2, neededFifths: 20 });
      expect(await rollups.reader.rooms(month, [a.schoolId])).toMatchObject([
        { validWeekCount: 1, validCount: 1 },
      ]);
      expect(await rollups.reader.pairsTo(month, [a.schoolId])).toMatchObject([
        { fromSchoolId: house.county.central, plannedCount: 2, validCount: 1 },
      ]);
      expect(await rollups.reader.person(month, house.county.lecturer.personId)).toMatchObject([
        { lessonCount: 1 },
      ]);
      expect((await rollups.reader.standing(month)).waitingDayCount).toBe(0);
      const missed = await rollups.reader.roomFacts({
        ...{
          from: month.from,
          to: month.to,
          side: 'receiving',
          schoolIds: [a.schoolId],
          after: null,
          limit: 1,
        },
      });
      expect(missed).toMatchObject([{ verdict: 'not-held', localDate: '2026-10-13' }]);
    }, skip));

  test('done twice it changes nothing, and counted anew it is the same', async ({ skip }) =>
    house(async (house) => {
      const rollups = house.open();
      await rollups.catchUp();
      await manyThings(house);
      await rollups.catchUp();
      const once = await house.dump();
      expect(once.length).toBeGreaterThan(10_000);
      await rollups.catchUp();
      house.tick();
      await house.open().catchUp();
      expect(await house.dump()).toBe(once);
      await rollups.rebuild();
      expect(await house.dump()).toBe(once);
    }, skip));

  test('days counted in any order, by servers that are killed on the way, come to the same', async ({
    skip,
  }) =>
    house(async (house) => {
      await manyThings(house);
      const first = house.open('first');
      await first.catchUp();
      const whole = await house.dump();
      for (const order of ['asc', 'desc'] as const) {
        await sql`delete from rollup_school`.execute(house.database);
        await sql`delete from rollup_scope`.execute(house.database);
        const marks = await sql<{ school_id: string; local_date: string }>`
          select distinct id as school_id, ${TODAY} as local_date from school`.execute(house.database);
        for (const { school_id } of marks.rows)
          for (let back = 0; back < 45; back += 1) {
            const shift = order === 'asc' ? back : 44 - back;
            const date = new Date(Date.parse(`${TODAY}T00:00:00Z`) - shift * 86_400_000)
              .toISOString()
              .slice(0, 10);
            await sql`insert into rollup_dirty (school_id, local_date, mark_count, marked_at_ms)
              values (${school_id}, ${date}, 1, 0)`.execute(house.database);
            // A server that stops after any step leaves the rest to the next.
            if (back % 11 === 0) await first.step();
          }
        while ((await first.step()) > 0);
        expect(await house.dump()).toBe(whole);
      }
    }, skip));

  test('a second server waits while the first has the work, and goes on when it has stopped', async ({
    skip,
  }) =>
    house(async (house) => {
      const [first, second] = [house.open('first'), house.open('second')];
      await first.catchUp();
      await manyThings(house);
      await second.catchUp();
      expect(await second.step()).toBe(0);
      const before = await house.dump();
      await first.stop();
      await second.catchUp();
      expect(await house.dump()).not.toBe(before);
      expect(await first.step()).toBe(0);
    }, skip));

  test('a moved lesson leaves its day, a cancelled one is counted apart', async ({ skip }) =>
    house(async (house) => {
      const [a] = house.points;
      if (a === undefined) throw new Error('a point is missing');
      const rollups = house.open();
      const lesson = await house.lesson('2026-10-12', [a]);
      await rollups.catchUp();
      const planned = async (text: string) =>
        (await rollups.reader.schools(oneDay(text), [a.schoolId])).get(a.schoolId)?.measures.plannedCount;
      expect([await planned('2026-10-12'), await planned('2026-10-13')]).toEqual([1, 0]);
      const moved = {
        localDate: day('2026-10-13'),
        plannedStartAtMs: lesson.fields.plannedStartAtMs + 86_400_000,
      };
      await house.revise(lesson, { ...lesson.fields, ...moved });
      await rollups.catchUp();
      expect([await planned('2026-10-12'), await planned('2026-10-13')]).toEqual([0, 1]);
      const cancelled = { ...lesson.fields, ...moved, cancelled: { reason: '停电' } };
      await house.revise({ ...lesson, version: 2 }, cancelled);
      await rollups.catchUp();
      const month13 = (await rollups.reader.schools(month, [a.schoolId])).get(a.schoolId)?.measures;
      expect(month13).toMatchObject({ plannedCount: 0, cancelledCount: 1 });
    }, skip));

  test('a corrected cause changes causes and nothing else', async ({ skip }) =>
    house(async (house) => {
      const [a] = house.points;
      if (a === undefined) throw new Error('a point is missing');
      await house.need(a);
      const lesson = await house.lesson('2026-10-12', [a]);
      house.settle(lesson, [false]);
      const rollups = house.open();
      await rollups.catchUp();
      const tally = async () => (await rollups.reader.schools(month, [a.schoolId])).get(a.schoolId);
      const before = await tally();
      expect(before?.causes).toEqual({ line: 1 });
      await rollups.corrections.add({
        ...{ lessonId: lesson.id, roomId: a.roomId, cause: 'power', reason: '停电' },
        ...{ authorId: house.county.lecturer.personId, correctedAtMs: house.tick() },
      });
      await rollups.catchUp();
      const after = await tally();
      expect(after?.causes).toEqual({ power: 1 });
      expect(after?.measures).toEqual(before?.measures);
    }, skip));

  test('a school that moves in the tree takes its figures along from that day on', async ({ skip }) =>
    house(async (house) => {
      const [a] = house.points;
      if (a === undefined) throw new Error('a point is missing');
      await house.need(a);
      const rollups = house.open();
      await rollups.catchUp();
      const needs = async (id: (typeof house)['county']['east']['id'], text: string) =>
        (await rollups.reader.regions(oneDay(text), [id])).get(id)?.measures.needCount ?? 0;
      const { east, west, note } = house.county;
      expect([await needs(east.id, TODAY), await needs(west.id, TODAY)]).toEqual([1, 0]);
      house.tick();
      const school = (await house.directory.reader.snapshot()).schools.get(a.schoolId);
      if (school === undefined) throw new Error('the point is not there');
      const moved = await house.directory.recorded.schools.revise(a.schoolId, {
        ...{ by: note.by, validFrom: day(TODAY), expectedVersion: school.version },
        fields: { ...school.fields, regionId: west.id },
      });
      expect(moved.ok).toBe(true);
      house.directory.reader.forget();
      await rollups.catchUp();
      expect([await needs(east.id, TODAY), await needs(west.id, TODAY)]).toEqual([0, 1]);
      expect([await needs(east.id, '2026-10-13'), await needs(west.id, '2026-10-13')]).toEqual([1, 0]);
      const kept = await house.dump();
      await rollups.rebuild();
      expect(await house.dump()).toBe(kept);
    }, skip));

  test('every part of the tree is the sum of its schools', async ({ skip }) =>
    house(async (house) => {
      await manyThings(house);
      const rollups = house.open();
      await rollups.catchUp();
      const { county } = house;
      const ids = [county.central, county.pointA, county.pointB, county.pointC];
      for (const period of [month, oneDay('2026-10-12'), oneDay(TODAY)]) {
        const schools = [...(await rollups.reader.schools(period, ids)).values()];
        const kinds = [...(await rollups.reader.kinds(period, county.county.id)).values()];
        const whole = (await rollups.reader.regions(period, [county.county.id])).get(county.county.id);
        const sums = (all: typeof schools) =>
          Object.fromEntries(
            Object.keys(whole?.measures ?? {}).map((name) => [
              name,
              all.reduce((total, { measures }) => total + (Reflect.get(measures, name) ?? 0), 0),
            ]),
          );
        expect(sums(schools)).toEqual(whole?.measures);
        expect(sums(kinds)).toEqual(whole?.measures);
      }
    }, skip));
});

/** Lessons of six weeks: held, missed, badly received, to come. */
async function manyThings(house: House): Promise<void> {
  const [a, b, c] = house.points;
  if (a === undefined || b === undefined || c === undefined) throw new Error('a point is missing');
  house.tick();
  await house.need(a);
  await house.need(b, 3);
  await house.link(a);
  await house.link(c);
  const dates = ['2026-09-07', '2026-09-29', '2026-10-05', '2026-10-12', '2026-10-13', TODAY, '2026-10-20'];
  for (const [index, date] of dates.entries()) {
    const lesson = await house.lesson(date, index % 2 === 0 ? [a, b] : [b, c]);
    if (index % 3 !== 2 && date <= TODAY) house.settle(lesson, [true, index % 2 === 0]);
  }
}
