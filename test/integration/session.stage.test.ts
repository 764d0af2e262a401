import { afterEach, describe, expect, test } from 'vitest';
import { connectionId } from '../../shared/kernel/ids.ts';
import { seatOfRoom } from '../../shared/session/session.events.ts';
import {
  actors,
  codeOf,
  type House,
  joinLesson,
  lessonEntry,
  must,
  neighbourhood,
  SESSION,
  type TestClient,
} from '../support/session-house.ts';
import { camera, connectMedia, here, space, voice } from '../support/session-lesson.ts';
import { nth } from '../support/session-log.ts';

const { open, clear } = neighbourhood();
afterEach(clear);
const seat = (room: number) => seatOfRoom(nth.room(room));

/** Rooms 1 and 2 with media, in a lesson that runs. */
async function liveLesson(house: House, early: () => Promise<void> = async () => undefined) {
  const teacher = house.connect(actors.teacher(1));
  const [one, two] = [house.connect(actors.screen(1)), house.connect(actors.screen(2))];
  await early();
  await joinLesson(teacher);
  const { media } = await joinLesson(one);
  await joinLesson(two);
  must(await teacher.ask('session.start', here, house.newId()));
  for (const client of [teacher, one, two]) await connectMedia(client);
  await house.quiet();
  const rtpCapabilities = media?.rtpCapabilities ?? {};
  return { teacher, one, two, rtpCapabilities };
}
const call = (house: House, client: TestClient, room: number) =>
  client.ask('stage.call', { ...here, seat: seat(room) }, house.newId());
const release = (house: House, client: TestClient, room: number) =>
  client.ask('stage.release', { ...here, seat: seat(room) }, house.newId());

/** Whose voice the engine would let through now, and whose it carries. */
function voices(house: House) {
  const engine = house.engine.inspect(space);
  const may = engine?.participants.filter((each) => each.maySend.includes('voice')) ?? [];
  const flows = engine?.streams.filter((each) => each.source === 'voice') ?? [];
  return { may: may.map((each) => each.participantId), flows: flows.map((each) => each.participantId) };
}
const onStage = (client: TestClient) => client.mirror?.view.lesson.stage.map((each) => each.seat);

describe('calling on a room', () => {
  test('opens its microphone and nobody else’s, where packets flow', async () => {
    const house = await open();
    const { teacher, one, two, rtpCapabilities } = await liveLesson(house);
    must(await teacher.ask('media.publish', voice));
    expect(codeOf(await one.ask('media.publish', voice))).toBe('STREAM_REFUSED');
    expect(voices(house)).toEqual({ may: [teacher.id], flows: [teacher.id] });

    must(await call(house, teacher, 1));
    const said = must(await one.ask('media.publish', voice));
    // Crafted: the other room, and whoever only watches, try the same.
    expect(codeOf(await two.ask('media.publish', voice))).toBe('STREAM_REFUSED');
    await house.quiet();
    expect(voices(house)).toEqual({ may: [teacher.id, one.id], flows: [teacher.id, one.id] });
    // Every wall is told whose turn it is and may have picture and voice of that room.
    const shown = must(await one.ask('media.publish', camera));
    const hidden = must(await two.ask('media.publish', camera));
    await house.quiet();
    expect(onStage(two)).toEqual([seat(1)]);
    expect(two.mirror?.view.seats[seat(1)]).toBeDefined();
    const streamIds = [said.streamId, shown.streamId];
    const received = must(await two.ask('media.receive', { ...here, rtpCapabilities, streamIds }));
    expect(received.refused).toEqual([]);
    const wanted = { ...here, rtpCapabilities, streamIds: [hidden.streamId] };
    expect(must(await one.ask('media.receive', wanted)).consumers).toEqual([]);
  });

  test('is the lecturer’s right, or that of who stands in, and of nobody else', async () => {
    const house = await open();
    const { teacher, one } = await liveLesson(house);
    const others = [
      actors.screen(1),
      actors.phone(1, 5),
      actors.teacher(5, 1),
      actors.inspector(),
      actors.lecternPhone(2),
      actors.viewer(1),
      actors.stranger(),
    ];
    for (const actor of others) {
      const client = actor.kind === 'device' ? one : house.connect(actor);
      const who = `${actor.kind} ${JSON.stringify(actor)}`;
      expect(['FORBIDDEN', 'NOT_FOUND'], who).toContain(codeOf(await call(house, client, 1)));
      expect(['FORBIDDEN', 'NOT_FOUND'], who).toContain(codeOf(await release(house, client, 1)));
    }
    await house.quiet();
    expect(onStage(one)).toEqual([]);
    expect(codeOf(await call(house, teacher, 9))).toBe('NOT_FOUND');
    const standIn = house.connect(actors.teacher(3));
    await joinLesson(standIn, { part: 'assistant' });
    expect(codeOf(await call(house, standIn, 1))).toBe('ok');
  });

  test('opens one microphone in a room with two screens, and the other one when the first is gone', async () => {
    const house = await open();
    const { teacher, one } = await liveLesson(house);
    const second = house.connect(actors.screen(1, 7));
    await joinLesson(second);
    await connectMedia(second);
    await house.quiet();
    must(await call(house, teacher, 1));
    // At once, as both are told at once.
    const answers = await Promise.all([one, second].map((client) => client.ask('media.publish', voice)));
    expect(answers.map(codeOf)).toEqual(['ok', 'CONFLICT']);
    await house.quiet();
    expect(voices(house).flows).toEqual([one.id]);
    // The same screen again is no second one.
    expect(codeOf(await one.ask('media.publish', voice))).toBe('ok');
    one.drop('timeout');
    await house.quiet();
    expect(onStage(teacher)).toEqual([seat(1)]);
    expect(codeOf(await second.ask('media.publish', voice))).toBe('ok');
    await house.quiet();
    expect(voices(house).flows).toEqual([second.id]);
  });

  test('twice with one command id calls once', async () => {
    const house = await open();
    const { teacher } = await liveLesson(house);
    const commandId = house.newId();
    for (const _ of [1, 2]) must(await teacher.ask('stage.call', { ...here, seat: seat(1) }, commandId));
    must(await release(house, teacher, 1));
    must(await teacher.ask('stage.call', { ...here, seat: seat(1) }, commandId));
    await house.quiet();
    expect(onStage(teacher)).toEqual([]);
  });

  test('is refused for a room that cannot be heard', async () => {
    const house = await open();
    const { teacher, one } = await liveLesson(house);
    house.engine.setConnected(space, connectionId.parse(one.id), { direction: 'send', connected: false });
    await house.quiet();
    expect(codeOf(await call(house, teacher, 1))).toBe('INVALID_STATE');
    one.drop('timeout');
    await house.quiet();
    expect(codeOf(await call(house, teacher, 1))).toBe('INVALID_STATE');
  });
});

