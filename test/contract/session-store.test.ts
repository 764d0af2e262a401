import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type OpenDatabase, openDatabase } from '../../server/platform/database.ts';
import { migrate } from '../../server/platform/migrate.ts';
import { decideBatch, type Order, type Tip } from '../../server/session/session.batch.ts';
import { BrokenChainError, CHAIN_START } from '../../server/session/session.chain.ts';
import { sessionMigrations } from '../../server/session/session.migrations.ts';
import {
  AppendConflictError,
  createSessionStore,
  type SessionStore,
  type SessionTables,
} from '../../server/session/session.store.ts';
import { hashOfText } from '../../server/session/session.texts.ts';
import type { DatedFact } from '../../server/session/session.types.ts';
import type { SessionId } from '../../shared/kernel/ids.ts';
import { ok } from '../../shared/kernel/result.ts';
import { emptySession } from '../../shared/session/session.state.ts';
import { startPostgres } from '../support/postgres.ts';
import { nth, PLANNED_START_MS } from '../support/session-log.ts';
import { say } from '../support/session-told.ts';

type Place = { readonly url: string; close(): Promise<void> };

const postgres = await startPostgres();
const sqliteFolder = mkdtempSync(join(tmpdir(), 'sanketang-store-'));
const places: readonly { name: string; missing: string | null; place: () => Place }[] = [
  {
    name: 'SQLite',
    missing: null,
    place: () => ({
      url: `file:${join(sqliteFolder, 'store.sqlite')}`,
      close: async () => rmSync(sqliteFolder, { recursive: true, force: true }),
    }),
  },
  {
    name: 'PostgreSQL',
    missing: postgres.state === 'skipped' ? postgres.reason : null,
    place: () => {
      if (postgres.state === 'skipped') throw new Error(postgres.reason);
      return { url: postgres.postgres.url, close: () => postgres.postgres.stop() };
    },
  },
];

/** A batch of facts that follows on what a session holds, by the same code as in life. */
function batchOf(tip: Tip, facts: readonly DatedFact[], command: string) {
  const order: Order = {
    sessionId: tip.state.sessionId,
    actor: { kind: 'server', id: 'server' },
    commandId: command,
    remembered: true,
    decide: () => ok(facts),
  };
  const tips = new Map([[tip.state.sessionId, tip]]);
  return decideBatch([order], {
    tips,
    answers: new Map(),
    written: new Set(),
    nowMs: PLANNED_START_MS + 1_000_000,
  });
}
const emptyTip = (id: SessionId): Tip => ({ state: emptySession(id), head: CHAIN_START });
const opened: DatedFact = { ...say.opened(), occurredAtMs: PLANNED_START_MS } as DatedFact;
const joined: DatedFact = { ...say.roomJoins(1), occurredAtMs: PLANNED_START_MS + 1 } as DatedFact;

