import type { RtpParameters } from '../../shared/media.ts';
import type { FeedRequest } from '../feed.types.ts';

export const FED_PAYLOAD_TYPE = 100;

const codecs: Readonly<Record<FeedRequest['codec'], RtpParameters['codecs'][number]>> = {
  h264: {
    mimeType: 'video/H264',
    payloadType: FED_PAYLOAD_TYPE,
    clockRate: 90_000,
    parameters: { 'packetization-mode': 1, 'profile-level-id': '42e01f', 'level-asymmetry-allowed': 1 },
  },
  vp8: { mimeType: 'video/VP8', payloadType: FED_PAYLOAD_TYPE, clockRate: 90_000, parameters: {} },
  opus: {
    mimeType: 'audio/opus',
    payloadType: FED_PAYLOAD_TYPE,
    clockRate: 48_000,
    channels: 2,
    parameters: { useinbandfec: 1, minptime: 10 },
  },
};

/** Nothing is asked of such a sender again: it is on this machine, loses nothing and hears no reports. */
export const fedParameters = ({ participantId, codec }: FeedRequest, ssrc: number): RtpParameters => ({
  codecs: [codecs[codec]],
  encodings: [{ ssrc }],
  // Sound and picture of one sender are played together by this name.
  rtcp: { cname: participantId },
});
