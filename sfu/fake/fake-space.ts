import type { types } from 'mediasoup';
import {
  type ConsumerId,
  consumerId as consumerIdSchema,
  type StreamId,
  streamId as streamIdSchema,
} from '../../shared/kernel/ids.ts';
import { fail, ok, type Result } from '../../shared/kernel/result.ts';
import {
  type ConsumerOptions,
  type ConsumerWish,
  type IceParameters,
  kindOf,
  type RtpCapabilities,
  type StreamSource,
  type TransportDirection,
  type TransportOptions,
} from '../../shared/media.ts';
import { acceptedCapabilities } from '../engine/codecs.ts';
import { FED_PAYLOAD_TYPE, fedParameters } from '../engine/feed.rules.ts';
import { decodable, publishable } from '../engine/rtp.ts';
import type { Feed, FeedRequest } from '../feed.types.ts';
import type {
  CloseReason,
  ConsumerCeiling,
  EngineEvent,
  LineState,
  Participant,
  ParticipantId,
  PublishRequest,
  SpaceId,
} from '../types.ts';
import { FakeOutlets } from './fake-outlets.ts';
import {
  fakeConsumerParameters,
  fakeIceParameters,
  fakeRouterCapabilities,
  fakeTransportOptions,
} from './fake-rtp.ts';
import {
  createFakeConsumer,
  type FakeConsumer,
  type FakeStream,
  fakeStateOf,
  flowingLayer,
} from './fake-stream.ts';
import { FakeTaps } from './fake-taps.ts';

export type FakeTransport = { state: 'new' | 'connected' | 'dropped'; iceRestartCount: number };

type FakeParticipant = {
  maySend: readonly StreamSource[];
  estimateBps: number | null;
  readonly transports: Readonly<Record<TransportDirection, FakeTransport>>;
};

export type FakeIds = {
  readonly newId: () => string;
  /** Counts up with every call. */
  readonly count: () => number;
};

/** A space in which nothing flows. Everything happens at once, in the order in which it is asked. */
export class FakeSpace {
  readonly rtpCapabilities: RtpCapabilities = fakeRouterCapabilities();
  readonly participants = new Map<ParticipantId, FakeParticipant>();
  readonly streams = new Map<StreamId, FakeStream>();
  readonly consumers = new Map<ConsumerId, FakeConsumer>();
  readonly taps: FakeTaps;
  readonly outlets: FakeOutlets;
  readonly spaceId: SpaceId;
  readonly workerPid: number;
  readonly #ids: FakeIds;
  readonly #tell: (event: EngineEvent) => void;

  constructor(
    place: { spaceId: SpaceId; workerPid: number },
    ids: FakeIds,
    tell: (event: EngineEvent) => void,
  ) {
    this.spaceId = place.spaceId;
    this.workerPid = place.workerPid;
    this.#ids = ids;
    this.#tell = tell;
    this.taps = new FakeTaps(place.spaceId, this.streams, { count: ids.count, tell });
    this.outlets = new FakeOutlets(this.streams, ids.count);
  }

