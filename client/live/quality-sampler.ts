import type { StreamId } from '../../shared/kernel/ids.ts';
import type { StreamSource } from '../../shared/media.ts';
import type { QualityReport, ReceivedSample } from '../../shared/quality.ts';
import type { InboundTotals } from './media/stats.ts';

export const REPORT_MS = 5000;
/** As many as one report may hold. */
const MOST_STREAMS = 16;

/** Totals of one stream, with the track's place: counters of another transport start anew. */
export type StreamTotals = {
  readonly streamId: StreamId;
  readonly source: StreamSource;
  readonly totals: InboundTotals;
};
export type Look = { readonly atMs: number; readonly streams: readonly StreamTotals[] };

/** What is known of the path itself; null where it is not. */
export type PathFacts = { readonly roundTripMs: number | null; readonly heldMs: number | null };

/** What streams looked like between two looks. Streams that are in only one of them are left out. */
export function reportBetween(before: Look, after: Look, { roundTripMs, heldMs }: PathFacts): QualityReport {
  const elapsedMs = Math.max(1, after.atMs - before.atMs);
  const received = after.streams.flatMap((stream) => {
    const old = before.streams.find((each) => each.streamId === stream.streamId);
    return old === undefined || old.totals.packetsCount > stream.totals.packetsCount
      ? []
      : [sampleOf(stream, old.totals, elapsedMs)];
  });
  return {
    roundTripMs: roundTripMs === null ? null : clamp(roundTripMs, 60_000),
    ...(heldMs === null ? {} : { jitterTargetMs: heldMs }),
    received: received.slice(0, MOST_STREAMS),
  };
}

function sampleOf(
  { streamId, source, totals }: StreamTotals,
  old: InboundTotals,
  elapsedMs: number,
): ReceivedSample {
  const delta = (pick: (each: InboundTotals) => number) => Math.max(0, Math.round(pick(totals) - pick(old)));
  const samples = delta((each) => each.sampleCount);
  return {
    streamId,
    source,
    bitrateBps: Math.round((delta((each) => each.bytesCount) * 8000) / elapsedMs),
    packetsLostCount: delta((each) => each.packetsLostCount),
    packetsCount: delta((each) => each.packetsCount),
    jitterMs: clamp(totals.jitterMs, 60_000),
    picture:
      source === 'voice'
        ? null
        : {
            framesPerSecond: clamp((delta((each) => each.framesDecodedCount) * 1000) / elapsedMs, 240),
            width: totals.widthPx,
            height: totals.heightPx,
            freezeCount: delta((each) => each.freezeCount),
            frozenMs: delta((each) => each.frozenMs),
          },
    concealedRatio:
      source === 'voice' ? clamp(delta((each) => each.concealedSampleCount) / Math.max(1, samples), 1) : null,
  };
}

const clamp = (value: number, most: number): number => Math.min(most, Math.max(0, value));
