import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runNode } from './child.mjs';
import { inRoot, root } from './paths.mjs';
import { Plain } from './plain.mjs';
import { hashOf, isStamped, stamp, unstamp } from './stamp.mjs';
import { say } from './text.mjs';

const sources = ['client', 'shared', 'vite.config.ts', 'tsconfig.json', 'package-lock.json'];
const stampFile = inRoot('dist/client.stamp');
const built = inRoot('dist/client');

/**
 * A tool's own JavaScript, so that it runs on the product's Node whatever the PATH says.
 * @param {string} packageName
 * @param {string} [tool]
 */
export function toolPath(packageName, tool = packageName) {
  const manifest = inRoot('node_modules', packageName, 'package.json');
  if (!existsSync(manifest))
    throw new Plain(say('file.missing', { file: manifest }), say('file.missing.out'));
  const { bin } = JSON.parse(readFileSync(manifest, 'utf8'));
  return join(dirname(manifest), typeof bin === 'string' ? bin : bin[tool]);
}

/**
 * Builds the pages when a source changed. They are built beside their place and moved, so that a server that runs keeps serving whole
 * pages and a build that fails leaves the last good one.
 * @param {string} node
 * @param {(line: string) => void} tell
 * @param {{ force?: boolean }} [options]
 */
export async function ensureClient(node, tell, options = {}) {
  const hash = hashOf(root, sources);
  if (!options.force && existsSync(built) && isStamped(stampFile, hash)) return;
  if (!existsSync(inRoot('vite.config.ts'))) {
    throw new Plain(say('file.missing', { file: 'vite.config.ts' }), say('file.missing.out'));
  }
  tell(say('client.build'));
  const fresh = `${built}.part`;
  rmSync(fresh, { recursive: true, force: true });
  // Whoever only starts the product can do nothing about a bundler's advice.
  const level = options.force ? 'info' : 'error';
  const args = [toolPath('vite'), 'build', '--outDir', fresh, '--emptyOutDir', '--logLevel', level];
  const ran = await runNode(node, args, { env: { ...process.env, NODE_ENV: 'production' } });
  if (ran.code !== 0 || !existsSync(fresh)) throw new Plain(say('client.failed'), say('client.failed.out'));
  const old = `${built}.old`;
  rmSync(old, { recursive: true, force: true });
  unstamp(stampFile);
  if (existsSync(built)) renameSync(built, old);
  renameSync(fresh, built);
  rmSync(old, { recursive: true, force: true });
  stamp(stampFile, hash);
}
