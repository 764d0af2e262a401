import { randomBytes } from 'node:crypto';
import type { MediaEngine, Participant, ParticipantId, SpaceId } from '../../sfu/index.ts';
import {
  type ConsumerId,
  connectionId,
  consumerId,
  type StreamId,
  streamId,
  uuidV7,
} from '../../shared/kernel/ids.ts';
import type { Result } from '../../shared/kernel/result.ts';
import type { DtlsParameters, RtpCapabilities, RtpParameters, StreamSource } from '../../shared/media.ts';

export type EngineUnderTest = {
  readonly engine: MediaEngine;
  /** Makes the worker that carries a space die or stand still. */
  readonly fail: (spaceId: SpaceId, cause: 'died' | 'hung') => void;
};

export const newId = (): string => uuidV7(Date.now(), randomBytes(10));
export const newSpaceId = (): SpaceId => newId() as SpaceId;
export const newParticipantId = (): ParticipantId => connectionId.parse(newId());
export const unknownStream = (): StreamId => streamId.parse(newId());
export const unknownConsumer = (): ConsumerId => consumerId.parse(newId());

export const participant = (...maySend: StreamSource[]): Participant => ({
  participantId: newParticipantId(),
  maySend,
});

export function granted<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`refused: ${JSON.stringify(result.error)}`);
  return result.value;
}

export const dtls: DtlsParameters = {
  role: 'client',
  fingerprints: [{ algorithm: 'sha-256', value: Array.from({ length: 32 }, () => '0A').join(':') }],
};

let lastSsrc = 1000;
const ssrc = (): number => {
  lastSsrc += 2;
  return lastSsrc;
};

const h264 = {
  mimeType: 'video/H264',
  payloadType: 96,
  clockRate: 90_000,
  parameters: { 'packetization-mode': 1, 'profile-level-id': '42e01f', 'level-asymmetry-allowed': 1 },
  rtcpFeedback: [{ type: 'nack' }, { type: 'nack', parameter: 'pli' }, { type: 'transport-cc' }],
};
const vp8 = { mimeType: 'video/VP8', payloadType: 98, clockRate: 90_000, rtcpFeedback: [{ type: 'nack' }] };
const rtx = (payloadType: number) => ({
  mimeType: 'video/rtx',
  payloadType: payloadType + 1,
  clockRate: 90_000,
  parameters: { apt: payloadType },
});

/** Three layers, as the camera is sent. */
export const cameraH264 = (): RtpParameters => ({
  mid: String(ssrc()),
  codecs: [h264, rtx(96)],
  encodings: [{ rid: 'l' }, { rid: 'm' }, { rid: 'h' }],
  headerExtensions: [
    { uri: 'urn:ietf:params:rtp-hdrext:sdes:mid', id: 1 },
    { uri: 'urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id', id: 2 },
    { uri: 'http://www.webrtc.org/experiments/rtp-hdrext/abs-capture-time', id: 3 },
  ],
  rtcp: { cname: 'test' },
});

/** A single encoding. */
export const contentVp8 = (): RtpParameters => {
  const main = ssrc();
  return { mid: String(main), codecs: [vp8, rtx(98)], encodings: [{ ssrc: main, rtx: { ssrc: main + 1 } }] };
};

export const voiceOpus = (): RtpParameters => ({
  mid: String(ssrc()),
  codecs: [
    {
      mimeType: 'audio/opus',
      payloadType: 111,
      clockRate: 48_000,
      channels: 2,
      parameters: { useinbandfec: 1, minptime: 10 },
      rtcpFeedback: [{ type: 'nack' }, { type: 'transport-cc' }],
    },
  ],
  encodings: [{ ssrc: ssrc() }],
});

/** VP9, which no router here offers. */
export const unknownCodec = (): RtpParameters => ({
  mid: String(ssrc()),
  codecs: [{ mimeType: 'video/VP9', payloadType: 96, clockRate: 90_000 }],
  encodings: [{ ssrc: ssrc() }],
});

/** A receiver of the router's capabilities, less the codecs whose type `without` names. */
export const receiverOf = (router: RtpCapabilities, without = /^$/): RtpCapabilities => ({
  ...router,
  codecs: (router.codecs ?? []).filter((codec) => !without.test(codec.mimeType)),
});
