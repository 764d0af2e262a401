import type { types } from 'mediasoup';
import { type StreamId, streamId as streamIdSchema } from '../../shared/kernel/ids.ts';
import { fail, ok, type Result } from '../../shared/kernel/result.ts';
import { type ConsumerOptions, type ConsumerWish, kindOf, type StreamSource } from '../../shared/media.ts';
import type {
  CloseReason,
  ConsumerCeiling,
  EngineEvent,
  EngineLog,
  Participant,
  ParticipantId,
  PublishRequest,
  SpaceId,
} from '../types.ts';
import type { MediaWorker } from './media-worker.ts';
import { Outlets } from './outlets.ts';
import { createPacer, type Pacer } from './pacer.ts';
import {
  applyCeiling,
  applyWish,
  closeTransports,
  consume,
  consumerOptionsOf,
  createParticipant,
  type EngineParticipant,
  openTransports,
  type Receiving,
  type Stream,
  watchHalf,
} from './participant.ts';
import { attempt } from './refusals.ts';
import { decodable, publishable } from './rtp.ts';
import { Taps } from './taps.ts';
import { VoiceLoss } from './voice-loss.ts';

export type SpaceContext = {
  readonly spaceId: SpaceId;
  readonly worker: MediaWorker;
  readonly router: types.Router;
  readonly newId: () => string;
  readonly log: EngineLog;
  readonly tell: (event: EngineEvent) => void;
};

export type Refused = { readonly streamId: StreamId; readonly code: 'NOT_FOUND' | 'CODEC_UNSUPPORTED' };

/** See `Pacer`; the worker does the same for what receivers ask for by themselves. */
const keyFrameRequestDelayMs = 400;

/** One session's router with its participants and streams, on one worker. */
export class Space {
  readonly context: SpaceContext;
  readonly participants = new Map<ParticipantId, EngineParticipant>();
  readonly streams = new Map<StreamId, Stream>();
  /** The latest admission of an id wins, however its transports' making overlaps with an earlier one's. */
  readonly #admissions = new Map<ParticipantId, symbol>();
  readonly voiceLoss: VoiceLoss;
  readonly taps: Taps;
  readonly outlets: Outlets;
  #closed = false;

  constructor(context: SpaceContext) {
    this.context = context;
    this.voiceLoss = new VoiceLoss(context.router);
    this.taps = new Taps(context, this.streams);
    this.outlets = new Outlets(context, this.streams);
  }

  get consumerCount(): number {
    let count = 0;
    for (const participant of this.participants.values()) count += participant.receiving.size;
    return count;
  }

  async admit({ participantId, maySend }: Participant): Promise<Result<EngineParticipant>> {
    const { router, worker, log } = this.context;
    const admission = Symbol();
    this.expel(participantId, 'replaced');
    this.#admissions.set(participantId, admission);
    const halves = await attempt(log, 'admit', () => openTransports(router, worker.webRtcServer));
    const current = this.#admissions.get(participantId) === admission;
    if (current) this.#admissions.delete(participantId);
    if (!halves.ok) return halves;
    const participant = createParticipant(participantId, maySend, halves.value);
    if (this.#closed || !current) {
      closeTransports(participant);
      return fail('INVALID_STATE');
    }
    this.participants.set(participantId, participant);
    for (const direction of ['send', 'receive'] as const) {
      watchHalf(halves.value[direction], (connected) => {
        const { spaceId } = this.context;
        this.context.tell({ type: 'transport.changed', spaceId, participantId, direction, connected });
      });
    }
    return ok(participant);
  }

  expel(participantId: ParticipantId, reason: CloseReason): void {
    this.#admissions.delete(participantId);
    const participant = this.participants.get(participantId);
    if (participant === undefined) return;
    this.participants.delete(participantId);
    const own = [...this.streams.values()].filter((stream) => stream.participantId === participantId);
    for (const stream of own) this.unpublish(stream.streamId, reason);
    closeTransports(participant);
  }

