import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe } from 'vitest';
import { obtainWorker, terminalText } from '../../sfu/index.ts';
import { chromiumPath } from './chromium.ts';
import { hasProgram } from './media-fixtures.ts';

const inCi = (process.env['CI'] ?? '') !== '';

/** What keeps a whole lesson from being held on this machine, in words; null when nothing does. */
async function lacking(): Promise<string | null> {
  const worker = await obtainWorker({ env: process.env, mayBuild: false });
  if (!worker.ok) return terminalText(process.env)(worker.problem.key, worker.problem.params);
  if (chromiumPath() === null) return 'no Chromium';
  if (!hasProgram('ffmpeg')) return 'no ffmpeg';
  const page = join(import.meta.dirname, '../../dist/client/console.html');
  return existsSync(page) ? null : 'the pages are not built: npm run build';
}

const missing = await lacking();

/** A group of tests with the real server and real browsers: skipped, with the reason, where they cannot run; in CI that is a failure. */
export const describeForReal = (name: string, tests: () => void): void => {
  describe.skipIf(missing !== null && !inCi)(missing === null ? name : `${name}: ${missing}`, tests);
};
