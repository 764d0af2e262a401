import { afterEach, describe, expect, test } from 'vitest';
import type { LadderFact } from '../../server/session/session.types.ts';
import { connectionId } from '../../shared/kernel/ids.ts';
import { type House, must, neighbourhood, type TestClient } from '../support/session-house.ts';
import { connectMedia, here, space, startedLesson } from '../support/session-lesson.ts';
import { nth } from '../support/session-log.ts';
import { cameraParameters, dtls, voiceParameters } from '../support/session-media.ts';

const { open, clear } = neighbourhood();
afterEach(clear);

/** A lesson in which room 1 sees the teacher's camera and content and hears the voice. */
async function lesson(house: House) {
  const { teacher, screen: one, rtpCapabilities } = await startedLesson(house);
  for (const client of [teacher, one]) await connectMedia(client);
  const publish = async (source: 'camera' | 'content' | 'voice') => {
    const rtpParameters = source === 'voice' ? voiceParameters : cameraParameters;
    return must(await teacher.ask('media.publish', { ...here, source, rtpParameters })).streamId;
  };
  const streamIds = [await publish('camera'), await publish('content'), await publish('voice')];
  await house.quiet();
  const { consumers } = must(await one.ask('media.receive', { ...here, rtpCapabilities, streamIds }));
  const wishes = consumers.map((each) => ({ consumerId: each.consumerId, paused: false }));
  must(await one.ask('media.steer', { ...here, wishes }));
  return { teacher, one, wishes, rtpCapabilities, streamIds };
}

const beats = async (house: House, seconds: number) => {
  for (let n = 0; n < seconds; n += 1) {
    house.clock.pass(1000);
    await house.job('session.ladder');
  }
};
const flowing = async (house: House) => (await house.engine.sample(space)).map((each) => each.currentLayer);
const told = (client: TestClient) =>
  client.told.filter(({ name }) => name === 'ladder.changed').map(({ body }) => body);
const idOf = (client: TestClient) => connectionId.parse(client.id);

