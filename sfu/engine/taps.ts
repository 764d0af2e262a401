import type { types } from 'mediasoup';
import type { StreamId } from '../../shared/kernel/ids.ts';
import { fail, ok, type Result } from '../../shared/kernel/result.ts';
import type { Tap, TapId, TapRequest, TapState } from '../tap.types.ts';
import type { EngineEvent, EngineLog, SpaceId } from '../types.ts';
import type { Stream } from './participant.ts';
import { attempt } from './refusals.ts';
import { tapCapabilities, tapFrom } from './tap.rules.ts';

type Context = {
  readonly spaceId: SpaceId;
  readonly router: types.Router;
  readonly newId: () => string;
  readonly log: EngineLog;
  readonly tell: (event: EngineEvent) => void;
};

type Open = {
  readonly tapId: TapId;
  readonly stream: Stream;
  readonly transport: types.PlainTransport;
  readonly consumer: types.Consumer;
  readonly smallest: boolean;
};

const ip = '127.0.0.1';

/** Ways out of a space to processes on this machine. */
export class Taps {
  readonly #context: Context;
  readonly #streams: ReadonlyMap<StreamId, Stream>;
  readonly #open = new Map<TapId, Open>();

  constructor(context: Context, streams: ReadonlyMap<StreamId, Stream>) {
    this.#context = context;
    this.#streams = streams;
  }

  async open({ streamId, port, rtcpPort, smallest = false }: TapRequest): Promise<Result<Tap>> {
    const { router, newId, log } = this.#context;
    const stream = this.#streams.get(streamId);
    if (stream === undefined) return fail('NOT_FOUND');
    const listenInfo = { protocol: 'udp', ip } as const;
    const made = await attempt(log, 'tap', () =>
      router.createPlainTransport({ listenInfo, comedia: false, rtcpMux: false }),
    );
    if (!made.ok) return made;
    const transport = made.value;
    const consumed = await attempt(log, 'tap', async () => {
      await transport.connect({ ip, port, rtcpPort });
      const rtpCapabilities = tapCapabilities(router.rtpCapabilities);
      const preferred = smallest ? { preferredLayers: { spatialLayer: 0 } } : {};
      const producerId = stream.producer.id;
      return transport.consume({ producerId, rtpCapabilities, paused: true, ...preferred });
    });
    const tapId = newId() as TapId;
    const tap = consumed.ok ? tapFrom(tapId, consumed.value.rtpParameters) : null;
    if (!consumed.ok || tap === null || this.#streams.get(streamId) !== stream) {
      transport.close();
      return consumed.ok || stream.producer.closed ? fail('NOT_FOUND') : consumed;
    }
    this.#open.set(tapId, { tapId, stream, transport, consumer: consumed.value, smallest });
    return ok(tap);
  }

  async resume(tapId: TapId): Promise<Result<void>> {
    const tap = this.#open.get(tapId);
    if (tap === undefined) return fail('NOT_FOUND');
    const { consumer, stream } = tap;
    const resumed = await attempt(this.#context.log, 'resumeTap', async () => {
      if (consumer.paused) await this.#tellFirst(tap);
      if (consumer.kind === 'video') await stream.keyFramePacer.pass();
      await consumer.resume();
    });
    return resumed.ok || this.#open.has(tapId) ? resumed : fail('NOT_FOUND');
  }

  /** Every packet is told of until the first has come; then no more. */
  async #tellFirst({ tapId, stream, consumer }: Open): Promise<void> {
    const { spaceId, tell, log } = this.#context;
    consumer.once('trace', () => {
      if (!this.#open.has(tapId)) return;
      tell({ type: 'tap.started', spaceId, tapId, streamId: stream.streamId });
      void attempt(log, 'resumeTap', () => consumer.enableTraceEvent([]));
    });
    await consumer.enableTraceEvent(['rtp']);
  }

  async requestKeyFrame(tapId: TapId): Promise<void> {
    const tap = this.#open.get(tapId);
    if (tap?.consumer.kind !== 'video' || tap.consumer.paused) return;
    await tap.stream.keyFramePacer.pass();
    if (this.#open.has(tapId))
      await attempt(this.#context.log, 'requestKeyFrame', () => tap.consumer.requestKeyFrame());
  }

  close(tapId: TapId): void {
    this.#open.get(tapId)?.transport.close();
    this.#open.delete(tapId);
  }

  streamClosed(streamId: StreamId): void {
    const { spaceId, tell } = this.#context;
    for (const { tapId, stream } of [...this.#open.values()]) {
      if (stream.streamId !== streamId) continue;
      this.close(tapId);
      tell({ type: 'tap.closed', spaceId, tapId, streamId });
    }
  }

  /** They went with their process. */
  abandon(): void {
    this.#open.clear();
  }

  states(): readonly TapState[] {
    return [...this.#open.values()].map(({ tapId, stream, consumer, smallest }) => {
      const layerCount = consumer.type === 'simulcast' ? (stream.consumable.encodings?.length ?? 1) : 1;
      const { streamId } = stream;
      const mayLayer = smallest ? 0 : layerCount - 1;
      return { tapId, streamId, paused: consumer.paused, mayLayer, layerCount };
    });
  }
}
