import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ConsumerCeiling, EngineEvent, MediaEngine, Participant, SpaceId } from '../../sfu/index.ts';
import { consumerOptions, type RtpCapabilities, transportOptions } from '../../shared/media.ts';
import { whenFed } from './media-engine.feed.ts';
import {
  cameraH264,
  contentVp8,
  dtls,
  type EngineUnderTest,
  granted,
  newParticipantId,
  newSpaceId,
  participant,
  receiverOf,
  unknownCodec,
  unknownConsumer,
  unknownStream,
  voiceOpus,
} from './media-engine.input.ts';
import { whenPlayed } from './media-engine.outlet.ts';
import { whenTapped } from './media-engine.tap.ts';

/** What every engine behind the door must do; `open` gives a fresh one. */
export function mediaEngineContract(open: () => Promise<EngineUnderTest>): void {
  describe('in a space', () => inSpace(open));
  describe('fed by a process', () => whenFed(open));
  describe('tapped by a process', () => whenTapped(open));
  describe('played by a player with numbers of its own', () => whenPlayed(open));
  describe('when workers fail', () => whenWorkersFail(open));
}

const refused = (code: string) => ({ ok: false, error: { code } });

function inSpace(open: () => Promise<EngineUnderTest>): void {
  let engine: MediaEngine;
  let spaceId: SpaceId;
  let router: RtpCapabilities;
  let teacher: Participant;
  let room: Participant;
  let events: EngineEvent[];
  let stopListening: () => void;

  beforeAll(async () => {
    engine = (await open()).engine;
  });
  afterAll(() => engine.close());
  beforeEach(async () => {
    spaceId = newSpaceId();
    events = [];
    stopListening = engine.listen((event) => events.push(event));
    router = granted(await engine.openSpace(spaceId)).rtpCapabilities;
    teacher = participant('camera', 'content', 'voice');
    room = participant();
    granted(await engine.admit(spaceId, teacher));
    granted(await engine.admit(spaceId, room));
  });
  afterEach(async () => {
    stopListening();
    await engine.closeSpace(spaceId, 'requested');
  });

  const publish = async (source: 'camera' | 'content' | 'voice', rtpParameters = made(source)) =>
    engine.publish(spaceId, { participantId: teacher.participantId, source, rtpParameters });
  const receive = (...streamIds: Parameters<MediaEngine['receive']>[1]['streamIds'][number][]) =>
    engine.receive(spaceId, {
      participantId: room.participantId,
      rtpCapabilities: receiverOf(router),
      streamIds,
    });
  const closed = () =>
    events.flatMap((event) => (event.type === 'stream.closed' ? [[event.streamId, event.reason]] : []));

  it('ME-01 opening an open space finds it, with what is in it', async () => {
    const streamId = granted(await publish('voice'));
    expect(granted(await engine.openSpace(spaceId)).rtpCapabilities).toEqual(router);
    expect(granted(await receive(streamId)).refused).toEqual([]);
  });

  it('ME-02 offers Opus with FEC and NACK, two levels of H.264, VP8, and no abs-capture-time', () => {
    const codecs = router.codecs ?? [];
    const opus = codecs.find(({ mimeType }) => mimeType === 'audio/opus');
    expect(opus?.parameters).toMatchObject({ useinbandfec: 1 });
    expect(opus?.rtcpFeedback?.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['nack', 'transport-cc']),
    );
    const h264 = codecs
      .filter(({ mimeType }) => mimeType === 'video/H264')
      .map(({ parameters }) => parameters);
    expect(h264.map((each) => each?.['profile-level-id'])).toEqual(['42e01f', '42e028']);
    expect(
      h264.every((each) => each?.['packetization-mode'] === 1 && each['level-asymmetry-allowed'] === 1),
    ).toBe(true);
    expect(codecs.some(({ mimeType }) => mimeType === 'video/VP8')).toBe(true);
    expect(JSON.stringify(router.headerExtensions)).not.toContain('abs-capture-time');
  });

  it('ME-03 admitting gives two transports, reachable by UDP first and TCP', async () => {
    const { send, receive } = granted(await engine.admit(spaceId, participant()));
    expect(send.id).not.toBe(receive.id);
    for (const options of [send, receive]) {
      expect(transportOptions.parse(options)).toEqual(options);
      const byPriority = [...options.iceCandidates].sort((a, b) => b.priority - a.priority);
      expect(byPriority.map(({ protocol }) => protocol)).toEqual(['udp', 'tcp']);
    }
  });

  it('ME-04 admitting again replaces transports, streams and rights', async () => {
    const streamId = granted(await publish('camera'));
    const again = granted(await engine.admit(spaceId, { ...teacher, maySend: ['voice'] }));
    expect(again.send.id).toBeTruthy();
    expect(closed()).toEqual([[streamId, 'replaced']]);
    expect(await publish('camera')).toEqual(refused('STREAM_REFUSED'));
    expect((await publish('voice')).ok).toBe(true);
  });

  it('ME-04b rights change on the spot: what may no longer be sent ends, what may now is taken', async () => {
    const [camera, voice] = [granted(await publish('camera')), granted(await publish('voice'))];
    granted(await engine.allow(spaceId, teacher.participantId, ['camera', 'content']));
    expect(closed()).toEqual([[voice, 'removed']]);
    expect(await publish('voice')).toEqual(refused('STREAM_REFUSED'));
    expect((await publish('content')).ok).toBe(true);
    granted(await engine.allow(spaceId, teacher.participantId, ['voice']));
    expect(closed().map(([streamId]) => streamId)).toContain(camera);
    expect((await publish('voice')).ok).toBe(true);
    expect(await engine.allow(spaceId, participant().participantId, [])).toEqual(refused('NOT_FOUND'));
  });

  it('ME-04c what goes to one listener alone is sound with a right of its own beside the voice', async () => {
    const { participantId } = teacher;
    const line = () => engine.publish(spaceId, { participantId, source: 'line', rtpParameters: voiceOpus() });
    expect(await line()).toEqual(refused('STREAM_REFUSED'));
    const voice = granted(await publish('voice'));
    granted(await engine.allow(spaceId, participantId, ['voice', 'line']));
    const picture = { participantId, source: 'line', rtpParameters: cameraH264() } as const;
    expect(await engine.publish(spaceId, picture)).toMatchObject({ error: { code: 'BAD_REQUEST' } });
    const own = granted(await line());
    expect(closed()).toEqual([]);
    expect(granted(await receive(own, voice)).consumers.map(({ kind }) => kind)).toEqual(['audio', 'audio']);
    granted(await engine.allow(spaceId, participantId, ['line']));
    expect(closed()).toEqual([[voice, 'removed']]);
    granted(await engine.allow(spaceId, participantId, []));
    expect(closed()).toContainEqual([own, 'removed']);
    expect(await engine.sample(spaceId)).toEqual([]);
  });

  it('ME-05 expelling closes streams and tells why; again it does nothing', async () => {
    const streams = [granted(await publish('camera')), granted(await publish('voice'))];
    granted(await receive(...streams));
    await engine.expel(spaceId, teacher.participantId, 'left');
    await engine.expel(spaceId, teacher.participantId, 'removed');
    expect(closed()).toEqual(streams.map((streamId) => [streamId, 'left']));
    expect(await engine.sample(spaceId)).toEqual([]);
    expect(await publish('voice')).toEqual(refused('NOT_FOUND'));
  });

  it('ME-06 what is unknown is NOT_FOUND, and ending it is nothing', async () => {
    const { participantId } = room;
    const nobody = newParticipantId();
    const nowhere = newSpaceId();
    const rtpCapabilities = receiverOf(router);
    const half = { direction: 'send', dtlsParameters: dtls } as const;
    for (const [space, who] of [[nowhere, participantId] as const, [spaceId, nobody] as const]) {
      const asked = { participantId: who, source: 'voice', rtpParameters: voiceOpus() } as const;
      expect(await engine.connect(space, who, half)).toEqual(refused('NOT_FOUND'));
      expect(await engine.restartIce(space, who, 'send')).toEqual(refused('NOT_FOUND'));
      expect(await engine.publish(space, asked)).toEqual(refused('NOT_FOUND'));
      expect(await engine.receive(space, { participantId: who, rtpCapabilities, streamIds: [] })).toEqual(
        refused('NOT_FOUND'),
      );
      expect(await engine.steer(space, who, [])).toEqual(refused('NOT_FOUND'));
      await engine.expel(space, who, 'left');
    }
    expect(await engine.admit(nowhere, room)).toEqual(refused('NOT_FOUND'));
    expect(await engine.sample(nowhere)).toEqual([]);
    await engine.unpublish(spaceId, unknownStream(), 'requested');
    await engine.unpublish(nowhere, unknownStream(), 'requested');
    await engine.closeSpace(nowhere, 'requested');
    expect(events).toEqual([]);
  });

  it('ME-07 bad dtlsParameters are refused and a right try still works; a second is INVALID_STATE', async () => {
    const { participantId } = room;
    const bad = [{}, { fingerprints: [] }, { fingerprints: [{ algorithm: 'md5', value: 'AB' }] }, null];
    for (const dtlsParameters of bad) {
      const half = { direction: 'receive', dtlsParameters: dtlsParameters as never } as const;
      expect(await engine.connect(spaceId, participantId, half)).toMatchObject(refused('BAD_REQUEST'));
    }
    const half = { direction: 'receive', dtlsParameters: dtls } as const;
    expect(await engine.connect(spaceId, participantId, half)).toEqual({ ok: true, value: undefined });
    expect(await engine.connect(spaceId, participantId, half)).toEqual(refused('INVALID_STATE'));
  });

  it('ME-08 restarting ICE gives new credentials for that transport', async () => {
    const before = granted(await engine.admit(spaceId, room)).receive.iceParameters;
    const after = granted(await engine.restartIce(spaceId, room.participantId, 'receive'));
    expect(after.usernameFragment).not.toBe(before.usernameFragment);
    expect(after.password).not.toBe(before.password);
  });

  it('ME-09 publishing without the right is refused where packets flow', async () => {
    const { participantId } = room;
    const request = { participantId, source: 'camera', rtpParameters: cameraH264() } as const;
    expect(await engine.publish(spaceId, request)).toEqual(refused('STREAM_REFUSED'));
  });

  it('ME-10 publishing what makes no sense is refused, and the stream before it goes on', async () => {
    const streamId = granted(await publish('camera'));
    const { codecs } = cameraH264();
    const bad = [
      [voiceOpus(), 'BAD_REQUEST'],
      [{ codecs, encodings: [] }, 'BAD_REQUEST'],
      [{ codecs }, 'BAD_REQUEST'],
      [{ codecs: [], encodings: [{ ssrc: 1 }] }, 'BAD_REQUEST'],
      [{ codecs: codecs.slice(1), encodings: [{ ssrc: 1 }] }, 'BAD_REQUEST'],
      [unknownCodec(), 'CODEC_UNSUPPORTED'],
      [null, 'BAD_REQUEST'],
    ] as const;
    for (const [rtpParameters, code] of bad) {
      expect(await publish('camera', rtpParameters as never)).toMatchObject(refused(code));
    }
    expect(closed()).toEqual([]);
    expect(granted(await receive(streamId)).consumers).toHaveLength(1);
  });

  it('ME-11 a second publish of a source replaces the first, also when both come at once', async () => {
    const first = granted(await publish('camera'));
    const second = granted(await publish('camera', contentVp8()));
    expect(closed()).toEqual([[first, 'replaced']]);
    const [third, fourth] = await Promise.all([publish('camera'), publish('camera')]);
    expect(closed()).toEqual([first, second, granted(third)].map((streamId) => [streamId, 'replaced']));
    const answer = granted(await receive(first, second, granted(third), granted(fourth)));
    expect(answer.consumers.map(({ streamId }) => streamId)).toEqual([granted(fourth)]);
  });

  it('ME-11b a compatible stream stands beside the main one of its source, and only another compatible one replaces it', async () => {
    const { participantId } = teacher;
    const compatible = (rtpParameters = contentVp8()) =>
      engine.publish(spaceId, { participantId, source: 'camera', rtpParameters, compatible: true });
    const main = granted(await publish('camera'));
    expect(await compatible(unknownCodec())).toEqual(refused('CODEC_UNSUPPORTED'));
    const first = granted(await compatible());
    const second = granted(await compatible());
    expect(closed()).toEqual([[first, 'replaced']]);
    const old = receiverOf(router, /h264/i);
    const request = { participantId: room.participantId, rtpCapabilities: old, streamIds: [main, second] };
    const { consumers, refused: missed } = granted(await engine.receive(spaceId, request));
    expect(consumers.map(({ streamId }) => streamId)).toEqual([second]);
    expect(missed).toEqual([{ streamId: main, code: 'CODEC_UNSUPPORTED' }]);
    // The fall from H.264 to VP8 replaces the main stream and leaves the other one alone.
    const fallen = granted(await publish('camera', contentVp8()));
    expect(closed()).toEqual([
      [first, 'replaced'],
      [main, 'replaced'],
    ]);
    granted(await engine.allow(spaceId, participantId, ['voice']));
    expect(closed().slice(2).sort()).toEqual(
      [
        [second, 'removed'],
        [fallen, 'removed'],
      ].sort(),
    );
    expect(await compatible()).toEqual(refused('STREAM_REFUSED'));
  });

  it('ME-12 receiving makes a batch of paused consumers and names what it leaves out', async () => {
    const streams = [
      granted(await publish('camera')),
      granted(await publish('voice')),
      granted(await publish('content', contentVp8())),
    ];
    const gone = unknownStream();
    const rtpCapabilities = receiverOf(router, /vp8/i);
    const { participantId } = room;
    const answer = granted(
      await engine.receive(spaceId, { participantId, rtpCapabilities, streamIds: [gone, ...streams] }),
    );
    expect(answer.consumers.map(({ streamId, kind }) => [streamId, kind])).toEqual([
      [streams[0], 'video'],
      [streams[1], 'audio'],
    ]);
    expect(answer.refused).toEqual([
      { streamId: gone, code: 'NOT_FOUND' },
      { streamId: streams[2], code: 'CODEC_UNSUPPORTED' },
    ]);
    for (const each of answer.consumers) consumerOptions.parse(each);
    const samples = await engine.sample(spaceId);
    expect(samples).toHaveLength(2);
    for (const sample of samples)
      expect(sample).toMatchObject({ paused: true, currentLayer: null, bitrateBps: 0, participantId });
  });

  it('ME-13 receiving again gives the same consumers, also when both come at once', async () => {
    const streamId = granted(await publish('camera'));
    const [first, second] = await Promise.all([receive(streamId), receive(streamId, streamId)]);
    expect(granted(second)).toEqual(granted(first));
    expect(granted(await receive(streamId))).toEqual(granted(first));
    expect(await engine.sample(spaceId)).toHaveLength(1);
  });

  it('ME-14 receivers’ capabilities that make no sense are refused', async () => {
    const streamIds = [granted(await publish('camera'))];
    const { participantId } = room;
    for (const rtpCapabilities of [
      null,
      { codecs: 'all' },
      { codecs: [{ kind: 'video', mimeType: 'x', clockRate: 1 }] },
    ]) {
      const request = { participantId, rtpCapabilities: rtpCapabilities as never, streamIds };
      expect(await engine.receive(spaceId, request)).toMatchObject(refused('BAD_REQUEST'));
    }
    const none = granted(await engine.receive(spaceId, { participantId, rtpCapabilities: {}, streamIds }));
    expect(none).toEqual({ consumers: [], refused: [{ streamId: streamIds[0], code: 'CODEC_UNSUPPORTED' }] });
  });

  it('ME-15 sound goes out with NACK and FEC, pictures without abs-capture-time', async () => {
    const answer = granted(await receive(granted(await publish('voice')), granted(await publish('camera'))));
    const [voice, camera] = answer.consumers.map(({ rtpParameters }) => JSON.stringify(rtpParameters));
    expect(voice).toMatch(/"type":"nack"/);
    expect(voice).toMatch(/"useinbandfec":1/);
    expect(camera).toMatch(/"scalabilityMode":"L3T\d"/);
    expect(camera).not.toContain('abs-capture-time');
  });

  it('ME-16 steering pauses and resumes, ignores what is unknown or another’s, and refuses nonsense', async () => {
    const streamId = granted(await publish('camera'));
    const [mine] = granted(await receive(streamId)).consumers;
    if (mine === undefined) throw new Error('no consumer');
    const { consumerId } = mine;
    const paused = async () => (await engine.sample(spaceId)).map((sample) => sample.paused);
    const steer = (who: Participant, ...wishes: Parameters<MediaEngine['steer']>[2][number][]) =>
      engine.steer(spaceId, who.participantId, wishes);
    const done = { ok: true, value: undefined };
    expect(await steer(teacher, { consumerId, paused: false })).toEqual(done);
    expect(await paused()).toEqual([true]);
    const unknown = { consumerId: unknownConsumer(), paused: false };
    expect(await steer(room, unknown, { consumerId, paused: false, maxLayer: 3, priority: 255 })).toEqual(
      done,
    );
    expect(await paused()).toEqual([false]);
    expect(await steer(room, { consumerId, paused: true, maxLayer: 0 })).toEqual(done);
    expect(await paused()).toEqual([true]);
    for (const bad of [{ maxLayer: -1 }, { priority: 0 }, { priority: 256 }, { paused: 'no' }]) {
      const wish = { consumerId, paused: true, ...bad } as never;
      expect(await steer(room, wish)).toMatchObject(refused('BAD_REQUEST'));
    }
  });

  it('ME-16b one receives one’s own stream; a consumer that is released is gone, and the stream can be had anew', async () => {
    const streamId = granted(await publish('camera'));
    const want = async () => {
      const { participantId } = teacher;
      const request = { participantId, rtpCapabilities: receiverOf(router), streamIds: [streamId] };
      const [consumer] = granted(await engine.receive(spaceId, request)).consumers;
      if (consumer === undefined) throw new Error('no consumer');
      return consumer;
    };
    const first = await want();
    const { consumerId } = first;
    const release = (who: Participant) =>
      engine.steer(spaceId, who.participantId, [{ consumerId, paused: true, released: true }]);
    granted(await release(room));
    expect(await engine.sample(spaceId)).toHaveLength(1);
    granted(await release(teacher));
    expect(await engine.sample(spaceId)).toEqual([]);
    granted(await release(teacher));
    const second = await want();
    expect(second.consumerId).not.toBe(consumerId);
    // A browser that closed its receiver cannot use the place of the first one again.
    expect(second.rtpParameters['mid']).not.toBe(first.rtpParameters['mid']);
    expect(closed()).toEqual([]);
  });

  it('ME-16c a ceiling keeps a receiver below its wish, and the wish holds again when the ceiling goes', async () => {
    const [camera, voice] = [granted(await publish('camera')), granted(await publish('voice'))];
    const [picture, sound] = granted(await receive(camera, voice)).consumers;
    if (picture === undefined || sound === undefined) throw new Error('no consumers');
    const { participantId } = room;
    const { consumerId } = picture;
    const wish = (...wishes: Parameters<MediaEngine['steer']>[2][number][]) =>
      engine.steer(spaceId, participantId, wishes);
    const limit = (...ceilings: ConsumerCeiling[]) => engine.limit(spaceId, participantId, ceilings);
    const line = () => engine.lines(spaceId).find((each) => each.participantId === participantId);
    const states = () => line()?.consumers.map((each) => [each.paused, each.wish.paused, each.wish.maxLayer]);
    granted(await wish({ consumerId, paused: false }, { consumerId: sound.consumerId, paused: false }));
    granted(await limit({ consumerId, paused: true }, { consumerId: unknownConsumer(), paused: true }));
    expect(states()).toEqual([
      [true, false, null],
      [false, false, null],
    ]);
    // Whatever is wished meanwhile is remembered and does not lift it.
    granted(await wish({ consumerId, paused: false, maxLayer: 1 }));
    expect(states()?.[0]).toEqual([true, false, 1]);
    granted(await limit({ consumerId, paused: false, maxLayer: 0 }));
    expect(states()?.[0]).toEqual([false, false, 1]);
    expect(line()?.consumers.map(({ mayLayer }) => mayLayer)).toEqual([0, 0]);
    granted(await limit());
    expect(states()?.[0]).toEqual([false, false, 1]);
    granted(await wish({ consumerId, paused: true }));
    granted(await limit({ consumerId, paused: false }));
    expect(states()?.[0]).toEqual([true, true, 1]);
    expect((await engine.sample(spaceId)).map(({ paused }) => paused)).toEqual([true, false]);
    expect(line()).toMatchObject({ connected: false, estimateBps: null });
    expect(line()?.consumers.map(({ layerCount }) => layerCount)).toEqual([3, 1]);
    expect(await engine.limit(spaceId, newParticipantId(), [])).toEqual(refused('NOT_FOUND'));
    expect(await engine.limit(newSpaceId(), participantId, [])).toEqual(refused('NOT_FOUND'));
    expect(engine.lines(newSpaceId())).toEqual([]);
  });

  it('ME-16d says of each stream what is sent of every layer, and nothing of streams that are not there', async () => {
    const [camera, voice] = [granted(await publish('camera')), granted(await publish('voice'))];
    const rates = await engine.rates(spaceId, [voice, camera, unknownStream()]);
    expect(Object.fromEntries([...rates].map(([id, { length }]) => [id, length]))).toEqual({
      [camera]: 3,
      [voice]: 1,
    });
    for (const each of [...rates.values()].flat()) expect(each).toBeGreaterThanOrEqual(0);
    expect(await engine.rates(newSpaceId(), [camera])).toEqual(new Map());
  });

  it('ME-17 unpublishing closes the consumers with it, and once', async () => {
    const streamId = granted(await publish('voice'));
    granted(await receive(streamId));
    await engine.unpublish(spaceId, streamId, 'requested');
    await engine.unpublish(spaceId, streamId, 'requested');
    expect(closed()).toEqual([[streamId, 'requested']]);
    expect(await engine.sample(spaceId)).toEqual([]);
    expect(granted(await receive(streamId)).refused).toEqual([{ streamId, code: 'NOT_FOUND' }]);
  });

  it('ME-18 closing a space ends its streams with the reason, and once; it can be opened again, empty', async () => {
    const streamId = granted(await publish('voice'));
    await Promise.all([
      engine.closeSpace(spaceId, 'session-ended'),
      engine.closeSpace(spaceId, 'session-ended'),
    ]);
    expect(closed()).toEqual([[streamId, 'session-ended']]);
    expect(await engine.admit(spaceId, teacher)).toEqual(refused('NOT_FOUND'));
    granted(await engine.openSpace(spaceId));
    expect(await publish('voice')).toEqual(refused('NOT_FOUND'));
  });

  it('ME-19 spaces go to the least loaded worker, never to the standby', async () => {
    const others = [newSpaceId(), newSpaceId(), newSpaceId()];
    for (const other of others) granted(await engine.openSpace(other));
    const { workers } = engine.state();
    expect(workers.filter(({ standby }) => standby)).toHaveLength(1);
    expect(workers.map(({ standby, spaceCount }) => [standby, spaceCount]).sort()).toEqual([
      [false, 2],
      [false, 2],
      [true, 0],
    ]);
    for (const other of others) await engine.closeSpace(other, 'requested');
    expect(engine.state().workers.reduce((sum, { spaceCount }) => sum + spaceCount, 0)).toBe(1);
  });

  it('ME-20 a listener that throws or has stopped does not disturb the others', async () => {
    const heard: EngineEvent[] = [];
    const stops = [
      engine.listen(() => {
        throw new Error('a fault of this listener');
      }),
      engine.listen((event) => heard.push(event)),
    ];
    await engine.unpublish(spaceId, granted(await publish('voice')), 'requested');
    for (const stop of stops) stop();
    await engine.unpublish(spaceId, granted(await publish('voice')), 'requested');
    expect(heard).toHaveLength(1);
    expect(events).toHaveLength(2);
  });
}

