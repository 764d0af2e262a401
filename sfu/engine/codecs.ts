import type { types } from 'mediasoup';
import type { RtpCapabilities, RtpParameters } from '../../shared/media.ts';

/**
 * With this header extension negotiated the worker waits, before it switches layers, for a capture time that browsers do not send:
 * layers never change. So it is neither offered nor accepted.
 */
const refusedExtension = 'http://www.webrtc.org/experiments/rtp-hdrext/abs-capture-time';

/** Above what the three camera layers need at least (150 + 500 + 600), so that the top one is sent from the start. */
const startBitrateKbps = 1800;

/** Constrained baseline, which panels decode in hardware; `level` is the last byte of the profile-level-id. */
const h264 = (level: '1f' | '28'): types.RouterRtpCodecCapability => ({
  kind: 'video',
  mimeType: 'video/H264',
  clockRate: 90_000,
  parameters: {
    'packetization-mode': 1,
    'profile-level-id': `42e0${level}`,
    'level-asymmetry-allowed': 1,
    'x-google-start-bitrate': startBitrateKbps,
  },
});

/** In order of preference. Level 4.0 is the second H.264 entry, for 1080p. */
export const routerCodecs: readonly types.RouterRtpCodecCapability[] = [
  {
    kind: 'audio',
    mimeType: 'audio/opus',
    clockRate: 48_000,
    channels: 2,
    parameters: { useinbandfec: 1, minptime: 10 },
    rtcpFeedback: [{ type: 'nack' }, { type: 'transport-cc' }],
  },
  h264('1f'),
  h264('28'),
  {
    kind: 'video',
    mimeType: 'video/VP8',
    clockRate: 90_000,
    parameters: { 'x-google-start-bitrate': startBitrateKbps },
  },
];

export function offeredCapabilities(router: types.RtpCapabilities): RtpCapabilities {
  return withoutRefusedExtension(router) as RtpCapabilities;
}

/** What a client sends us, without the extension; as mediasoup's type, which it satisfies once it was checked at the door. */
export function acceptedParameters(parameters: RtpParameters): types.RtpParameters {
  return withoutRefusedExtension(parameters) as types.RtpParameters;
}

/** A receiver's capabilities, likewise. Lists left out mean empty lists. */
export function acceptedCapabilities(capabilities: RtpCapabilities): types.RtpCapabilities {
  return withoutRefusedExtension({
    codecs: [],
    headerExtensions: [],
    ...capabilities,
  }) as types.RtpCapabilities;
}

function withoutRefusedExtension<T extends { headerExtensions?: readonly { uri: string }[] | undefined }>(
  value: T,
): T {
  const kept = value.headerExtensions?.filter((extension) => extension.uri !== refusedExtension);
  return structuredClone(kept === undefined ? value : { ...value, headerExtensions: kept });
}
