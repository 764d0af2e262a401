import type { ConsumerId, StreamId } from '../../../shared/kernel/ids.ts';
import type { LiveStream, Readable } from '../live.types.ts';
import { createStore } from '../store.ts';
import { type Flow, liveStreams, nextFlows, type StreamsInput, settled } from './live-streams.ts';
import type { MediaPath } from './media-path.ts';

/** What is known of each stream beside the view: which layer flows, and when packets last came. */
export class StreamBoard {
  readonly #streams = createStore<readonly LiveStream[]>([]);
  #layers = new Map<ConsumerId, number | null>();
  #flows: ReadonlyMap<StreamId, Flow> = new Map();

  get streams(): Readable<readonly LiveStream[]> {
    return this.#streams;
  }

  setLayer(consumerId: ConsumerId, layer: number | null): void {
    this.#layers.set(consumerId, layer);
  }

  listened(path: MediaPath, ids: readonly StreamId[], nowMs: number): void {
    this.#flows = nextFlows(this.#flows, path, { ids, nowMs });
  }

  /** Null: no seat is taken, so there is nothing to show. */
  show(input: Omit<StreamsInput, 'layers' | 'flows'> | null): void {
    const next = input === null ? [] : liveStreams({ ...input, layers: this.#layers, flows: this.#flows });
    this.#streams.set(settled(this.#streams.get(), next));
  }

  forget(): void {
    this.#layers = new Map();
    this.#flows = new Map();
  }
}
