import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const nothingBuilt = /(\.(test|spec)\.tsx?|\.log)$/;

/**
 * @param {string} path
 * @returns {string[]} files below it, sorted, so that two machines hash alike
 */
function filesBelow(path) {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .sort()
    .flatMap((name) => filesBelow(join(path, name)));
}

/**
 * One hash over names and contents; tests are left out, since they change nothing that is built.
 * @param {string} root
 * @param {string[]} paths files or folders below root
 */
export function hashOf(root, paths) {
  const hash = createHash('sha256');
  for (const file of paths.flatMap((path) => filesBelow(join(root, path)))) {
    if (nothingBuilt.test(file)) continue;
    const content = readFileSync(file);
    hash.update(`${file.slice(root.length)}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

/**
 * @param {string} stampFile
 * @param {string} hash
 */
export function isStamped(stampFile, hash) {
  return existsSync(stampFile) && readFileSync(stampFile, 'utf8') === hash;
}

/**
 * @param {string} stampFile
 * @param {string} hash
 */
export function stamp(stampFile, hash) {
  mkdirSync(dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, hash);
}

/** Says that the work is not done, before it is begun again: an interrupted run must not look finished. @param {string} stampFile */
export function unstamp(stampFile) {
  rmSync(stampFile, { force: true });
}
