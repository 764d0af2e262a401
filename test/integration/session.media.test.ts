import { afterEach, describe, expect, test } from 'vitest';
import { spaceOf } from '../../server/session/session.media.ts';
import { connectionId } from '../../shared/kernel/ids.ts';
import {
  actors,
  codeOf,
  type House,
  joinLesson,
  must,
  neighbourhood,
  SESSION,
  type TestClient,
} from '../support/session-house.ts';
import { nth } from '../support/session-log.ts';
import { cameraParameters, dtls, voiceParameters } from '../support/session-media.ts';

const { open, clear } = neighbourhood();
afterEach(clear);
const space = spaceOf(SESSION);
const here = { sessionId: SESSION };
const camera = { ...here, source: 'camera', rtpParameters: cameraParameters } as const;
const voice = { ...here, source: 'voice', rtpParameters: voiceParameters } as const;

async function liveLesson(house: House) {
  const teacher = house.connect(actors.teacher(1));
  const [one, two] = [house.connect(actors.screen(1)), house.connect(actors.screen(2))];
  await joinLesson(teacher);
  const { media } = await joinLesson(one);
  await joinLesson(two);
  must(await teacher.ask('session.start', here, house.newId()));
  await house.quiet();
  return { teacher, one, two, rtpCapabilities: media?.rtpCapabilities ?? {} };
}
const connect = async (client: TestClient, direction: 'send' | 'receive' = 'receive') =>
  must(await client.ask('media.connect', { ...here, direction, dtlsParameters: dtls }));

describe('rights', () => {
  test('a room may not send voice, nor receive another room; a console may see rooms', async () => {
    const house = await open();
    const { teacher, one, two, rtpCapabilities } = await liveLesson(house);
    expect(codeOf(await one.ask('media.publish', voice))).toBe('STREAM_REFUSED');
    const { streamId } = must(await two.ask('media.publish', camera));
    const wanted = { ...here, rtpCapabilities, streamIds: [streamId] };
    expect(must(await one.ask('media.receive', wanted))).toEqual({
      consumers: [],
      refused: [{ streamId, code: 'NOT_FOUND' }],
    });
    expect(must(await teacher.ask('media.receive', wanted)).consumers).toHaveLength(1);
    expect(house.engine.inspect(space)?.consumers.map((each) => each.participantId)).toEqual([teacher.id]);
  });

  test('before the lesson the lecturer receives the own picture, and releases it', async () => {
    const house = await open();
    const teacher = house.connect(actors.teacher(1));
    const { media } = await joinLesson(teacher);
    const { streamId } = must(await teacher.ask('media.publish', camera));
    const wanted = { ...here, rtpCapabilities: media?.rtpCapabilities ?? {}, streamIds: [streamId] };
    const { consumers, refused } = must(await teacher.ask('media.receive', wanted));
    expect(refused).toEqual([]);
    const [consumerId] = consumers.map((each) => each.consumerId);
    if (consumerId === undefined) throw new Error('no consumer');
    must(await teacher.ask('media.steer', { ...here, wishes: [{ consumerId, paused: false, maxLayer: 0 }] }));
    const flowing = () => house.engine.inspect(space)?.consumers.map((each) => each.participantId);
    expect(flowing()).toEqual([teacher.id]);
    must(
      await teacher.ask('media.steer', { ...here, wishes: [{ consumerId, paused: true, released: true }] }),
    );
    expect(flowing()).toEqual([]);
  });

  test('nobody closes another’s stream', async () => {
    const house = await open();
    const { teacher, one } = await liveLesson(house);
    const { streamId } = must(await teacher.ask('media.publish', camera));
    expect(codeOf(await one.ask('media.unpublish', { ...here, streamId }))).toBe('NOT_FOUND');
    must(await teacher.ask('media.unpublish', { ...here, streamId }));
    await house.quiet();
    expect(one.mirror?.view.streams).toEqual({});
  });

  test('bad parameters are refused and nothing is written', async () => {
    const house = await open();
    const { teacher } = await liveLesson(house);
    const before = (await house.sessions.reader.eventsOf(SESSION)).length;
    const wrongKind = { ...here, source: 'voice', rtpParameters: cameraParameters } as const;
    expect(codeOf(await teacher.ask('media.publish', wrongKind))).toBe('BAD_REQUEST');
    expect(await house.sessions.reader.eventsOf(SESSION)).toHaveLength(before);
  });
});

