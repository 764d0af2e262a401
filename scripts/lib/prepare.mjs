import { join } from 'node:path';
import { testingNeeds } from './apt.mjs';
import { ensureClient } from './client.mjs';
import { ensureDependencies } from './install.mjs';
import { withLock } from './lock.mjs';
import { runtimeDir } from './paths.mjs';
import { Plain } from './plain.mjs';
import { ensureRuntime } from './runtime.mjs';
import { ensureSystem } from './system.mjs';
import { ensureWorker } from './worker.mjs';

const waitMs = 20 * 60_000;

/** @typedef {{ node: string, worker: string | null, lacking: string[] }} Prepared `lacking`: one line each, for the summary of a test run */
/** @param {string} line */
const tell = (line) => process.stderr.write(`${line}\n`);

/**
 * A test run goes on without what it could not get: the tests that need it say so, and the rest is still worth knowing.
 * @template T
 * @param {boolean} goesOn
 * @param {string[]} lacking
 * @param {() => Promise<T>} work
 */
async function unlessTest(goesOn, lacking, work) {
  try {
    return await work();
  } catch (error) {
    if (!goesOn || !(error instanceof Plain)) throw error;
    lacking.push(`${error.message} ${error.wayOut}`);
    return null;
  }
}

/**
 * Brings everything a command needs, one process at a time in this checkout.
 * @param {string} name
 * @param {import('./commands.mjs').Command} command
 * @returns {Promise<Prepared>}
 */
export async function prepare(name, command) {
  return await withLock({ file: join(runtimeDir, 'prepare.lock'), waitMs, onWait: tell }, async () => {
    const runtime = await ensureRuntime(tell);
    await ensureDependencies(runtime, tell);
    /** @type {string[]} */
    const lacking = [];
    const goesOn = name === 'test';
    if (command.needs.includes('system')) {
      const { missing } = await ensureSystem(testingNeeds, tell);
      lacking.push(...missing);
    }
    const worker = command.needs.includes('worker')
      ? await unlessTest(goesOn, lacking, () => ensureWorker(runtime.node))
      : null;
    if (command.needs.includes('client')) {
      await unlessTest(goesOn, lacking, () => ensureClient(runtime.node, tell, { force: name === 'build' }));
    }
    return { node: runtime.node, worker, lacking };
  });
}
