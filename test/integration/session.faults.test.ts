import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { attendanceOf } from '../../server/attendance/attendance.rules.ts';
import { BrokenChainError } from '../../server/session/session.chain.ts';
import { spaceOf } from '../../server/session/session.media.ts';
import { seatOfRoom } from '../../shared/session/session.events.ts';
import {
  actors,
  codeOf,
  type House,
  handClock,
  joinLesson,
  lessonEntry,
  must,
  neighbourhood,
  SESSION,
} from '../support/session-house.ts';
import { nth } from '../support/session-log.ts';
import { cameraParameters } from '../support/session-media.ts';

const { open, clear } = neighbourhood();
afterEach(clear);

const roomSeat = seatOfRoom(nth.room(1));
const typesIn = async (house: House): Promise<string[]> =>
  (await house.sessions.reader.eventsOf(SESSION)).map((event) => event.type);

async function liveLesson(house: House) {
  const teacher = house.connect(actors.teacher(1));
  const screen = house.connect(actors.screen(1));
  await joinLesson(teacher);
  const joined = await joinLesson(screen);
  must(await teacher.ask('session.start', { sessionId: SESSION }, house.newId()));
  return { teacher, screen, joined };
}

describe('after a crash', () => {
  test('the session goes on, and each seat has one gap from its last beat to its return', async () => {
    const first = await open();
    const { clock } = first;
    const { screen } = await liveLesson(first);
    const startedAtMs = clock.nowMs();
    clock.pass(60_000);
    screen.heardAtMs = clock.nowMs();
    const beatAtMs = clock.nowMs();
    await first.job('session.beats');
    clock.pass(2_000);
    await first.quiet();
    await first.crash();

    clock.pass(8_000);
    const second = await open({ folder: first.folder, clock });
    const state = await second.sessions.reader.stateOf(SESSION);
    expect(state.phase).toMatchObject({ state: 'live' });
    expect(state.mediaEpoch).toBe(1);
    expect(state.seats[roomSeat]?.presence).toEqual({
      state: 'lost',
      sinceMs: beatAtMs,
      cause: 'server-restart',
    });
    const back = second.connect(actors.screen(1));
    await joinLesson(back);
    const backAtMs = clock.nowMs();
    clock.pass(30_000);
    const events = await second.sessions.reader.eventsOf(SESSION);
    const stays = attendanceOf(events, clock.nowMs()).seats.get(roomSeat)?.stays;
    expect(stays?.map(({ fromMs, toMs }) => [fromMs, toMs])).toEqual([
      [startedAtMs, beatAtMs],
      [backAtMs, clock.nowMs()],
    ]);
  });

  test('recovering twice says nothing twice', async () => {
    const first = await open();
    await liveLesson(first);
    await first.quiet();
    await first.crash();
    const second = await open({ folder: first.folder, clock: first.clock });
    const once = await typesIn(second);
    await second.quiet();
    await second.crash();
    const third = await open({ folder: first.folder, clock: first.clock });
    expect(await typesIn(third)).toEqual(once);
  });

  test('an orderly end loses everybody now and answers nobody any more', async () => {
    const house = await open();
    const { teacher } = await liveLesson(house);
    house.clock.pass(5_000);
    await house.sessions.drain();
    const events = await house.sessions.reader.eventsOf(SESSION);
    expect(events.slice(-3).map((event) => [event.type, event.occurredAtMs])).toEqual([
      ['presence.lost', house.clock.nowMs()],
      ['presence.lost', house.clock.nowMs()],
      ['media.failed', house.clock.nowMs()],
    ]);
    expect(codeOf(await teacher.ask('session.join', { sessionId: SESSION }))).toBe('UNAVAILABLE');
  });
});

describe('a repeated command', () => {
  test('gets its first answer, also from the next process, and is written once', async () => {
    const first = await open();
    const { teacher } = await liveLesson(first);
    const [counted, refused] = [first.newId(), first.newId()];
    const count = { sessionId: SESSION, roomId: nth.room(1), presentCount: 18 };
    const second = first.connect(actors.teacher(2));
    for (let times = 0; times < 3; times += 1) {
      expect(codeOf(await teacher.ask('headCount.set', count, counted))).toBe('ok');
      expect(codeOf(await second.ask('session.start', { sessionId: SESSION }, refused))).toBe('ALREADY_LED');
    }
    must(await teacher.ask('session.end', { sessionId: SESSION }, first.newId()));
    await first.quiet();
    await first.crash();
    const later = await open({ folder: first.folder, clock: first.clock });
    const again = later.connect(actors.teacher(2));
    // Refused by now for another reason; the first refusal is what was said.
    expect(await again.ask('session.start', { sessionId: SESSION }, refused)).toMatchObject({
      error: { code: 'ALREADY_LED', params: { lecturerId: nth.person(1) } },
    });
    expect((await typesIn(later)).filter((type) => type === 'headCount.set')).toHaveLength(1);
  });

  test('sent again while the first is under way is written once too', async () => {
    const house = await open();
    const { teacher } = await liveLesson(house);
    const count = { sessionId: SESSION, roomId: nth.room(1), presentCount: 18 };
    const commandId = house.newId();
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => teacher.ask('headCount.set', count, commandId)),
    );
    expect(answers.map(codeOf)).toEqual(Array.from({ length: 10 }, () => 'ok'));
    expect((await typesIn(house)).filter((type) => type === 'headCount.set')).toHaveLength(1);
  });
});

