import {
  closeSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { sessionId } from '../../shared/kernel/ids.ts';
import { actorKind, readFact } from '../../shared/session/session.events.ts';
import type { Log } from '../platform/ports.ts';
import type { DatedFact, LogActor } from './session.types.ts';

/** A server fact that the database could not take. Its command id keeps it from being written twice. */
export type SpooledFact = {
  readonly sessionId: z.infer<typeof sessionId>;
  readonly commandId: string;
  readonly actor: LogActor;
  readonly fact: DatedFact;
};

/** Where server facts wait while the database is away: a file of JSON lines, on the disk before `add` returns. */
export interface Spool {
  add(facts: readonly SpooledFact[]): void;
  read(): readonly SpooledFact[];
  clear(): void;
  close(): void;
}

const line = z.object({
  sessionId,
  commandId: z.string(),
  actor: z.object({ kind: actorKind, id: z.string() }),
  fact: z.object({ type: z.string(), body: z.unknown(), occurredAtMs: z.int() }),
});

export function createSpool(path: string, log: Log): Spool {
  mkdirSync(dirname(path), { recursive: true });
  const file = openSync(path, 'a+');
  return {
    add(facts) {
      const { size } = fstatSync(file);
      try {
        writeFileSync(file, facts.map((each) => `${JSON.stringify(each)}\n`).join(''));
        fsyncSync(file);
      } catch (error) {
        // Half a line would spoil the one that is written behind it.
        ftruncateSync(file, size);
        throw error;
      }
    },
    read: () =>
      readFileSync(path, 'utf8')
        .split('\n')
        .filter((text) => text !== '')
        .flatMap((text) => parsed(text, log)),
    clear() {
      ftruncateSync(file, 0);
      fsyncSync(file);
    },
    close: () => closeSync(file),
  };
}

/** A line cut short by a power cut was never promised to anybody; any other damage is told and left out. */
function parsed(text: string, log: Log): SpooledFact[] {
  try {
    const { fact, ...rest } = line.parse(JSON.parse(text));
    const known = readFact(fact.type, fact.body);
    return [{ ...rest, fact: { ...known, occurredAtMs: fact.occurredAtMs } }];
  } catch (error) {
    log.error({ error, bytes: text.length }, 'a line of the spool cannot be read and is left out');
    return [];
  }
}
