import type { types } from 'mediasoup';
import type { OutletCodec } from '../outlet.types.ts';

const known: Readonly<
  Record<OutletCodec['mimeType'], Omit<types.RouterRtpCodecCapability, 'preferredPayloadType'>>
> = {
  'audio/opus': {
    ...{ kind: 'audio', mimeType: 'audio/opus', clockRate: 48_000, channels: 2 },
    parameters: { useinbandfec: 1, minptime: 10 },
  },
  'video/H264': {
    ...{ kind: 'video', mimeType: 'video/H264', clockRate: 90_000 },
    parameters: { 'packetization-mode': 1, 'profile-level-id': '42e01f', 'level-asymmetry-allowed': 1 },
  },
  'video/VP8': { kind: 'video', mimeType: 'video/VP8', clockRate: 90_000, parameters: {} },
};

/** The codecs of a router that numbers them as a player does. */
export const numbered = (codecs: readonly OutletCodec[]): types.RouterRtpCodecCapability[] =>
  codecs.map(({ mimeType, payloadType }) => ({
    ...structuredClone(known[mimeType]),
    preferredPayloadType: payloadType,
  }));

/**
 * As what such a player takes it: lost packets again under the same source, since numbers of retransmissions are the router's own, and no
 * header extensions, since theirs are the worker's and cannot be others. So nothing estimates its line: what it asks for again tells.
 */
export const outletCapabilities = (router: types.RtpCapabilities): types.RtpCapabilities => ({
  codecs: (router.codecs ?? [])
    .filter(({ mimeType }) => !/\/rtx$/i.test(mimeType))
    .map((codec) => ({
      ...structuredClone(codec),
      rtcpFeedback: [
        { type: 'nack' },
        ...(codec.kind === 'video'
          ? [
              { type: 'nack', parameter: 'pli' },
              { type: 'ccm', parameter: 'fir' },
            ]
          : []),
      ],
    })),
  headerExtensions: [],
});
