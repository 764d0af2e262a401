import { z } from 'zod';
import {
  type ConsumerId,
  consumerId as consumerIdSchema,
  type StreamId,
  streamId as streamIdSchema,
  uuidV7,
} from '../../shared/kernel/ids.ts';
import { fail, ok, type Result } from '../../shared/kernel/result.ts';
import {
  type ConsumerOptions,
  type ConsumerWish,
  consumerWish,
  type DtlsParameters,
  dtlsParameters,
  type IceParameters,
  kindOf,
  type RtpCapabilities,
  rtpCapabilities,
  type TransportDirection,
  type TransportOptions,
} from '../../shared/media.ts';
import { checked } from '../door/checks.ts';
import { createListeners, type Listeners } from '../door/listeners.ts';
import { acceptedCapabilities } from '../engine/codecs.ts';
import { decodable, publishable } from '../engine/rtp.ts';
import type {
  CloseReason,
  ConsumerSample,
  EngineEvent,
  EngineLog,
  EngineState,
  MediaEngine,
  Participant,
  ParticipantId,
  PublishRequest,
  ReceiveRequest,
  SpaceId,
} from '../types.ts';
import {
  fakeConsumerParameters,
  fakeIceParameters,
  fakeRouterCapabilities,
  fakeTransportOptions,
} from './fake-rtp.ts';
import {
  type FakeConsumer,
  type FakeParticipant,
  type FakeSpace,
  type FakeSpaceView,
  flowingLayer,
  sampleOf,
  viewOf,
} from './fake-space.ts';

export type FakeEngineOptions = {
  /** Default 2; a standby comes on top, as in the real engine. */
  readonly workerCount?: number;
  /** Makes stream and consumer ids, UUIDv7; by default they are counted, so that two runs give the same ids. */
  readonly newId?: () => string;
  readonly log?: EngineLog;
};

type Receivers = Result<{
  readonly consumers: readonly ConsumerOptions[];
  readonly refused: readonly {
    readonly streamId: StreamId;
    readonly code: 'NOT_FOUND' | 'CODEC_UNSUPPORTED';
  }[];
}>;

/** No process has such an id, so that a test which kills a fake worker's pid hits nobody. */
const firstPid = 900_000_001;
const silent: EngineLog = { info: () => undefined, warn: () => undefined, error: () => undefined };

/**
 * The engine's door without a native process: nothing flows, everything else answers as the real engine does, at once and always the
 * same. A transport counts as connected as soon as `connect` was called. The methods after `close` are for tests alone.
 */
export class FakeMediaEngine implements MediaEngine {
  readonly #spaces = new Map<SpaceId, FakeSpace>();
  readonly #listeners: Listeners;
  readonly #newId: () => string;
  #workerPids: number[];
  #count = 0;
  #nextPid = firstPid;
  #state: 'up' | 'unavailable' | 'closed' = 'up';

  constructor(options: FakeEngineOptions = {}) {
    this.#listeners = createListeners(options.log ?? silent);
    this.#newId = options.newId ?? (() => uuidV7(1_700_000_000_000 + this.#count, new Uint8Array(10)));
    this.#workerPids = Array.from({ length: (options.workerCount ?? 2) + 1 }, () => this.#nextPid++);
  }

