import { afterEach, describe, expect, test } from 'vitest';
import { viewOf } from '../../shared/session/session.audience.ts';
import { seatOfPerson, seatOfRoom } from '../../shared/session/session.events.ts';
import {
  actors,
  codeOf,
  handClock,
  joinLesson,
  must,
  neighbourhood,
  SESSION,
} from '../support/session-house.ts';
import { nth, PLANNED_START_MS } from '../support/session-log.ts';

const { open, clear } = neighbourhood();
afterEach(clear);

const MINUTE = 60_000;
const roomSeat = seatOfRoom(nth.room(1));

describe('whoever has no business here', () => {
  test('learns nothing: unknown and foreign sessions answer alike', async () => {
    const house = await open();
    const stranger = house.connect(actors.stranger());
    const wrongScreen = house.connect(actors.screen(7));
    for (const client of [stranger, wrongScreen]) {
      const foreign = await client.ask('session.join', { sessionId: SESSION });
      const unknown = await client.ask('session.join', { sessionId: nth.session(77) });
      expect(foreign).toEqual(unknown);
      expect(codeOf(foreign)).toBe('NOT_FOUND');
    }
    const commandId = house.newId();
    expect(codeOf(await stranger.ask('session.start', { sessionId: SESSION }, commandId))).toBe('NOT_FOUND');
    const visitor = house.connect(actors.visitor());
    expect(codeOf(await visitor.ask('session.join', { sessionId: SESSION }))).toBe('UNAUTHENTICATED');
    expect(await house.sessions.reader.eventsOf(SESSION)).toEqual([]);
  });

  test('may see a lesson and still not lead it, nor count another school’s room', async () => {
    const house = await open();
    const local = house.connect(actors.teacher(5, 2));
    expect(await joinLesson(local)).toMatchObject({ part: 'assistant' });
    const start = { sessionId: SESSION };
    expect(codeOf(await local.ask('session.start', start, house.newId()))).toBe('FORBIDDEN');
    const count = (room: number) => ({ sessionId: SESSION, roomId: nth.room(room), presentCount: 9 });
    expect(codeOf(await local.ask('headCount.set', count(1), house.newId()))).toBe('FORBIDDEN');
    expect(codeOf(await local.ask('headCount.set', count(2), house.newId()))).toBe('ok');
    const inspector = house.connect(actors.inspector());
    await joinLesson(inspector);
    expect(codeOf(await inspector.ask('session.end', start, house.newId()))).toBe('FORBIDDEN');
    const admin = house.connect(actors.admin());
    expect(codeOf(await admin.ask('session.end', start, house.newId()))).toBe('ok');
  });

  test('gets nothing done without a seat', async () => {
    const house = await open();
    const teacher = house.connect(actors.teacher(1));
    const screen = house.connect(actors.screen(1));
    await joinLesson(screen);
    expect(codeOf(await teacher.ask('media.join', { sessionId: SESSION }))).toBe('NOT_FOUND');
    expect(codeOf(await teacher.ask('session.leave', { sessionId: SESSION }))).toBe('NOT_FOUND');
    const missed = { sessionId: SESSION, afterSeq: 0 };
    expect(codeOf(await teacher.ask('session.catchUp', missed))).toBe('NOT_FOUND');
  });
});

