import type { StreamId } from '../../shared/kernel/ids.ts';
import { fail, ok, type Result } from '../../shared/kernel/result.ts';
import { acceptedCapabilities } from '../engine/codecs.ts';
import { tapCapabilities, tapFrom } from '../engine/tap.rules.ts';
import type { Tap, TapId, TapRequest, TapState } from '../tap.types.ts';
import type { EngineEvent, SpaceId } from '../types.ts';
import { fakeConsumerParameters, fakeRouterCapabilities } from './fake-rtp.ts';
import type { FakeStream } from './fake-stream.ts';

type Open = {
  readonly tapId: TapId;
  readonly stream: FakeStream;
  readonly smallest: boolean;
  paused: boolean;
};
type Deps = { readonly count: () => number; readonly tell: (event: EngineEvent) => void };

/** Ways out of a space in which nothing flows: what is resumed has begun at once. */
export class FakeTaps {
  readonly #spaceId: SpaceId;
  readonly #streams: ReadonlyMap<StreamId, FakeStream>;
  readonly #deps: Deps;
  readonly #open = new Map<TapId, Open>();

  constructor(spaceId: SpaceId, streams: ReadonlyMap<StreamId, FakeStream>, deps: Deps) {
    this.#spaceId = spaceId;
    this.#streams = streams;
    this.#deps = deps;
  }

  open({ streamId, smallest = false }: TapRequest): Result<Tap> {
    const stream = this.#streams.get(streamId);
    if (stream === undefined) return fail('NOT_FOUND');
    const count = this.#deps.count();
    const receiver = tapCapabilities(acceptedCapabilities(fakeRouterCapabilities()));
    const { codecs, encodings } = fakeConsumerParameters(stream.consumable, receiver, count);
    const tapId = `tap-${count}` as TapId;
    const tap = tapFrom(tapId, { codecs, encodings } as Parameters<typeof tapFrom>[1]);
    if (tap === null) return fail('CODEC_UNSUPPORTED');
    this.#open.set(tapId, { tapId, stream, smallest, paused: true });
    return ok(tap);
  }

  resume(tapId: TapId): Result<void> {
    const tap = this.#open.get(tapId);
    if (tap === undefined) return fail('NOT_FOUND');
    const { streamId } = tap.stream;
    if (tap.paused) this.#deps.tell({ type: 'tap.started', spaceId: this.#spaceId, tapId, streamId });
    tap.paused = false;
    return ok();
  }

  close(tapId: TapId): void {
    this.#open.delete(tapId);
  }

  streamClosed(streamId: StreamId): void {
    for (const { tapId, stream } of [...this.#open.values()]) {
      if (stream.streamId !== streamId) continue;
      this.#open.delete(tapId);
      this.#deps.tell({ type: 'tap.closed', spaceId: this.#spaceId, tapId, streamId });
    }
  }

  states(): readonly TapState[] {
    return [...this.#open.values()].map(({ tapId, stream: { streamId, layerCount }, smallest, paused }) => ({
      ...{ tapId, streamId, paused },
      ...{ mayLayer: smallest ? 0 : layerCount - 1, layerCount },
    }));
  }
}
