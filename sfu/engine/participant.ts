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
import type { ConsumerCeiling, ConsumerState, LineState, ParticipantId } from '../types.ts';
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
  wish: Steer;
  /** Null while the receiver gets what it wishes. */
  ceiling: Steer | null;
  applied: Steer;
  /** A picture may wait for its whole frame before it resumes; what is said meanwhile is done after that, not beside it. */
  readonly lane: Lane;
};

type Steer = {
  readonly paused: boolean;
  readonly maxLayer?: number;
  readonly priority?: number;
};

export type Half = {
  readonly transport: types.WebRtcTransport;
  connectAsked: boolean;
  connected: boolean;
  /** What the line carries by the worker's latest word; null before its first. */
  estimateBps: number | null;
};

/** One client in a space with its two transports. Plain state; `space.ts` decides what happens to it. */
export type EngineParticipant = {
  readonly participantId: ParticipantId;
  maySend: readonly StreamSource[];
  readonly halves: Readonly<Record<TransportDirection, Half>>;
  readonly receiving: Map<StreamId, Receiving>;
  /**
   * Publishing and receiving each go one after another, so that two requests at once cannot make the same thing twice. What is said of a
   * consumer goes by its own lane: a voice, or a picture that is taken away, waits for no other picture's whole frame.
   */
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
    estimateBps: null,
  });
  const halves = { send: half(send), receive: half(receive) };
  await followEstimate(halves.receive);
  return halves;
}

async function followEstimate(half: Half): Promise<void> {
  half.transport.on('trace', ({ type, info }) => {
    if (type !== 'bwe' || typeof info !== 'object' || info === null || !('availableBitrate' in info)) return;
    if (typeof info.availableBitrate === 'number') half.estimateBps = info.availableBitrate;
  });
  await half.transport.enableTraceEvent(['bwe']);
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

export function closeTransports(participant: EngineParticipant): void {
  participant.closed = true;
  participant.halves.send.transport.close();
  participant.halves.receive.transport.close();
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
    wish: { paused: true },
    ceiling: null,
    applied: { paused: true },
    lane: createLane(),
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

/** Remembers what the receiver asks for; it gets of it what the ceiling lets through. */
export async function applyWish(receiving: Receiving, given: ConsumerWish): Promise<void> {
  if (given.released === true) return receiving.consumer.close();
  const { maxLayer = receiving.wish.maxLayer, priority = receiving.wish.priority } = given;
  receiving.wish = {
    paused: given.paused,
    ...(maxLayer === undefined ? {} : { maxLayer }),
    ...(priority === undefined ? {} : { priority }),
  };
  await settle(receiving);
}

/** @param ceiling undefined: none */
export async function applyCeiling(receiving: Receiving, ceiling?: ConsumerCeiling): Promise<void> {
  const { paused, maxLayer } = ceiling ?? {};
  receiving.ceiling =
    paused === undefined ? null : { paused, ...(maxLayer === undefined ? {} : { maxLayer }) };
  await settle(receiving);
}

const layerCountOf = ({ consumer, stream }: Receiving): number =>
  consumer.type === 'simulcast' ? (stream.consumable.encodings?.length ?? 1) : 1;

function effective(receiving: Receiving): Steer {
  const { wish, ceiling } = receiving;
  const asked = [wish.maxLayer, ceiling?.maxLayer].filter((each) => each !== undefined);
  // Where nobody limits it any longer the highest has to be said, or the former limit would stay.
  if (asked.length === 0 && receiving.applied.maxLayer !== undefined) asked.push(layerCountOf(receiving) - 1);
  return {
    ...wish,
    paused: wish.paused || ceiling?.paused === true,
    ...(asked.length === 0 ? {} : { maxLayer: Math.min(...asked) }),
  };
}

const settle = (receiving: Receiving): Promise<void> => receiving.lane(() => makeEqual(receiving));

/** Sends only what changes; resuming comes last, so that the first picture already has the wanted layer. */
async function makeEqual(receiving: Receiving): Promise<void> {
  const { consumer, applied } = receiving;
  if (consumer.closed) return;
  const wanted = effective(receiving);
  const { paused, maxLayer, priority } = wanted;
  receiving.applied = wanted;
  if (paused && !applied.paused) await consumer.pause();
  if (priority !== undefined && priority !== applied.priority) await consumer.setPriority(priority);
  const resumes = !paused && applied.paused;
  const switches = !paused && maxLayer !== undefined && maxLayer !== applied.maxLayer;
  if (resumes && maxLayer !== undefined && consumer.type === 'simulcast')
    await layerSends(receiving.stream.producer, maxLayer);
  if (consumer.kind === 'video' && (resumes || switches)) await receiving.stream.keyFramePacer.pass();
  if (consumer.closed) return;
  if (maxLayer !== undefined && maxLayer !== applied.maxLayer && consumer.type === 'simulcast') {
    await consumer.setPreferredLayers({ spatialLayer: maxLayer });
  }
  if (!resumes) return;
  // Whoever was told meanwhile not to have it gets nothing of it, not even for a moment.
  if (effective(receiving).paused) receiving.applied = { ...wanted, paused: true };
  else await consumer.resume();
}

function consumerStateOf(receiving: Receiving): ConsumerState {
  const { consumerId, stream, wish, applied, layer } = receiving;
  const layerCount = layerCountOf(receiving);
  return {
    consumerId,
    streamId: stream.streamId,
    wish: { paused: wish.paused, maxLayer: wish.maxLayer ?? null },
    paused: applied.paused,
    mayLayer: Math.min(layerCount - 1, applied.maxLayer ?? layerCount - 1),
    layerCount,
    currentLayer: applied.paused ? null : layer,
  };
}

export function lineOf({ participantId, halves, receiving }: EngineParticipant): LineState {
  const { connected, estimateBps } = halves.receive;
  return { participantId, connected, estimateBps, consumers: [...receiving.values()].map(consumerStateOf) };
}