describe('media that breaks', () => {
  test('with its worker is a new epoch, and a new offer is there at once', async () => {
    const house = await open();
    const { teacher, one } = await liveLesson(house);
    await connect(teacher, 'send');
    await connect(one);
    must(await teacher.ask('media.publish', camera));
    house.engine.failSpace(space, 'died');
    await house.quiet();
    const state = await house.sessions.reader.stateOf(SESSION);
    expect(state).toMatchObject({ mediaEpoch: 1, streams: {} });
    expect(Object.values(state.connections).some((each) => each.media)).toBe(false);
    expect(one.mirror?.view.lesson.mediaEpoch).toBe(1);
    expect(must(await one.ask('media.join', here)).media.epoch).toBe(1);
    must(await teacher.ask('media.join', here));
    const { streamId } = must(await teacher.ask('media.publish', camera));
    await house.quiet();
    expect(Object.keys(one.mirror?.view.streams ?? {})).toEqual([streamId]);
    expect(house.engine.inspect(space)?.streams.map((each) => each.streamId)).toEqual([streamId]);
  });

  test.each([
    ['its space fails', (house: House) => house.engine.failSpace(space, 'died')],
    [
      'it ends',
      (house: House) => {
        for (const { streamId } of house.engine.inspect(space)?.streams ?? [])
          house.engine.endStream(space, streamId, 'requested');
      },
    ],
  ])('just as a stream is published: %s, and no stream is written that does not exist', async (_, fail) => {
    const house = await open();
    const { teacher } = await liveLesson(house);
    const answer = teacher.ask('media.publish', camera);
    // The moment at which the engine has it and the service does not know yet.
    for (let turns = 0; turns < 50 && house.engine.inspect(space)?.streams.length === 0; turns += 1)
      await Promise.resolve();
    expect(house.engine.inspect(space)?.streams).toHaveLength(1);
    fail(house);
    expect(codeOf(await answer)).toBe('MEDIA_UNAVAILABLE');
    await house.quiet();
    expect((await house.sessions.reader.stateOf(SESSION)).streams).toEqual({});
  });

  test('while no worker lives joining goes on without it, and asking again says so', async () => {
    const house = await open();
    house.engine.setAvailable(false);
    const screen = house.connect(actors.screen(1));
    expect(await joinLesson(screen)).toMatchObject({ media: null });
    expect(codeOf(await screen.ask('media.join', here))).toBe('MEDIA_UNAVAILABLE');
    const connecting = { ...here, direction: 'send', dtlsParameters: dtls } as const;
    expect(codeOf(await screen.ask('media.connect', connecting))).toBe('MEDIA_UNAVAILABLE');
    house.engine.setAvailable(true);
    expect(codeOf(await screen.ask('media.join', here))).toBe('ok');
  });

  test('on one line only is that connection’s fact, until it carries again', async () => {
    const house = await open();
    const { teacher, one } = await liveLesson(house);
    await connect(one);
    await connect(one, 'send');
    const seat = `room:${nth.room(1)}`;
    const shown = async () => {
      await house.quiet();
      return Object.values(teacher.mirror?.view.seats ?? {}).find((each) => each.seat === seat)?.presence;
    };
    expect(await shown()).toMatchObject({ media: true });
    house.engine.setConnected(space, connectionId.parse(one.id), { direction: 'send', connected: false });
    expect(await shown()).toMatchObject({ media: false });
    house.engine.setConnected(space, connectionId.parse(one.id), { direction: 'send', connected: true });
    expect(await shown()).toMatchObject({ media: true });
    // New transports: the old ones do not count any more.
    must(await one.ask('media.join', here));
    expect(await shown()).toMatchObject({ media: false });
    await connect(one);
    expect(await shown()).toMatchObject({ media: true });
  });
});

describe('the engine follows the log', () => {
  test('whoever is gone is out of it, with the last one the space', async () => {
    const house = await open();
    const { teacher, one, two } = await liveLesson(house);
    one.drop('timeout');
    await house.quiet();
    expect(house.engine.inspect(space)?.participants.map((each) => each.participantId)).toEqual([
      teacher.id,
      two.id,
    ]);
    must(await two.ask('session.leave', here));
    teacher.drop('client');
    await house.quiet();
    expect(house.engine.inspect(space)).toBeNull();
  });

  test('an end closes it after everybody was told, a reopening lets all in again', async () => {
    const house = await open();
    const { teacher, one } = await liveLesson(house);
    await connect(one);
    must(await teacher.ask('session.end', here, house.newId()));
    expect(codeOf(await one.ask('media.join', here))).toBe('LESSON_ENDED');
    await house.quiet();
    expect(house.engine.inspect(space)).toBeNull();
    must(await teacher.ask('session.reopen', here, house.newId()));
    await house.quiet();
    expect(one.mirror?.view.lesson).toMatchObject({ phase: { state: 'live' }, mediaEpoch: 1 });
    expect(must(await one.ask('media.join', here)).media.epoch).toBe(1);
  });

  test('a layer that flows is told to its receiver alone, and samples pass through', async () => {
    const house = await open();
    const { teacher, one, two, rtpCapabilities } = await liveLesson(house);
    const { streamId } = must(await teacher.ask('media.publish', camera));
    const wanted = { ...here, rtpCapabilities, streamIds: [streamId] };
    const consumerId = must(await one.ask('media.receive', wanted)).consumers[0]?.consumerId;
    if (consumerId === undefined) throw new Error('no consumer');
    must(await one.ask('media.steer', { ...here, wishes: [{ consumerId, paused: false, maxLayer: 1 }] }));
    const layersOf = (client: TestClient) =>
      client.told.filter((each) => each.name === 'layer.changed').map((each) => each.body);
    expect(layersOf(one)).toEqual([{ sessionId: SESSION, consumerId, layer: 1 }]);
    expect(layersOf(two)).toEqual([]);
    expect(await house.sessions.reader.mediaSample(SESSION)).toMatchObject([
      { participantId: one.id, currentLayer: 1 },
    ]);
    expect(await house.sessions.reader.mediaSample(nth.session(9))).toEqual([]);
  });
});
