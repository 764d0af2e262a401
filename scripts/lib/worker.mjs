import { existsSync, readFileSync } from 'node:fs';
import { runNode, settings } from './child.mjs';
import { inRoot } from './paths.mjs';
import { Plain } from './plain.mjs';
import { say } from './text.mjs';

const program = 'sfu/worker/obtain.ts';

/** @param {string} output the program prints the worker's path on its last line */
export function pathOnLastLine(output) {
  return output.trimEnd().split('\n').pop()?.trim() ?? '';
}

/**
 * The native media worker: found, or built, by its own program, which also says what it does and what it lacks.
 * @param {string} node
 * @returns {Promise<string>} path of the worker
 */
export async function ensureWorker(node) {
  if (!existsSync(inRoot(program))) {
    throw new Plain(say('file.missing', { file: program }), say('file.missing.out'));
  }
  const ran = await runNode(node, [...settings(), inRoot(program)], { output: 'answer' });
  const path = pathOnLastLine(ran.output);
  if (ran.code === 0 && path !== '' && existsSync(path)) return path;
  const version = JSON.parse(readFileSync(inRoot('package.json'), 'utf8')).dependencies.mediasoup;
  throw new Plain(say('worker.none'), say('worker.none.out', { version }));
}
