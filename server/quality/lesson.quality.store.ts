import { isDeepStrictEqual } from 'node:util';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import { type RoomId, roomId, type SessionId, sessionId } from '../../shared/kernel/ids.ts';
import type { Interval } from '../../shared/kernel/intervals.ts';
import { ladderStep } from '../../shared/ladder.ts';
import { createPace } from '../platform/pace.ts';
import type { Database } from '../platform/ports.ts';
import type { RoomSettled, StepChange, StreamSample } from './lesson.quality.rules.ts';

type SettledRow = {
  session_id: string;
  log_seq: number;
  ended_at_ms: number;
  /** Whether its samples are still there; `going` while they are being deleted. */
  samples: 'kept' | 'going' | 'gone';
};
/** Added and never changed: a lesson that was reopened gets all its rooms once more, and the highest version counts. */
type RoomRow = {
  session_id: string;
  room_id: string;
  version: number;
  settled_at_ms: number;
  /** `stepMs` as a JSON list. */
  step_ms: string;
  freeze_count: number;
  frozen_ms: number;
  loss_ratio: number | null;
  worst_loss_ratio: number | null;
  reconnect_count: number;
  silent_ms: number;
  round_trip_ms: number | null;
  first_frame_ms: number | null;
  /** Pairs of moments as JSON. */
  frozen: string;
  weak: string;
};
type Sampled = { sampled_at_ms: number; session_id: string; connection_id: string; seat: string };
type Tables = {
  quality_settled: SettledRow;
  quality_settled_room: RoomRow;
  quality_sample: Sampled & {
    source: string;
    round_trip_ms: number | null;
    packets_lost_count: number;
    packets_count: number;
    freeze_count: number | null;
    frozen_ms: number | null;
  };
  quality_first_frame: Sampled & { source: string; since_request_ms: number };
  quality_step: { changed_at_ms: number; session_id: string; seat: string; to_step: number };
};

/** So much of a lesson is read or deleted at once that no thread is busy with it for long: thirty rooms report some 2,000 rows in it. */
const WINDOW_MS = 120_000;
const ROOMS_AT_ONCE = 100;

export type SettledLesson = {
  readonly sessionId: SessionId;
  readonly logSeq: number;
  readonly endedAtMs: number;
  readonly settledAtMs: number;
  readonly rooms: readonly RoomSettled[];
};
export type RoomSample = StreamSample & { readonly seat: string };

