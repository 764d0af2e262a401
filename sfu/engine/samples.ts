import type { types } from 'mediasoup';
import type { StreamId } from '../../shared/kernel/ids.ts';
import type { ConsumerSample } from '../types.ts';
import type { EngineParticipant, Receiving, Stream } from './participant.ts';

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

/** What is sent of some streams, bit/s by spatial layer. */
export async function ratesOf(
  streams: ReadonlyMap<StreamId, Pick<Stream, 'producer'>>,
  streamIds: readonly StreamId[],
): Promise<ReadonlyMap<StreamId, readonly number[]>> {
  const found = await Promise.all(
    streamIds.map(async (streamId) => {
      const producer = streams.get(streamId)?.producer;
      const rates = producer === undefined ? null : await inbound(producer);
      return rates === null ? [] : [[streamId, rates] as const];
    }),
  );
  return new Map(found.flat());
}

/** Null when the producer closed while it was asked. */
async function inbound(producer: types.Producer): Promise<readonly number[] | null> {
  try {
    const stats = await producer.getStats();
    return (
      producer.rtpParameters.encodings?.map(
        ({ rid, ssrc }) =>
          stats.find((stat) => (rid === undefined ? stat.ssrc === ssrc : stat.rid === rid))?.bitrate ?? 0,
      ) ?? null
    );
  } catch (cause) {
    if (producer.closed) return null;
    throw cause;
  }
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
