import type { types } from 'mediasoup';
import type { StreamId } from '../../shared/kernel/ids.ts';
import { fail, ok, type Result } from '../../shared/kernel/result.ts';
import { type IceParameters, iceParameters, kindOf, transportOptions } from '../../shared/media.ts';
import type { Outlet, OutletId, OutletRequest, OutletState } from '../outlet.types.ts';
import type { EngineLog } from '../types.ts';
import { createLane, type Lane } from './lane.ts';
import type { MediaWorker } from './media-worker.ts';
import { numbered, outletCapabilities } from './outlet.rules.ts';
import { type Counted, layerAfter, lossBetween, type PlayedLayer, playedAtTop } from './outlet-layer.ts';
import type { Stream } from './participant.ts';
import { attempt } from './refusals.ts';

type Context = {
  readonly worker: MediaWorker;
  readonly router: types.Router;
  readonly newId: () => string;
  readonly log: EngineLog;
};

type Playing = {
  readonly pipe: types.Producer;
  readonly consumer: types.Consumer;
  readonly layerCount: number;
  counted: Counted | null;
};
type Open = {
  readonly outletId: OutletId;
  /** Of its own, with its numbers; closed with it. */
  readonly router: types.Router;
  readonly transport: types.WebRtcTransport;
  readonly playing: Map<StreamId, Playing>;
  readonly lane: Lane;
  /** Of the picture, where it comes in several sizes. */
  layer: PlayedLayer | null;
};

const CONSENT_TIMEOUT_S = 15;
const LOOK_MS = 1_000;

/** Ways out of a space to players that keep to numbers of their own. */
export class Outlets {
  readonly #context: Context;
  readonly #streams: ReadonlyMap<StreamId, Stream>;
  readonly #open = new Map<OutletId, Open>();
  #looking: NodeJS.Timeout | undefined;

