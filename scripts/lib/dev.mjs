import { run, runNode, settings, stopAll } from './child.mjs';
import { toolPath } from './client.mjs';
import { inRoot } from './paths.mjs';

/**
 * Server and pages, both anew at every change. When one ends, the other is of no use.
 * @param {string} node
 * @param {string[]} args of the server
 * @param {NodeJS.ProcessEnv} env
 */
export async function develop(node, args, env) {
  const options = { env: { ...env, NODE_ENV: env['NODE_ENV'] ?? 'development' } };
  // Node's own watcher puts the server behind a channel of its own, where the launcher's pipe cannot reach.
  const server = run(
    node,
    [...settings(), '--watch', '--watch-preserve-output', inRoot('server/main.ts'), ...args],
    options,
  );
  const pages = runNode(node, [toolPath('vite')], options);
  const first = await Promise.race([server, pages]);
  stopAll();
  await Promise.all([server, pages]);
  return first.code;
}