export function createLessonQualityStore(database: Database) {
  const own = database.withTables<Tables>();

  async function reach(id: SessionId): Promise<Interval | null> {
    const found = await own
      .selectFrom('quality_sample')
      .select(({ fn }) => [fn.min('sampled_at_ms').as('from'), fn.max('sampled_at_ms').as('to')])
      .where('session_id', '=', id)
      .executeTakeFirst();
    // An aggregate of no rows is null, whatever its column.
    if (found === undefined || (found.from as number | null) === null) return null;
    return { fromMs: Number(found.from), toMs: Number(found.to) + 1 };
  }

  /** The last version of a lesson's rooms. */
  const newest = (via: Kysely<Tables>, id: SessionId): Promise<RoomRow[]> =>
    via
      .selectFrom('quality_settled_room as room')
      .selectAll()
      .where('session_id', '=', id)
      .where('version', '=', ({ selectFrom }) =>
        selectFrom('quality_settled_room as version_of')
          .select(({ fn }) => fn.max('version_of.version').as('version'))
          .where('version_of.session_id', '=', id),
      )
      .orderBy('room_id')
      .execute();

  return {
    /** What rooms reported in a session, piece by piece in order of time. */
    async *samples(id: SessionId): AsyncGenerator<readonly RoomSample[]> {
      const whole = await reach(id);
      for (let fromMs = whole?.fromMs ?? 0; whole !== null && fromMs < whole.toMs; fromMs += WINDOW_MS) {
        const rows = await own
          .selectFrom('quality_sample')
          .select(['seat', 'connection_id', 'sampled_at_ms', 'round_trip_ms'])
          .select(['packets_lost_count', 'packets_count', 'freeze_count', 'frozen_ms'])
          .where('session_id', '=', id)
          .where('sampled_at_ms', '>=', fromMs)
          .where('sampled_at_ms', '<', fromMs + WINDOW_MS)
          .where('seat', 'like', 'room:%')
          .orderBy('sampled_at_ms')
          .orderBy('connection_id')
          .execute();
        yield rows.map((row) => ({
          seat: row.seat,
          connectionId: row.connection_id,
          sampledAtMs: row.sampled_at_ms,
          roundTripMs: row.round_trip_ms,
          packetsLostCount: row.packets_lost_count,
          packetsCount: row.packets_count,
          freezeCount: row.freeze_count ?? 0,
          frozenMs: row.frozen_ms ?? 0,
        }));
      }
    },

    async steps(id: SessionId): Promise<ReadonlyMap<string, readonly StepChange[]>> {
      const rows = await own
        .selectFrom('quality_step')
        .select(['seat', 'changed_at_ms', 'to_step'])
        .where('session_id', '=', id)
        .orderBy('changed_at_ms')
        .execute();
      const bySeat = Map.groupBy(rows, (row) => row.seat);
      const changes = (some: typeof rows) =>
        some.map((row) => ({ changedAtMs: row.changed_at_ms, step: ladderStep.parse(row.to_step) }));
      return new Map([...bySeat].map(([seat, some]) => [seat, changes(some)]));
    },

    /** How long each seat's first picture took. */
    async firstFrames(id: SessionId): Promise<ReadonlyMap<string, number>> {
      const rows = await own
        .selectFrom('quality_first_frame')
        .select(['seat', 'since_request_ms'])
        .where('session_id', '=', id)
        .where('source', '<>', 'voice')
        .orderBy('sampled_at_ms', 'desc')
        .execute();
      return new Map(rows.map((row) => [row.seat, row.since_request_ms]));
    },

    /** The last event that was settled, and whether the samples behind it are gone; null for a lesson that has not been settled. */
    async standing(id: SessionId): Promise<{ readonly logSeq: number; readonly pruned: boolean } | null> {
      const row = await own
        .selectFrom('quality_settled')
        .select(['log_seq', 'samples'])
        .where('session_id', '=', id)
        .executeTakeFirst();
      return row === undefined ? null : { logSeq: row.log_seq, pruned: row.samples !== 'kept' };
    },

    /** Adds a version, unless it says what the last one does, came from an earlier event, or its samples are gone. */
    async save({ sessionId: id, logSeq, endedAtMs, settledAtMs, rooms }: SettledLesson): Promise<void> {
      await own.transaction().execute(async (trx) => {
        const row = { session_id: id, log_seq: logSeq, ended_at_ms: endedAtMs, samples: 'kept' as const };
        const written = await trx
          .insertInto('quality_settled')
          .values(row)
          .onConflict((conflict) =>
            conflict
              .column('session_id')
              .doUpdateSet({ log_seq: logSeq, ended_at_ms: endedAtMs })
              .where('quality_settled.log_seq', '<=', logSeq)
              .where('quality_settled.samples', '=', 'kept'),
          )
          .executeTakeFirst();
        if (Number(written.numInsertedOrUpdatedRows ?? 0) === 0) return;
        const before = await newest(trx, id);
        const version = (before[0]?.version ?? 0) + 1;
        const fresh = rooms.map((room) =>
          toRow({ session_id: id, version, settled_at_ms: settledAtMs }, room),
        );
        if (saysTheSame(before, fresh)) return;
        for (let start = 0; start < fresh.length; start += ROOMS_AT_ONCE)
          await trx
            .insertInto('quality_settled_room')
            .values(fresh.slice(start, start + ROOMS_AT_ONCE))
            .execute();
      });
    },

    async settled(id: SessionId): Promise<ReadonlyMap<RoomId, RoomSettled>> {
      const rows = await newest(own, id);
      return new Map(rows.map(fromRow).map((room) => [room.roomId, room]));
    },

    /** Settled lessons that ended before a moment and still have their samples, the oldest first. */
    async dueForPruning(endedBeforeMs: number, limit: number): Promise<readonly SessionId[]> {
      const rows = await own
        .selectFrom('quality_settled')
        .select('session_id')
        .where('samples', '<>', 'gone')
        .where('ended_at_ms', '<', endedBeforeMs)
        .orderBy('ended_at_ms')
        .limit(limit)
        .execute();
      return rows.map((row) => sessionId.parse(row.session_id));
    },

    /** Deletes a lesson's samples piece by piece; what is settled stays, and is never computed anew. */
    async prune(id: SessionId): Promise<void> {
      const mark = (samples: SettledRow['samples']) =>
        own.updateTable('quality_settled').set({ samples }).where('session_id', '=', id).execute();
      // First of all: nothing may be settled anew by what is left of them.
      await mark('going');
      const pace = createPace();
      const whole = await reach(id);
      for (let toMs = (whole?.fromMs ?? 0) + WINDOW_MS; whole !== null; toMs += WINDOW_MS) {
        await own
          .deleteFrom('quality_sample')
          .where('session_id', '=', id)
          .where('sampled_at_ms', '<', toMs)
          .execute();
        if (toMs >= whole.toMs) break;
        await pace();
      }
      await own.deleteFrom('quality_first_frame').where('session_id', '=', id).execute();
      await own.deleteFrom('quality_step').where('session_id', '=', id).execute();
      await mark('gone');
    },
  };
}

