import { afterEach, beforeEach, expect, test } from 'vitest';
import { DEAD_AFTER_MS } from '../../server/session/session.home.ts';
import { createHub, type Hub } from '../support/hub.ts';
import {
  actors,
  codeOf,
  type HandClock,
  type House,
  handClock,
  joinLesson,
  must,
  neighbourhood,
  SESSION,
  type TestClient,
} from '../support/session-house.ts';
import { nth } from '../support/session-log.ts';

const { open, clear } = neighbourhood();
let hub: Hub;
let clock: HandClock;
let one: House;
let two: House;

beforeEach(async () => {
  hub = createHub();
  clock = handClock();
  one = await open({ clock, fellows: { bus: hub.bus(), serverId: 'one' } });
  two = await open({ clock, folder: one.folder, fellows: { bus: hub.bus(), serverId: 'two' } });
});
afterEach(clear);

/** Two processes would wait for each other's writes; two servers in one thread take turns. */
async function quiet(): Promise<void> {
  for (const house of [one, two, one, two]) await house.quiet();
}

async function seated(): Promise<{ teacher: TestClient; screen: TestClient }> {
  const teacher = one.connect(actors.teacher(1));
  const screen = two.connect(actors.screen(1));
  await joinLesson(teacher, { part: 'lecturer' });
  await quiet();
  await joinLesson(screen);
  await quiet();
  return { teacher, screen };
}

/** Time passes on both; who is named goes on being heard, and that is written down. */
async function pass(ms: number, heard: readonly TestClient[], beating: readonly House[]): Promise<void> {
  clock.pass(ms);
  for (const client of heard) client.heardAtMs = clock.nowMs();
  for (const house of beating) {
    await house.job('session.beats');
    await house.job('session.follow');
    await house.job('session.dead');
  }
}

const seatOf = (client: TestClient, room: number) =>
  Object.values(client.mirror?.view.seats ?? {}).find((seat) => seat.seat.endsWith(nth.room(room)));

test('what one server writes is seen at the other, and no gap is left', async () => {
  const { teacher, screen } = await seated();
  must(await teacher.ask('session.start', { sessionId: SESSION }, one.newId()));
  await quiet();
  expect(screen.mirror?.view.lesson.phase).toMatchObject({ state: 'live' });
  expect(seatOf(teacher, 1)?.presence.state).toBe('connected');
  screen.drop('client');
  await quiet();
  expect(seatOf(teacher, 1)?.presence.state).toBe('left');
  expect([teacher.gaps, screen.gaps]).toEqual([0, 0]);
});

test('while nobody can be told, each looks into the log by itself; afterwards nothing is told twice', async () => {
  const { teacher, screen } = await seated();
  hub.setAway(true);
  must(await teacher.ask('session.start', { sessionId: SESSION }, one.newId()));
  await quiet();
  expect(screen.mirror?.view.lesson.phase).toMatchObject({ state: 'waiting' });
  await two.job('session.follow');
  await quiet();
  expect(screen.mirror?.view.lesson.phase).toMatchObject({ state: 'live' });
  const toldBefore = screen.told.filter(({ name }) => name === 'session.changed').length;
  hub.setAway(false);
  await quiet();
  expect(screen.told.filter(({ name }) => name === 'session.changed')).toHaveLength(toldBefore);
  expect(screen.gaps).toBe(0);
});

test('a screen that sits nowhere hears through the other server that its agenda has changed', async () => {
  const idle = two.connect(actors.screen(2));
  const teacher = one.connect(actors.teacher(1));
  await joinLesson(teacher, { part: 'lecturer' });
  await quiet();
  must(await teacher.ask('session.start', { sessionId: SESSION }, one.newId()));
  await quiet();
  expect(idle.told.map(({ name }) => name)).toEqual(['room.agendaChanged']);
});

test('media are on the server that was asked first; when it dies the other takes them, and its people were lost when last heard', async () => {
  const { teacher, screen } = await seated();
  must(await teacher.ask('session.start', { sessionId: SESSION }, one.newId()));
  await quiet();
  expect(codeOf(await screen.ask('media.join', { sessionId: SESSION }))).toBe('MEDIA_ELSEWHERE');
  const streamId = nth.stream(1);
  expect(codeOf(await screen.ask('media.unpublish', { sessionId: SESSION, streamId }))).toBe(
    'MEDIA_ELSEWHERE',
  );

  await pass(5_000, [teacher, screen], [one, two]);
  const lastHeardAtMs = clock.nowMs();
  // The first server is dead from here on: nobody writes down that its teacher is heard.
  for (let passed = 0; passed < DEAD_AFTER_MS; passed += 5_000) {
    expect(
      Object.values(screen.mirror?.view.seats ?? {}).some((seat) => seat.presence.state === 'lost'),
    ).toBe(false);
    await pass(5_000, [screen], [two]);
    await two.quiet();
  }
  const lost = Object.values(screen.mirror?.view.seats ?? {}).find((seat) => seat.part === 'lecturer');
  expect(lost?.presence).toMatchObject({ state: 'lost' });
  const events = await two.sessions.reader.eventsOf(SESSION);
  expect(events.findLast((event) => event.type === 'presence.lost')).toMatchObject({
    occurredAtMs: lastHeardAtMs,
  });
  expect(events.some((event) => event.type === 'media.failed')).toBe(true);
  expect(seatOf(screen, 1)?.presence.state).toBe('connected');
  expect(codeOf(await screen.ask('media.join', { sessionId: SESSION }))).toBe('ok');

  // It was not dead, only cut off: it shows its people out, who come again.
  await one.job('session.follow');
  await quiet();
  expect(teacher.closed).toEqual(['shutdown']);
});

test('a server that starts, or ends, writes off its own people alone', async () => {
  const { teacher, screen } = await seated();
  await pass(1_000, [teacher, screen], [one, two]);
  const three = await open({ clock, folder: one.folder, fellows: { bus: hub.bus(), serverId: 'one' } });
  await three.quiet();
  await quiet();
  // The third has the first one's name: it is that one, started again after a kill.
  expect(
    Object.values(screen.mirror?.view.seats ?? {}).find((seat) => seat.part === 'lecturer')?.presence,
  ).toMatchObject({
    state: 'lost',
    cause: 'server-restart',
  });
  expect(seatOf(screen, 1)?.presence.state).toBe('connected');
  await two.sessions.drain();
  await three.quiet();
  const state = await three.sessions.reader.stateOf(SESSION);
  expect(Object.keys(state.connections)).toEqual([]);
});
