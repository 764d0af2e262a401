import type { types } from 'mediasoup';
import { type ConsumerId, consumerId as consumerIdSchema, type StreamId } from '../../shared/kernel/ids.ts';
import {
  type ConsumerOptions,
  type ConsumerWish,
  kindOf,
  type StreamSource,
  type TransportDirection,
  type TransportOptions,
  transportOptions,
} from '../../shared/media.ts';
import type { ParticipantId } from '../types.ts';
import { layerSends } from './first-layer.ts';
import { createLane, type Lane } from './lane.ts';
import type { Pacer } from './pacer.ts';

export type Stream = {
  readonly streamId: StreamId;
  readonly participantId: ParticipantId;
  readonly source: StreamSource;
  readonly compatible: boolean;
  readonly producer: types.Producer;
  readonly consumable: types.RtpParameters;
  /** Passed before anything that makes the engine ask the sender for a key frame. */
  readonly keyFramePacer: Pacer;
};

export type Receiving = {
  readonly consumerId: ConsumerId;
  readonly stream: Stream;
  readonly consumer: types.Consumer;
  /** Spatial layer that flows, from mediasoup's `layerschange`; only simulcast has one. */
  layer: number | null;
  applied: Omit<ConsumerWish, 'consumerId' | 'released'>;
};

export type Half = {
  readonly transport: types.WebRtcTransport;
  connectAsked: boolean;
  connected: boolean;
};

/** One client in a space with its two transports. Plain state; `space.ts` decides what happens to it. */
export type EngineParticipant = {
  readonly participantId: ParticipantId;
  maySend: readonly StreamSource[];
  readonly halves: Readonly<Record<TransportDirection, Half>>;
  readonly receiving: Map<StreamId, Receiving>;
  /** Publishing and receiving each go one after another, so that two requests at once cannot make the same thing twice. */
  readonly sendLane: Lane;
  readonly receiveLane: Lane;
  closed: boolean;
};

/** Enough for the camera's top layer, content and voice from the first second on; the estimate takes over within a few. */
const initialOutgoingBps = 3_000_000;
const iceConsentTimeoutS = 15;

export async function openTransports(
  router: types.Router,
  webRtcServer: types.WebRtcServer,
): Promise<EngineParticipant['halves']> {
  const open = (direction: TransportDirection) =>
    router.createWebRtcTransport({
      webRtcServer,
      enableUdp: true,
      enableTcp: true,
      preferUdp: true,
      enableSctp: false,
      iceConsentTimeout: iceConsentTimeoutS,
      ...(direction === 'receive' ? { initialAvailableOutgoingBitrate: initialOutgoingBps } : {}),
    });
  const [send, receive] = await Promise.all([open('send'), open('receive')]);
  const half = (transport: types.WebRtcTransport): Half => ({
    transport,
    connectAsked: false,
    connected: false,
  });
  return { send: half(send), receive: half(receive) };
}

export function createParticipant(
  participantId: ParticipantId,
  maySend: readonly StreamSource[],
  halves: EngineParticipant['halves'],
): EngineParticipant {
  return {
    participantId,
    maySend: [...maySend],
    halves,
    receiving: new Map(),
    sendLane: createLane(),
    receiveLane: createLane(),
    closed: false,
  };
}

export function optionsOf({ transport }: Half): TransportOptions {
  const { id, iceParameters, iceCandidates, dtlsParameters } = transport;
  return transportOptions.parse({ id, iceParameters, iceCandidates, dtlsParameters });
}

/** Calls back whenever media can pass (DTLS up and ICE answered) or no longer can. */
export function watchHalf(half: Half, onChanged: (connected: boolean) => void): void {
  const { transport } = half;
  const look = (): void => {
    if (transport.closed) return;
    const iceUp = transport.iceState === 'connected' || transport.iceState === 'completed';
    const connected = iceUp && transport.dtlsState === 'connected';
    if (connected === half.connected) return;
    half.connected = connected;
    onChanged(connected);
  };
  transport.on('dtlsstatechange', look);
  transport.on('icestatechange', look);
}

/** Makes a paused consumer. NACK is asked for on sound as well, where mediasoup leaves it out by default. */
export async function consume(
  participant: EngineParticipant,
  stream: Stream,
  { receiver, newId }: { readonly receiver: types.RtpCapabilities; readonly newId: () => string },
): Promise<Receiving> {
  const consumer = await participant.halves.receive.transport.consume({
    producerId: stream.producer.id,
    rtpCapabilities: structuredClone(receiver),
    paused: true,
    enableRtx: true,
  });
  return {
    consumerId: consumerIdSchema.parse(newId()),
    stream,
    consumer,
    layer: null,
    applied: { paused: true },
  };
}

export function consumerOptionsOf({ consumerId, stream, consumer }: Receiving): ConsumerOptions {
  const { rtpParameters } = consumer;
  return {
    consumerId,
    streamId: stream.streamId,
    kind: kindOf(stream.source),
    rtpParameters: { ...rtpParameters },
  };
}

/** Sends only what changes; resuming comes last, so that the first picture already has the wanted layer. */
export async function applyWish(receiving: Receiving, wish: ConsumerWish): Promise<void> {
  const { consumer, applied } = receiving;
  if (wish.released === true) return consumer.close();
  const { paused, maxLayer = applied.maxLayer, priority = applied.priority } = wish;
  receiving.applied = {
    paused,
    ...(maxLayer === undefined ? {} : { maxLayer }),
    ...(priority === undefined ? {} : { priority }),
  };
  if (paused && !applied.paused) await consumer.pause();
  if (priority !== undefined && priority !== applied.priority) await consumer.setPriority(priority);
  const resumes = !paused && applied.paused;
  const switches = !paused && maxLayer !== undefined && maxLayer !== applied.maxLayer;
  if (resumes && maxLayer !== undefined && consumer.type === 'simulcast')
    await layerSends(receiving.stream.producer, maxLayer);
  if (consumer.kind === 'video' && (resumes || switches)) await receiving.stream.keyFramePacer.pass();
  if (maxLayer !== undefined && maxLayer !== applied.maxLayer && consumer.type === 'simulcast') {
    await consumer.setPreferredLayers({ spatialLayer: maxLayer });
  }
  if (resumes) await consumer.resume();
}
