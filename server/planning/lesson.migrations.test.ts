import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { localDate } from '../../shared/kernel/time.ts';
import { openDatabase } from '../platform/database.ts';
import { migrate } from '../platform/migrate.ts';
import { createFeedStore, feedMigration } from './feed.store.ts';
import { planningMigrations } from './planning.migrations.ts';

const open = () => openDatabase('file::memory:');
let database: ReturnType<typeof open>;
beforeEach(() => {
  database = open();
});
afterEach(() => database.close());

const idOf = (number: number) => `018f0000-0000-7000-8000-${String(number).padStart(12, '0')}`;
const bodyOf = (lecturer: number, room: number) => ({
  ...{ sessionId: idOf(900 + lecturer), kind: 'delivery', mode: 'interactive', subject: '音乐', grade: '' },
  ...{ localDate: '2026-09-18', startMinute: 480, durationMinutes: 40, zone: 'Asia/Shanghai' },
  ...{ plannedStartAtMs: 1_789_000_000_000, leadingSchoolId: idOf(1), lectureRoomId: null },
  ...{ lecturerId: idOf(lecturer), linkId: null, unplanned: false, cancelled: null },
  rooms: [{ roomId: idOf(room), schoolId: idOf(2), classId: null, expectedCount: 1, needId: null }],
});

test('lessons that were planned before are found by whoever takes part in them, in their newest version', async () => {
  const older = planningMigrations.filter(({ name }) => name <= feedMigration.name);
  await migrate(database.database, older, 1);
  const put = (id: number, version: number, body: object) =>
    sql`insert into lesson (id, version, valid_from, recorded_at_ms, recorded_by, closed, body, local_date,
      planned_start_at_ms, session_id) values (${idOf(id)}, ${version}, '2026-09-01', ${version}, 'test', 0,
      ${JSON.stringify(body)}, '2026-09-18', 1789000000000, ${idOf(900 + id)})`.execute(database.database);
  await put(10, 1, bodyOf(20, 30));
  await put(10, 2, bodyOf(21, 30));
  for (let each = 100; each < 1_200; each += 1) await put(each, 1, bodyOf(22, 31));
  await migrate(database.database, planningMigrations, 2);
  const feeds = createFeedStore(database.database);
  const found = async (party: number) =>
    (await feeds.lessonsNaming(idOf(party), localDate.parse('2026-09-01'))).length;
  expect(await found(20), 'was taken over by another').toBe(0);
  expect([await found(21), await found(30), await found(22), await found(1)]).toEqual([1, 1, 1_100, 1_101]);
});

test('lessons that play a recording are found by it, in each version that was there before', async () => {
  const older = planningMigrations.filter(({ name }) => name !== 'planning-0013-lesson-plays');
  await migrate(database.database, older, 1);
  const put = (version: number, body: object) =>
    sql`insert into lesson (id, version, valid_from, recorded_at_ms, recorded_by, closed, body, local_date,
      planned_start_at_ms, session_id) values (${idOf(10)}, ${version}, '2026-09-01', ${version}, 'test', 0,
      ${JSON.stringify(body)}, '2026-09-18', 1789000000000, ${idOf(910)})`.execute(database.database);
  await put(1, { ...bodyOf(20, 30), mode: 'recorded', plays: idOf(70) });
  await put(2, bodyOf(20, 30));
  await migrate(database.database, planningMigrations, 2);
  const { rows } = await sql`select id, version, value from lesson_plays`.execute(database.database);
  expect(rows).toEqual([{ id: idOf(10), version: 1, value: idOf(70) }]);
});
