import type { ConsumerId, StreamId } from '../../../shared/kernel/ids.ts';
import type { SeatKey } from '../../../shared/session/session.events.ts';
import type { StreamView } from '../../../shared/session/session.view.ts';
import type { LiveStream } from '../live.types.ts';
import { choose, type Misses } from './choice.ts';
import type { MediaPath } from './media-path.ts';

/** A stream that should flow and from which nothing came for this long is not live. */
const STILL_MS = 3000;

export type Flow = { readonly packetsCount: number; readonly sinceMs: number };

export type StreamsInput = {
  readonly streams: Readonly<Record<StreamId, StreamView>>;
  readonly ownSeat: SeatKey;
  readonly path: MediaPath | null;
  /** The path before, whose last pictures stand until the new one has some. */
  readonly retiring: MediaPath | null;
  readonly healthy: boolean;
  readonly layers: ReadonlyMap<ConsumerId, number | null>;
  readonly flows: ReadonlyMap<StreamId, Flow>;
  readonly nowMs: number;
};

const sources = ['content', 'camera', 'voice', 'line'] as const;
const rank = (stream: StreamView): number =>
  (stream.part === 'lecturer' ? 0 : 10) + sources.indexOf(stream.source);

const noMisses: Misses = new Map();

/** The lesson's streams as they arrive here, the lecturer's first; of each picture the one that is taken. */
export function liveStreams(input: StreamsInput): readonly LiveStream[] {
  return [...choose(Object.values<StreamView>(input.streams), input.path?.received.misses ?? noMisses)]
    .sort((a, b) => rank(a) - rank(b) || a.seat.localeCompare(b.seat))
    .map((stream) => liveStream(stream, input));
}

function liveStream(stream: StreamView, input: StreamsInput): LiveStream {
  const entry = input.path?.received.get(stream.streamId);
  const track =
    entry?.receiver.track ?? input.retiring?.received.get(stream.streamId)?.receiver.track ?? null;
  const totals = entry === undefined ? undefined : input.path?.totals.inbound.get(entry.receiver.mid);
  const flow = input.flows.get(stream.streamId);
  const flows = flow !== undefined && flow.packetsCount > 0 && input.nowMs - flow.sinceMs < STILL_MS;
  return {
    ...stream,
    own: stream.seat === input.ownSeat,
    track,
    flowing: input.healthy && flows && entry?.wish?.paused === false,
    layer: entry === undefined ? null : (input.layers.get(entry.consumerId) ?? null),
    picture:
      totals === undefined || totals.widthPx === 0
        ? null
        : { width: totals.widthPx, height: totals.heightPx, framesPerSecond: totals.framesPerSecond },
    unsupported: input.path?.received.isUnsupported(stream) ?? false,
  };
}

/** The list as it was when nothing in it changed, so that no page is drawn for nothing. */
export function settled(before: readonly LiveStream[], after: readonly LiveStream[]): readonly LiveStream[] {
  const kept = after.map((stream) => {
    const old = before.find((each) => each.streamId === stream.streamId);
    return old !== undefined && sameStream(old, stream) ? old : stream;
  });
  return kept.length === before.length && kept.every((stream, index) => stream === before[index])
    ? before
    : kept;
}

function sameStream(a: LiveStream, b: LiveStream): boolean {
  return (
    a.track === b.track &&
    a.flowing === b.flowing &&
    a.layer === b.layer &&
    a.own === b.own &&
    a.unsupported === b.unsupported &&
    a.seat === b.seat &&
    a.picture?.width === b.picture?.width &&
    a.picture?.height === b.picture?.height &&
    a.picture?.framesPerSecond === b.picture?.framesPerSecond
  );
}

/** When packets of each stream last came. */
export function nextFlows(
  before: ReadonlyMap<StreamId, Flow>,
  path: MediaPath,
  { ids, nowMs }: { readonly ids: readonly StreamId[]; readonly nowMs: number },
): ReadonlyMap<StreamId, Flow> {
  const flows = new Map<StreamId, Flow>();
  for (const id of ids) {
    const mid = path.received.get(id)?.receiver.mid;
    const packetsCount = mid === undefined ? 0 : (path.totals.inbound.get(mid)?.packetsCount ?? 0);
    const old = before.get(id);
    flows.set(id, old?.packetsCount === packetsCount ? old : { packetsCount, sinceMs: nowMs });
  }
  return flows;
}
