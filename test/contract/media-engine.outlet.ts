import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import type { MediaEngine, OutletCodec, OutletId, Participant, SpaceId } from '../../sfu/index.ts';
import type { RtpParameters } from '../../shared/media.ts';
import {
  cameraH264,
  contentVp8,
  dtls,
  type EngineUnderTest,
  granted,
  newSpaceId,
  participant,
  unknownStream,
  voiceOpus,
} from './media-engine.input.ts';

const refused = (code: string) => ({ ok: false, error: { code } });
const nowhere = 'no outlet' as OutletId;
/** Numbers as no engine would choose them. */
const codecs: readonly OutletCodec[] = [
  { mimeType: 'audio/opus', payloadType: 63 },
  { mimeType: 'video/H264', payloadType: 109 },
];

/** A player that keeps to numbers of its own. */
export function whenPlayed(open: () => Promise<EngineUnderTest>): void {
  let engine: MediaEngine;
  let spaceId: SpaceId;
  let teacher: Participant;

  beforeAll(async () => {
    engine = (await open()).engine;
  });
  afterAll(() => engine.close());
  beforeEach(async () => {
    spaceId = newSpaceId();
    granted(await engine.openSpace(spaceId));
    teacher = participant('camera', 'content', 'voice');
    granted(await engine.admit(spaceId, teacher));
  });
  afterEach(() => engine.closeSpace(spaceId, 'requested'));

  const publish = async (source: 'camera' | 'content' | 'voice', rtpParameters: RtpParameters) =>
    granted(await engine.publish(spaceId, { participantId: teacher.participantId, source, rtpParameters }));
  const outlet = async () => granted(await engine.openOutlet(spaceId, { codecs, dtlsParameters: dtls }));

  it('ME-60 refuses what is unknown or makes no sense; what is gone is gone quietly', async () => {
    const asked = { codecs, dtlsParameters: dtls };
    expect(await engine.openOutlet(newSpaceId(), asked)).toEqual(refused('NOT_FOUND'));
    const odd = { ...dtls, fingerprints: [{ algorithm: 'sha-256', value: 7 }] } as never;
    expect(await engine.openOutlet(spaceId, { codecs, dtlsParameters: odd })).toMatchObject({
      error: { code: 'BAD_REQUEST' },
    });
    expect(await engine.playOutlet(spaceId, nowhere, [])).toEqual(refused('NOT_FOUND'));
    expect(await engine.playOutlet(newSpaceId(), nowhere, [])).toEqual(refused('NOT_FOUND'));
    expect(await engine.restartOutlet(spaceId, nowhere)).toEqual(refused('NOT_FOUND'));
    await engine.closeOutlet(spaceId, nowhere);
    await engine.closeOutlet(newSpaceId(), nowhere);
    expect(engine.outlets(newSpaceId())).toEqual([]);
  });

  it('ME-61 plays the first voice and the first picture that it can decode, and what is wished later', async () => {
    const [camera, voice] = [await publish('camera', cameraH264()), await publish('voice', voiceOpus())];
    const content = await publish('content', contentVp8());
    const { outletId, transport } = await outlet();
    expect(transport.iceCandidates.length).toBeGreaterThan(0);
    const play = async (...streamIds: (typeof camera)[]) =>
      granted(await engine.playOutlet(spaceId, outletId, streamIds));
    expect(await play(voice, content, camera, unknownStream())).toEqual([voice, camera]);
    expect(await play(voice, camera), 'again').toEqual([voice, camera]);
    const [playing] = engine.outlets(spaceId);
    expect(playing).toMatchObject({ outletId, streamIds: [voice, camera] });
    expect(playing?.consumers, 'in its largest size, until much is missed').toEqual([
      { streamId: voice, paused: false, mayLayer: 0, layerCount: 1 },
      { streamId: camera, paused: false, mayLayer: 2, layerCount: 3 },
    ]);
    expect(await play(camera)).toEqual([camera]);
    await engine.unpublish(spaceId, camera, 'requested');
    expect(engine.outlets(spaceId)).toMatchObject([{ streamIds: [] }]);
    expect(await play(camera, voice)).toEqual([voice]);
  });

  it('ME-62 its line may begin anew, and it ends by itself or with its space', async () => {
    const [first, second] = [await outlet(), await outlet()];
    const restarted = granted(await engine.restartOutlet(spaceId, first.outletId));
    expect(restarted.usernameFragment).not.toBe(first.transport.iceParameters.usernameFragment);
    await engine.closeOutlet(spaceId, first.outletId);
    await engine.closeOutlet(spaceId, first.outletId);
    expect(engine.outlets(spaceId).map(({ outletId }) => outletId)).toEqual([second.outletId]);
    await engine.closeSpace(spaceId, 'session-ended');
    expect(engine.outlets(spaceId)).toEqual([]);
    expect(await engine.playOutlet(spaceId, second.outletId, [])).toEqual(refused('NOT_FOUND'));
  });
}
