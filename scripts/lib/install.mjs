import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { npmCi } from './npm.mjs';
import { inRoot, root, runtimeDir } from './paths.mjs';
import { hashOf, isStamped, stamp, unstamp } from './stamp.mjs';
import { say } from './text.mjs';

const stampFile = inRoot('node_modules/.sanketang-stamp');
const npmsOwnRecord = inRoot('node_modules/.package-lock.json');

/**
 * Whether what npm says it installed is what the lock file names. Lock entries that npm left out on purpose (other platforms) are optional.
 * @param {{ packages: Record<string, { version?: string, integrity?: string, optional?: boolean }> }} lock
 * @param {{ packages: Record<string, { version?: string, integrity?: string }> }} installed
 */
export function matches(lock, installed) {
  const names = Object.keys(lock.packages).filter((name) => name !== '');
  const extra = Object.keys(installed.packages).some((name) => !(name in lock.packages));
  return (
    !extra &&
    names.every((name) => {
      const wanted = lock.packages[name];
      const found = installed.packages[name];
      if (!found) return wanted?.optional === true;
      return found.version === wanted?.version && found.integrity === wanted?.integrity;
    })
  );
}

/** @param {string} file */
const json = (file) => JSON.parse(readFileSync(file, 'utf8'));

/**
 * Brings node_modules to what package-lock.json names. Somebody who ran npm by hand to the same end is not made to wait again.
 * @param {import('./runtime.mjs').Runtime} runtime
 * @param {(line: string) => void} tell
 */
export async function ensureDependencies(runtime, tell) {
  const hash = `${hashOf(root, ['package-lock.json'])} ${process.platform}-${process.arch}`;
  if (isStamped(stampFile, hash)) return;
  const byHand = existsSync(npmsOwnRecord) && matches(json(inRoot('package-lock.json')), json(npmsOwnRecord));
  if (!byHand) {
    tell(say('deps.install'));
    unstamp(stampFile);
    await npmCi(runtime.npm, { folder: root, log: join(runtimeDir, 'npm.log') });
  }
  stamp(stampFile, hash);
}