describe('what was seen because of a call', () => {
  const seenBy = (house: House, client: TestClient) =>
    house.engine
      .inspect(space)
      ?.consumers.filter((each) => each.participantId === client.id)
      .map((each) => each.streamId);

  test('is taken from every wall when it ends, and can be had anew', async () => {
    const house = await open();
    const { teacher, one, two, rtpCapabilities } = await liveLesson(house);
    const own = must(await teacher.ask('media.publish', camera));
    const shown = must(await one.ask('media.publish', camera));
    const wanted = { ...here, rtpCapabilities, streamIds: [own.streamId, shown.streamId] };
    must(await call(house, teacher, 1));
    const first = must(await two.ask('media.receive', wanted)).consumers;
    must(await teacher.ask('media.receive', wanted));
    expect(seenBy(house, two)).toEqual([own.streamId, shown.streamId]);
    must(await release(house, teacher, 1));
    await house.quiet();
    expect(seenBy(house, two), 'whatever the client does').toEqual([own.streamId]);
    expect(seenBy(house, teacher)).toContain(shown.streamId);
    must(await call(house, teacher, 1));
    const again = must(await two.ask('media.receive', wanted)).consumers;
    expect(again[0]?.consumerId).toBe(first[0]?.consumerId);
    expect(again[1]?.consumerId).not.toBe(first[1]?.consumerId);
  });

  test('is not had by asking for it in the moment it ends', async () => {
    const house = await open();
    const { teacher, one, two, rtpCapabilities } = await liveLesson(house);
    const shown = must(await one.ask('media.publish', camera));
    const wanted = { ...here, rtpCapabilities, streamIds: [shown.streamId] };
    must(await call(house, teacher, 1));
    for (let turn = 0; turn < 12; turn += 1) {
      const releasing = release(house, teacher, 1);
      for (let wait = 0; wait < turn; wait += 1) await Promise.resolve();
      const asking = two.ask('media.receive', wanted);
      await Promise.all([releasing, asking]);
      await house.quiet();
      expect(seenBy(house, two), `${turn} turns later`).toEqual([]);
      must(await call(house, teacher, 1));
    }
  });
});

