import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Figure, report } from '../support/figures.ts';

const root = join(import.meta.dirname, '../..');
const SWITCH_MS = 1_000;

/** How long a browser waits for the layer that it asks for: what the worker's gate sees while it proves that layers switch at all. */
export async function benchLayers(): Promise<boolean> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [join(root, 'node_modules/vitest/vitest.mjs'), 'run', 'test/e2e/worker-gate.spec.ts'],
    { cwd: root, maxBuffer: 32 * 2 ** 20 },
  ).catch((error: Error & { stdout?: string }) => ({ stdout: error.stdout ?? error.message }));
  const figures = ['video/h264', 'video/vp8'].map((mimeType): Figure => {
    const found = new RegExp(`worker gate ${mimeType} .*"switches":(\\[\\[.*?\\]\\])`).exec(stdout)?.[1];
    const switches = found === undefined ? [] : (JSON.parse(found) as [string, number | null][]);
    const tookMs = switches.map(([, ms]) => ms ?? Number.POSITIVE_INFINITY);
    const value = tookMs.length === 0 ? null : Math.max(...tookMs);
    const goal = { atMost: SWITCH_MS };
    return { name: `slowest of ${tookMs.length} layer switches, ${mimeType}`, value, unit: 'ms', goal };
  });
  return report('layers', figures, { stdout });
}