  constructor(context: Context, streams: ReadonlyMap<StreamId, Stream>) {
    this.#context = context;
    this.#streams = streams;
    // With its space, and with its worker.
    context.router.observer.once('close', () => this.#closeAll());
  }

  async open({
    codecs,
    dtlsParameters: { role = 'auto', fingerprints },
  }: OutletRequest): Promise<Result<Outlet>> {
    const { worker, newId, log } = this.#context;
    const made = await attempt(log, 'openOutlet', () =>
      worker.worker.createRouter({ mediaCodecs: numbered(codecs) }),
    );
    if (!made.ok) return made;
    const router = made.value;
    const opened = await attempt(log, 'openOutlet', async () => {
      const transport = await router.createWebRtcTransport({
        webRtcServer: worker.webRtcServer,
        ...{ enableUdp: true, enableTcp: true, preferUdp: true, iceConsentTimeout: CONSENT_TIMEOUT_S },
      });
      await transport.connect({ dtlsParameters: { role, fingerprints: [...fingerprints] } });
      return transport;
    });
    // Its space may have been closed meanwhile.
    if (!opened.ok || this.#context.router.closed) {
      router.close();
      return opened.ok ? fail('NOT_FOUND') : opened;
    }
    const transport = opened.value;
    const outletId = newId() as OutletId;
    const begun = { outletId, router, transport, playing: new Map(), lane: createLane(), layer: null };
    this.#open.set(outletId, begun);
    this.#looking ??= setInterval(() => this.#look(), LOOK_MS).unref();
    const { id, iceParameters: ice, iceCandidates, dtlsParameters } = transport;
    return ok({
      outletId,
      transport: transportOptions.parse({ id, iceParameters: ice, iceCandidates, dtlsParameters }),
    });
  }

  async play(outletId: OutletId, streamIds: readonly StreamId[]): Promise<Result<readonly StreamId[]>> {
    const outlet = this.#open.get(outletId);
    if (outlet === undefined) return fail('NOT_FOUND');
    return outlet.lane(async () => {
      const wanted = this.#firstOfEachKind(outlet, streamIds);
      for (const [streamId, { pipe }] of [...outlet.playing]) {
        if (wanted.some((each) => each.streamId === streamId) && !pipe.closed) continue;
        outlet.playing.delete(streamId);
        pipe.close();
      }
      for (const stream of wanted)
        if (!outlet.playing.has(stream.streamId)) {
          const made = await attempt(this.#context.log, 'playOutlet', () => this.#pipe(outlet, stream));
          if (!made.ok && !stream.producer.closed && !outlet.transport.closed) return made;
        }
      return this.#open.has(outletId) ? ok([...outlet.playing.keys()]) : fail('NOT_FOUND');
    });
  }

  async restartIce(outletId: OutletId): Promise<Result<IceParameters>> {
    const outlet = this.#open.get(outletId);
    if (outlet === undefined) return fail('NOT_FOUND');
    const restarted = await attempt(this.#context.log, 'restartOutlet', () => outlet.transport.restartIce());
    return restarted.ok ? ok(iceParameters.parse(restarted.value)) : restarted;
  }

  close(outletId: OutletId): void {
    const outlet = this.#open.get(outletId);
    this.#open.delete(outletId);
    outlet?.router.close();
    if (this.#open.size > 0) return;
    clearInterval(this.#looking);
    this.#looking = undefined;
  }

  /** Whoever misses much gets a smaller picture, where there is one. */
  #look(): void {
    for (const outlet of this.#open.values())
      for (const playing of outlet.playing.values())
        if (playing.layerCount > 1 && !playing.consumer.closed)
          void attempt(this.#context.log, 'playOutlet', () => suit(outlet, playing));
  }

  #closeAll(): void {
    for (const outletId of [...this.#open.keys()]) this.close(outletId);
  }

  states(): readonly OutletState[] {
    return [...this.#open.values()].map(({ outletId, transport, playing, layer }) => {
      const iceUp = transport.iceState === 'connected' || transport.iceState === 'completed';
      // The worker says a moment later that what was played ended.
      const there = [...playing].filter(([streamId]) => this.#streams.has(streamId));
      return {
        ...{ outletId, connected: iceUp && transport.dtlsState === 'connected' },
        streamIds: there.map(([streamId]) => streamId),
        consumers: there.map(([streamId, { layerCount }]) => ({
          ...{ streamId, paused: false, layerCount },
          mayLayer: Math.min(layer?.layer ?? layerCount - 1, layerCount - 1),
        })),
      };
    });
  }

  /** What it can decode of these, one voice and one picture at most. */
  #firstOfEachKind({ router }: Open, streamIds: readonly StreamId[]): readonly Stream[] {
    const numbers = new Set(
      (router.rtpCapabilities.codecs ?? []).map(({ mimeType }) => mimeType.toLowerCase()),
    );
    const found = new Map<'audio' | 'video', Stream>();
    for (const streamId of streamIds) {
      const stream = this.#streams.get(streamId);
      const mimeType = stream?.consumable.codecs[0]?.mimeType.toLowerCase() ?? '';
      if (stream !== undefined && numbers.has(mimeType) && !found.has(kindOf(stream.source)))
        found.set(kindOf(stream.source), stream);
    }
    return [...found.values()];
  }

  async #pipe(outlet: Open, { streamId, producer, keyFramePacer }: Stream): Promise<void> {
    const { router, transport } = outlet;
    const { pipeProducer } = await this.#context.router.pipeToRouter({
      ...{ producerId: producer.id, router, keepId: false, enableSctp: false, enableRtx: true },
    });
    if (pipeProducer === undefined) return;
    const consumer = await transport.consume({
      producerId: pipeProducer.id,
      rtpCapabilities: outletCapabilities(router.rtpCapabilities),
      ...{ paused: true, enableRtx: true },
    });
    const layerCount =
      consumer.type === 'simulcast' ? (pipeProducer.rtpParameters.encodings?.length ?? 1) : 1;
    outlet.playing.set(streamId, { pipe: pipeProducer, consumer, layerCount, counted: null });
    if (layerCount > 1 && outlet.layer !== null)
      await consumer.setPreferredLayers({ spatialLayer: Math.min(outlet.layer.layer, layerCount - 1) });
    if (consumer.kind === 'video') await keyFramePacer.pass();
    await consumer.resume();
  }
}

async function suit(outlet: Open, playing: Playing): Promise<void> {
  const { consumer, layerCount, counted } = playing;
  const stats = await consumer.getStats();
  const sent = stats.find((each) => each.type === 'outbound-rtp');
  if (sent === undefined || consumer.closed) return;
  const now: Counted = { packets: sent.packetCount, askedAgain: sent.nackPacketCount };
  playing.counted = now;
  if (counted === null) return;
  const before = outlet.layer ?? playedAtTop(layerCount);
  const lossRatio = lossBetween(counted, now);
  const after = layerAfter(before, { lossRatio, nowMs: performance.now(), layerCount });
  outlet.layer = after;
  if (after.layer !== before.layer) await consumer.setPreferredLayers({ spatialLayer: after.layer });
}