describe('joining', () => {
  test('opens from ten minutes before and not earlier', async () => {
    const house = await open({ clock: handClock(PLANNED_START_MS - 10 * MINUTE - 1) });
    const screen = house.connect(actors.screen(1));
    expect(await screen.ask('session.join', { sessionId: SESSION })).toMatchObject({
      error: { code: 'LESSON_NOT_LIVE', params: { opensAtMs: PLANNED_START_MS - 10 * MINUTE } },
    });
    house.clock.pass(1);
    await joinLesson(screen);
    expect(screen.mirror?.view.lesson.phase).toEqual({ state: 'waiting' });
    expect(await house.sessions.reader.phasesOf([SESSION, nth.session(5)])).toEqual(
      new Map([
        [SESSION, 'waiting'],
        [nth.session(5), 'planned'],
      ]),
    );
  });

  test('again on the same connection gives a fresh snapshot and writes nothing', async () => {
    const house = await open();
    const screen = house.connect(actors.screen(1));
    await joinLesson(screen);
    await joinLesson(screen);
    expect(await house.sessions.reader.eventsOf(SESSION)).toHaveLength(2);
  });

  test('of a screen that is back before its old connection was given up leaves no ghost', async () => {
    const house = await open();
    const old = house.connect(actors.screen(1));
    await joinLesson(old);
    house.clock.pass(7_000);
    const fresh = house.connect(actors.screen(1));
    await joinLesson(fresh);
    expect(old.closed).toEqual(['replaced']);
    const state = await house.sessions.reader.stateOf(SESSION);
    expect(Object.keys(state.connections)).toEqual([fresh.id]);
    const left = (await house.sessions.reader.eventsOf(SESSION)).find(
      (event) => event.type === 'presence.left',
    );
    // Silent since it joined: the gap begins there.
    expect(left).toMatchObject({ body: { reason: 'replaced' }, occurredAtMs: PLANNED_START_MS });
  });

  test('of two different screens of one room is one seat', async () => {
    const house = await open();
    const [one, two] = [house.connect(actors.screen(1, 1)), house.connect(actors.screen(1, 2))];
    await joinLesson(one);
    await joinLesson(two);
    one.drop();
    await house.quiet();
    expect(two.mirror?.view.seats[roomSeat]?.presence.state).toBe('connected');
    expect(one.closed).toEqual([]);
  });

  test('with somebody else’s token closes nothing', async () => {
    const house = await open();
    const screen = house.connect(actors.screen(1));
    const { resumeToken } = await joinLesson(screen);
    const thief = house.connect(actors.screen(2));
    await joinLesson(thief, { resumeToken });
    expect(screen.closed).toEqual([]);
    expect(Object.keys((await house.sessions.reader.stateOf(SESSION)).connections)).toHaveLength(2);
  });

  test('and being gone before the answer leaves nobody behind', async () => {
    const house = await open();
    const screen = house.connect(actors.screen(1));
    const answer = screen.ask('session.join', { sessionId: SESSION });
    screen.drop();
    expect(codeOf(await answer)).toBe('UNAVAILABLE');
    await house.quiet();
    expect((await house.sessions.reader.stateOf(SESSION)).connections).toEqual({});
  });
});

test('two teachers start: one leads, the other is told and assists', async () => {
  const house = await open();
  const [one, two] = [house.connect(actors.teacher(1)), house.connect(actors.teacher(2))];
  const answers = await Promise.all([
    one.ask('session.start', { sessionId: SESSION }, house.newId()),
    two.ask('session.start', { sessionId: SESSION }, house.newId()),
  ]);
  expect(answers.map(codeOf)).toEqual(['ok', 'ALREADY_LED']);
  expect(codeOf(await two.ask('session.join', { sessionId: SESSION, part: 'lecturer' }))).toBe('ALREADY_LED');
  expect(await joinLesson(two, { part: 'assistant' })).toMatchObject({ part: 'assistant' });
});

test('who starts in the planned lecturer’s place leads; the planned one assists and may send no more', async () => {
  const house = await open();
  const [one, two] = [house.connect(actors.teacher(1)), house.connect(actors.teacher(2))];
  await joinLesson(one);
  await joinLesson(two, { part: 'lecturer' });
  must(await two.ask('session.start', { sessionId: SESSION }, house.newId()));
  await house.quiet();
  expect(one.mirror?.view.seats[seatOfPerson(nth.person(1))]?.part).toBe('assistant');
  expect(must(await one.ask('media.join', { sessionId: SESSION })).media.maySend).toEqual([]);
  expect(must(await two.ask('media.join', { sessionId: SESSION })).media.maySend).toContain('voice');
});

test('an observer is seen by nobody but observers', async () => {
  const house = await open();
  const [teacher, screen] = [house.connect(actors.teacher(1)), house.connect(actors.screen(1))];
  await joinLesson(teacher);
  await joinLesson(screen);
  await house.quiet();
  const toldBefore = [teacher.told.length, screen.told.length];
  const inspector = house.connect(actors.inspector());
  expect(await joinLesson(inspector, { part: 'observer' })).toMatchObject({ part: 'observer' });
  inspector.drop('client');
  await house.quiet();
  expect([teacher.told.length, screen.told.length]).toEqual(toldBefore);
  must(await teacher.ask('session.start', { sessionId: SESSION }, house.newId()));
  await house.quiet();
  // What was filtered leaves no gap.
  expect([teacher.gaps, screen.gaps]).toEqual([0, 0]);
  expect(screen.mirror?.view.lesson.phase.state).toBe('live');
});