  admit({ participantId, maySend }: Participant): {
    readonly send: TransportOptions;
    readonly receive: TransportOptions;
  } {
    this.expel(participantId, 'replaced');
    const transport = (): FakeTransport => ({ state: 'new', iceRestartCount: 0 });
    this.participants.set(participantId, {
      maySend: [...maySend],
      estimateBps: null,
      transports: { send: transport(), receive: transport() },
    });
    const options = (): TransportOptions => fakeTransportOptions(this.#ids.newId(), this.#ids.count());
    return { send: options(), receive: options() };
  }

  allow(participantId: ParticipantId, maySend: readonly StreamSource[]): Result<void> {
    const participant = this.participants.get(participantId);
    if (participant === undefined) return fail('NOT_FOUND');
    participant.maySend = [...maySend];
    for (const stream of [...this.streams.values()]) {
      if (stream.participantId === participantId && !maySend.includes(stream.source))
        this.unpublish(stream.streamId, 'removed');
    }
    return ok();
  }

  expel(participantId: ParticipantId, reason: CloseReason): void {
    if (!this.participants.delete(participantId)) return;
    this.#dropConsumers((consumer) => consumer.participantId === participantId);
    for (const stream of [...this.streams.values()]) {
      if (stream.participantId === participantId) this.unpublish(stream.streamId, reason);
    }
  }

  /** Null when there is no such participant. */
  transport(participantId: ParticipantId, direction: TransportDirection): FakeTransport | null {
    return this.participants.get(participantId)?.transports[direction] ?? null;
  }

  setState(
    participantId: ParticipantId,
    direction: TransportDirection,
    state: 'connected' | 'dropped',
  ): void {
    const transport = this.transport(participantId, direction);
    if (transport === null || transport.state === state) return;
    transport.state = state;
    const { spaceId } = this;
    this.#tell({
      type: 'transport.changed',
      spaceId,
      participantId,
      direction,
      connected: state === 'connected',
    });
  }

  restartIce(transport: FakeTransport): IceParameters {
    transport.iceRestartCount += 1;
    return fakeIceParameters(this.#ids.count(), transport.iceRestartCount);
  }

  publish({ participantId, source, rtpParameters, compatible = false }: PublishRequest): Result<StreamId> {
    const participant = this.participants.get(participantId);
    if (participant === undefined) return fail('NOT_FOUND');
    if (!participant.maySend.includes(source)) return fail('STREAM_REFUSED');
    const rtp = publishable(source, rtpParameters, acceptedCapabilities(this.rtpCapabilities));
    if (!rtp.ok) return rtp;
    const isFormer = (stream: FakeStream) =>
      stream.participantId === participantId && stream.source === source && stream.compatible === compatible;
    const former = [...this.streams.values()].find(isFormer);
    if (former !== undefined) this.unpublish(former.streamId, 'replaced');
    const streamId = streamIdSchema.parse(this.#ids.newId());
    const { consumable } = rtp.value;
    const layerCount = consumable.encodings?.length ?? 1;
    this.streams.set(streamId, { streamId, participantId, source, compatible, consumable, layerCount });
    return ok(streamId);
  }

  feed(request: FeedRequest): Result<Feed> {
    const ssrc = 2_000_000 + this.#ids.count();
    const made = this.publish({ ...request, rtpParameters: fedParameters(request, ssrc) });
    if (!made.ok) return made;
    return ok({ streamId: made.value, ip: '127.0.0.1', port: 50_000, payloadType: FED_PAYLOAD_TYPE, ssrc });
  }

  unpublish(streamId: StreamId, reason: CloseReason): void {
    if (!this.streams.delete(streamId)) return;
    this.#dropConsumers((consumer) => consumer.stream.streamId === streamId);
    this.taps.streamClosed(streamId);
    this.#tell({ type: 'stream.closed', spaceId: this.spaceId, streamId, reason });
  }

  consume(
    participantId: ParticipantId,
    streamId: StreamId,
    receiver: types.RtpCapabilities,
  ): Result<ConsumerOptions> {
    const stream = this.streams.get(streamId);
    if (stream === undefined) return fail('NOT_FOUND');
    const isKnown = (each: FakeConsumer) => each.participantId === participantId && each.stream === stream;
    const known = [...this.consumers.values()].find(isKnown);
    if (known !== undefined) return ok(known.options);
    const can = decodable(stream.consumable, receiver);
    if (!can.ok) return can;
    if (!can.value) return fail('CODEC_UNSUPPORTED');
    const consumerId = consumerIdSchema.parse(this.#ids.newId());
    const rtpParameters = fakeConsumerParameters(stream.consumable, receiver, this.#ids.count());
    const options: ConsumerOptions = { consumerId, streamId, kind: kindOf(stream.source), rtpParameters };
    this.consumers.set(consumerId, createFakeConsumer(options, participantId, stream));
    return ok(options);
  }

  steer(participantId: ParticipantId, wishes: readonly ConsumerWish[]): void {
    for (const wish of wishes) {
      const consumer = this.consumers.get(wish.consumerId);
      if (consumer?.participantId !== participantId) continue;
      if (wish.released === true) this.consumers.delete(wish.consumerId);
      else
        this.change(consumer, () => {
          consumer.wish = { ...consumer.wish, ...wish };
        });
    }
  }

  limit(participantId: ParticipantId, ceilings: readonly ConsumerCeiling[]): void {
    const byId = new Map(ceilings.map((ceiling) => [ceiling.consumerId, ceiling]));
    for (const [consumerId, consumer] of this.consumers) {
      if (consumer.participantId !== participantId) continue;
      this.change(consumer, () => {
        consumer.ceiling = byId.get(consumerId) ?? null;
      });
    }
  }

  lines(): readonly LineState[] {
    return [...this.participants].map(([participantId, { transports, estimateBps }]) => ({
      participantId,
      connected: transports.receive.state === 'connected',
      estimateBps,
      consumers: [...this.consumers.values()]
        .filter((each) => each.participantId === participantId)
        .map(fakeStateOf),
    }));
  }

  /** Changes a consumer and tells when another layer flows afterwards. */
  change(consumer: FakeConsumer, work: () => void): void {
    const before = flowingLayer(consumer);
    work();
    const layer = flowingLayer(consumer);
    if (layer === before || consumer.stream.layerCount === 1) return;
    const { participantId, stream, options } = consumer;
    const { streamId } = stream;
    const { consumerId } = options;
    this.#tell({ type: 'layer.changed', spaceId: this.spaceId, participantId, consumerId, streamId, layer });
  }

  close(reason: CloseReason): void {
    for (const participantId of [...this.participants.keys()]) this.expel(participantId, reason);
  }

  #dropConsumers(isGone: (consumer: FakeConsumer) => boolean): void {
    for (const [consumerId, consumer] of this.consumers)
      if (isGone(consumer)) this.consumers.delete(consumerId);
  }
}