  async openSpace(spaceId: SpaceId): Promise<Result<{ readonly rtpCapabilities: RtpCapabilities }>> {
    if (this.#state !== 'up') return fail('MEDIA_UNAVAILABLE');
    const open = this.#spaces.get(spaceId);
    if (open !== undefined) return ok({ rtpCapabilities: open.rtpCapabilities });
    const load = this.state().workers.filter((worker) => !worker.standby);
    const least = load.reduce((best, worker) => (worker.spaceCount < best.spaceCount ? worker : best));
    const space: FakeSpace = {
      spaceId,
      workerPid: least.pid,
      rtpCapabilities: fakeRouterCapabilities(),
      participants: new Map(),
      streams: new Map(),
      consumers: new Map(),
    };
    this.#spaces.set(spaceId, space);
    return ok({ rtpCapabilities: space.rtpCapabilities });
  }

  async closeSpace(spaceId: SpaceId, reason: CloseReason): Promise<void> {
    const space = this.#spaces.get(spaceId);
    if (space === undefined) return;
    this.#spaces.delete(spaceId);
    for (const streamId of [...space.streams.keys()]) this.#closeStream(space, streamId, reason);
  }

  async admit(
    spaceId: SpaceId,
    participant: Participant,
  ): Promise<Result<{ readonly send: TransportOptions; readonly receive: TransportOptions }>> {
    const space = this.#spaces.get(spaceId);
    if (space === undefined) return fail('NOT_FOUND');
    this.#expel(space, participant.participantId, 'replaced');
    const made: FakeParticipant = {
      maySend: [...participant.maySend],
      transports: {
        send: { state: 'new', iceRestartCount: 0 },
        receive: { state: 'new', iceRestartCount: 0 },
      },
    };
    space.participants.set(participant.participantId, made);
    const options = () => fakeTransportOptions(this.#nextId(), this.#count);
    return ok({ send: options(), receive: options() });
  }

  async expel(spaceId: SpaceId, participantId: ParticipantId, reason: CloseReason): Promise<void> {
    const space = this.#spaces.get(spaceId);
    if (space !== undefined) this.#expel(space, participantId, reason);
  }

  async connect(
    spaceId: SpaceId,
    participantId: ParticipantId,
    half: { readonly direction: TransportDirection; readonly dtlsParameters: DtlsParameters },
  ): Promise<Result<void>> {
    const participant = this.#spaces.get(spaceId)?.participants.get(participantId);
    if (participant === undefined) return fail('NOT_FOUND');
    const parsed = checked(dtlsParameters, half.dtlsParameters);
    if (!parsed.ok) return parsed;
    const transport = participant.transports[half.direction];
    if (transport.state !== 'new') return fail('INVALID_STATE');
    transport.state = 'connected';
    const { direction } = half;
    this.#listeners.tell({ type: 'transport.changed', spaceId, participantId, direction, connected: true });
    return ok();
  }

  async restartIce(
    spaceId: SpaceId,
    participantId: ParticipantId,
    direction: TransportDirection,
  ): Promise<Result<IceParameters>> {
    const transport = this.#spaces.get(spaceId)?.participants.get(participantId)?.transports[direction];
    if (transport === undefined) return fail('NOT_FOUND');
    transport.iceRestartCount += 1;
    this.#count += 1;
    return ok(fakeIceParameters(this.#count, transport.iceRestartCount));
  }

  async publish(spaceId: SpaceId, request: PublishRequest): Promise<Result<StreamId>> {
    const space = this.#spaces.get(spaceId);
    const participant = space?.participants.get(request.participantId);
    if (space === undefined || participant === undefined) return fail('NOT_FOUND');
    const { participantId, source } = request;
    if (!participant.maySend.includes(source)) return fail('STREAM_REFUSED');
    const rtp = publishable(source, request.rtpParameters, acceptedCapabilities(space.rtpCapabilities));
    if (!rtp.ok) return rtp;
    const former = [...space.streams.values()].find(
      (each) => each.participantId === participantId && each.source === source,
    );
    if (former !== undefined) this.#closeStream(space, former.streamId, 'replaced');
    const streamId = streamIdSchema.parse(this.#nextId());
    const { consumable } = rtp.value;
    const layerCount = consumable.encodings?.length ?? 1;
    space.streams.set(streamId, { streamId, participantId, source, consumable, layerCount });
    return ok(streamId);
  }

  async unpublish(spaceId: SpaceId, streamId: StreamId, reason: CloseReason): Promise<void> {
    const space = this.#spaces.get(spaceId);
    if (space !== undefined) this.#closeStream(space, streamId, reason);
  }

  async receive(spaceId: SpaceId, request: ReceiveRequest): Promise<Receivers> {
    const space = this.#spaces.get(spaceId);
    if (space?.participants.has(request.participantId) !== true) return fail('NOT_FOUND');
    const parsed = checked(rtpCapabilities, request.rtpCapabilities);
    if (!parsed.ok) return parsed;
    const receiver = acceptedCapabilities(parsed.value);
    const consumers: ConsumerOptions[] = [];
    const refused: { streamId: StreamId; code: 'NOT_FOUND' | 'CODEC_UNSUPPORTED' }[] = [];
    for (const streamId of new Set(request.streamIds)) {
      const made = this.#consume(space, request.participantId, { streamId, receiver });
      if (made.ok) consumers.push(made.value);
      else if (made.error.code === 'NOT_FOUND' || made.error.code === 'CODEC_UNSUPPORTED') {
        refused.push({ streamId, code: made.error.code });
      } else return made;
    }
    return ok({ consumers, refused });
  }

  #consume(
    space: FakeSpace,
    participantId: ParticipantId,
    { streamId, receiver }: { streamId: StreamId; receiver: Parameters<typeof decodable>[1] },
  ): Result<ConsumerOptions> {
    const stream = space.streams.get(streamId);
    if (stream === undefined) return fail('NOT_FOUND');
    const known = [...space.consumers.values()].find(
      (each) => each.participantId === participantId && each.stream === stream,
    );
    if (known !== undefined) return ok(known.options);
    const can = decodable(stream.consumable, receiver);
    if (!can.ok) return can;
    if (!can.value) return fail('CODEC_UNSUPPORTED');
    const consumerId = consumerIdSchema.parse(this.#nextId());
    const options: ConsumerOptions = {
      consumerId,
      streamId,
      kind: kindOf(stream.source),
      rtpParameters: fakeConsumerParameters(stream.consumable, receiver, this.#count),
    };
    space.consumers.set(consumerId, {
      options,
      participantId,
      stream,
      wish: { consumerId, paused: true },
      forcedLayer: undefined,
      reported: { lossRatio: null, rttMs: null, bitrateBps: null },
    });
    return ok(options);
  }

  async steer(
    spaceId: SpaceId,
    participantId: ParticipantId,
    wishes: readonly ConsumerWish[],
  ): Promise<Result<void>> {
    const space = this.#spaces.get(spaceId);
    if (space?.participants.has(participantId) !== true) return fail('NOT_FOUND');
    const parsed = checked(z.array(consumerWish), wishes);
    if (!parsed.ok) return parsed;
    for (const wish of parsed.value) {
      const consumer = space.consumers.get(wish.consumerId);
      if (consumer?.participantId !== participantId) continue;
      this.#change(space, consumer, () => {
        consumer.wish = { ...consumer.wish, ...wish };
      });
    }
    return ok();
  }

  async sample(spaceId: SpaceId): Promise<readonly ConsumerSample[]> {
    return [...(this.#spaces.get(spaceId)?.consumers.values() ?? [])].map(sampleOf);
  }

  state(): EngineState {
    const spaceCount = (pid: number) =>
      [...this.#spaces.values()].filter((space) => space.workerPid === pid).length;
    const workers = this.#workerPids.map((pid, index) => ({
      pid,
      spaceCount: spaceCount(pid),
      standby: index === this.#workerPids.length - 1,
    }));
    return { workers };
  }

  listen(listener: (event: EngineEvent) => void): () => void {
    return this.#listeners.add(listener);
  }

  async close(): Promise<void> {
    if (this.#state === 'closed') return;
    this.#state = 'closed';
    for (const spaceId of [...this.#spaces.keys()]) await this.closeSpace(spaceId, 'shutdown');
    this.#workerPids = [];
  }

  /** Whether `openSpace` works; false stands for no living worker. */
  setAvailable(available: boolean): void {
    if (this.#state !== 'closed') this.#state = available ? 'up' : 'unavailable';
  }

  /** The worker that carries a space ends; every space on it fails, and a fresh worker takes its place. */
  failSpace(spaceId: SpaceId, cause: 'died' | 'hung'): void {
    const pid = this.#open(spaceId).workerPid;
    const standbyPid = this.#workerPids.pop();
    this.#workerPids = this.#workerPids.map((each) => (each === pid ? (standbyPid ?? each) : each));
    this.#workerPids.push(this.#nextPid++);
    const failed = [...this.#spaces.values()].filter((space) => space.workerPid === pid);
    for (const space of failed) this.#spaces.delete(space.spaceId);
    for (const space of failed) this.#listeners.tell({ type: 'space.failed', spaceId: space.spaceId, cause });
  }

  /** A participant's line is cut (false) or carries again (true). */
  setConnected(
    spaceId: SpaceId,
    participantId: ParticipantId,
    line: { direction: TransportDirection; connected: boolean },
  ): void {
    const transport = this.#open(spaceId).participants.get(participantId)?.transports[line.direction];
    if (transport === undefined) throw new Error('no such participant');
    const state = line.connected ? 'connected' : 'dropped';
    if (transport.state === state) return;
    transport.state = state;
    this.#listeners.tell({ type: 'transport.changed', spaceId, participantId, ...line });
  }

  /** A stream ends by itself, as when the engine closes it. */
  endStream(spaceId: SpaceId, streamId: StreamId, reason: CloseReason): void {
    this.#closeStream(this.#open(spaceId), streamId, reason);
  }

  /** The line lets this layer through and no other; undefined leaves it to the wish again. */
  forceLayer(spaceId: SpaceId, consumerId: ConsumerId, layer: number | null | undefined): void {
    const space = this.#open(spaceId);
    const consumer = space.consumers.get(consumerId);
    if (consumer === undefined) throw new Error('no such consumer');
    this.#change(space, consumer, () => {
      consumer.forcedLayer = layer;
    });
  }

  /** What the receiver reports from now on; a bitrate of null means the nominal one. */
  report(spaceId: SpaceId, consumerId: ConsumerId, reported: Partial<FakeConsumer['reported']>): void {
    const consumer = this.#open(spaceId).consumers.get(consumerId);
    if (consumer === undefined) throw new Error('no such consumer');
    consumer.reported = { ...consumer.reported, ...reported };
  }

  /** The space as plain data, null when it is not open. */
  inspect(spaceId: SpaceId): FakeSpaceView | null {
    const space = this.#spaces.get(spaceId);
    return space === undefined ? null : viewOf(space);
  }

  #change(space: FakeSpace, consumer: FakeConsumer, change: () => void): void {
    const before = flowingLayer(consumer);
    change();
    const layer = flowingLayer(consumer);
    if (layer === before || consumer.stream.source === 'voice') return;
    const { participantId, stream } = consumer;
    const { consumerId } = consumer.options;
    const { spaceId } = space;
    this.#listeners.tell({
      type: 'layer.changed',
      spaceId,
      participantId,
      consumerId,
      streamId: stream.streamId,
      layer,
    });
  }

  #expel(space: FakeSpace, participantId: ParticipantId, reason: CloseReason): void {
    if (!space.participants.delete(participantId)) return;
    for (const [consumerId, consumer] of space.consumers) {
      if (consumer.participantId === participantId) space.consumers.delete(consumerId);
    }
    for (const stream of [...space.streams.values()]) {
      if (stream.participantId === participantId) this.#closeStream(space, stream.streamId, reason);
    }
  }

  #closeStream(space: FakeSpace, streamId: StreamId, reason: CloseReason): void {
    if (!space.streams.delete(streamId)) return;
    for (const [consumerId, consumer] of space.consumers) {
      if (consumer.stream.streamId === streamId) space.consumers.delete(consumerId);
    }
    this.#listeners.tell({ type: 'stream.closed', spaceId: space.spaceId, streamId, reason });
  }

  #open(spaceId: SpaceId): FakeSpace {
    const space = this.#spaces.get(spaceId);
    if (space === undefined) throw new Error('the space is not open');
    return space;
  }

  #nextId(): string {
    this.#count += 1;
    return this.#newId();
  }
}
