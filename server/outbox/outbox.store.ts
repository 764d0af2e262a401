import { sql } from 'kysely';
import { type DeliveryFailure, deliveryFailure } from '../../shared/outbox.ts';
import type { Database, Migration } from '../platform/ports.ts';
import type { Tried } from './outbox.rules.ts';
import type { ChannelName, KeptLetter, Letter, LetterState } from './outbox.types.ts';

type Row = {
  readonly id: string;
  readonly channel: string;
  readonly target_id: string;
  readonly event: string;
  readonly subject_id: string;
  readonly body: string;
  readonly created_at_ms: number;
  readonly state: LetterState['state'];
  /** When it is tried next while it waits; else when it was done with. */
  readonly at_ms: number;
  readonly try_count: number;
  readonly failure_reason: string | null;
  readonly failure_status: number | null;
};
type Tables = {
  outbox_letter: Row;
  outbox_mark: { readonly name: string; readonly at_ms: number };
  outbox_lease: { readonly name: string; readonly holder: string; readonly until_ms: number };
};

export const outboxMigrations: readonly Migration[] = [
  {
    name: 'outbox-0001-letter',
    async up({ schema }) {
      let letter = schema
        .createTable('outbox_letter')
        .addColumn('id', 'text', (column) => column.primaryKey());
      for (const name of ['channel', 'target_id', 'event', 'subject_id', 'body', 'state'])
        letter = letter.addColumn(name, 'text', (column) => column.notNull());
      for (const name of ['created_at_ms', 'at_ms'])
        letter = letter.addColumn(name, 'bigint', (column) => column.notNull());
      await letter
        .addColumn('try_count', 'integer', (column) => column.notNull())
        .addColumn('failure_reason', 'text')
        .addColumn('failure_status', 'integer')
        .execute();
      for (const [name, columns] of [
        ['outbox_letter_due', ['target_id', 'state', 'at_ms']],
        ['outbox_letter_by_target', ['target_id', 'created_at_ms']],
        ['outbox_letter_by_subject', ['subject_id', 'target_id']],
        ['outbox_letter_by_state', ['state', 'at_ms']],
      ] as const)
        await schema
          .createIndex(name)
          .on('outbox_letter')
          .columns([...columns])
          .execute();
      await schema
        .createTable('outbox_mark')
        .addColumn('name', 'text', (column) => column.primaryKey())
        .addColumn('at_ms', 'bigint', (column) => column.notNull())
        .execute();
      await schema
        .createTable('outbox_lease')
        .addColumn('name', 'text', (column) => column.primaryKey())
        .addColumn('holder', 'text', (column) => column.notNull())
        .addColumn('until_ms', 'bigint', (column) => column.notNull())
        .execute();
    },
  },
  {
    name: 'outbox-0002-ends',
    async up({ schema }) {
      // Ends are looked for every two seconds, among all that happens in a province’s lessons.
      await schema
        .createIndex('session_event_ends')
        .on('session_event')
        .column('recorded_at_ms')
        .where(sql.ref('type'), '=', sql.lit('session.ended'))
        .execute();
    },
  },
];

const LEASE = 'sender';
const ROWS_AT_ONCE = 200;

export type OutboxStore = ReturnType<typeof createOutboxStore>;

