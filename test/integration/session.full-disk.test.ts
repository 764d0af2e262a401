import { sql } from 'kysely';
import { afterEach, expect, test } from 'vitest';
import type { StoreNews } from '../../server/session/session.types.ts';
import { seatOfRoom } from '../../shared/session/session.events.ts';
import {
  actors,
  codeOf,
  type House,
  joinLesson,
  must,
  neighbourhood,
  SESSION,
} from '../support/session-house.ts';
import { nth } from '../support/session-log.ts';

const { open, clear } = neighbourhood();
afterEach(clear);

const roomSeat = seatOfRoom(nth.room(1));
const count = (presentCount: number) => ({ sessionId: SESSION, roomId: nth.room(1), presentCount });

/** The database itself refuses to grow, as on a full disk: the real error from the real file, without a disk of our own. */
async function fillDisk({ database }: House): Promise<void> {
  const { rows } = await sql<{ page_count: number }>`pragma page_count`.execute(database);
  await sql`pragma max_page_count = ${sql.lit(rows[0]?.page_count ?? 0)}`.execute(database);
}
const makeRoom = ({ database }: House) => sql`pragma max_page_count = 1000000`.execute(database);

async function liveLesson() {
  const news: StoreNews[] = [];
  const house = await open({ storeChanged: (each) => news.push(each) });
  const teacher = house.connect(actors.teacher(1));
  const screen = house.connect(actors.screen(1));
  await joinLesson(teacher);
  await joinLesson(screen);
  must(await teacher.ask('session.start', { sessionId: SESSION }, house.newId()));
  return { house, news, teacher, screen };
}

test('on a full disk the lesson goes on, nothing unstored is confirmed, and all of it arrives in order afterwards', async () => {
  const { house, news, teacher, screen } = await liveLesson();
  // So many that their loss at once cannot fit into what is left of a page.
  const colleagues = Array.from({ length: 40 }, (_, n) => house.connect(actors.teacher(n + 2)));
  for (const each of colleagues) await joinLesson(each);
  await fillDisk(house);
  const acknowledged: string[] = [];
  let refused: { commandId: string; presentCount: number } | null = null;
  for (let turn = 0; turn < 500 && refused === null; turn++) {
    const commandId = house.newId();
    const presentCount = turn % 50;
    const code = codeOf(await teacher.ask('headCount.set', count(presentCount), commandId));
    if (code === 'ok') acknowledged.push(commandId);
    else {
      expect(code).toBe('UNAVAILABLE');
      refused = { commandId, presentCount };
    }
  }
  if (refused === null) throw new Error('the database never refused');
  expect(news).toEqual([{ state: 'away', diskFull: true }]);
  const heldSeq = teacher.mirror?.seq;

  house.clock.pass(1_000);
  for (const each of [screen, ...colleagues]) each.drop('transport');
  const lostAtMs = house.clock.nowMs();
  house.clock.pass(5_000);
  expect(codeOf(await teacher.ask('session.end', { sessionId: SESSION }, house.newId()))).toBe('UNAVAILABLE');
  await house.job('session.spool');
  await house.quiet();
  expect(teacher.closed).toEqual([]);
  expect(teacher.mirror?.view.seats[roomSeat]?.presence.state).toBe('connected');
  expect(teacher.mirror?.seq).toBe(heldSeq);
  expect(news).toHaveLength(1);

  await makeRoom(house);
  await house.job('session.spool');
  await house.quiet();
  expect(news).toEqual([{ state: 'away', diskFull: true }, { state: 'back' }]);
  expect(teacher.mirror?.view.seats[roomSeat]?.presence.state).toBe('lost');
  must(await teacher.ask('headCount.set', count(refused.presentCount), refused.commandId));

  const events = await house.sessions.reader.eventsOf(SESSION);
  expect(events.slice(-42).map((event) => [event.type, event.occurredAtMs])).toEqual([
    ...Array.from({ length: 41 }, () => ['presence.lost', lostAtMs]),
    ['headCount.set', house.clock.nowMs()],
  ]);
  const written = await house.database
    .withTables<{ session_event: { command_id: string; type: string } }>()
    .selectFrom('session_event')
    .select('command_id')
    .where('type', '=', 'headCount.set')
    .execute();
  expect(written.map((row) => row.command_id)).toEqual([...acknowledged, refused.commandId]);
});

test('told to end while nothing can be written, it ends all the same, and the next start writes off who was there', async () => {
  const { house } = await liveLesson();
  await house.job('session.beats');
  house.setAway(true);
  house.clock.pass(5_000);
  await house.sessions.drain();
  await house.crash();
  const next = await open({ folder: house.folder, clock: house.clock });
  const state = await next.sessions.reader.stateOf(SESSION);
  expect(state.phase.state).toBe('live');
  expect(state.seats[roomSeat]?.presence).toMatchObject({ state: 'lost', cause: 'server-restart' });
});

test('in a quiet lesson a database that takes nothing is noticed by the beats, and its return without anybody asking', async () => {
  const { house, news, teacher } = await liveLesson();
  const readOnly = (on: boolean) => sql`pragma query_only = ${sql.lit(on ? 1 : 0)}`.execute(house.database);
  await readOnly(true);
  house.clock.pass(5_000);
  teacher.heardAtMs = house.clock.nowMs();
  await expect(house.job('session.beats')).rejects.toThrow();
  await expect(house.job('session.beats')).rejects.toThrow();
  await house.job('session.spool');
  expect(news).toEqual([{ state: 'away', diskFull: false }]);
  await readOnly(false);
  await house.job('session.spool');
  await house.job('session.beats');
  expect(news.at(-1)).toEqual({ state: 'back' });
  expect(news).toHaveLength(2);
});
