import type { Counters, ReceptionLook } from './reception.ts';

/** What a second of a lesson has to look like to count as seen. */
const SEEN = { framesPerSecond: 15, heightPx: 360 } as const;

export type Reception = {
  readonly seconds: number;
  /** Shares of the time, 0..1. */
  readonly frozenRatio: number;
  readonly seenRatio: number;
  /** Share of the sound that had to be invented, where something was to be heard; 0..1. */
  readonly concealedRatio: number;
  readonly freezeCount: number;
  readonly heights: readonly number[];
  readonly framesPerSecond: readonly number[];
  readonly bitrateBps: readonly number[];
  readonly roundTripMs: number | null;
  readonly camera: Sums;
  readonly voice: Sums;
};

/** What explains a figure. Delays are means over the span. */
export type Sums = {
  readonly packets: number;
  readonly lost: number;
  readonly nacks: number;
  readonly retransmitted: number;
  readonly keyFrameRequests: number;
  readonly forwardErrorCorrected: number;
  readonly bufferedMs: number | null;
};

/**
 * Sums up a series of looks. Counters of a stream that came anew count from 0; a look without the stream counts as nothing received.
 * @returns null for fewer than two looks
 */
export function receptionOf(looks: readonly ReceptionLook[]): Reception | null {
  const [first] = looks;
  const last = looks.at(-1);
  if (first === undefined || last === undefined || last.atMs <= first.atMs) return null;
  const seconds = (last.atMs - first.atMs) / 1000;
  const steps = looks.slice(1).map((after, index) => ({ before: looks[index] ?? first, after }));
  const sum = (kind: 'camera' | 'voice', field: string) =>
    steps.reduce((total, { before, after }) => total + grown(before[kind], after[kind], field), 0);
  const lengths = steps.map(({ before, after }) => (after.atMs - before.atMs) / 1000);
  const perSecond = (field: string) =>
    steps.map(
      ({ before, after }, index) => grown(before.camera, after.camera, field) / (lengths[index] ?? 1),
    );
  const framesPerSecond = perSecond('framesDecoded');
  const heights = steps.map(({ after }) => after.camera['frameHeight'] ?? 0);
  const seenS = lengths.filter(
    (_, index) =>
      (framesPerSecond[index] ?? 0) >= SEEN.framesPerSecond && (heights[index] ?? 0) >= SEEN.heightPx,
  );
  const samples = sum('voice', 'totalSamplesReceived');
  const invented = sum('voice', 'concealedSamples') - sum('voice', 'silentConcealedSamples');
  const known = looks.flatMap(({ roundTripMs }) => (roundTripMs === null ? [] : [roundTripMs]));
  return {
    seconds,
    frozenRatio: sum('camera', 'totalFreezesDuration') / seconds,
    seenRatio: seenS.reduce((total, each) => total + each, 0) / seconds,
    concealedRatio: samples === 0 ? 1 : invented / samples,
    freezeCount: sum('camera', 'freezeCount'),
    heights,
    framesPerSecond: framesPerSecond.map(Math.round),
    bitrateBps: perSecond('bytesReceived').map((bytes) => Math.round(bytes * 8)),
    roundTripMs: known.length === 0 ? null : known.reduce((total, each) => total + each, 0) / known.length,
    camera: sumsOf((field) => sum('camera', field)),
    voice: sumsOf((field) => sum('voice', field)),
  };
}

function sumsOf(sum: (field: string) => number): Sums {
  const emitted = sum('jitterBufferEmittedCount');
  return {
    packets: sum('packetsReceived'),
    lost: sum('packetsLost'),
    nacks: sum('nackCount'),
    retransmitted: sum('retransmittedPacketsReceived'),
    keyFrameRequests: sum('pliCount') + sum('firCount'),
    forwardErrorCorrected: sum('fecPacketsReceived'),
    bufferedMs: emitted === 0 ? null : (sum('jitterBufferDelay') * 1000) / emitted,
  };
}

/** Packets that come after they were thought lost make that count smaller. */
function grown(before: Counters, after: Counters, field: string): number {
  const isAnew = (after['packetsReceived'] ?? 0) < (before['packetsReceived'] ?? 0);
  return (after[field] ?? 0) - (isAnew ? 0 : (before[field] ?? 0));
}
