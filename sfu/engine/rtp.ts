import type { types } from 'mediasoup';
import { UnsupportedError } from 'mediasoup/errors';
import {
  canConsume,
  getConsumableRtpParameters,
  getProducerRtpParametersMapping,
  validateAndNormalizeRtpParameters,
} from 'mediasoup/ortc';
import { fail, ok, type Result } from '../../shared/kernel/result.ts';
import { kindOf, type RtpParameters, type StreamSource } from '../../shared/media.ts';
import { checkedRtpParameters } from '../door/checks.ts';
import { acceptedParameters } from './codecs.ts';

export type PublishableRtp = {
  /** As the publisher sends, ready for the router. */
  readonly rtpParameters: types.RtpParameters;
  /** As the router hands it on. */
  readonly consumable: types.RtpParameters;
};

/**
 * Decides without the worker whether a router can take a stream, so that a bad request leaves the stream that it would replace alone.
 * Refuses with `BAD_REQUEST` or `CODEC_UNSUPPORTED`.
 */
export function publishable(
  source: StreamSource,
  parameters: RtpParameters,
  router: types.RtpCapabilities,
): Result<PublishableRtp> {
  const parsed = checkedRtpParameters(source, parameters);
  if (!parsed.ok) return parsed;
  const rtpParameters = acceptedParameters(parsed.value);
  const kind = kindOf(source);
  try {
    const own = structuredClone(rtpParameters);
    validateAndNormalizeRtpParameters(own);
    const mapping = getProducerRtpParametersMapping(own, router);
    return ok({ rtpParameters, consumable: getConsumableRtpParameters(kind, own, router, mapping) });
  } catch (cause) {
    if (cause instanceof UnsupportedError) return fail('CODEC_UNSUPPORTED');
    if (cause instanceof TypeError) return fail('BAD_REQUEST', { at: 'rtpParameters' });
    throw cause;
  }
}

/** Whether a receiver can decode a stream; `BAD_REQUEST` when its capabilities make no sense. */
export function decodable(consumable: types.RtpParameters, receiver: types.RtpCapabilities): Result<boolean> {
  try {
    return ok(canConsume(consumable, structuredClone(receiver)));
  } catch (cause) {
    if (cause instanceof TypeError) return fail('BAD_REQUEST', { at: 'rtpCapabilities' });
    throw cause;
  }
}
