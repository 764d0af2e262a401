import type { ExpressionBuilder, Kysely } from 'kysely';
import { z } from 'zod';
import type { PersonId, RecordingId } from '../../shared/kernel/ids.ts';
import type { LocalDate } from '../../shared/kernel/time.ts';
import type { Database } from '../platform/ports.ts';
import type { AssetsStore, Made, MadeKind, MadeProblem, Place } from './assets.types.ts';
import { type RecordingRow, recordingFrom } from './recording.store.ts';

type MadeRow = {
  recording_id: RecordingId;
  kind: MadeKind;
  state: Made['now']['state'];
  done_ratio: number;
  asked_at_ms: number;
  server_id: string | null;
  bytes: number | null;
  sha256: string | null;
  reason: MadeProblem | null;
  facts: string;
};
type Tables = {
  recording: RecordingRow;
  recording_made: MadeRow;
  recording_care: {
    recording_id: RecordingId;
    kept_until: LocalDate | null;
    reason: string | null;
    settled_by: PersonId | null;
    at_ms: number | null;
  };
  recording_removal: {
    recording_id: RecordingId;
    removed_by: PersonId | null;
    reason: string;
    at_ms: number;
  };
};

const factsRead = z.record(z.string(), z.number());
const fresh = { done_ratio: 0, server_id: null, bytes: null, sha256: null, reason: null, facts: '{}' };

function nowFrom(row: MadeRow): Made['now'] {
  switch (row.state) {
    case 'waiting':
      return { state: 'waiting' };
    case 'composing':
      return { state: 'composing', doneRatio: row.done_ratio, serverId: row.server_id ?? '' };
    case 'failed':
      return { state: 'failed', reason: row.reason ?? 'broken' };
    case 'ready': {
      if (row.bytes === null || row.sha256 === null)
        throw new Error(`${row.recording_id} is ready of nothing`);
      const facts = factsRead.parse(JSON.parse(row.facts));
      return { state: 'ready', bytes: row.bytes, sha256: row.sha256, facts };
    }
  }
}

const madeFrom = (row: MadeRow): Made => ({
  recordingId: row.recording_id,
  kind: row.kind,
  now: nowFrom(row),
  askedAtMs: row.asked_at_ms,
});

const beyond = (place: Place, towards: '<' | '>') => {
  return ({ eb, and, or }: ExpressionBuilder<Tables, 'recording'>) =>
    or([
      eb('started_at_ms', towards, place.startedAtMs),
      and([eb('started_at_ms', '=', place.startedAtMs), eb('id', towards, place.id)]),
    ]);
};

/** What is made of recordings, how long they are kept, and why they went. */
export function createAssetsStore(database: Database): AssetsStore {
  const tables = database.withTables<Tables>();
  const recordings = () => tables.selectFrom('recording').selectAll('recording');
  const ended = () => recordings().where('ended_at_ms', 'is not', null).where('removed_at_ms', 'is', null);
  return {
    async list({ sessionId, after, limit }) {
      let query = recordings().orderBy('started_at_ms', 'desc').orderBy('id', 'desc').limit(limit);
      if (sessionId !== undefined) query = query.where('session_id', '=', sessionId);
      if (after !== null) query = query.where(beyond(after, '<'));
      return (await query.execute()).map(recordingFrom);
    },
    async kept({ after, limit }) {
      let query = ended().orderBy('started_at_ms').orderBy('id').limit(limit);
      if (after !== null) query = query.where(beyond(after, '>'));
      return (await query.execute()).map(recordingFrom);
    },
    async without(kind, limit) {
      const rows = await ended()
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom('recording_made')
                .select('kind')
                .whereRef('recording_made.recording_id', '=', 'recording.id')
                .where('kind', '=', kind),
            ),
          ),
        )
        .orderBy('started_at_ms')
        .limit(limit)
        .execute();
      return rows.map(recordingFrom);
    },
    async setLicence(id, licence) {
      await tables.updateTable('recording').set({ licence }).where('id', '=', id).execute();
    },
    async setCare(id, { keptUntil, reason }, { by, atMs }) {
      const said = { kept_until: keptUntil, reason, settled_by: by, at_ms: atMs };
      await tables
        .insertInto('recording_care')
        .values({ recording_id: id, ...said })
        .onConflict((conflict) => conflict.column('recording_id').doUpdateSet(said))
        .execute();
    },
    async caresOf(ids) {
      if (ids.length === 0) return new Map();
      const rows = await tables
        .selectFrom('recording_care')
        .selectAll()
        .where('recording_id', 'in', ids)
        .execute();
      return new Map(
        rows.map(({ recording_id, kept_until: keptUntil, reason }) => [recording_id, { keptUntil, reason }]),
      );
    },
    async announceRemoval(id, { by, reason }, atMs) {
      const said = await tables
        .insertInto('recording_removal')
        .values({ recording_id: id, removed_by: by, reason, at_ms: atMs })
        .onConflict((conflict) => conflict.column('recording_id').doNothing())
        .executeTakeFirst();
      return Number(said.numInsertedOrUpdatedRows ?? 0) > 0;
    },
    async leaving() {
      const rows = await tables
        .selectFrom('recording_removal')
        .innerJoin('recording', 'recording.id', 'recording_removal.recording_id')
        .select('recording.id')
        .where('removed_at_ms', 'is', null)
        .execute();
      return rows.map(({ id }) => id);
    },
    ...queueOf(tables),
  };
}

