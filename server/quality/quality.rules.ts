import type { ConnectionId, RoomId, StreamId } from '../../shared/kernel/ids.ts';
import type { LadderNow } from '../../shared/ladder.ts';
import type { QualityReport, ReceivedSample, RoomQuality } from '../../shared/quality.ts';

/** What the engine says it carries to one connection now. */
export type CarriedSample = {
  readonly participantId: ConnectionId;
  readonly streamId: StreamId;
  readonly paused: boolean;
  readonly currentLayer: number | null;
};

/** A room's last report, as it came in. */
export type LastReport = {
  readonly roomId: RoomId;
  readonly connectionId: ConnectionId;
  readonly sampledAtMs: number;
  readonly report: QualityReport;
};

/** Share of packets that were lost; 0 when none were due. `packetsCount` are those that came. */
export function lossRatio({
  packetsLostCount,
  packetsCount,
}: Pick<ReceivedSample, 'packetsLostCount' | 'packetsCount'>): number {
  const due = packetsLostCount + packetsCount;
  return due === 0 ? 0 : packetsLostCount / due;
}

/** Share of a report's packets that were lost, of all its streams together. */
export function lossOf({ received }: QualityReport): number {
  const sum = (of: 'packetsLostCount' | 'packetsCount') =>
    received.reduce((total, each) => total + each[of], 0);
  return lossRatio({ packetsLostCount: sum('packetsLostCount'), packetsCount: sum('packetsCount') });
}

/** The receiver's own figures with the layer that the engine really sends it; null where the engine sends none. */
export function roomQualityOf(
  last: LastReport,
  carried: readonly CarriedSample[],
  ladder: LadderNow | null,
): RoomQuality {
  const layers = new Map(
    carried
      .filter((each) => each.participantId === last.connectionId && !each.paused)
      .map((each) => [each.streamId, each.currentLayer]),
  );
  const { jitterTargetMs } = last.report;
  return {
    roomId: last.roomId,
    connectionId: last.connectionId,
    sampledAtMs: last.sampledAtMs,
    roundTripMs: last.report.roundTripMs,
    ...(jitterTargetMs === undefined ? {} : { jitterTargetMs }),
    ...(ladder === null ? {} : { ladder }),
    received: last.report.received.map((each) => ({
      source: each.source,
      layer: layers.get(each.streamId) ?? null,
      bitrateBps: each.bitrateBps,
      lossRatio: lossRatio(each),
      framesPerSecond: each.picture?.framesPerSecond ?? null,
      height: each.picture?.height ?? null,
      frozenMs: each.picture?.frozenMs ?? 0,
    })),
  };
}
