import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { isAlive, withLock } from './lock.mjs';

let folder = '';
const lockFile = () => join(folder, 'deep/prepare.lock');
const options = (waitMs: number, said: string[] = []) => ({
  file: lockFile(),
  waitMs,
  pollMs: 2,
  onWait: (line: string) => said.push(line),
});

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lock-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Number of a process that ran and is gone. */
function deadPid(): number {
  return spawnSync(process.execPath, ['--version']).pid;
}

it('knows the living from the dead, and from a number given to somebody else', () => {
  expect(isAlive(`${process.pid}`)).toBe(true);
  expect(isAlive(`${deadPid()}`)).toBe(false);
  expect(isAlive(`${process.pid} other-boot:1`)).toBe(false);
  expect(['', 'x', '-1', '0', '1.5'].map(isAlive)).toEqual([false, false, false, false, false]);
});

it('lets one in at a time', async () => {
  let inside = 0;
  let most = 0;
  const work = async () => {
    inside += 1;
    most = Math.max(most, inside);
    await new Promise(setImmediate);
    inside -= 1;
  };
  await Promise.all(Array.from({ length: 8 }, () => withLock(options(10_000), work)));
  expect(most).toBe(1);
  expect(existsSync(lockFile())).toBe(false);
});

it('gives up with a way out when the other does not end, and says once that it waits', async () => {
  const said: string[] = [];
  await withLock(options(0), async () => {
    const refused = withLock(options(20, said), async () => 'in');
    await expect(refused).rejects.toMatchObject({ wayOut: expect.stringContaining(lockFile()) });
  });
  expect(said).toHaveLength(1);
});

it('takes over from a process that is gone', async () => {
  await withLock(options(0), async () => undefined);
  writeFileSync(lockFile(), `${deadPid()}`);
  expect(await withLock(options(1000), async () => 'in')).toBe('in');
});

it('is free again after a failure', async () => {
  const failing = withLock(options(0), async () => {
    throw new Error('disk');
  });
  await expect(failing).rejects.toThrow('disk');
  expect(existsSync(lockFile())).toBe(false);
});