describe('a call ends, and with it the microphone', () => {
  const endings: readonly [
    string,
    (house: House, scene: Awaited<ReturnType<typeof liveLesson>>) => unknown,
  ][] = [
    ['by command', (house, { teacher }) => release(house, teacher, 1)],
    ['by the next call', (house, { teacher }) => call(house, teacher, 2)],
    ['with the room’s line', (_, { one }) => one.drop('timeout')],
    ['when the room says goodbye', (_, { one }) => one.ask('session.leave', here)],
    [
      'with the room’s media',
      (house, { one }) =>
        house.engine.setConnected(space, connectionId.parse(one.id), {
          direction: 'send',
          connected: false,
        }),
    ],
    ['when the room builds its media anew', (_, { one }) => one.ask('media.join', here)],
    ['with the engine', (house) => house.engine.failSpace(space, 'died')],
    ['with the lesson', (house, { teacher }) => teacher.ask('session.end', here, house.newId())],
  ];

  test.each(endings)('%s', async (_how, end) => {
    const house = await open();
    const scene = await liveLesson(house);
    const { teacher, one, two } = scene;
    must(await call(house, teacher, 1));
    const { streamId } = must(await one.ask('media.publish', voice));
    await house.quiet();
    expect(voices(house).flows).toEqual([one.id]);
    await end(house, scene);
    await house.quiet();
    expect(voices(house).flows).toEqual([]);
    expect(voices(house).may).not.toContain(one.id);
    expect(onStage(two)).not.toContain(seat(1));
    const state = await house.sessions.reader.stateOf(SESSION);
    expect(state.streams[streamId]).toBeUndefined();
    expect(state.stage.map((each) => each.seat)).not.toContain(seat(1));
    // What is over is not taken up again by sending.
    expect(['STREAM_REFUSED', 'NOT_FOUND', 'LESSON_ENDED']).toContain(
      codeOf(await one.ask('media.publish', voice)),
    );
  });

  test('and does not come back with media that heals', async () => {
    const house = await open();
    const { teacher, one } = await liveLesson(house);
    must(await call(house, teacher, 1));
    must(await one.ask('media.publish', voice));
    for (const connected of [false, true]) {
      house.engine.setConnected(space, connectionId.parse(one.id), { direction: 'send', connected });
      await house.quiet();
    }
    expect(voices(house)).toEqual({ may: [teacher.id], flows: [] });
    expect(codeOf(await call(house, teacher, 1))).toBe('ok');
    must(await one.ask('media.publish', voice));
    await house.quiet();
    expect(voices(house).flows).toEqual([one.id]);
  });

  test('also when a lesson that goes on had somebody on stage', async () => {
    const house = await open();
    const { teacher, one } = await liveLesson(house);
    must(await call(house, teacher, 1));
    must(await teacher.ask('session.end', here, house.newId()));
    must(await teacher.ask('session.reopen', here, house.newId()));
    must(await one.ask('media.join', here));
    await connectMedia(one);
    await house.quiet();
    expect(onStage(one)).toEqual([]);
    expect(voices(house).may).not.toContain(one.id);
  });
});

test('in a live lesson nothing comes back: no room may send, none can be called', async () => {
  const house = await open({ lessons: [lessonEntry([1, 2], 1, { mode: 'live' })] });
  const teacher = house.connect(actors.teacher(1));
  const one = house.connect(actors.screen(1));
  await joinLesson(teacher);
  expect(await joinLesson(one)).toMatchObject({ part: 'room', media: { maySend: [] } });
  must(await teacher.ask('session.start', here, house.newId()));
  await connectMedia(one);
  await house.quiet();
  expect(codeOf(await call(house, teacher, 1))).toBe('INVALID_STATE');
  expect(codeOf(await one.ask('media.publish', camera))).toBe('STREAM_REFUSED');
});

test('with and without an observer rooms and phones get the same messages', async () => {
  const play = async (observed: boolean) => {
    const house = await open();
    const observers = (observed ? [actors.inspector(), actors.inspector()] : []).map((each) =>
      house.connect(each),
    );
    const { teacher, one, two, rtpCapabilities } = await liveLesson(house, async () => {
      for (const client of observers) await joinLesson(client, { part: 'observer' });
    });
    const phone = house.connect(actors.phone(1, 5));
    await joinLesson(phone);
    const shown = must(await teacher.ask('media.publish', camera));
    for (const client of observers) {
      await connectMedia(client);
      const wanted = { ...here, rtpCapabilities, streamIds: [shown.streamId] };
      expect(must(await client.ask('media.receive', wanted)).consumers).toHaveLength(1);
    }
    must(await call(house, teacher, 1));
    const late = observed ? house.connect(actors.inspector()) : null;
    if (late !== null) await joinLesson(late, { part: 'observer' });
    must(await two.ask('media.publish', camera));
    await house.quiet();
    late?.drop('timeout');
    for (const client of observers) await client.ask('session.leave', here);
    await house.quiet();
    must(await teacher.ask('session.end', here, house.newId()));
    await house.quiet();
    // Streams have new ids and every fact its own moment in each house.
    const told = [one, two, phone].map(({ told }) => forms(told));
    return { told, gaps: [one, two, phone, teacher].map((each) => each.gaps) };
  };
  const [alone, watched] = [await play(false), await play(true)];
  expect(alone.told.flat().length).toBeGreaterThan(10);
  expect(watched.told).toEqual(alone.told);
  expect(watched.gaps).toEqual([0, 0, 0, 0]);
});

/** Messages without what differs between any two lessons: times, streams' names, the place in the log. */
function forms(told: TestClient['told']): unknown[] {
  const text = JSON.stringify(
    told.map(({ name, body }) => [name, body]),
    (key, value: unknown) => (/AtMs$|^sinceMs$|^afterSeq$|^seq$|^streamId$/.test(key) ? undefined : value),
  );
  return JSON.parse(text) as unknown[];
}