export type LessonQualityStore = ReturnType<typeof createLessonQualityStore>;

const pairs = z.array(z.tuple([z.int(), z.int()]));
const toPairs = (intervals: readonly Interval[]): string =>
  JSON.stringify(intervals.map(({ fromMs, toMs }) => [fromMs, toMs]));
const fromPairs = (text: string): readonly Interval[] =>
  pairs.parse(JSON.parse(text)).map(([fromMs, toMs]) => ({ fromMs, toMs }));

/** Whatever order rooms come in. */
function saysTheSame(before: readonly RoomRow[], fresh: readonly RoomRow[]): boolean {
  const byRoom = new Map(before.map((row) => [row.room_id, fromRow(row)]));
  return (
    before.length === fresh.length &&
    fresh.every((row) => isDeepStrictEqual(byRoom.get(row.room_id), fromRow(row)))
  );
}

type Version = Pick<RoomRow, 'session_id' | 'version' | 'settled_at_ms'>;

const toRow = (version: Version, { roomId: room, quality, frozen, weak }: RoomSettled): RoomRow => ({
  ...version,
  room_id: room,
  step_ms: JSON.stringify(quality.stepMs),
  freeze_count: quality.freezeCount,
  frozen_ms: quality.frozenMs,
  loss_ratio: quality.lossRatio,
  worst_loss_ratio: quality.worstLossRatio,
  reconnect_count: quality.reconnectCount,
  silent_ms: quality.silentMs,
  round_trip_ms: quality.roundTripMs,
  first_frame_ms: quality.firstFrameMs,
  frozen: toPairs(frozen),
  weak: toPairs(weak),
});

const fromRow = (row: RoomRow): RoomSettled => ({
  roomId: roomId.parse(row.room_id),
  quality: {
    stepMs: z.array(z.int()).parse(JSON.parse(row.step_ms)),
    freezeCount: row.freeze_count,
    frozenMs: row.frozen_ms,
    lossRatio: row.loss_ratio,
    worstLossRatio: row.worst_loss_ratio,
    reconnectCount: row.reconnect_count,
    silentMs: row.silent_ms,
    roundTripMs: row.round_trip_ms,
    firstFrameMs: row.first_frame_ms,
  },
  frozen: fromPairs(row.frozen),
  weak: fromPairs(row.weak),
});
