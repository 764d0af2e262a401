import type { ConnectionId, SessionId } from '../../shared/kernel/ids.ts';
import type { QualityReport } from '../../shared/quality.ts';
import type { SeatKey } from '../../shared/session/session.events.ts';
import type { RequestBody } from '../../shared/wire/requests.ts';
import type { Database } from '../platform/ports.ts';
import type { LadderFact } from '../session/session.types.ts';

/** Whose measurement it is, stamped by the server. */
export type SampleOrigin = {
  readonly sampledAtMs: number;
  readonly sessionId: SessionId;
  readonly connectionId: ConnectionId;
  readonly seat: SeatKey;
};
export type FirstFrameFact = RequestBody<'quality.firstFrame'>['fact'];
export type StoredReport = SampleOrigin & { readonly report: QualityReport };
export type StoredFirstFrame = SampleOrigin & { readonly fact: FirstFrameFact };

export type QualityBatch = {
  readonly reports: readonly StoredReport[];
  readonly firstFrames: readonly StoredFirstFrame[];
  readonly steps: readonly LadderFact[];
};

type SampleRow = {
  sampled_at_ms: number;
  session_id: string;
  connection_id: string;
  seat: string;
  stream_id: string;
  source: string;
  round_trip_ms: number | null;
  bitrate_bps: number;
  packets_lost_count: number;
  packets_count: number;
  jitter_ms: number;
  frames_per_second: number | null;
  width: number | null;
  height: number | null;
  freeze_count: number | null;
  frozen_ms: number | null;
  concealed_ratio: number | null;
  jitter_target_ms: number | null;
};
type FirstFrameRow = {
  sampled_at_ms: number;
  session_id: string;
  connection_id: string;
  seat: string;
  source: string;
  since_request_ms: number;
};
/** What flows to one screen from this moment on, and what flowed before; a missing reason belongs to the top step. */
type StepRow = {
  changed_at_ms: number;
  session_id: string;
  connection_id: string;
  seat: string;
  from_step: number | null;
  to_step: number;
  reason: string | null;
};
type Tables = { quality_sample: SampleRow; quality_first_frame: FirstFrameRow; quality_step: StepRow };

/** 18 columns a row stay far below SQLite's 32,766 parameters. */
const BATCH = 500;

export function createQualityStore(database: Database) {
  const own = database.withTables<Tables>();
  return {
    async add({ reports, firstFrames, steps }: QualityBatch): Promise<void> {
      const samples = reports.flatMap(sampleRows);
      const frames = firstFrames.map(
        (each): FirstFrameRow => ({
          ...originColumns(each),
          source: each.fact.source,
          since_request_ms: each.fact.sinceRequestMs,
        }),
      );
      await own.transaction().execute(async (trx) => {
        for (const rows of batches(samples)) await trx.insertInto('quality_sample').values(rows).execute();
        for (const rows of batches(frames))
          await trx.insertInto('quality_first_frame').values(rows).execute();
        for (const rows of batches(steps.map(stepRow)))
          await trx.insertInto('quality_step').values(rows).execute();
      });
    },
  };
}

export type QualityStore = ReturnType<typeof createQualityStore>;

const originColumns = (origin: SampleOrigin) => ({
  sampled_at_ms: origin.sampledAtMs,
  session_id: origin.sessionId,
  connection_id: origin.connectionId,
  seat: origin.seat,
});

const stepRow = ({ atMs, sessionId, connectionId, seat, from, to }: LadderFact): StepRow => ({
  changed_at_ms: atMs,
  session_id: sessionId,
  connection_id: connectionId,
  seat,
  from_step: from?.step ?? null,
  to_step: to.step,
  reason: to.reason,
});

function sampleRows(stored: StoredReport): SampleRow[] {
  return stored.report.received.map((each) => ({
    ...originColumns(stored),
    stream_id: each.streamId,
    source: each.source,
    round_trip_ms: stored.report.roundTripMs,
    bitrate_bps: each.bitrateBps,
    packets_lost_count: each.packetsLostCount,
    packets_count: each.packetsCount,
    jitter_ms: each.jitterMs,
    frames_per_second: each.picture?.framesPerSecond ?? null,
    width: each.picture?.width ?? null,
    height: each.picture?.height ?? null,
    freeze_count: each.picture?.freezeCount ?? null,
    frozen_ms: each.picture?.frozenMs ?? null,
    concealed_ratio: each.concealedRatio,
    jitter_target_ms: stored.report.jitterTargetMs ?? null,
  }));
}

function batches<Row>(rows: readonly Row[]): Row[][] {
  const found: Row[][] = [];
  for (let start = 0; start < rows.length; start += BATCH) found.push(rows.slice(start, start + BATCH));
  return found;
}