describe('while the database is away', () => {
  test('commands are refused, what the server sees is kept, and both are in order once it is back', async () => {
    const house = await open();
    const { clock } = house;
    const { teacher, screen } = await liveLesson(house);
    const before = (await typesIn(house)).length;
    const commandId = house.newId();
    const count = { sessionId: SESSION, roomId: nth.room(1), presentCount: 18 };
    house.setAway(true);
    expect(codeOf(await teacher.ask('headCount.set', count, commandId))).toBe('UNAVAILABLE');
    screen.drop('transport');
    const lostAtMs = clock.nowMs();
    await house.quiet();
    clock.pass(20_000);
    expect(teacher.mirror?.view.seats[roomSeat]?.presence.state).toBe('connected');
    const newcomer = house.connect(actors.screen(2));
    expect(codeOf(await newcomer.ask('session.join', { sessionId: SESSION }))).toBe('UNAVAILABLE');

    house.setAway(false);
    expect(codeOf(await teacher.ask('headCount.set', count, commandId))).toBe('ok');
    const events = (await house.sessions.reader.eventsOf(SESSION)).slice(before);
    expect(events.map((event) => [event.type, event.occurredAtMs])).toEqual([
      ['presence.lost', lostAtMs],
      ['headCount.set', clock.nowMs()],
    ]);
    expect(teacher.mirror?.view.seats[roomSeat]?.presence.state).toBe('lost');
    await house.job('session.spool');
    expect(await typesIn(house)).toHaveLength(before + 2);
  });

  test('and the server dies: the next process writes what the spool holds, once', async () => {
    const first = await open();
    const { screen } = await liveLesson(first);
    await first.job('session.beats');
    first.clock.pass(3_000);
    first.setAway(true);
    screen.drop('client');
    const leftAtMs = first.clock.nowMs();
    await first.quiet();
    await first.crash();
    first.clock.pass(60_000);
    const second = await open({ folder: first.folder, clock: first.clock });
    const state = await second.sessions.reader.stateOf(SESSION);
    expect(state.seats[roomSeat]?.presence).toEqual({ state: 'left', sinceMs: leftAtMs, reason: 'closed' });
    const once = await typesIn(second);
    await second.quiet();
    await second.crash();
    const third = await open({ folder: first.folder, clock: first.clock });
    expect(await typesIn(third)).toEqual(once);
  });
});

test('facts that are in the log and still in the spool are not written again', async () => {
  const first = await open();
  const { teacher } = await liveLesson(first);
  const spool = join(first.folder, 'session.spool');
  first.setAway(true);
  const camera = { sessionId: SESSION, source: 'camera', rtpParameters: cameraParameters } as const;
  const { streamId } = must(await teacher.ask('media.publish', camera));
  first.engine.endStream(spaceOf(SESSION), streamId, 'requested');
  await first.quiet();
  const spooled = readFileSync(spool, 'utf8');
  first.setAway(false);
  await first.job('session.spool');
  const written = await typesIn(first);
  expect(written.slice(-2)).toEqual(['stream.published', 'stream.closed']);
  // The process dies after the commit and before the spool is cleared.
  await first.crash();
  writeFileSync(spool, spooled);
  const second = await open({ folder: first.folder, clock: first.clock });
  expect((await typesIn(second)).slice(written.length)).toEqual([
    'presence.lost',
    'presence.lost',
    'media.failed',
  ]);
  expect(readFileSync(spool, 'utf8')).toBe('');
});

test('a broken chain is told loudly and stops its own session only', async () => {
  const clock = handClock();
  const lessons = [lessonEntry([1, 2], 1), lessonEntry([1, 2], 2)];
  const first = await open({ clock, lessons });
  await liveLesson(first);
  await first.quiet();
  await first.database
    .withTables<{ session_event: { seq: number; actor_id: string } }>()
    .updateTable('session_event')
    .set({ actor_id: 'somebody else' })
    .where('seq', '=', 2)
    .execute();
  await first.crash();
  const errors: string[] = [];
  const log = {
    debug: () => undefined,
    info: () => undefined,
    warn: () => undefined,
    error: (_facts: object, message: string) => void errors.push(message),
    child: () => log,
  };
  const second = await open({ folder: first.folder, clock, lessons, log });
  expect(errors).toContain('a session cannot be recovered');
  await expect(second.sessions.reader.eventsOf(SESSION)).rejects.toThrow(BrokenChainError);
  await expect(second.sessions.reader.eventsOf(SESSION)).rejects.toMatchObject({ seq: 2 });
  const other = second.connect(actors.teacher(1));
  expect(codeOf(await other.ask('session.join', { sessionId: SESSION }))).toBe('UNAVAILABLE');
  expect(codeOf(await other.ask('session.join', { sessionId: nth.session(2) }))).toBe('ok');
});
