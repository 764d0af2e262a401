import { randomBytes } from 'node:crypto';
import { writeSync } from 'node:fs';
import { createClock } from '../../server/platform/clock.ts';
import { openDatabase } from '../../server/platform/database.ts';
import { silentLog } from '../../server/platform/log.ts';
import { migrate } from '../../server/platform/migrate.ts';
import { createSessionLog } from '../../server/session/session.log.ts';
import { sessionMigrations } from '../../server/session/session.migrations.ts';
import { createSpool } from '../../server/session/session.spool.ts';
import { createSessionStore } from '../../server/session/session.store.ts';
import { uuidV7 } from '../../shared/kernel/ids.ts';
import { ok } from '../../shared/kernel/result.ts';
import { headCountOf, planOf, SESSION_ID, TEACHER } from './log-writer.plan.ts';

/**
 * Writes head-counts through the product's own session log until it is killed, and says each command id on standard output once it has
 * been acknowledged. Every tenth command is sent twice, as a client does that has not heard the answer.
 * usage: node log-writer.ts DATABASE_FILE SPOOL_FILE FULL|NORMAL
 */
const [file = '', spoolFile = '', mode = 'FULL'] = process.argv.slice(2);
const WRITERS = 8;

const { database } = openDatabase(`file:${file}`, { synchronous: mode === 'NORMAL' ? 'NORMAL' : 'FULL' });
await migrate(database, sessionMigrations);
const clock = createClock();
const newId = () => uuidV7(Date.now(), randomBytes(10));
const log = createSessionLog({
  store: createSessionStore(database),
  spool: createSpool(spoolFile, silentLog),
  clock,
  newId,
  log: silentLog,
});

const { plan } = await log.stateOf(SESSION_ID);
if (plan === null)
  await log.record(SESSION_ID, {
    type: 'session.opened',
    body: { plan: planOf() },
    occurredAtMs: clock.nowMs(),
  });
writeSync(1, 'ready\n');

let sent = 0;
async function write(): Promise<void> {
  for (;;) {
    sent += 1;
    const count = sent;
    const order = {
      sessionId: SESSION_ID,
      actor: { kind: 'person', id: TEACHER },
      commandId: newId(),
      remembered: true,
      decide: (_state: unknown, nowMs: number) => ok([headCountOf(count % 40, nowMs)]),
    } as const;
    const answers = await Promise.all(
      count % 10 === 0 ? [log.submit(order), log.submit(order)] : [log.submit(order)],
    );
    if (answers.every((answer) => answer.ok)) writeSync(1, `${order.commandId}\n`);
  }
}
await Promise.all(Array.from({ length: WRITERS }, write));
