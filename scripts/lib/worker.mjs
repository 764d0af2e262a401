import { existsSync, readFileSync } from 'node:fs';
import { planInstall, workerNeeds } from './apt.mjs';
import { runNode } from './child.mjs';
import { lookAtMachine, missingOf } from './machine.mjs';
import { inRoot } from './paths.mjs';
import { Plain } from './plain.mjs';
import { ensureSystem } from './system.mjs';
import { say } from './text.mjs';

const program = 'sfu/worker/obtain.ts';

/** @param {string} output the program prints the worker's path on its last line */
export function pathOnLastLine(output) {
  return output.trimEnd().split('\n').pop()?.trim() ?? '';
}

/** @param {string} node */
async function obtain(node) {
  const ran = await runNode(node, [inRoot(program)], { output: 'both' });
  const path = pathOnLastLine(ran.output);
  return ran.code === 0 && path !== '' && existsSync(path) ? path : null;
}

/**
 * The native media worker: found, fetched or built by its own program. Where building fails for want of the distribution's packages,
 * they are installed if this user may, and it is tried once more.
 * @param {string} node
 * @param {(line: string) => void} tell
 * @returns {Promise<string>} path of the worker
 */
export async function ensureWorker(node, tell) {
  if (!existsSync(inRoot(program))) {
    throw new Plain(say('file.missing', { file: program }), say('file.missing.out'));
  }
  const first = await obtain(node);
  if (first) return first;
  const missing = await missingOf(workerNeeds);
  const { may, command } = planInstall(missing, await lookAtMachine());
  if (may) {
    tell(say('worker.packages'));
    const after = await ensureSystem(workerNeeds, tell);
    const second = after.missing.length === 0 ? await obtain(node) : null;
    if (second) return second;
  }
  const version = JSON.parse(readFileSync(inRoot('package.json'), 'utf8')).dependencies.mediasoup;
  const wayOut =
    command && !may ? say('worker.none.apt.out', { command }) : say('worker.none.out', { version });
  throw new Plain(say('worker.none'), wayOut);
}