/** The same on every server: who takes something out of the queue has it alone. */
function queueOf(tables: Kysely<Tables>): Queue {
  const one = (id: RecordingId, kind: MadeKind) =>
    tables.updateTable('recording_made').where('recording_id', '=', id).where('kind', '=', kind);
  return {
    async madeOf(ids) {
      if (ids.length === 0) return [];
      const rows = await tables
        .selectFrom('recording_made')
        .selectAll()
        .where('recording_id', 'in', ids)
        .execute();
      return rows.map(madeFrom);
    },
    async ask(id, kind, atMs) {
      await tables
        .insertInto('recording_made')
        .values({ recording_id: id, kind, state: 'waiting', asked_at_ms: atMs, ...fresh })
        .onConflict((conflict) =>
          conflict
            .columns(['recording_id', 'kind'])
            .doUpdateSet({ state: 'waiting', asked_at_ms: atMs, ...fresh })
            .where('recording_made.state', '=', 'failed'),
        )
        .execute();
    },
    async claim(serverId) {
      for (;;) {
        const next = await tables
          .selectFrom('recording_made')
          .selectAll()
          .where('state', '=', 'waiting')
          .orderBy('asked_at_ms')
          .orderBy('recording_id')
          .limit(1)
          .executeTakeFirst();
        if (next === undefined) return null;
        const mine = await one(next.recording_id, next.kind)
          .set({ state: 'composing', server_id: serverId, done_ratio: 0 })
          .where('state', '=', 'waiting')
          .executeTakeFirst();
        if (Number(mine.numUpdatedRows) > 0)
          return madeFrom({ ...next, state: 'composing', server_id: serverId, done_ratio: 0 });
      }
    },
    async release(serverId) {
      await tables
        .updateTable('recording_made')
        .set({ state: 'waiting', server_id: null })
        .where('state', '=', 'composing')
        .where('server_id', '=', serverId)
        .execute();
    },
    async progress(id, kind, doneRatio) {
      await one(id, kind).set({ done_ratio: doneRatio }).where('state', '=', 'composing').execute();
    },
    async settle(id, kind, to) {
      const kept =
        to.state === 'ready'
          ? {
              state: to.state,
              bytes: to.bytes,
              sha256: to.sha256,
              facts: JSON.stringify(to.facts),
              done_ratio: 1,
            }
          : { state: to.state, reason: to.reason };
      await one(id, kind).set(kept).where('state', '=', 'composing').execute();
    },
    async forgetMade(id) {
      await tables.deleteFrom('recording_made').where('recording_id', '=', id).execute();
    },
  };
}

type Queue = Pick<AssetsStore, 'madeOf' | 'ask' | 'claim' | 'release' | 'progress' | 'settle' | 'forgetMade'>;
