import { describe, expect, it } from 'vitest';
import type { QualityReport } from '../../shared/quality.ts';
import { nth } from '../../test/support/session-log.ts';
import { afterReport, type LineSoFar, receivedBpsOf, worstOf } from './quality.line.rules.ts';

const reportOf = (lostCount: number, bitrateBps = 1_000_000, streams = 1): QualityReport => ({
  roundTripMs: null,
  received: Array.from({ length: streams }, (_, index) => ({
    streamId: nth.stream(index),
    source: 'camera' as const,
    bitrateBps,
    packetsLostCount: lostCount,
    packetsCount: 100 - lostCount,
    jitterMs: 0,
    picture: null,
    concealedRatio: null,
  })),
});
const heard = (reports: readonly [atMs: number, lostCount: number][], sessionId = nth.session(1)) =>
  reports.reduce<LineSoFar | undefined>(
    (line, [atMs, lost]) => afterReport(line, { sessionId, atMs, report: reportOf(lost) }),
    undefined,
  );

describe('the line of a room in a lesson', () => {
  it('is as bad as its worst minute, not as its worst report', () => {
    const line = heard([
      [0, 40],
      [5_000, 0],
      [65_000, 10],
      [70_000, 10],
      [125_000, 0],
    ]);
    expect(line && worstOf(line)).toBeCloseTo(0.2);
  });

  it('counts the minute that is not over, and begins anew in another lesson', () => {
    const line = heard([[5_000, 50]]);
    expect(line && worstOf(line)).toBeCloseTo(0.5);
    const next = afterReport(line, { sessionId: nth.session(2), atMs: 6_000, report: reportOf(0) });
    expect(worstOf(next)).toBe(0);
  });

  it('receives all its streams together, on average', () => {
    const sessionId = nth.session(1);
    const first = afterReport(undefined, { sessionId, atMs: 0, report: reportOf(0, 1_000_000, 3) });
    const second = afterReport(first, {
      sessionId,
      atMs: 5_000,
      report: { roundTripMs: null, received: [] },
    });
    expect(receivedBpsOf(second)).toBe(1_500_000);
    expect(
      worstOf(afterReport(undefined, { sessionId, atMs: 0, report: { roundTripMs: null, received: [] } })),
    ).toBe(0);
  });
});
