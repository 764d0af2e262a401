import type { LineCount } from './jitter-target.ts';
import type { StatsRows } from './media-kit.ts';

/** Running totals of one received stream. */
export type InboundTotals = {
  readonly mid: string;
  readonly packetsCount: number;
  readonly packetsLostCount: number;
  readonly bytesCount: number;
  readonly jitterMs: number;
  readonly framesDecodedCount: number;
  readonly framesPerSecond: number;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly freezeCount: number;
  readonly frozenMs: number;
  readonly concealedSampleCount: number;
  readonly sampleCount: number;
};

/** One look at a transport. */
export type TransportTotals = {
  readonly inbound: ReadonlyMap<string, InboundTotals>;
  /** Anything at all that came from the other side: packets of every kind and answers to connectivity checks. Only its growth counts. */
  readonly heardCount: number;
  /** Round trip of the selected candidate pair; null before the first check. */
  readonly roundTripMs: number | null;
  /** Of all streams together. */
  readonly line: LineCount;
};

/** Voice is asked for about twice for each packet that is missing. */
const NACKS_PER_MISSING = 2;

type Row = StatsRows[number];

const numberOf = (row: Row, field: string): number => {
  const value = row[field];
  return typeof value === 'number' && Number.isFinite(value) ? value : 0;
};
const textOf = (row: Row, field: string): string => {
  const value = row[field];
  return typeof value === 'string' ? value : '';
};

export function readTotals(rows: StatsRows): TransportTotals {
  const inbound = new Map<string, InboundTotals>();
  let heardCount = 0;
  let line: LineCount = { packetsCount: 0, missedCount: 0 };
  let roundTripMs: number | null = null;
  for (const row of rows) {
    if (row['type'] === 'inbound-rtp') {
      const totals = inboundOf(row);
      inbound.set(totals.mid, totals);
      heardCount += totals.packetsCount;
      line = {
        packetsCount: line.packetsCount + totals.packetsCount,
        missedCount: line.missedCount + missedOf(row, totals),
      };
    }
    if (row['type'] === 'transport') heardCount += numberOf(row, 'packetsReceived');
    if (row['type'] === 'candidate-pair') {
      heardCount += numberOf(row, 'responsesReceived');
      if (row['nominated'] === true && 'currentRoundTripTime' in row) {
        roundTripMs = numberOf(row, 'currentRoundTripTime') * 1000;
      }
    }
  }
  return { inbound, heardCount, roundTripMs, line };
}

/** Voice that was sent again counts as never lost, since it has no numbers of its own for that; what was asked for tells. */
function missedOf(row: Row, { packetsLostCount }: InboundTotals): number {
  if (textOf(row, 'kind') !== 'audio') return packetsLostCount;
  return Math.max(packetsLostCount, numberOf(row, 'nackCount') / NACKS_PER_MISSING);
}

function inboundOf(row: Row): InboundTotals {
  return {
    mid: textOf(row, 'mid'),
    packetsCount: numberOf(row, 'packetsReceived'),
    packetsLostCount: Math.max(0, numberOf(row, 'packetsLost')),
    bytesCount: numberOf(row, 'bytesReceived'),
    jitterMs: numberOf(row, 'jitter') * 1000,
    framesDecodedCount: numberOf(row, 'framesDecoded'),
    framesPerSecond: numberOf(row, 'framesPerSecond'),
    widthPx: numberOf(row, 'frameWidth'),
    heightPx: numberOf(row, 'frameHeight'),
    freezeCount: numberOf(row, 'freezeCount'),
    frozenMs: Math.round(numberOf(row, 'totalFreezesDuration') * 1000),
    concealedSampleCount: numberOf(row, 'concealedSamples'),
    sampleCount: numberOf(row, 'totalSamplesReceived'),
  };
}
