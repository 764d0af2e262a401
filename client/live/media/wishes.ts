import type { ConsumerId, StreamId } from '../../../shared/kernel/ids.ts';
import { type ConsumerWish, kindOf } from '../../../shared/media.ts';
import type { SeatKey } from '../../../shared/session/session.events.ts';
import type { SessionView, StreamView } from '../../../shared/session/session.view.ts';
import type { LiveOptions, ShownSize } from '../live.types.ts';
import { pictureOf } from './choice.ts';

/** Heights in pixels up to which a layer is sharp enough; above the last, the top layer. A picture may be shown a third larger than it is. */
const cameraSteps = [240, 480] as const;
const contentSteps = [600] as const;

/** Who gets bandwidth first: voice > content > teacher's picture > other rooms. */
function priorityOf({ source, part }: StreamView): number {
  if (kindOf(source) === 'audio') return 255;
  if (source === 'content') return 200;
  return part === 'lecturer' ? 100 : 20;
}

/** The highest layer worth sending for a picture of this height; undefined where there are no layers. */
function layerFor({ source, part, compatible }: StreamView, heightPx: number): number | undefined {
  if (kindOf(source) === 'audio' || compatible === true) return undefined;
  if (source === 'camera' && part === 'room') return undefined;
  const steps: readonly number[] = source === 'content' ? contentSteps : cameraSteps;
  const step = steps.findIndex((limitPx) => heightPx <= limitPx);
  return step === -1 ? steps.length : step;
}

/** What a receiver wants of one consumer. What is not shown is paused. */
export function wishFor(consumerId: ConsumerId, stream: StreamView, shown: ShownSize): ConsumerWish {
  const priority = priorityOf(stream);
  if (shown === null) return { consumerId, paused: true, priority };
  const maxLayer = layerFor(stream, shown.heightPx);
  return { consumerId, paused: false, priority, ...(maxLayer === undefined ? {} : { maxLayer }) };
}

/** A stream with the size in which it is shown. */
export type Wanted = { readonly stream: StreamView; readonly shown: ShownSize };

/** Before it nothing flows, whoever asks to see it. */
export const hasBegun = ({ lesson }: SessionView): boolean =>
  lesson.phase.state === 'live' || lesson.phase.state === 'ended';

/**
 * The streams of which consumers are wanted; before the lesson they are made, but nothing flows over them, save what equipment sends in the
 * own name: whoever leads looks at it before the class does.
 */
export function wantedOf(
  view: SessionView | null,
  ownSeat: SeatKey,
  sizes: {
    readonly said: ReadonlyMap<StreamId, ShownSize>;
    readonly byDefault: LiveOptions['showByDefault'];
  },
): ReadonlyMap<StreamId, Wanted> {
  const wanted = new Map<StreamId, Wanted>();
  if (view === null) return wanted;
  const streams = Object.values<StreamView>(view.streams);
  const said = withTwins(streams, sizes.said);
  for (const stream of streams) {
    const own = stream.seat === ownSeat;
    const shown = shownSize({ ...stream, own }, said, sizes.byDefault);
    if (shown !== undefined)
      wanted.set(stream.streamId, { stream, shown: hasBegun(view) || own ? shown : null });
  }
  return wanted;
}

/** A compatible picture is shown where the main one would be, and pages know only the one that they see. */
function withTwins(
  streams: readonly StreamView[],
  said: ReadonlyMap<StreamId, ShownSize>,
): ReadonlyMap<StreamId, ShownSize> {
  const sizes = new Map(said);
  for (const twin of streams) {
    if (twin.compatible !== true || said.has(twin.streamId)) continue;
    const main = streams.find((each) => pictureOf(each) === pictureOf(twin) && said.has(each.streamId));
    const size = main === undefined ? undefined : said.get(main.streamId);
    if (size !== undefined) sizes.set(twin.streamId, size);
  }
  return sizes;
}

/** Sizes by stream: what the page said, else the client's default; undefined means that no consumer is wanted at all. */
export function shownSize(
  stream: StreamView & { readonly own: boolean },
  said: ReadonlyMap<StreamId, ShownSize>,
  byDefault: LiveOptions['showByDefault'],
): ShownSize | undefined {
  const wish = said.get(stream.streamId);
  if (wish !== undefined) return wish;
  if (stream.own) return undefined;
  const wanted = byDefault === 'others' || (byDefault === 'lecturer' && stream.part === 'lecturer');
  return wanted ? { widthPx: 640, heightPx: 360 } : undefined;
}