  /** In the lane of publishing, so that a stream on its way is not overlooked. */
  allow(participant: EngineParticipant, maySend: readonly StreamSource[]): Promise<Result<void>> {
    return participant.sendLane(async () => {
      if (participant.closed) return fail('NOT_FOUND');
      participant.maySend = [...maySend];
      const { participantId } = participant;
      const over = [...this.streams.values()].filter(
        (stream) => stream.participantId === participantId && !maySend.includes(stream.source),
      );
      for (const stream of over) this.unpublish(stream.streamId, 'removed');
      return ok();
    });
  }

  publish(
    participant: EngineParticipant,
    request: PublishRequest,
    over: types.Transport = participant.halves.send.transport,
  ): Promise<Result<StreamId>> {
    return participant.sendLane(() => this.#publish(participant, request, over));
  }

  async #publish(
    participant: EngineParticipant,
    { source, rtpParameters, compatible = false }: PublishRequest,
    over: types.Transport,
  ): Promise<Result<StreamId>> {
    const { router, log, newId } = this.context;
    if (participant.closed) return fail('NOT_FOUND');
    if (!participant.maySend.includes(source)) return fail('STREAM_REFUSED');
    const rtp = publishable(source, rtpParameters, router.rtpCapabilities);
    if (!rtp.ok) return rtp;
    const { participantId } = participant;
    const former = [...this.streams.values()].find(
      (stream) =>
        stream.participantId === participantId &&
        stream.source === source &&
        stream.compatible === compatible,
    );
    // First the old, then the new: a client that publishes again may reuse the place (mid, SSRC) of the old one.
    if (former !== undefined) this.unpublish(former.streamId, 'replaced');
    const streamId = streamIdSchema.parse(newId());
    const made = await attempt(log, 'publish', () =>
      over.produce({
        id: streamId,
        kind: kindOf(source),
        rtpParameters: rtp.value.rtpParameters,
        keyFrameRequestDelay: keyFrameRequestDelayMs,
      }),
    );
    if (!made.ok) return made;
    if (participant.closed) return fail('NOT_FOUND');
    const { consumable } = rtp.value;
    const keyFramePacer = createPacer(keyFrameRequestDelayMs);
    if (kindOf(source) === 'video') await this.#followKeyFrames(made.value, keyFramePacer);
    const about = { streamId, participantId, source, compatible };
    this.streams.set(streamId, { ...about, producer: made.value, consumable, keyFramePacer });
    return ok(streamId);
  }

