import type { types } from 'mediasoup';
import type { ConsumerId, StreamId } from '../../shared/kernel/ids.ts';
import type {
  ConsumerOptions,
  ConsumerWish,
  RtpCapabilities,
  StreamSource,
  TransportDirection,
} from '../../shared/media.ts';
import type { ConsumerSample, ParticipantId, SpaceId } from '../types.ts';

export type FakeTransport = { state: 'new' | 'connected' | 'dropped'; iceRestartCount: number };

export type FakeStream = {
  readonly streamId: StreamId;
  readonly participantId: ParticipantId;
  readonly source: StreamSource;
  readonly consumable: types.RtpParameters;
  readonly layerCount: number;
};

export type FakeConsumer = {
  readonly options: ConsumerOptions;
  readonly participantId: ParticipantId;
  readonly stream: FakeStream;
  wish: ConsumerWish;
  /** What a test forced; undefined lets the wish decide. */
  forcedLayer: number | null | undefined;
  reported: Pick<ConsumerSample, 'lossRatio' | 'rttMs'> & { bitrateBps: number | null };
};

export type FakeParticipant = {
  readonly maySend: readonly StreamSource[];
  readonly transports: Readonly<Record<TransportDirection, FakeTransport>>;
};

export type FakeSpace = {
  readonly spaceId: SpaceId;
  readonly workerPid: number;
  readonly rtpCapabilities: RtpCapabilities;
  readonly participants: Map<ParticipantId, FakeParticipant>;
  readonly streams: Map<StreamId, FakeStream>;
  readonly consumers: Map<ConsumerId, FakeConsumer>;
};

/** Nominal bitrates of the camera's three layers; audio and single encodings take the last that they have. */
const layerBps = [150_000, 500_000, 1_700_000] as const;
const voiceBps = 32_000;

export function flowingLayer(consumer: FakeConsumer): number | null {
  if (consumer.wish.paused) return null;
  const top = consumer.stream.layerCount - 1;
  if (consumer.forcedLayer !== undefined) return consumer.forcedLayer;
  return Math.min(top, consumer.wish.maxLayer ?? top);
}

export function sampleOf(consumer: FakeConsumer): ConsumerSample {
  const currentLayer = flowingLayer(consumer);
  const nominalBps = consumer.stream.source === 'voice' ? voiceBps : (layerBps[currentLayer ?? 0] ?? 0);
  return {
    consumerId: consumer.options.consumerId,
    streamId: consumer.stream.streamId,
    participantId: consumer.participantId,
    paused: consumer.wish.paused,
    currentLayer,
    bitrateBps: currentLayer === null ? 0 : (consumer.reported.bitrateBps ?? nominalBps),
    lossRatio: consumer.reported.lossRatio,
    rttMs: consumer.reported.rttMs,
  };
}

/** What a test may look at: the whole space as plain data. */
export type FakeSpaceView = {
  readonly workerPid: number;
  readonly participants: readonly {
    readonly participantId: ParticipantId;
    readonly maySend: readonly StreamSource[];
    readonly send: FakeTransport;
    readonly receive: FakeTransport;
  }[];
  readonly streams: readonly {
    readonly streamId: StreamId;
    readonly participantId: ParticipantId;
    readonly source: StreamSource;
  }[];
  readonly consumers: readonly {
    readonly consumerId: ConsumerId;
    readonly streamId: StreamId;
    readonly participantId: ParticipantId;
    readonly wish: ConsumerWish;
  }[];
};

export function viewOf(space: FakeSpace): FakeSpaceView {
  return {
    workerPid: space.workerPid,
    participants: [...space.participants].map(([participantId, { maySend, transports }]) => ({
      participantId,
      maySend,
      send: { ...transports.send },
      receive: { ...transports.receive },
    })),
    streams: [...space.streams.values()].map(({ streamId, participantId, source }) => ({
      streamId,
      participantId,
      source,
    })),
    consumers: [...space.consumers.values()].map(({ options, stream, participantId, wish }) => ({
      consumerId: options.consumerId,
      streamId: stream.streamId,
      participantId,
      wish,
    })),
  };
}