for (const { name, missing, place } of places) {
  describe.skipIf(missing !== null)(
    `the session store on ${name}${missing === null ? '' : `: ${missing}`}`,
    () => {
      let where: Place;
      let opening: OpenDatabase;
      let store: SessionStore;
      let n = 0;
      let session: SessionId;

      beforeAll(async () => {
        where = place();
        opening = openDatabase(where.url);
        await migrate(opening.database, sessionMigrations);
        store = createSessionStore(opening.database);
      });
      afterAll(async () => {
        await opening.close();
        await where.close();
      });
      beforeEach(() => {
        n += 1;
        session = nth.session(n);
      });
      const append = (tip: Tip, facts: readonly DatedFact[], command = `command-${n}`) => {
        const batch = batchOf(tip, facts, command);
        return store.write((write) => write.append(batch)).then(() => batch.tips.get(session) ?? tip);
      };
      const tables = () => opening.database.withTables<SessionTables>();

      test('knows nothing of a session without a log', async () => {
        expect(await store.load(session)).toEqual({ events: [], head: null });
        expect(await store.lastPhases([session])).toEqual(new Map());
        expect(await store.lastPhases([])).toEqual(new Map());
      });

      test('refuses a seq that is taken, and keeps nothing of that transaction', async () => {
        await append(emptyTip(session), [opened]);
        const late = batchOf(emptyTip(session), [opened, joined], 'late');
        await expect(store.write((write) => write.append(late))).rejects.toThrow(AppendConflictError);
        expect((await store.load(session)).events).toHaveLength(1);
        const key = { actor_id: 'server', command_id: 'late' };
        expect(await store.write((write) => write.answersOf([key]))).toEqual(new Map());
      });

      test('refuses a command that was answered before, events and all', async () => {
        const tip = await append(emptyTip(session), [opened], 'same');
        await expect(append(tip, [joined], 'same')).rejects.toThrow(AppendConflictError);
        expect((await store.load(session)).events).toHaveLength(1);
      });

      test('keeps nothing when the work throws', async () => {
        const batch = batchOf(emptyTip(session), [opened], 'thrown');
        const work = store.write(async (write) => {
          await write.append(batch);
          throw new Error('the plug was pulled');
        });
        await expect(work).rejects.toThrow('the plug was pulled');
        expect((await store.load(session)).events).toEqual([]);
      });

      test('gives back what was written, in order, numbers as numbers', async () => {
        const tip = await append(emptyTip(session), [opened, joined]);
        const { events, head } = await store.load(session);
        expect(events).toMatchObject([
          {
            ...opened,
            seq: 1,
            sessionId: session,
            actorKind: 'server',
            recordedAtMs: PLANNED_START_MS + 1_000_000,
          },
          { ...joined, seq: 2 },
        ]);
        expect(head).toBe(tip.head);
      });

      describe('words beside the log', () => {
        const text = { id: nth.text(1), salt: 'salt', text: '请再讲一遍' };
        const saidIn = (words: typeof text): DatedFact => ({
          type: 'line.said',
          body: { roomId: nth.room(1), from: 'room', textId: words.id, textHash: hashOfText(words) },
          text: words,
          occurredAtMs: PLANNED_START_MS + 2,
        });
        const wordsNow = async () =>
          (await store.load(session)).events.flatMap((event) =>
            event.type === 'line.said' ? [event.words] : [],
          );

        test('are written with their event or not at all, and told to whoever asks for words', async () => {
          const own = { ...text, id: nth.text(n) };
          const batch = batchOf(emptyTip(session), [opened, saidIn(own)], 'half');
          const work = store.write(async (write) => {
            await write.append(batch);
            throw new Error('the plug was pulled');
          });
          await expect(work).rejects.toThrow('the plug was pulled');
          expect(await tables().selectFrom('text').selectAll().where('id', '=', own.id).execute()).toEqual(
            [],
          );
          await append(emptyTip(session), [opened, saidIn(own)]);
          expect(await wordsNow()).toEqual(['请再讲一遍']);
          const { events } = await store.loadWordless(session);
          expect(JSON.stringify(events)).not.toContain('请再讲一遍');
        });

        test('can be erased, which leaves the chain whole', async () => {
          const own = { ...text, id: nth.text(n) };
          await append(emptyTip(session), [opened, saidIn(own)]);
          await tables().deleteFrom('text').where('id', '=', own.id).execute();
          expect(await wordsNow()).toEqual([undefined]);
        });

        test('cannot be changed unseen', async () => {
          const own = { ...text, id: nth.text(n) };
          await append(emptyTip(session), [opened, saidIn(own)]);
          await tables().updateTable('text').set({ text: '没说过' }).where('id', '=', own.id).execute();
          await expect(store.load(session)).rejects.toThrow(BrokenChainError);
        });
      });

      test('gives the first answer of a command and says which commands left an event', async () => {
        await append(emptyTip(session), [opened], `asked-${n}`);
        const key = { actor_id: 'server', command_id: `asked-${n}` };
        const answers = await store.write((write) => write.answersOf([key]));
        expect([...answers.values()]).toEqual(['{"ok":true}']);
        const written = await store.write((write) => write.writtenIn(session, [`asked-${n}`, 'never']));
        expect([...written]).toEqual([`asked-${n}`]);
      });

      test('forgets commands by age alone', async () => {
        await append(emptyTip(session), [opened], 'old');
        await store.forgetCommands(PLANNED_START_MS + 1_000_000);
        const key = { actor_id: 'server', command_id: 'old' };
        expect((await store.write((write) => write.answersOf([key]))).size).toBe(1);
        await store.forgetCommands(PLANNED_START_MS + 1_000_001);
        expect((await store.write((write) => write.answersOf([key]))).size).toBe(0);
      });

      test('tells phases and which sessions are unfinished', async () => {
        const tip = await append(emptyTip(session), [opened]);
        expect(await store.lastPhases([session])).toEqual(new Map([[session, 'session.opened']]));
        expect(await store.unfinished(PLANNED_START_MS + 2_000_000)).toContain(session);
        const end: DatedFact = {
          type: 'session.ended',
          body: { reason: 'lecturer' },
          occurredAtMs: PLANNED_START_MS,
        };
        await append(tip, [end], `end-${n}`);
        expect(await store.lastPhases([session])).toEqual(new Map([[session, 'session.ended']]));
        expect(await store.unfinished(PLANNED_START_MS + 2_000_000)).not.toContain(session);
        expect(await store.unfinished(PLANNED_START_MS)).toContain(session);
      });

      test('of two servers that wait for each other one gives way as if it had been late', async () => {
        // SQLite has one writer: nobody can wait for somebody who waits.
        if (name === 'SQLite') return;
        const elsewhere = openDatabase(where.url);
        const other = createSessionStore(elsewhere.database);
        const [x, y] = [session, nth.session(1_000 + n)];
        const begun = [Promise.withResolvers<void>(), Promise.withResolvers<void>()] as const;
        const write = (by: SessionStore, order: readonly SessionId[], own: 0 | 1) =>
          by.write(async (into) => {
            for (const [index, id] of order.entries()) {
              await into.append(batchOf(emptyTip(id), [opened], `${own}-${id}`));
              if (index === 0) begun[own].resolve();
              await begun[1 - own]?.promise;
            }
          });
        const ends = await Promise.allSettled([write(store, [x, y], 0), write(other, [y, x], 1)]);
        const refused = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason] : []));
        expect(refused).toEqual([expect.any(AppendConflictError)]);
        for (const id of [x, y]) expect((await store.load(id)).events).toHaveLength(1);
        await elsewhere.close();
      });

      test('reads on behind a known end, and refuses what does not follow from it', async () => {
        const first = await append(emptyTip(session), [opened], `first-${n}`);
        const end = { seq: first.state.seq, head: first.head };
        expect(await store.loadAfter(session, end)).toEqual({ events: [], head: first.head });
        await append(first, [joined], `then-${n}`);
        const { events, head } = await store.loadAfter(session, end);
        expect(events.map((event) => event.type)).toEqual(['presence.joined']);
        expect(head).toBe((await store.load(session)).head);
        expect(await store.newestSeqs([session, nth.session(999)])).toEqual(new Map([[session, 2]]));
        await expect(store.loadAfter(session, { seq: 1, head: CHAIN_START })).rejects.toThrow(/link/);
        await expect(store.loadAfter(session, { seq: 0, head: first.head })).rejects.toThrow(/link/);
      });

      test('keeps the newest beat of each connection', async () => {
        const beat = (connection: number, heard: number) => ({
          connection_id: nth.connection(connection),
          session_id: session,
          seat: 'room',
          server_id: 'a',
          last_heard_at_ms: heard,
        });
        await store.saveBeats([beat(1, PLANNED_START_MS), beat(2, PLANNED_START_MS)]);
        await store.saveBeats([beat(1, PLANNED_START_MS + 5)]);
        expect(await store.beatsOf(session)).toEqual(
          new Map([
            [nth.connection(1), PLANNED_START_MS + 5],
            [nth.connection(2), PLANNED_START_MS],
          ]),
        );
        expect(await store.beatsOf(session, 'a')).toHaveProperty('size', 2);
        expect(await store.beatsOf(session, 'b')).toEqual(new Map());
        expect(await store.sessionsHeard()).toContain(session);
        await store.dropBeats([nth.connection(1), nth.connection(2)]);
        expect(await store.beatsOf(session)).toEqual(new Map());
      });

      test.each([
        ['occurred_at_ms', 1],
        ['actor_id', 'somebody'],
        ['command_id', 'another'],
        ['body', '{}'],
        ['type_version', 2],
      ] as const)('finds a changed %s, and names the event', async (column, value) => {
        await append(emptyTip(session), [opened, joined]);
        const change = { [column]: value };
        await tables()
          .updateTable('session_event')
          .set(change)
          .where('session_id', '=', session)
          .where('seq', '=', 2)
          .execute();
        const error: unknown = await store.load(session).catch((reason: unknown) => reason);
        expect(error).toBeInstanceOf(BrokenChainError);
        expect(error).toMatchObject({ sessionId: session, seq: 2 });
      });

      test('finds an event that was taken out', async () => {
        await append(emptyTip(session), [opened, joined]);
        await tables()
          .deleteFrom('session_event')
          .where('session_id', '=', session)
          .where('seq', '=', 1)
          .execute();
        await expect(store.load(session)).rejects.toMatchObject({ name: 'BrokenChainError', seq: 1 });
      });
    },
  );
}
