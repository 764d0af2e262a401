import { z } from 'zod';
import { consumerId, streamId } from './kernel/ids.ts';

/**
 * What travels between a client's WebRTC stack and the engine. The outer shapes are checked here, tightly where a bad value could
 * reach native code; field names are those of ORTC and mediasoup.
 */

/**
 * What a stream shows: `camera` the room or the teacher, `content` a screen, window or document camera, `voice` the microphone, `line` the
 * microphone for one listener alone (the private line 私线).
 */
export const streamSource = z.enum(['camera', 'content', 'voice', 'line']);
export type StreamSource = z.infer<typeof streamSource>;
export const kindOf = (source: StreamSource): 'audio' | 'video' =>
  source === 'voice' || source === 'line' ? 'audio' : 'video';

/** What whoever cannot decode H.264 can, as a rule: every browser with WebRTC brings it along. */
export const COMPATIBLE_CODEC = 'video/VP8';
export const isCompatibleCodec = (mimeType: string): boolean =>
  mimeType.toLowerCase() === COMPATIBLE_CODEC.toLowerCase();

export const transportDirection = z.enum(['send', 'receive']);
export type TransportDirection = z.infer<typeof transportDirection>;

const token = z.string().min(1).max(256);
const parameterValue = z.union([z.string().max(512), z.number(), z.boolean(), z.null()]);
const parameters = z.record(z.string().max(64), parameterValue);
const rtcpFeedback = z.strictObject({ type: token, parameter: z.string().max(64).optional() });
const mediaKind = z.enum(['audio', 'video']);

export const dtlsParameters = z.strictObject({
  role: z.enum(['auto', 'client', 'server']).optional(),
  fingerprints: z
    .array(
      z.strictObject({
        algorithm: z.enum(['sha-1', 'sha-224', 'sha-256', 'sha-384', 'sha-512']),
        value: z.string().regex(/^([0-9A-Fa-f]{2}:){19,63}[0-9A-Fa-f]{2}$/),
      }),
    )
    .min(1)
    .max(8),
});
export type DtlsParameters = z.infer<typeof dtlsParameters>;

export const iceParameters = z.object({
  usernameFragment: token,
  password: token,
  iceLite: z.boolean().optional(),
});
export type IceParameters = z.infer<typeof iceParameters>;

const iceCandidate = z.object({
  foundation: token,
  priority: z.number(),
  address: token,
  ip: token,
  protocol: z.enum(['udp', 'tcp']),
  port: z.int().min(1).max(65_535),
  type: z.enum(['host', 'srflx', 'prflx', 'relay']),
  tcpType: z.enum(['active', 'passive', 'so']).optional(),
});

/** What a client needs to build its side of one WebRtcTransport. */
export const transportOptions = z.object({
  id: token,
  iceParameters,
  iceCandidates: z.array(iceCandidate).max(64),
  dtlsParameters,
});
export type TransportOptions = z.infer<typeof transportOptions>;

const codecCapability = z.strictObject({
  kind: mediaKind,
  mimeType: z.string().regex(/^(audio|video)\/[\w.+-]{1,64}$/),
  preferredPayloadType: z.int().min(0).max(127).optional(),
  clockRate: z.int().min(1).max(1_000_000),
  channels: z.int().min(1).max(8).optional(),
  parameters: parameters.optional(),
  rtcpFeedback: z.array(rtcpFeedback).max(32).optional(),
});
const headerExtensionCapability = z.strictObject({
  kind: mediaKind,
  uri: z.string().min(1).max(256),
  preferredId: z.int().min(1).max(255),
  preferredEncrypt: z.boolean().optional(),
  direction: z.enum(['sendrecv', 'sendonly', 'recvonly', 'inactive']).optional(),
});
export const rtpCapabilities = z.strictObject({
  codecs: z.array(codecCapability).max(64).optional(),
  headerExtensions: z.array(headerExtensionCapability).max(64).optional(),
});
export type RtpCapabilities = z.infer<typeof rtpCapabilities>;

const rtpCodec = z.strictObject({
  mimeType: z.string().regex(/^(audio|video)\/[\w.+-]{1,64}$/),
  payloadType: z.int().min(0).max(127),
  clockRate: z.int().min(1).max(1_000_000),
  channels: z.int().min(1).max(8).optional(),
  parameters: parameters.optional(),
  rtcpFeedback: z.array(rtcpFeedback).max(32).optional(),
});
const ssrc = z.int().min(0).max(0xffff_ffff);
const rtpEncoding = z.strictObject({
  ssrc: ssrc.optional(),
  rid: z
    .string()
    .regex(/^[A-Za-z0-9]{1,16}$/)
    .optional(),
  codecPayloadType: z.int().min(0).max(127).optional(),
  rtx: z.strictObject({ ssrc }).optional(),
  dtx: z.boolean().optional(),
  scalabilityMode: z.string().max(16).optional(),
  scaleResolutionDownBy: z.number().min(1).max(64).optional(),
  maxBitrate: z.int().min(0).max(100_000_000).optional(),
  maxFramerate: z.number().min(0).max(120).optional(),
  active: z.boolean().optional(),
  priority: z.enum(['very-low', 'low', 'medium', 'high']).optional(),
  networkPriority: z.enum(['very-low', 'low', 'medium', 'high']).optional(),
});
export const rtpParameters = z.strictObject({
  mid: z.string().max(32).optional(),
  msid: z.string().max(256).optional(),
  codecs: z.array(rtpCodec).min(1).max(16),
  headerExtensions: z
    .array(
      z.strictObject({
        uri: z.string().min(1).max(256),
        id: z.int().min(1).max(255),
        encrypt: z.boolean().optional(),
        parameters: parameters.optional(),
      }),
    )
    .max(32)
    .optional(),
  encodings: z.array(rtpEncoding).max(8).optional(),
  rtcp: z
    .strictObject({
      cname: z.string().max(256).optional(),
      reducedSize: z.boolean().optional(),
      mux: z.boolean().optional(),
    })
    .optional(),
});
export type RtpParameters = z.infer<typeof rtpParameters>;

/** One stream on its way to a client. It is made paused and flows once steered to `paused: false`. */
export const consumerOptions = z.object({
  consumerId,
  streamId,
  kind: mediaKind,
  rtpParameters: z.looseObject({ codecs: z.array(z.looseObject({ mimeType: z.string() })) }),
});
export type ConsumerOptions = z.infer<typeof consumerOptions>;

/**
 * What a receiver wants of one consumer. `maxLayer` is the highest spatial layer worth sending (0 lowest), `priority` 1..255 decides
 * who gets bandwidth first on a narrow line. `released` closes the consumer for good; its stream can be received anew.
 */
export const consumerWish = z.strictObject({
  consumerId,
  paused: z.boolean(),
  maxLayer: z.int().min(0).max(3).optional(),
  priority: z.int().min(1).max(255).optional(),
  released: z.boolean().optional(),
});
export type ConsumerWish = z.infer<typeof consumerWish>;
