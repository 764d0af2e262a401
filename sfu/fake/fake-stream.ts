import type { types } from 'mediasoup';
import type { StreamId } from '../../shared/kernel/ids.ts';
import { type ConsumerOptions, type ConsumerWish, kindOf, type StreamSource } from '../../shared/media.ts';
import type { ConsumerCeiling, ConsumerSample, ConsumerState, ParticipantId } from '../types.ts';

export type FakeStream = {
  readonly streamId: StreamId;
  readonly participantId: ParticipantId;
  readonly source: StreamSource;
  readonly compatible: boolean;
  readonly consumable: types.RtpParameters;
  readonly layerCount: number;
};

/** What a test lets a receiver report; a bitrate of null means the nominal one. */
export type FakeReport = Pick<ConsumerSample, 'lossRatio' | 'rttMs'> & { readonly bitrateBps: number | null };

export type FakeConsumer = {
  readonly options: ConsumerOptions;
  readonly participantId: ParticipantId;
  readonly stream: FakeStream;
  wish: ConsumerWish;
  ceiling: ConsumerCeiling | null;
  /** What a test forced; undefined lets the wish decide. */
  forcedLayer: number | null | undefined;
  reported: FakeReport;
};

/** Nominal bitrates of the camera's three layers; a single encoding counts as the lowest. */
const layerBps = [150_000, 500_000, 1_700_000] as const;
const voiceBps = 32_000;

/** What a stream sends, bit/s by layer, as long as a test says nothing else. */
export const nominalRates = ({
  source,
  layerCount,
}: Pick<FakeStream, 'source' | 'layerCount'>): readonly number[] =>
  kindOf(source) === 'audio' ? [voiceBps] : layerBps.slice(0, layerCount);

export function createFakeConsumer(
  options: ConsumerOptions,
  participantId: ParticipantId,
  stream: FakeStream,
): FakeConsumer {
  return {
    options,
    participantId,
    stream,
    wish: { consumerId: options.consumerId, paused: true },
    ceiling: null,
    forcedLayer: undefined,
    reported: { lossRatio: null, rttMs: null, bitrateBps: null },
  };
}

export function flowingLayer(consumer: FakeConsumer): number | null {
  if (isPaused(consumer)) return null;
  if (consumer.forcedLayer !== undefined) return consumer.forcedLayer;
  return mayLayer(consumer);
}

function mayLayer({ stream, wish, ceiling }: FakeConsumer): number {
  const top = stream.layerCount - 1;
  return Math.min(top, wish.maxLayer ?? top, ceiling?.maxLayer ?? top);
}

const isPaused = ({ wish, ceiling }: FakeConsumer): boolean => wish.paused || ceiling?.paused === true;

export function fakeStateOf(consumer: FakeConsumer): ConsumerState {
  const { options, stream, wish } = consumer;
  return {
    consumerId: options.consumerId,
    streamId: stream.streamId,
    wish: { paused: wish.paused, maxLayer: wish.maxLayer ?? null },
    paused: isPaused(consumer),
    mayLayer: mayLayer(consumer),
    layerCount: stream.layerCount,
    currentLayer: stream.layerCount === 1 ? null : flowingLayer(consumer),
  };
}

export function fakeSampleOf(consumer: FakeConsumer): ConsumerSample {
  const currentLayer = flowingLayer(consumer);
  const nominalBps =
    kindOf(consumer.stream.source) === 'audio' ? voiceBps : (layerBps[currentLayer ?? 0] ?? 0);
  return {
    consumerId: consumer.options.consumerId,
    streamId: consumer.stream.streamId,
    participantId: consumer.participantId,
    paused: isPaused(consumer),
    currentLayer,
    bitrateBps: currentLayer === null ? 0 : (consumer.reported.bitrateBps ?? nominalBps),
    lossRatio: consumer.reported.lossRatio,
    rttMs: consumer.reported.rttMs,
  };
}
