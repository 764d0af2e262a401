import type { StreamId } from '../../shared/kernel/ids.ts';
import { fail, ok, type Result } from '../../shared/kernel/result.ts';
import { type IceParameters, kindOf } from '../../shared/media.ts';
import type { Outlet, OutletId, OutletRequest, OutletState } from '../outlet.types.ts';
import { fakeIceParameters, fakeTransportOptions } from './fake-rtp.ts';
import type { FakeStream } from './fake-stream.ts';

type Open = {
  readonly outletId: OutletId;
  readonly mimeTypes: ReadonlySet<string>;
  readonly count: number;
  restarts: number;
  streamIds: readonly StreamId[];
};

/** Players to which nothing flows: each is connected as soon as it is there. */
export class FakeOutlets {
  readonly #streams: ReadonlyMap<StreamId, FakeStream>;
  readonly #count: () => number;
  readonly #open = new Map<OutletId, Open>();

  constructor(streams: ReadonlyMap<StreamId, FakeStream>, count: () => number) {
    this.#streams = streams;
    this.#count = count;
  }

  open({ codecs }: OutletRequest): Result<Outlet> {
    const count = this.#count();
    const outletId = `outlet-${count}` as OutletId;
    const mimeTypes = new Set(codecs.map(({ mimeType }) => mimeType.toLowerCase()));
    this.#open.set(outletId, { outletId, mimeTypes, count, restarts: 0, streamIds: [] });
    return ok({ outletId, transport: fakeTransportOptions(outletId, count) });
  }

  play(outletId: OutletId, streamIds: readonly StreamId[]): Result<readonly StreamId[]> {
    const outlet = this.#open.get(outletId);
    if (outlet === undefined) return fail('NOT_FOUND');
    const found = new Map<'audio' | 'video', StreamId>();
    for (const streamId of streamIds) {
      const stream = this.#streams.get(streamId);
      const mimeType = stream?.consumable.codecs[0]?.mimeType.toLowerCase() ?? '';
      if (stream !== undefined && outlet.mimeTypes.has(mimeType) && !found.has(kindOf(stream.source)))
        found.set(kindOf(stream.source), streamId);
    }
    outlet.streamIds = [...found.values()];
    return ok(outlet.streamIds);
  }

  restartIce(outletId: OutletId): Result<IceParameters> {
    const outlet = this.#open.get(outletId);
    if (outlet === undefined) return fail('NOT_FOUND');
    outlet.restarts += 1;
    return ok(fakeIceParameters(outlet.count, outlet.restarts));
  }

  close(outletId: OutletId): void {
    this.#open.delete(outletId);
  }

  states(): readonly OutletState[] {
    return [...this.#open.values()].map(({ outletId, streamIds }) => {
      const there = streamIds.flatMap((streamId) => this.#streams.get(streamId) ?? []);
      return {
        ...{ outletId, connected: true },
        streamIds: there.map(({ streamId }) => streamId),
        consumers: there.map(({ streamId, layerCount }) => ({
          ...{ streamId, paused: false, mayLayer: layerCount - 1, layerCount },
        })),
      };
    });
  }
}
