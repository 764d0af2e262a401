import type { types } from 'mediasoup';
import type { Tap, TapId } from '../tap.types.ts';

/** A recorder takes packets as they are: no retransmissions of its own and no extension of headers. It asks for key frames alone. */
export const tapCapabilities = (router: types.RtpCapabilities): types.RtpCapabilities => ({
  codecs: (router.codecs ?? [])
    .filter(({ mimeType }) => !/\/rtx$/i.test(mimeType))
    .map((codec) => ({
      ...structuredClone(codec),
      rtcpFeedback: codec.kind === 'video' ? [{ type: 'nack', parameter: 'pli' }] : [],
    })),
  headerExtensions: [],
});

/** Null for parameters without a codec or a source. */
export function tapFrom(tapId: TapId, { codecs, encodings }: types.RtpParameters): Tap | null {
  const [codec] = codecs;
  const ssrc = encodings?.[0]?.ssrc;
  if (codec === undefined || ssrc === undefined) return null;
  const { mimeType, payloadType, clockRate, channels, parameters } = codec;
  const said = Object.entries(parameters ?? {}).filter(
    (each): each is [string, string | number] => typeof each[1] === 'string' || typeof each[1] === 'number',
  );
  return {
    tapId,
    mimeType,
    payloadType,
    clockRate,
    channels: channels ?? null,
    parameters: Object.fromEntries(said),
    ssrc,
  };
}