test('a goodbye that comes out of a long silence is told as the loss that it was, from its beginning on', async () => {
  const house = await open();
  const screen = house.connect(actors.screen(1));
  await joinLesson(screen);
  await house.quiet();
  house.clock.pass(8_000);
  screen.drop('client', 6_000);
  await house.quiet();
  const { seats } = await house.sessions.reader.stateOf(SESSION);
  expect(seats[roomSeat]?.presence).toEqual({
    state: 'lost',
    sinceMs: house.clock.nowMs() - 6_000,
    cause: 'timeout',
  });
});

test('what was missed is caught up by messages, or by a snapshot when it is too long ago', async () => {
  const house = await open();
  const [teacher, screen] = [house.connect(actors.teacher(1)), house.connect(actors.screen(1))];
  const { snapshot } = await joinLesson(teacher);
  await joinLesson(screen);
  must(await teacher.ask('session.start', { sessionId: SESSION }, house.newId()));
  const few = must(await teacher.ask('session.catchUp', { sessionId: SESSION, afterSeq: snapshot.seq }));
  expect(few).toMatchObject({ kind: 'messages', envelope: { afterSeq: snapshot.seq, seq: 4 } });
  const all = must(await teacher.ask('session.catchUp', { sessionId: SESSION, afterSeq: 999 }));
  const state = await house.sessions.reader.stateOf(SESSION);
  expect(all).toMatchObject({
    kind: 'snapshot',
    snapshot: { seq: 4, view: viewOf(state, { kind: 'console' }) },
  });
});

test('a forgotten lesson ends once, as of its lecturer’s last moment, and can be taken back', async () => {
  const house = await open();
  const { clock } = house;
  const [teacher, screen] = [house.connect(actors.teacher(1)), house.connect(actors.screen(1))];
  await joinLesson(teacher);
  await joinLesson(screen);
  must(await teacher.ask('session.start', { sessionId: SESSION }, house.newId()));
  clock.pass(20 * MINUTE);
  teacher.drop('timeout');
  const goneAtMs = clock.nowMs();
  await house.quiet();
  for (const minutes of [29, 1, 1]) {
    clock.pass(minutes * MINUTE);
    await house.job('session.forgotten');
  }
  const ends = (await house.sessions.reader.eventsOf(SESSION)).filter(
    (event) => event.type === 'session.ended',
  );
  expect(ends).toHaveLength(1);
  expect(ends[0]).toMatchObject({
    occurredAtMs: goneAtMs,
    body: { reason: 'lecturer-gone' },
    actorKind: 'server',
  });
  expect(screen.mirror?.view.lesson.phase).toMatchObject({ state: 'ended', endedAtMs: goneAtMs });

  const back = house.connect(actors.teacher(1));
  expect(codeOf(await back.ask('session.join', { sessionId: SESSION }))).toBe('LESSON_ENDED');
  must(await back.ask('session.reopen', { sessionId: SESSION }, house.newId()));
  await joinLesson(back);
  await house.job('session.forgotten');
  await house.quiet();
  expect(screen.mirror?.view.lesson.phase.state).toBe('live');
});

test('half an hour after the end whoever still sits there is shown out', async () => {
  const house = await open();
  const [teacher, screen] = [house.connect(actors.teacher(1)), house.connect(actors.screen(1))];
  await joinLesson(teacher);
  await joinLesson(screen);
  must(await teacher.ask('session.start', { sessionId: SESSION }, house.newId()));
  must(await teacher.ask('session.end', { sessionId: SESSION }, house.newId()));
  house.clock.pass(30 * MINUTE + 1);
  expect(codeOf(await teacher.ask('session.reopen', { sessionId: SESSION }, house.newId()))).toBe(
    'REOPEN_EXPIRED',
  );
  await house.job('session.tidy');
  await house.quiet();
  const state = await house.sessions.reader.stateOf(SESSION);
  expect(state.connections).toEqual({});
  expect(state.seats[roomSeat]?.presence).toMatchObject({ state: 'left', reason: 'session-ended' });
});