export function createOutboxStore(database: Database) {
  const own = database.withTables<Tables>();
  const letters = () => own.selectFrom('outbox_letter').selectAll();
  return {
    /** Those that are there already stay as they are. */
    async add(wanted: readonly Letter[]): Promise<void> {
      for (let first = 0; first < wanted.length; first += ROWS_AT_ONCE)
        await own
          .insertInto('outbox_letter')
          .values(wanted.slice(first, first + ROWS_AT_ONCE).map(toRow))
          .onConflict((conflict) => conflict.column('id').doNothing())
          .execute();
    },
    /** Waiting letters to an address whose time has come, the longest due first. */
    async due(targetId: string, nowMs: number, limit: number): Promise<readonly KeptLetter[]> {
      const rows = await letters()
        .where('target_id', '=', targetId)
        .where('state', '=', 'waiting')
        .where('at_ms', '<=', nowMs)
        .orderBy('at_ms')
        .orderBy('id')
        .limit(limit)
        .execute();
      return rows.map(letterFrom);
    },
    async settle(id: string, { tryCount, state }: Tried): Promise<void> {
      await own
        .updateTable('outbox_letter')
        .set({ try_count: tryCount, ...stateRow(state) })
        .where('id', '=', id)
        .execute();
    },
    async byId(id: string): Promise<KeptLetter | null> {
      const row = await letters().where('id', '=', id).executeTakeFirst();
      return row === undefined ? null : letterFrom(row);
    },
    /** What was written to an address, the newest first. */
    async ofTarget(targetId: string, limit: number): Promise<readonly KeptLetter[]> {
      const rows = await letters()
        .where('target_id', '=', targetId)
        .orderBy('created_at_ms', 'desc')
        .orderBy('id', 'desc')
        .limit(limit)
        .execute();
      return rows.map(letterFrom);
    },
    /** What was written to an address about one thing, the oldest first. */
    async ofSubject(targetId: string, subjectId: string): Promise<readonly KeptLetter[]> {
      const rows = await letters()
        .where('subject_id', '=', subjectId)
        .where('target_id', '=', targetId)
        .orderBy('created_at_ms')
        .orderBy('id')
        .execute();
      return rows.map(letterFrom);
    },
    async counts(targetId: string): Promise<Readonly<Record<LetterState['state'], number>>> {
      const rows = await own
        .selectFrom('outbox_letter')
        .select(['state', (each) => each.fn.countAll().as('count')])
        .where('target_id', '=', targetId)
        .groupBy('state')
        .execute();
      const found = new Map(rows.map(({ state, count }) => [state, Number(count)]));
      const of = (state: LetterState['state']) => found.get(state) ?? 0;
      return { waiting: of('waiting'), sent: of('sent'), dead: of('dead'), superseded: of('superseded') };
    },
    /** What is done with since long is forgotten. */
    async forget(before: Readonly<Record<'doneMs' | 'deadMs', number>>): Promise<void> {
      await own
        .deleteFrom('outbox_letter')
        .where('state', 'in', ['sent', 'superseded'])
        .where('at_ms', '<', before.doneMs)
        .execute();
      await own
        .deleteFrom('outbox_letter')
        .where('state', '=', 'dead')
        .where('at_ms', '<', before.deadMs)
        .execute();
    },
    async dropTarget(targetId: string): Promise<void> {
      await own.deleteFrom('outbox_letter').where('target_id', '=', targetId).execute();
    },

    /** How far a feed was read; null before it ever was. */
    async markOf(name: string): Promise<number | null> {
      const row = await own
        .selectFrom('outbox_mark')
        .select('at_ms')
        .where('name', '=', name)
        .executeTakeFirst();
      return row === undefined ? null : Number(row.at_ms);
    },
    async setMark(name: string, atMs: number): Promise<void> {
      await own
        .insertInto('outbox_mark')
        .values({ name, at_ms: atMs })
        .onConflict((conflict) => conflict.column('name').doUpdateSet({ at_ms: atMs }))
        .execute();
    },

    /** Whether this server is the one that sends. Nothing is lost with a lease that ran out: the next goes on. */
    async lease(holder: string, nowMs: number, untilMs: number): Promise<boolean> {
      const written = await own
        .insertInto('outbox_lease')
        .values({ name: LEASE, holder, until_ms: untilMs })
        .onConflict((conflict) =>
          conflict
            .column('name')
            .doUpdateSet({ holder, until_ms: untilMs })
            .where((where) =>
              where.or([
                where('outbox_lease.holder', '=', holder),
                where('outbox_lease.until_ms', '<', nowMs),
              ]),
            ),
        )
        .executeTakeFirst();
      return Number(written.numInsertedOrUpdatedRows ?? 0) > 0;
    },
    async release(holder: string): Promise<void> {
      await own.deleteFrom('outbox_lease').where('name', '=', LEASE).where('holder', '=', holder).execute();
    },
  };
}

const toRow = (letter: Letter): Row => ({
  id: letter.id,
  channel: letter.channel,
  target_id: letter.targetId,
  event: letter.event,
  subject_id: letter.subjectId,
  body: letter.body,
  created_at_ms: letter.createdAtMs,
  ...stateRow({ state: 'waiting', nextAtMs: letter.dueAtMs, failure: null }),
  try_count: 0,
});

function stateRow(state: LetterState): Pick<Row, 'state' | 'at_ms' | 'failure_reason' | 'failure_status'> {
  const failed = (failure: DeliveryFailure | null) => ({
    failure_reason: failure?.reason ?? null,
    failure_status: failure?.status ?? null,
  });
  switch (state.state) {
    case 'waiting':
      return { state: state.state, at_ms: state.nextAtMs, ...failed(state.failure) };
    case 'dead':
      return { state: state.state, at_ms: state.doneAtMs, ...failed(state.failure) };
    case 'sent':
    case 'superseded':
      return { state: state.state, at_ms: state.doneAtMs, ...failed(null) };
  }
}

const letterFrom = (row: Row): KeptLetter => ({
  id: row.id,
  channel: row.channel as ChannelName,
  targetId: row.target_id,
  event: row.event,
  subjectId: row.subject_id,
  body: row.body,
  createdAtMs: Number(row.created_at_ms),
  dueAtMs: Number(row.at_ms),
  tryCount: row.try_count,
  state: stateFrom(row),
});

function stateFrom(row: Row): LetterState {
  const atMs = Number(row.at_ms);
  const failure =
    row.failure_reason === null
      ? null
      : deliveryFailure.parse({ reason: row.failure_reason, status: row.failure_status });
  switch (row.state) {
    case 'waiting':
      return { state: row.state, nextAtMs: atMs, failure };
    case 'dead':
      return {
        state: row.state,
        doneAtMs: atMs,
        failure: failure ?? { reason: 'unreachable', status: null },
      };
    case 'sent':
    case 'superseded':
      return { state: row.state, doneAtMs: atMs };
  }
}
