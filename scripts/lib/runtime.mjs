import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './child.mjs';
import { callingNpm, npmCi } from './npm.mjs';
import { inRoot, runtimeDir } from './paths.mjs';
import { Plain } from './plain.mjs';
import { runtimePackage } from './platform.mjs';
import { say } from './text.mjs';
import { runsProduct } from './version.mjs';

/** The Node that runs the product, and an npm that runs on it. @typedef {{ node: string, npm: import('./npm.mjs').Npm }} Runtime */

/** @param {string} node @param {string} version */
async function answers(node, version) {
  if (!existsSync(node)) return false;
  const ran = await run(node, ['--version'], { output: 'keep' });
  return ran.code === 0 && ran.output.trim() === `v${version}`;
}

const bytesNeeded = 300 * 1024 * 1024;

function freeBytes() {
  const { bavail, bsize } = statfsSync(runtimeDir);
  return bavail * bsize;
}

/** @param {string} name */
function pinned(name) {
  const { optionalDependencies } = JSON.parse(readFileSync(inRoot('scripts/runtime/package.json'), 'utf8'));
  return String(optionalDependencies[name]);
}

/**
 * The running Node where it is new enough; else the pinned one in .runtime/, fetched when it is not there. It is laid down beside its
 * place and renamed, so that what stands there is always whole.
 * @param {(line: string) => void} tell
 * @returns {Promise<Runtime>}
 */
export async function ensureRuntime(tell) {
  const have = process.versions.node;
  if (runsProduct(have)) return { node: process.execPath, npm: callingNpm(process.env, process.execPath) };
  const platform = `${process.platform}-${process.arch}`;
  const wanted = runtimePackage(process.platform, process.arch);
  if (!wanted) {
    throw new Plain(
      say('runtime.platform', { want: 24, platform }),
      say('runtime.platform.out', { want: 24 }),
    );
  }
  const version = pinned(wanted.name);
  const home = join(runtimeDir, `node-${version}-${platform}`);
  const node = join(home, 'node_modules', wanted.name, wanted.binary);
  const runtime = { node, npm: { node, cli: join(home, 'node_modules/npm/bin/npm-cli.js') } };
  if (await answers(node, version)) return runtime;

  tell(say('runtime.fetch', { have, want: version }));
  const fresh = `${home}.part`;
  for (const folder of [fresh, home]) rmSync(folder, { recursive: true, force: true });
  mkdirSync(fresh, { recursive: true });
  for (const file of ['package.json', 'package-lock.json'])
    copyFileSync(inRoot('scripts/runtime', file), join(fresh, file));
  await npmCi(callingNpm(process.env, process.execPath), { folder: fresh, log: join(runtimeDir, 'npm.log') });
  if (!(await answers(join(fresh, 'node_modules', wanted.name, wanted.binary), version))) {
    // npm leaves out what it could not write, without a word, where a package is only for some machines.
    if (freeBytes() < bytesNeeded)
      throw new Plain(say('disk.full'), say('disk.full.out', { folder: runtimeDir }));
    throw new Plain(
      say('runtime.broken', { want: version, platform }),
      say('runtime.platform.out', { want: 24 }),
    );
  }
  renameSync(fresh, home);
  return runtime;
}
