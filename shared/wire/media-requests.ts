import { z } from 'zod';
import { sessionId, streamId } from '../kernel/ids.ts';
import {
  consumerOptions,
  consumerWish,
  dtlsParameters,
  iceParameters,
  rtpCapabilities,
  rtpParameters,
  streamSource,
  transportDirection,
  transportOptions,
} from '../media.ts';
import { nothing, type RequestRow } from './request-row.ts';

/** What a client needs to build its media for one epoch; a later epoch makes all of it void. */
export const mediaOffer = z.object({
  epoch: z.int(),
  rtpCapabilities,
  maySend: z.array(streamSource),
  send: transportOptions,
  receive: transportOptions,
});
export type MediaOffer = z.infer<typeof mediaOffer>;

/** What carries pictures and voices of a lesson. */
export const mediaRequests = {
  'media.join': {
    body: z.strictObject({ sessionId }),
    answer: z.object({ media: mediaOffer }),
    command: false,
    about: 'New transports, after the media was lost or a new epoch began.',
  },
  'media.connect': {
    body: z.strictObject({ sessionId, direction: transportDirection, dtlsParameters }),
    answer: nothing,
    command: false,
    about: "Hands in the client's DTLS parameters of one transport.",
  },
  'media.restartIce': {
    body: z.strictObject({ sessionId, direction: transportDirection }),
    answer: z.object({ iceParameters }),
    command: false,
    about: 'New ICE parameters after a cut line.',
  },
  'media.publish': {
    body: z.strictObject({
      sessionId,
      source: streamSource,
      rtpParameters,
      /** The same picture once more beside its main stream, in VP8 and one size, for who cannot decode that one. */
      compatible: z.literal(true).optional(),
    }),
    answer: z.object({ streamId }),
    command: false,
    about:
      'Sends a stream. A second one of the same source replaces the first; a compatible one stands beside it.',
  },
  'media.unpublish': {
    body: z.strictObject({ sessionId, streamId }),
    answer: nothing,
    command: false,
    about: 'Stops sending an own stream.',
  },
  'media.receive': {
    body: z.strictObject({ sessionId, rtpCapabilities, streamIds: z.array(streamId).min(1).max(64) }),
    answer: z.object({
      consumers: z.array(consumerOptions),
      refused: z.array(z.object({ streamId, code: z.enum(['NOT_FOUND', 'CODEC_UNSUPPORTED']) })),
    }),
    command: false,
    about: 'Asks for streams in one batch; consumers are made paused.',
  },
  'media.steer': {
    body: z.strictObject({ sessionId, wishes: z.array(consumerWish).min(1).max(64) }),
    answer: nothing,
    command: false,
    about:
      'Pauses, resumes, and limits own consumers to what is shown; releases those that are not needed any more.',
  },
} as const satisfies Record<string, RequestRow>;
