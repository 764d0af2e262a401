import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type OpenDatabase, openDatabase } from '../../server/platform/database.ts';
import { createNewId } from '../../server/platform/ids.ts';
import { silentLog } from '../../server/platform/log.ts';
import { migrate } from '../../server/platform/migrate.ts';
import type { Order } from '../../server/session/session.batch.ts';
import { createSessionLog, type SessionLog } from '../../server/session/session.log.ts';
import { sessionMigrations } from '../../server/session/session.migrations.ts';
import { setHeadCount } from '../../server/session/session.rules.ts';
import { createSpool } from '../../server/session/session.spool.ts';
import { SessionStore, type SessionWrite } from '../../server/session/session.store.ts';
import { type DatedFact, serverActor } from '../../server/session/session.types.ts';
import { fail, ok } from '../../shared/kernel/result.ts';
import { handClock, SESSION } from '../support/session-house.ts';
import { nth } from '../support/session-log.ts';
import { say } from '../support/session-told.ts';

class CountingStore extends SessionStore {
  transactionCount = 0;
  override write<T>(work: (write: SessionWrite) => Promise<T>): Promise<T> {
    this.transactionCount += 1;
    return super.write(work);
  }
}

let folder: string;
let opening: OpenDatabase;
let store: CountingStore;
const clock = handClock();
const newId = createNewId(clock);

/** A process of its own on the one database: it knows only what it has read. */
const processOf = (n: number): SessionLog =>
  createSessionLog({
    store,
    spool: createSpool(join(folder, `spool-${n}`), silentLog),
    clock,
    newId,
    log: silentLog,
  });

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sanketang-queue-'));
  opening = openDatabase(`file:${join(folder, 'data.sqlite')}`, { synchronous: 'NORMAL' });
  await migrate(opening.database, sessionMigrations);
  store = new CountingStore(opening.database);
});
afterEach(async () => {
  await opening.close();
  rmSync(folder, { recursive: true, force: true });
});

const opened: DatedFact = { ...say.opened(), occurredAtMs: clock.nowMs() } as DatedFact;
const order = (decide: Order['decide'], session = SESSION): Order => ({
  sessionId: session,
  actor: { kind: 'person', id: nth.person(1) },
  commandId: newId(),
  remembered: true,
  decide,
});
const count = (presentCount: number, session = SESSION): Order =>
  order(
    (state, nowMs) => setHeadCount(state, { roomId: nth.room(1), presentCount, source: 'console' }, nowMs),
    session,
  );
const openAs = (log: SessionLog, session = SESSION) =>
  log.submit({ ...order(() => ok([opened]), session), actor: serverActor });

describe('orders that arrive together', () => {
  test('are written in one transaction, in order of arrival, also over sessions', async () => {
    const log = processOf(1);
    await openAs(log);
    await openAs(log, nth.session(2));
    const before = store.transactionCount;
    const orders = Array.from({ length: 64 }, (_, n) => count(n, n % 2 === 0 ? SESSION : nth.session(2)));
    const answers = await Promise.all(orders.map((each) => log.submit(each)));
    expect(answers.every((answer) => answer.ok)).toBe(true);
    expect(store.transactionCount).toBe(before + 1);
    const counts = (await store.load(SESSION)).events.flatMap((event) =>
      event.type === 'headCount.set' ? [event.body.presentCount] : [],
    );
    expect(counts).toEqual(Array.from({ length: 32 }, (_, n) => 2 * n));
  });

  test('do not suffer for one whose rule throws, nor for one that would write what cannot be read', async () => {
    const log = processOf(1);
    await openAs(log);
    const unreadable = {
      type: 'headCount.set',
      body: { roomId: 'nowhere' },
      occurredAtMs: 0,
    } as unknown as DatedFact;
    const settled = await Promise.allSettled([
      log.submit(count(1)),
      log.submit(
        order(() => {
          throw new Error('a bug');
        }),
      ),
      log.submit(order(() => ok([unreadable]))),
      log.submit(order(() => fail('INVALID_VALUE'))),
      log.submit(count(2)),
    ]);
    expect(settled.map((each) => (each.status === 'fulfilled' ? each.value.ok : 'thrown'))).toEqual([
      true,
      'thrown',
      'thrown',
      false,
      true,
    ]);
    expect((await store.load(SESSION)).events).toHaveLength(3);
  });
});

test('two processes on one session lose nothing and write nothing twice', async () => {
  const logs = [processOf(1), processOf(2)] as const;
  await openAs(logs[0]);
  await logs[1].stateOf(SESSION);
  let acknowledged = 0;
  for (let round = 0; round < 20; round += 1) {
    const answers = await Promise.all(
      logs.flatMap((log) => [count(round), count(round)].map((each) => log.submit(each))),
    );
    for (const answer of answers) {
      if (answer.ok) acknowledged += 1;
      else expect(answer.error.code).toBe('CONFLICT');
    }
  }
  // Loading verifies the whole chain.
  expect((await store.load(SESSION)).events).toHaveLength(1 + acknowledged);
  expect(acknowledged).toBeGreaterThan(40);
});

test('the same command sent to two processes is written once, with one answer', async () => {
  const [one, two] = [processOf(1), processOf(2)];
  await openAs(one);
  await two.stateOf(SESSION);
  const same = count(7);
  const answers = await Promise.all([one.submit(same), two.submit(same)]);
  expect(answers).toEqual([ok(), ok()]);
  expect((await store.load(SESSION)).events).toHaveLength(2);
});