  async #followKeyFrames(producer: types.Producer, pacer: Pacer): Promise<void> {
    producer.on('trace', ({ type }) => {
      if (type === 'keyframe') pacer.note();
    });
    // Without it the pacer knows of fewer key frames; that is no reason to refuse a stream.
    await attempt(this.context.log, 'publish', () => producer.enableTraceEvent(['keyframe']));
  }

  unpublish(streamId: StreamId, reason: CloseReason): void {
    const stream = this.streams.get(streamId);
    if (stream === undefined) return;
    this.streams.delete(streamId);
    this.taps.streamClosed(streamId);
    stream.producer.close();
    // The worker closes its consumers and says so a moment later; here they are gone at once.
    for (const participant of this.participants.values()) participant.receiving.delete(streamId);
    const { spaceId } = this.context;
    this.context.tell({ type: 'stream.closed', spaceId, streamId, reason });
  }

  async receive(
    participant: EngineParticipant,
    {
      receiver,
      streamIds,
    }: { readonly receiver: types.RtpCapabilities; readonly streamIds: readonly StreamId[] },
  ): Promise<
    Result<{ readonly consumers: readonly ConsumerOptions[]; readonly refused: readonly Refused[] }>
  > {
    if (participant.closed) return fail('NOT_FOUND');
    const consumers: ConsumerOptions[] = [];
    const refused: Refused[] = [];
    const wanted = [...new Set(streamIds)];
    // All at once: one batch costs one round trip to the worker, not one each.
    const made = await Promise.all(
      wanted.map((streamId) => this.#receiveOne(participant, { receiver, streamId })),
    );
    for (const [index, streamId] of wanted.entries()) {
      const each = made[index];
      if (each === undefined) continue;
      if (each.ok) consumers.push(consumerOptionsOf(each.value));
      else if (each.error.code === 'NOT_FOUND' || each.error.code === 'CODEC_UNSUPPORTED') {
        refused.push({ streamId, code: each.error.code });
      } else return each;
    }
    return ok({ consumers, refused });
  }

  async #receiveOne(
    participant: EngineParticipant,
    { receiver, streamId }: { readonly receiver: types.RtpCapabilities; readonly streamId: StreamId },
  ): Promise<Result<Receiving>> {
    const { log, newId } = this.context;
    const known = participant.receiving.get(streamId);
    if (known !== undefined) return ok(known);
    const stream = this.streams.get(streamId);
    if (stream === undefined) return fail('NOT_FOUND');
    const can = decodable(stream.consumable, receiver);
    if (!can.ok) return can;
    if (!can.value) return fail('CODEC_UNSUPPORTED');
    const made = await attempt(log, 'receive', () => consume(participant, stream, { receiver, newId }));
    if (!made.ok) return stream.producer.closed ? fail('NOT_FOUND') : made;
    if (made.value.consumer.closed || !this.streams.has(streamId)) return fail('NOT_FOUND');
    this.#follow(participant, made.value);
    return made;
  }

  #follow(participant: EngineParticipant, receiving: Receiving): void {
    const { consumer, stream, consumerId } = receiving;
    const { streamId } = stream;
    const { spaceId } = this.context;
    const { participantId } = participant;
    participant.receiving.set(streamId, receiving);
    consumer.observer.once('close', () => participant.receiving.delete(streamId));
    consumer.on('layerschange', (layers) => {
      const layer = layers?.spatialLayer ?? null;
      if (layer === receiving.layer) return;
      receiving.layer = layer;
      this.context.tell({ type: 'layer.changed', spaceId, participantId, consumerId, streamId, layer });
    });
  }

  async steer(participant: EngineParticipant, wishes: readonly ConsumerWish[]): Promise<Result<void>> {
    if (participant.closed) return fail('NOT_FOUND');
    const byId = new Map(
      [...participant.receiving.values()].map((receiving) => [receiving.consumerId, receiving]),
    );
    const applied = await Promise.all(
      wishes.map(async (wish) => {
        const receiving = byId.get(wish.consumerId);
        if (receiving === undefined) return ok();
        const done = await attempt(this.context.log, 'steer', () => applyWish(receiving, wish));
        return done.ok || receiving.stream.producer.closed || receiving.consumer.closed ? ok() : done;
      }),
    );
    return applied.find((each) => !each.ok) ?? ok();
  }

  async limit(participant: EngineParticipant, ceilings: readonly ConsumerCeiling[]): Promise<Result<void>> {
    if (participant.closed) return fail('NOT_FOUND');
    const byId = new Map(ceilings.map((ceiling) => [ceiling.consumerId, ceiling]));
    const applied = await Promise.all(
      [...participant.receiving.values()].map(async (receiving) => {
        const ceiling = byId.get(receiving.consumerId);
        const done = await attempt(this.context.log, 'limit', () => applyCeiling(receiving, ceiling));
        return done.ok || receiving.stream.producer.closed || receiving.consumer.closed ? ok() : done;
      }),
    );
    return applied.find((each) => !each.ok) ?? ok();
  }

  /** Ends on our own account; every stream's end is told. */
  close(reason: CloseReason): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const participantId of [...this.participants.keys()]) this.expel(participantId, reason);
    this.context.router.close();
  }

  /** The worker is gone and everything with it: nothing is left to close, and the space's failure says it all. */
  abandon(): void {
    this.#closed = true;
    for (const participant of this.participants.values()) participant.closed = true;
    this.participants.clear();
    this.streams.clear();
    this.taps.abandon();
  }
}
