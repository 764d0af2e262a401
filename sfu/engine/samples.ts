import type { types } from 'mediasoup';
import type { ConsumerSample } from '../types.ts';
import type { EngineParticipant, Receiving } from './participant.ts';

/** Reads what flows to one receiver. Only what is not paused is asked for: the rest is known, and most of a large wall is paused. */
export function samplesOf(participant: EngineParticipant): readonly Promise<ConsumerSample | null>[] {
  return [...participant.receiving.values()].map((receiving) => sampleOf(participant, receiving));
}

async function sampleOf(
  participant: EngineParticipant,
  receiving: Receiving,
): Promise<ConsumerSample | null> {
  const { consumer } = receiving;
  const base = {
    consumerId: receiving.consumerId,
    streamId: receiving.stream.streamId,
    participantId: participant.participantId,
  };
  if (consumer.paused || consumer.closed) {
    return { ...base, paused: true, currentLayer: null, bitrateBps: 0, lossRatio: null, rttMs: null };
  }
  const stat = await outbound(consumer);
  if (stat === null) return null;
  const reported = stat.roundTripTime !== undefined && stat.roundTripTime > 0;
  const single = stat.bitrate > 0 ? 0 : null;
  return {
    ...base,
    paused: false,
    currentLayer: consumer.type === 'simulcast' ? receiving.layer : single,
    bitrateBps: stat.bitrate,
    // The fraction of RFC 3550 is in 256ths. Without a round trip no report has come yet, and its 0 would look like a clean line.
    lossRatio: reported ? Math.min(1, stat.fractionLost / 256) : null,
    rttMs: reported ? Math.round(stat.roundTripTime ?? 0) : null,
  };
}

/** Null when the consumer closed while it was asked. */
async function outbound(consumer: types.Consumer): Promise<types.ConsumerStat | null> {
  try {
    const stats = await consumer.getStats();
    return stats.find((stat) => stat.type === 'outbound-rtp') ?? null;
  } catch (cause) {
    if (consumer.closed) return null;
    throw cause;
  }
}