describe('a room’s screen on its line', () => {
  test('goes down and up the ladder, is told, and cannot wish itself above it; its voice flows throughout', async () => {
    const house = await open();
    const { one, wishes } = await lesson(house);
    const facts: LadderFact[] = [];
    house.sessions.reader.onLadderChanged((fact) => facts.push(fact));
    const line = (bps: number) => house.engine.estimate(space, idOf(one), bps);
    line(3_000_000);
    await beats(house, 4);
    expect(await flowing(house)).toEqual([2, 2, 0]);
    line(900_000);
    await beats(house, 5);
    expect(await flowing(house)).toEqual([0, 0, 0]);
    must(await one.ask('media.steer', { ...here, wishes: wishes.map((each) => ({ ...each, maxLayer: 3 })) }));
    expect(await flowing(house)).toEqual([0, 0, 0]);
    line(100_000);
    await beats(house, 7);
    expect(await flowing(house)).toEqual([null, null, 0]);
    line(3_000_000);
    await beats(house, 18);
    expect(await flowing(house)).toEqual([2, 2, 0]);
    expect(told(one)).toEqual([
      { ...here, step: 5, reason: null },
      { ...here, step: 3, reason: 'line' },
      { ...here, step: 1, reason: 'line' },
      { ...here, step: 5, reason: null },
    ]);
    expect(facts.map(({ from, to }) => [from?.step ?? null, to.step])).toEqual([
      [null, 5],
      [5, 3],
      [3, 1],
      [1, 5],
    ]);
  });

  test('keeps every picture for as long as the line carries what is sent of them, and no longer', async () => {
    const house = await open();
    const { one, streamIds } = await lesson(house);
    const [camera, content] = streamIds;
    if (camera === undefined || content === undefined) throw new Error('no streams');
    house.engine.send(camera, [40_000, 120_000, 250_000]);
    house.engine.send(content, [20_000, 30_000, 50_000]);
    house.engine.estimate(space, idOf(one), 3_000_000);
    await beats(house, 4);
    house.engine.estimate(space, idOf(one), 310_000);
    await beats(house, 30);
    expect(await flowing(house)).toEqual([2, 2, 0]);
    house.engine.send(content, [200_000, 400_000, 900_000]);
    await beats(house, 4);
    expect(await flowing(house)).toEqual([0, 0, 0]);
  });

  test('keeps to the third step while it saves data, at once and until it no longer does', async () => {
    const house = await open();
    const { teacher, one } = await lesson(house);
    house.engine.estimate(space, idOf(one), 3_000_000);
    const save = async (on: boolean) => {
      must(await teacher.ask('saving.set', { ...here, roomId: nth.room(1), on }, house.newId()));
      await beats(house, 3);
    };
    await beats(house, 3);
    await save(true);
    expect(await flowing(house)).toEqual([0, 0, 0]);
    expect(told(one).at(-1)).toEqual({ ...here, step: 3, reason: 'saving' });
    await save(false);
    expect(await flowing(house)).toEqual([2, 2, 0]);
  });

  test('switches its own data saving from its own remote, and no other room’s', async () => {
    const house = await open();
    const { one } = await lesson(house);
    const save = (roomId: typeof own) => one.ask('saving.set', { ...here, roomId, on: true }, house.newId());
    const own = nth.room(1);
    house.engine.estimate(space, idOf(one), 3_000_000);
    await beats(house, 3);
    expect(await save(nth.room(2))).toMatchObject({ ok: false, error: { code: 'NOT_FOUND' } });
    must(await save(own));
    await beats(house, 3);
    expect(await flowing(house)).toEqual([0, 0, 0]);
  });

  test('is on the lowest step while nothing reaches it, and climbs anew from what new transports find', async () => {
    const house = await open();
    const { one } = await lesson(house);
    house.engine.estimate(space, idOf(one), 3_000_000);
    await beats(house, 4);
    house.engine.setConnected(space, idOf(one), { direction: 'receive', connected: false });
    await beats(house, 3);
    expect(told(one).at(-1)).toEqual({ ...here, step: 0, reason: 'line' });
    house.engine.failSpace(space, 'died');
    await beats(house, 1);
    expect(house.sessions.reader.ladderOf(idOf(one))?.step).toBe(0);
    one.drop();
    await house.quiet();
    await beats(house, 1);
    expect(house.sessions.reader.ladderOf(idOf(one))).toBeNull();
  });

  test('what is given to it later is kept to its step before it flows', async () => {
    const house = await open();
    const { one, teacher, rtpCapabilities } = await lesson(house);
    house.engine.estimate(space, idOf(one), 100_000);
    await beats(house, 6);
    const again = { ...here, source: 'camera', rtpParameters: cameraParameters } as const;
    const { streamId } = must(await teacher.ask('media.publish', again));
    await house.quiet();
    const asked = { ...here, rtpCapabilities, streamIds: [streamId] };
    const [consumer] = must(await one.ask('media.receive', asked)).consumers;
    if (consumer === undefined) throw new Error('nothing was given');
    const wish = { consumerId: consumer.consumerId, paused: false };
    must(await one.ask('media.steer', { ...here, wishes: [wish] }));
    const sample = (await house.engine.sample(space)).find((each) => each.streamId === streamId);
    expect(sample).toMatchObject({ paused: true, currentLayer: null });
  });
});

test('a layer that no screen takes is not asked of the lecturer, and asked again at once when one does', async () => {
  const house = await open();
  const { teacher, one, wishes } = await lesson(house);
  const [camera] = wishes;
  if (camera === undefined) throw new Error('nothing was given');
  const asked = () =>
    teacher.told.flatMap(({ name, body }) =>
      name === 'layers.wanted' ? [(body as { topLayer: number }).topLayer] : [],
    );
  const wish = async (maxLayer: number) =>
    must(await one.ask('media.steer', { ...here, wishes: [{ ...camera, maxLayer }] }));
  await beats(house, 15);
  expect(asked()).toEqual([]);
  await wish(0);
  await beats(house, 8);
  expect(asked()).toEqual([]);
  await beats(house, 4);
  expect(asked()).toEqual([0]);
  await wish(1);
  await beats(house, 1);
  expect(asked()).toEqual([0, 1]);
});

test('a layer that only a player takes is asked of the lecturer as long as it plays', async () => {
  const house = await open();
  const { teacher, one, wishes, streamIds } = await lesson(house);
  const asked = () => teacher.told.filter(({ name }) => name === 'layers.wanted').length;
  const codecs = [{ mimeType: 'video/VP8', payloadType: 97 }] as const;
  const { outletId } = must(await house.engine.openOutlet(space, { codecs, dtlsParameters: dtls }));
  must(await house.engine.playOutlet(space, outletId, streamIds.slice(0, 1)));
  const only = wishes.map((wish) => ({ ...wish, maxLayer: 0 })).slice(0, 1);
  must(await one.ask('media.steer', { ...here, wishes: only }));
  await beats(house, 30);
  expect(asked()).toBe(0);
  await house.engine.closeOutlet(space, outletId);
  await beats(house, 12);
  expect(asked()).toBe(1);
});