const made = (source: 'camera' | 'content' | 'voice') =>
  source === 'voice' ? voiceOpus() : source === 'camera' ? cameraH264() : contentVp8();

function whenWorkersFail(open: () => Promise<EngineUnderTest>): void {
  let under: EngineUnderTest;
  beforeEach(async () => {
    under = await open();
  });
  afterEach(() => under.engine.close());

  const nextFailure = (engine: MediaEngine) =>
    new Promise<EngineEvent & { type: 'space.failed' }>((resolve) => {
      const stop = engine.listen((event) => {
        if (event.type !== 'space.failed') return;
        stop();
        resolve(event);
      });
    });

  it.each([
    ['ME-21', 'died', 1000],
    ['ME-22', 'hung', 3000],
  ] as const)(
    '%s a worker that %s fails its spaces in time, and they open again on another',
    async (_, cause, limitMs) => {
      const { engine, fail } = under;
      const [spaceId, other] = [newSpaceId(), newSpaceId()];
      for (const each of [spaceId, other]) granted(await engine.openSpace(each));
      const teacher = participant('voice');
      granted(await engine.admit(spaceId, teacher));
      const request = {
        participantId: teacher.participantId,
        source: 'voice',
        rtpParameters: voiceOpus(),
      } as const;
      granted(await engine.publish(spaceId, request));
      const events: EngineEvent[] = [];
      engine.listen((event) => events.push(event));
      // Whoever hears of it must be able to go on at once.
      const reopened = nextFailure(engine).then(() => engine.openSpace(spaceId));
      const startedAtMs = performance.now();
      const failed = nextFailure(engine);
      fail(spaceId, cause);
      expect(await failed).toEqual({ type: 'space.failed', spaceId, cause });
      expect(performance.now() - startedAtMs).toBeLessThan(limitMs);
      expect((await reopened).ok).toBe(true);
      expect(await engine.publish(spaceId, request)).toEqual(refused('NOT_FOUND'));
      granted(await engine.admit(spaceId, teacher));
      granted(await engine.publish(spaceId, { ...request, rtpParameters: voiceOpus() }));
      // The failure says it all, and the space on the other worker heard nothing.
      expect(events).toEqual([{ type: 'space.failed', spaceId, cause }]);
      expect((await engine.admit(other, participant())).ok).toBe(true);
    },
  );

  it('ME-23 a request under way when the worker dies is answered, not left hanging', async () => {
    const { engine, fail } = under;
    const spaceId = newSpaceId();
    granted(await engine.openSpace(spaceId));
    const asked = Array.from({ length: 20 }, () => engine.admit(spaceId, participant()));
    fail(spaceId, 'died');
    for (const answer of await Promise.all(asked)) {
      if (!answer.ok)
        expect(['MEDIA_UNAVAILABLE', 'NOT_FOUND', 'INVALID_STATE']).toContain(answer.error.code);
    }
    expect((await engine.openSpace(spaceId)).ok).toBe(true);
  });

  it('ME-24 after closing, twice or not, nothing is left and everything is refused', async () => {
    const { engine } = under;
    const spaceId = newSpaceId();
    granted(await engine.openSpace(spaceId));
    const pids = engine.state().workers.map(({ pid }) => pid);
    expect(pids).toHaveLength(3);
    await Promise.all([engine.close(), engine.close()]);
    expect(pids.filter(isRunning)).toEqual([]);
    expect(engine.state().workers).toEqual([]);
    expect(await engine.openSpace(spaceId)).toEqual(refused('MEDIA_UNAVAILABLE'));
    expect(await engine.sample(spaceId)).toEqual([]);
  });
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ESRCH') return false;
    throw cause;
  }
}
