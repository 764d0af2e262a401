import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { NewId } from './ports.ts';

const FILE = 'server.id';

/** Names this server among those of one database, the same after a restart: it stands in its data folder, which is its alone. */
export function readServerId(dataDir: string, newId: NewId): string {
  const file = join(dataDir, FILE);
  try {
    return z.uuid().parse(readFileSync(file, 'utf8').trim());
  } catch (cause) {
    const missing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
    if (!missing && !(cause instanceof z.ZodError)) throw cause;
    const id = newId();
    mkdirSync(dataDir, { recursive: true });
    writeFileSync(file, `${id}\n`);
    return id;
  }
}
