import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as pause } from 'node:timers/promises';
import { isAlive } from './cache.ts';

const pollMs = 500;
/** A lock folder without an owner in it is being made right now, or its maker was killed in between. */
const ownerlessLimitMs = 5_000;

/**
 * Runs work while no other process holds the lock. A lock whose owner is gone is taken over.
 * @param onWait called once when somebody else has it
 */
export async function withLock<T>(folder: string, onWait: () => void, work: () => Promise<T>): Promise<T> {
  let told = false;
  let ownerlessMs = 0;
  while (!(await take(folder))) {
    const owner = await ownerOf(folder);
    ownerlessMs = owner === null ? ownerlessMs + pollMs : 0;
    if ((owner !== null && !isAlive(owner)) || ownerlessMs > ownerlessLimitMs) {
      await rm(folder, { recursive: true, force: true });
      continue;
    }
    if (!told) onWait();
    told = true;
    await pause(pollMs);
  }
  try {
    return await work();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function take(folder: string): Promise<boolean> {
  try {
    await mkdir(folder);
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'EEXIST') return false;
    throw cause;
  }
  await writeFile(join(folder, 'pid'), String(process.pid));
  return true;
}

async function ownerOf(folder: string): Promise<number | null> {
  try {
    const pid = Number(await readFile(join(folder, 'pid'), 'utf8'));
    return Number.isInteger(pid) && pid > 0 ? pid : null;
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return null;
    throw cause;
  }
}
