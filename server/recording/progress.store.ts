import type { Kysely } from 'kysely';
import type { PersonId, RecordingId } from '../../shared/kernel/ids.ts';
import type { LocalDate } from '../../shared/kernel/time.ts';
import type { OwnProgress, RecordingWatched } from '../../shared/recording.ts';
import type { Database } from '../platform/ports.ts';
import { creditMs } from './progress.rules.ts';

type Tables = {
  recording_progress: {
    person_id: PersonId;
    recording_id: RecordingId;
    position_ms: number;
    finished: number;
    played_ms: number;
    told_at_ms: number;
  };
  /** By the lesson's own calendar, and without who it was. */
  recording_played: { recording_id: RecordingId; local_date: LocalDate; played_ms: number };
};

export type ToldProgress = OwnProgress & {
  readonly personId: PersonId;
  readonly recordingId: RecordingId;
  readonly playedMs: number;
  readonly localDate: LocalDate;
  readonly toldAtMs: number;
};

/** Whoever played less has only looked in. */
const WATCHED_MS = 60_000;

export type ProgressStore = ReturnType<typeof createProgressStore>;

/** Where people stand in recordings, and how long those were really played. */
export function createProgressStore(database: Database) {
  const tables = database.withTables<Tables>();
  return {
    /** Of two that come at once only one adds what was played. */
    tell(told: ToldProgress): Promise<void> {
      const { recordingId, localDate } = told;
      return tables.transaction().execute(async (own) => {
        const credit = (await begun(own, told)) ?? (await goneOn(own, told));
        if (credit === 0) return;
        await own
          .insertInto('recording_played')
          .values({ recording_id: recordingId, local_date: localDate, played_ms: credit })
          .onConflict((conflict) =>
            conflict
              .columns(['recording_id', 'local_date'])
              .doUpdateSet((row) => ({ played_ms: row('recording_played.played_ms', '+', credit) })),
          )
          .execute();
      });
    },
    /** One's own, and nobody else's. */
    async of(personId: PersonId, recordingId: RecordingId): Promise<OwnProgress | null> {
      const row = await tables
        .selectFrom('recording_progress')
        .select(['position_ms', 'finished'])
        .where('person_id', '=', personId)
        .where('recording_id', '=', recordingId)
        .executeTakeFirst();
      return row === undefined
        ? null
        : { positionMs: Number(row.position_ms), finished: Number(row.finished) === 1 };
    },
    /** How many people played a minute of it or more, and how long it was played by all. */
    async watchedOf(recordingId: RecordingId): Promise<RecordingWatched> {
      const people = await tables
        .selectFrom('recording_progress')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .where('recording_id', '=', recordingId)
        .where('played_ms', '>=', WATCHED_MS)
        .executeTakeFirstOrThrow();
      const played = await tables
        .selectFrom('recording_played')
        .select(({ fn }) => fn.sum<number | null>('played_ms').as('ms'))
        .where('recording_id', '=', recordingId)
        .executeTakeFirstOrThrow();
      return { viewerCount: Number(people.count), playedMs: Number(played.ms ?? 0) };
    },
    /** Of a recording that is gone nobody stands anywhere; how long it was played stays. */
    async forget(recordingId: RecordingId): Promise<void> {
      await tables.deleteFrom('recording_progress').where('recording_id', '=', recordingId).execute();
    },
  };
}

/** How much of the first telling counts; null for who was there before. */
async function begun(own: Kysely<Tables>, told: ToldProgress): Promise<number | null> {
  const credit = creditMs(told.playedMs, null, told.toldAtMs);
  const added = await own
    .insertInto('recording_progress')
    .values({ ...keyOf(told), ...placeOf(told), played_ms: credit, told_at_ms: told.toldAtMs })
    .onConflict((conflict) => conflict.columns(['person_id', 'recording_id']).doNothing())
    .executeTakeFirst();
  return Number(added.numInsertedOrUpdatedRows ?? 0) > 0 ? credit : null;
}

async function goneOn(own: Kysely<Tables>, told: ToldProgress): Promise<number> {
  const { toldAtMs, personId, recordingId } = told;
  const mine = own
    .updateTable('recording_progress')
    .where('person_id', '=', personId)
    .where('recording_id', '=', recordingId);
  const before = await own
    .selectFrom('recording_progress')
    .select('told_at_ms')
    .where('person_id', '=', personId)
    .where('recording_id', '=', recordingId)
    .executeTakeFirstOrThrow();
  const credit = creditMs(told.playedMs, Number(before.told_at_ms), toldAtMs);
  const taken = await mine
    .where('told_at_ms', '=', before.told_at_ms)
    .set((row) => ({ played_ms: row('played_ms', '+', credit), told_at_ms: toldAtMs }))
    .executeTakeFirst();
  await mine.set(placeOf(told)).execute();
  return Number(taken.numUpdatedRows) > 0 ? credit : 0;
}

const keyOf = ({ personId, recordingId }: ToldProgress) => ({
  person_id: personId,
  recording_id: recordingId,
});
const placeOf = ({ positionMs, finished }: ToldProgress) => ({
  position_ms: positionMs,
  finished: finished ? 1 : 0,
});
