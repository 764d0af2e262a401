import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { PATIENCE_MS } from './test/support/patience.ts';

const minuteMs = 60_000;

/** These fill four cores with pictures, each alone; of the others, which have a browser or two, two run at once where there are four. */
const mediaSpecs = [
  'call-on',
  'captions',
  'captions-everywhere',
  'codec',
  'courseware',
  'equipment',
  'hall-audio',
  'lesson',
  'line-voice',
  'preflight',
  'second-display',
  'seminar',
  'recording',
  'replayed-lesson',
  'safety',
  'stage',
  'walls',
  'whep',
  'whep-line',
  'whip',
  'worker-gate',
].map((name) => `test/e2e/${name}.spec.ts`);

/** These start whole servers and say how fast one hears of another: among four hundred tests they would measure those. */
const processTests = [
  'access',
  'courseware',
  'database',
  'doctor',
  'server.process',
  'startup',
  'two-servers',
  'watch.process',
].map((name) => `test/integration/${name}.test.ts`);

/** A machine half as quick as another takes twice as long; what hangs is told by the wait that it hangs in. */
const patient = {
  testTimeout: 10 * minuteMs,
  hookTimeout: 5 * minuteMs,
  expect: { poll: { timeout: PATIENCE_MS } },
};

/** The serial groups come after the quick ones: a browser that shares its cores with 200 tests measures the tests. */
export default defineConfig({
  test: {
    reporters: ['default'],
    passWithNoTests: false,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['{shared,server,sfu,client,scripts,test/support}/**/*.test.{ts,tsx}'],
          testTimeout: 20_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'contract',
          include: ['test/contract/**/*.test.ts'],
          testTimeout: minuteMs,
          hookTimeout: minuteMs,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts'],
          exclude: processTests,
          testTimeout: minuteMs,
          hookTimeout: minuteMs,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: 'integration-processes',
          include: processTests,
          pool: 'forks',
          fileParallelism: false,
          testTimeout: minuteMs,
          hookTimeout: minuteMs,
          sequence: { groupOrder: 2 },
        },
      },
      {
        extends: true,
        test: {
          name: 'security',
          include: ['test/security/**/*.test.ts'],
          testTimeout: minuteMs,
          hookTimeout: minuteMs,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e-pages',
          include: ['test/e2e/**/*.spec.ts'],
          exclude: mediaSpecs,
          pool: 'forks',
          maxWorkers: availableParallelism() < 4 ? 1 : 2,
          ...patient,
          sequence: { groupOrder: 3 },
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e-media',
          include: mediaSpecs,
          pool: 'forks',
          fileParallelism: false,
          ...patient,
          sequence: { groupOrder: 4 },
        },
      },
    ],
  },
});
