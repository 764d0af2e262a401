import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { nth } from '../../test/support/session-log.ts';
import { say } from '../../test/support/session-told.ts';
import { silentLog } from '../platform/log.ts';
import { createSpool, type SpooledFact } from './session.spool.ts';
import { type DatedFact, serverActor } from './session.types.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sanketang-spool-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const spooled = (n: number): SpooledFact => ({
  sessionId: nth.session(1),
  commandId: `fact-${n}`,
  actor: serverActor,
  fact: { ...say.lost(n), occurredAtMs: n } as DatedFact,
});

test('a line that was cut short or tampered with is told and left out; the others are read', () => {
  const path = join(folder, 'deeper', 'spool');
  const errors: object[] = [];
  const log = { ...silentLog, error: (facts: object) => errors.push(facts) };
  const spool = createSpool(path, log);
  spool.add([spooled(1)]);
  const line = JSON.stringify(spooled(2));
  appendFileSync(path, `${line.replace('presence.lost', 'presence.found')}\n{}\nnot json\n`);
  spool.add([spooled(3)]);
  appendFileSync(path, line.slice(0, 40));
  expect(spool.read().map((each) => each.commandId)).toEqual(['fact-1', 'fact-3']);
  expect(errors).toHaveLength(4);
  spool.close();
});

test('what was added is there for the next process, in order, until it is cleared', () => {
  const path = join(folder, 'spool');
  const first = createSpool(path, silentLog);
  first.add([spooled(1), spooled(2)]);
  first.add([spooled(3)]);
  first.close();
  const next = createSpool(path, silentLog);
  expect(next.read()).toEqual([spooled(1), spooled(2), spooled(3)]);
  next.clear();
  expect(next.read()).toEqual([]);
  next.add([spooled(4)]);
  expect(next.read()).toEqual([spooled(4)]);
  next.close();
});
