import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Plain } from './plain.mjs';
import { say } from './text.mjs';

/** @param {string} file */
function read(file) {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return '';
  }
}

/** Tells two processes apart that had the same number, also across a power cut. Empty where the system does not say. @param {number} pid */
function identityOf(pid) {
  const bootId = read('/proc/sys/kernel/random/boot_id');
  const startedAt = read(`/proc/${pid}/stat`)
    .replace(/^.*\) /s, '')
    .split(' ')[19];
  return bootId && startedAt ? `${bootId}:${startedAt}` : '';
}

/** @param {string} owner content of a lock file */
export function isAlive(owner) {
  const [pidText = '', identity = ''] = owner.split(' ');
  const pid = Number(pidText);
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
  return identity === '' || identity === identityOf(pid);
}

/**
 * The file appears with its content in one step (a hard link), so nobody ever reads a lock without an owner.
 * @param {string} file
 * @param {string} owner
 */
function take(file, owner) {
  const own = `${file}.${process.pid}`;
  writeFileSync(own, owner);
  try {
    linkSync(own, file);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  } finally {
    unlinkSync(own);
  }
}

/**
 * Removes the lock of a process that is gone. Two may try at once, so what was moved away is looked at again and put back if it is
 * another's new lock.
 * @param {string} file
 * @param {string} stale
 */
function bury(file, stale) {
  const grave = `${file}.stale.${process.pid}`;
  try {
    renameSync(file, grave);
    if (read(grave) !== stale) linkSync(grave, file);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    if (code !== 'ENOENT' && code !== 'EEXIST') throw error;
  }
  rmSync(grave, { force: true });
}

/**
 * Runs `work` while no other process of this machine holds the same lock; waits at most `waitMs`.
 * @template T
 * @param {{ file: string, waitMs: number, pollMs?: number, onWait: (line: string) => void }} lock
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(lock, work) {
  mkdirSync(dirname(lock.file), { recursive: true });
  const owner = `${process.pid} ${identityOf(process.pid)}`.trim();
  const deadlineMs = Date.now() + lock.waitMs;
  let told = '';
  while (!take(lock.file, owner)) {
    const holder = read(lock.file);
    if (holder !== '' && !isAlive(holder)) {
      bury(lock.file, holder);
      continue;
    }
    const pid = holder.split(' ')[0] ?? '';
    if (Date.now() >= deadlineMs) {
      const minutes = Math.ceil(lock.waitMs / 60_000);
      throw new Plain(say('lock.timeout', { pid, minutes }), say('lock.timeout.out', { file: lock.file }));
    }
    if (pid && told !== pid) lock.onWait(say('lock.wait', { pid }));
    told = pid;
    await pause(lock.pollMs ?? 300);
  }
  const release = () => rmSync(lock.file, { force: true });
  process.once('exit', release);
  try {
    return await work();
  } finally {
    process.off('exit', release);
    release();
  }
}
