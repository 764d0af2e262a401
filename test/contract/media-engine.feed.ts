import { createSocket } from 'node:dgram';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import type { EngineEvent, FeedRequest, MediaEngine, Participant, SpaceId } from '../../sfu/index.ts';
import {
  type EngineUnderTest,
  granted,
  newParticipantId,
  newSpaceId,
  participant,
  receiverOf,
} from './media-engine.input.ts';

const refused = (code: string) => ({ ok: false, error: { code } });

/** A recording host 录播主机: a stream that comes from a process on this machine. */
export function whenFed(open: () => Promise<EngineUnderTest>): void {
  let engine: MediaEngine;
  let spaceId: SpaceId;
  let host: Participant;
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
    granted(await engine.openSpace(spaceId));
    host = participant('camera', 'voice');
    granted(await engine.admit(spaceId, host));
  });
  afterEach(async () => {
    stopListening();
    await engine.closeSpace(spaceId, 'requested');
  });

  const feed = (given: Partial<FeedRequest> = {}) =>
    engine.feed(spaceId, { participantId: host.participantId, source: 'camera', codec: 'h264', ...given });
  const closed = () =>
    events.flatMap((event) => (event.type === 'stream.closed' ? [[event.streamId, event.reason]] : []));

  it('ME-40 refuses what is unknown, not allowed, or of another kind', async () => {
    const asked = { participantId: host.participantId, source: 'camera', codec: 'h264' } as const;
    expect(await engine.feed(newSpaceId(), asked)).toEqual(refused('NOT_FOUND'));
    expect(await feed({ participantId: newParticipantId() })).toEqual(refused('NOT_FOUND'));
    expect(await feed({ source: 'content' })).toEqual(refused('STREAM_REFUSED'));
    expect(await feed({ codec: 'opus' })).toMatchObject({ error: { code: 'BAD_REQUEST' } });
    expect(await feed({ source: 'voice' })).toMatchObject({ error: { code: 'BAD_REQUEST' } });
    expect(closed()).toEqual([]);
  });

  it('ME-41 opens a port on loopback, and its stream is received like any other', async () => {
    const router = granted(await engine.openSpace(spaceId)).rtpCapabilities;
    const room = participant();
    granted(await engine.admit(spaceId, room));
    const [camera, voice] = [granted(await feed()), granted(await feed({ source: 'voice', codec: 'opus' }))];
    expect([camera.ip, voice.ip]).toEqual(['127.0.0.1', '127.0.0.1']);
    expect(camera.port).toBeGreaterThan(1023);
    expect(camera.ssrc).not.toBe(voice.ssrc);
    const { consumers, refused: left } = granted(
      await engine.receive(spaceId, {
        participantId: room.participantId,
        rtpCapabilities: receiverOf(router),
        streamIds: [camera.streamId, voice.streamId],
      }),
    );
    expect(left).toEqual([]);
    expect(consumers.map(({ rtpParameters }) => rtpParameters.codecs[0]?.mimeType)).toEqual([
      'video/H264',
      'audio/opus',
    ]);
  });

  it('ME-43 a compatible one stands beside its picture, and goes to who cannot decode that', async () => {
    const router = granted(await engine.openSpace(spaceId)).rtpCapabilities;
    const room = participant();
    granted(await engine.admit(spaceId, room));
    const camera = granted(await feed());
    const again = granted(await feed({ codec: 'vp8', compatible: true }));
    expect(closed()).toEqual([]);
    const { codecs = [], ...rest } = receiverOf(router);
    const rtpCapabilities = { ...rest, codecs: codecs.filter(({ mimeType }) => !/h264/i.test(mimeType)) };
    const { participantId } = room;
    const streamIds = [camera.streamId, again.streamId];
    const received = granted(await engine.receive(spaceId, { participantId, rtpCapabilities, streamIds }));
    expect(received.refused).toEqual([{ streamId: camera.streamId, code: 'CODEC_UNSUPPORTED' }]);
    expect(received.consumers.map(({ rtpParameters }) => rtpParameters.codecs[0]?.mimeType)).toEqual([
      'video/VP8',
    ]);
    const second = granted(await feed({ codec: 'vp8', compatible: true }));
    expect(closed()).toEqual([[again.streamId, 'replaced']]);
    expect(second.streamId).not.toBe(camera.streamId);
  });

  it('ME-42 a second feed of a source replaces the first; leaving ends it and lets go of its port', async () => {
    const first = granted(await feed());
    const second = granted(await feed());
    expect(closed()).toEqual([[first.streamId, 'replaced']]);
    await engine.expel(spaceId, host.participantId, 'left');
    expect(closed()).toEqual([
      [first.streamId, 'replaced'],
      [second.streamId, 'left'],
    ]);
    await untilFree(second.port);
    expect(await feed()).toEqual(refused('NOT_FOUND'));
  });
}

/** Resolves once the port can be taken; the test's own limit ends the wait. */
async function untilFree(port: number): Promise<void> {
  for (;;) {
    const socket = createSocket('udp4');
    const taken = await new Promise<boolean>((resolve) => {
      socket.once('error', () => resolve(true));
      socket.bind(port, '127.0.0.1', () => resolve(false));
    });
    socket.close();
    if (!taken) return;
  }
}
