import type { SessionId } from '../../shared/kernel/ids.ts';
import type { QualityReport } from '../../shared/quality.ts';
import { lossRatio } from './quality.rules.ts';

const MINUTE_MS = 60_000;

/** How one room's line does in one lesson, as far as it has gone. */
export type LineSoFar = {
  readonly sessionId: SessionId;
  readonly atMs: number;
  /** Packets of the minute that is not over yet. */
  readonly minute: number;
  readonly packetsLostCount: number;
  readonly packetsCount: number;
  /** Of the minutes that are over. */
  readonly worstRatio: number;
  readonly reportedCount: number;
  readonly summedBps: number;
};

/** Adds a report; another lesson begins anew. */
export function afterReport(
  before: LineSoFar | undefined,
  { sessionId, atMs, report }: { sessionId: SessionId; atMs: number; report: QualityReport },
): LineSoFar {
  const minute = Math.floor(atMs / MINUTE_MS);
  const line = before?.sessionId === sessionId ? before : begun(sessionId, minute);
  const goesOn = line.minute === minute;
  const sum = (of: (each: QualityReport['received'][number]) => number) =>
    report.received.reduce((total, each) => total + of(each), 0);
  return {
    sessionId,
    atMs,
    minute,
    packetsLostCount: (goesOn ? line.packetsLostCount : 0) + sum((each) => each.packetsLostCount),
    packetsCount: (goesOn ? line.packetsCount : 0) + sum((each) => each.packetsCount),
    worstRatio: goesOn ? line.worstRatio : worstOf(line),
    reportedCount: line.reportedCount + 1,
    summedBps: line.summedBps + sum((each) => each.bitrateBps),
  };
}

/** The worst share of packets that was lost in a minute, 0..1. */
export const worstOf = (line: LineSoFar): number => Math.max(line.worstRatio, lossRatio(line));

/** What came in on average, in bits per second. */
export const receivedBpsOf = ({ summedBps, reportedCount }: LineSoFar): number =>
  reportedCount === 0 ? 0 : Math.round(summedBps / reportedCount);

const begun = (sessionId: SessionId, minute: number): LineSoFar => ({
  ...{ sessionId, minute, atMs: 0 },
  ...{ packetsLostCount: 0, packetsCount: 0, worstRatio: 0, reportedCount: 0, summedBps: 0 },
});
