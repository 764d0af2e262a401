import { randomInt } from 'node:crypto';
import { fail, ok, type Result } from '../../shared/kernel/result.ts';
import type { Feed, FeedRequest } from '../feed.types.ts';
import { FED_PAYLOAD_TYPE, fedParameters } from './feed.rules.ts';
import type { EngineParticipant } from './participant.ts';
import { attempt } from './refusals.ts';
import type { Space } from './space.ts';

/** Whatever listens here believes the first who sends to it: nobody outside of this machine may. */
const ip = '127.0.0.1';
const SSRC_END = 2 ** 32;

/** One port a stream, closed with it. */
export async function feed(
  space: Space,
  participant: EngineParticipant,
  request: FeedRequest,
): Promise<Result<Feed>> {
  const { router, log } = space.context;
  const opened = await attempt(log, 'feed', () =>
    router.createPlainTransport({ listenInfo: { protocol: 'udp', ip }, comedia: true, rtcpMux: true }),
  );
  if (!opened.ok) return opened;
  const transport = opened.value;
  const ssrc = randomInt(1, SSRC_END);
  const { participantId, source, compatible } = request;
  const rtpParameters = fedParameters(request, ssrc);
  const made = await space.publish(
    participant,
    { participantId, source, rtpParameters, compatible },
    transport,
  );
  const producer = made.ok ? space.streams.get(made.value)?.producer : undefined;
  if (!made.ok || producer === undefined) {
    transport.close();
    return made.ok ? fail('NOT_FOUND') : made;
  }
  producer.observer.once('close', () => transport.close());
  const { localPort: port } = transport.tuple;
  return ok({ streamId: made.value, ip, port, payloadType: FED_PAYLOAD_TYPE, ssrc });
}
