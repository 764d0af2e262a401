import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import type { EngineEvent, MediaEngine, Participant, SpaceId, TapId } from '../../sfu/index.ts';
import type { StreamId } from '../../shared/kernel/ids.ts';
import {
  cameraH264,
  type EngineUnderTest,
  granted,
  newSpaceId,
  participant,
  unknownStream,
  voiceOpus,
} from './media-engine.input.ts';

const refused = (code: string) => ({ ok: false, error: { code } });
const nowhere = 'no tap' as TapId;

/** A recorder: a process on this machine that a stream goes to. */
export function whenTapped(open: () => Promise<EngineUnderTest>): void {
  let engine: MediaEngine;
  let spaceId: SpaceId;
  let teacher: Participant;
  let events: EngineEvent[];
  let stopListening: () => void;
  let sockets: Socket[];

  beforeAll(async () => {
    engine = (await open()).engine;
  });
  afterAll(() => engine.close());
  beforeEach(async () => {
    spaceId = newSpaceId();
    [events, sockets] = [[], []];
    stopListening = engine.listen((event) => events.push(event));
    granted(await engine.openSpace(spaceId));
    teacher = participant('camera', 'content', 'voice');
    granted(await engine.admit(spaceId, teacher));
  });
  afterEach(async () => {
    stopListening();
    await engine.closeSpace(spaceId, 'requested');
    for (const socket of sockets) socket.close();
  });

  const publish = async (source: 'camera' | 'voice') => {
    const { participantId } = teacher;
    const rtpParameters = source === 'camera' ? cameraH264() : voiceOpus();
    return granted(await engine.publish(spaceId, { participantId, source, rtpParameters }));
  };
  const tap = (streamId: StreamId, port = 50_002) =>
    engine.tap(spaceId, { streamId, port, rtcpPort: port + 1 });
  const socket = async (): Promise<Socket> => {
    const made = createSocket('udp4');
    sockets.push(made);
    made.bind(0, '127.0.0.1');
    await once(made, 'listening');
    return made;
  };
  const told = (type: 'tap.started' | 'tap.closed') =>
    events.flatMap((event) => (event.type === type ? [event.tapId] : []));

  it('ME-50 refuses what is unknown; what is gone is gone quietly', async () => {
    const asked = { streamId: unknownStream(), port: 50_002, rtcpPort: 50_003 };
    expect(await engine.tap(newSpaceId(), asked)).toEqual(refused('NOT_FOUND'));
    expect(await engine.tap(spaceId, asked)).toEqual(refused('NOT_FOUND'));
    expect(await engine.resumeTap(spaceId, nowhere)).toEqual(refused('NOT_FOUND'));
    expect(await engine.resumeTap(newSpaceId(), nowhere)).toEqual(refused('NOT_FOUND'));
    await engine.requestKeyFrame(spaceId, nowhere);
    await engine.untap(spaceId, nowhere);
    await engine.untap(newSpaceId(), nowhere);
    expect(engine.taps(newSpaceId())).toEqual([]);
  });

  it('ME-51 describes a stream as a recorder needs it: one codec, one source, no retransmissions', async () => {
    const [camera, voice] = [await publish('camera'), await publish('voice')];
    const [picture, sound] = [granted(await tap(camera)), granted(await tap(voice))];
    expect(picture).toMatchObject({
      mimeType: 'video/H264',
      clockRate: 90_000,
      channels: null,
      parameters: { 'packetization-mode': 1 },
    });
    expect(sound).toMatchObject({ mimeType: 'audio/opus', clockRate: 48_000, channels: 2 });
    expect(picture.payloadType).toBeGreaterThan(95);
    expect(picture.ssrc).toBeGreaterThan(0);
    expect(engine.taps(spaceId)).toEqual([
      { tapId: picture.tapId, streamId: camera, paused: true, mayLayer: 2, layerCount: 3 },
      { tapId: sound.tapId, streamId: voice, paused: true, mayLayer: 0, layerCount: 1 },
    ]);
  });

  it('ME-54 a tap of the smallest picture asks for no larger one', async () => {
    const camera = await publish('camera');
    const asked = { streamId: camera, port: 50_004, rtcpPort: 50_005, smallest: true };
    const { tapId } = granted(await engine.tap(spaceId, asked));
    expect(engine.taps(spaceId)).toEqual([
      { tapId, streamId: camera, paused: true, mayLayer: 0, layerCount: 3 },
    ]);
  });

  it('ME-52 a tap ends with its stream and says so; one that was closed says nothing', async () => {
    const camera = await publish('camera');
    const [first, second] = [granted(await tap(camera)), granted(await tap(camera))];
    await engine.untap(spaceId, first.tapId);
    await engine.untap(spaceId, first.tapId);
    await engine.unpublish(spaceId, camera, 'requested');
    expect(told('tap.closed')).toEqual([second.tapId]);
    expect(engine.taps(spaceId)).toEqual([]);
    expect(await engine.resumeTap(spaceId, second.tapId)).toEqual(refused('NOT_FOUND'));
    const voice = granted(await tap(await publish('voice')));
    await engine.closeSpace(spaceId, 'session-ended');
    expect(told('tap.closed')).toEqual([second.tapId, voice.tapId]);
  });

  it('ME-53 nothing leaves before it is resumed; its first packet is told of once', async () => {
    const host = participant('voice');
    granted(await engine.admit(spaceId, host));
    const fed = granted(
      await engine.feed(spaceId, { participantId: host.participantId, source: 'voice', codec: 'opus' }),
    );
    const [sender, receiver] = [await socket(), await socket()];
    const { port } = receiver.address();
    const opened = granted(await tap(fed.streamId, port));
    const begun = new Promise<void>((resolve) =>
      engine.listen((event) => {
        if (event.type === 'tap.started') resolve();
      }),
    );
    let seq = 0;
    const speak = (): void => sender.send(opusPacket(fed, seq++), fed.port, fed.ip);
    speak();
    expect(told('tap.started')).toEqual([]);
    granted(await engine.resumeTap(spaceId, opened.tapId));
    expect(engine.taps(spaceId)[0]?.paused).toBe(false);
    // Datagrams may be lost anywhere: it speaks until it is heard.
    const speaking = setInterval(speak, 5);
    await begun;
    for (let n = 0; n < 5; n++) speak();
    clearInterval(speaking);
    expect(told('tap.started')).toEqual([opened.tapId]);
  });
}

/** Twenty milliseconds of silence. */
function opusPacket(
  { payloadType, ssrc }: { readonly payloadType: number; readonly ssrc: number },
  seq: number,
): Buffer {
  const packet = Buffer.alloc(15);
  packet.writeUInt8(0x80, 0);
  packet.writeUInt8(payloadType, 1);
  packet.writeUInt16BE(seq, 2);
  packet.writeUInt32BE(seq * 960, 4);
  packet.writeUInt32BE(ssrc, 8);
  packet.set([0xf8, 0xff, 0xfe], 12);
  return packet;
}
