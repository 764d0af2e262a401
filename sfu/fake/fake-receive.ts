import type { StreamId } from '../../shared/kernel/ids.ts';
import { ok } from '../../shared/kernel/result.ts';
import { rtpCapabilities } from '../../shared/media.ts';
import { checked } from '../door/checks.ts';
import type { MethodAnswer } from '../door/methods.ts';
import { acceptedCapabilities } from '../engine/codecs.ts';
import type { ReceiveRequest } from '../types.ts';
import type { FakeSpace } from './fake-space.ts';

/** Consumers for a participant who is there; what cannot be had is left out and named. */
export async function receiveIn(space: FakeSpace, request: ReceiveRequest): MethodAnswer<'receive'> {
  const parsed = checked(rtpCapabilities, request.rtpCapabilities);
  if (!parsed.ok) return parsed;
  const receiver = acceptedCapabilities(parsed.value);
  const answers = [...new Set(request.streamIds)].map((streamId) => ({
    streamId,
    made: space.consume(request.participantId, streamId, receiver),
  }));
  const refused: { streamId: StreamId; code: 'NOT_FOUND' | 'CODEC_UNSUPPORTED' }[] = [];
  for (const { streamId, made } of answers) {
    if (made.ok) continue;
    const { code } = made.error;
    if (code !== 'NOT_FOUND' && code !== 'CODEC_UNSUPPORTED') return made;
    refused.push({ streamId, code });
  }
  return ok({ consumers: answers.flatMap(({ made }) => (made.ok ? [made.value] : [])), refused });
}
