import { expect, it } from 'vitest';
import { connectionId, uuidV7 } from '../../shared/kernel/ids.ts';
import type { Result } from '../../shared/kernel/result.ts';
import type { RtpParameters } from '../../shared/media.ts';
import type { EngineEvent, ParticipantId, SpaceId } from '../types.ts';
import { FakeMediaEngine } from './fake-engine.ts';

const id = (n: number): string => uuidV7(n, new Uint8Array(10));
const spaceId = id(1) as SpaceId;
const teacherId: ParticipantId = connectionId.parse(id(2));
const roomId: ParticipantId = connectionId.parse(id(3));
const camera: RtpParameters = {
  codecs: [{ mimeType: 'video/VP8', payloadType: 96, clockRate: 90_000 }],
  encodings: [{ rid: 'l' }, { rid: 'm' }, { rid: 'h' }],
};

function got<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.error.code);
  return result.value;
}

/** A teacher's camera on its way to one room, flowing. */
async function lesson() {
  const engine = new FakeMediaEngine();
  const events: EngineEvent[] = [];
  const { rtpCapabilities } = got(await engine.openSpace(spaceId));
  await engine.admit(spaceId, { participantId: teacherId, maySend: ['camera'] });
  await engine.admit(spaceId, { participantId: roomId, maySend: [] });
  const request = { participantId: teacherId, source: 'camera', rtpParameters: camera } as const;
  const streamId = got(await engine.publish(spaceId, request));
  const asked = { participantId: roomId, rtpCapabilities, streamIds: [streamId] };
  const consumerId = got(await engine.receive(spaceId, asked)).consumers[0]?.consumerId;
  if (consumerId === undefined) throw new Error('no consumer');
  await engine.steer(spaceId, roomId, [{ consumerId, paused: false }]);
  engine.listen((event) => events.push(event));
  return { engine, events, streamId, consumerId };
}

it('throws when a test names what is not there', async () => {
  const { engine, consumerId } = await lesson();
  const nowhere = id(9) as SpaceId;
  expect(() => engine.failSpace(nowhere, 'died')).toThrow();
  expect(() => engine.forceLayer(nowhere, consumerId, 0)).toThrow();
  const line = { direction: 'send', connected: true } as const;
  expect(() => engine.setConnected(spaceId, connectionId.parse(id(9)), line)).toThrow();
});

it('gives the same ids in every run', async () => {
  const [first, second] = [await lesson(), await lesson()];
  expect([first.streamId, first.consumerId]).toEqual([second.streamId, second.consumerId]);
  expect(first.engine.inspect(spaceId)).toEqual(second.engine.inspect(spaceId));
});

it('lets a line drop and come back, telling each once', async () => {
  const { engine, events } = await lesson();
  for (const connected of [true, true, false, false, true]) {
    engine.setConnected(spaceId, roomId, { direction: 'receive', connected });
  }
  expect(events.map((event) => event.type === 'transport.changed' && event.connected)).toEqual([
    true,
    false,
    true,
  ]);
});

it('lets the line decide the layer, then the wish again', async () => {
  const { engine, events, consumerId } = await lesson();
  engine.forceLayer(spaceId, consumerId, 0);
  engine.report(spaceId, consumerId, { lossRatio: 0.05, rttMs: 200 });
  const [sample] = await engine.sample(spaceId);
  expect(sample).toMatchObject({ currentLayer: 0, bitrateBps: 150_000, lossRatio: 0.05, rttMs: 200 });
  engine.forceLayer(spaceId, consumerId, null);
  engine.forceLayer(spaceId, consumerId, undefined);
  await engine.steer(spaceId, roomId, [{ consumerId, paused: false, maxLayer: 1 }]);
  expect(events.map((event) => event.type === 'layer.changed' && event.layer)).toEqual([0, null, 2, 1]);
});

it('has no worker while it is said to be unavailable', async () => {
  const { engine } = await lesson();
  engine.failSpace(spaceId, 'hung');
  engine.setAvailable(false);
  expect(await engine.openSpace(spaceId)).toEqual({ ok: false, error: { code: 'MEDIA_UNAVAILABLE' } });
  engine.setAvailable(true);
  expect((await engine.openSpace(spaceId)).ok).toBe(true);
});
