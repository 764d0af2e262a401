/**
 * What a command needs before it can run. Each is brought in this order; the pages and the worker need the libraries.
 * @typedef {object} Command
 * @property {('system' | 'worker' | 'client')[]} needs beside Node and the libraries, which every command needs
 * @property {string[]} [node] settings of Node itself
 * @property {string[]} [program] Node program and fixed arguments; the person's come after
 * @property {{ package: string, tool?: string, args: string[] }} [tool] a tool of node_modules instead
 */

/**
 * Node makes room by the size of the machine: for young garbage up to 128 MB, and for old garbage up to four times what is in use before
 * it looks. Less of both means shorter pauses and less memory, for a few percent of a core while much is counted.
 */
export const productNode = ['--max-semi-space-size=8', '--heap-growing-percent=100'];

/** Measured as the product runs. @param {string} file @returns {Command} */
const figures = (file) => ({ needs: ['system', 'worker', 'client'], node: productNode, program: [file] });

/** @type {Record<string, Command>} */
export const commands = {
  start: { needs: ['worker', 'client'], node: productNode, program: ['server/main.ts'] },
  dev: { needs: ['worker'] },
  build: { needs: ['client'] },
  test: { needs: ['system', 'worker', 'client'], program: ['scripts/test.ts'] },
  'test:unit': { needs: [], tool: { package: 'vitest', args: ['run', '--project', 'unit'] } },
  'test:e2e': {
    needs: ['system', 'worker', 'client'],
    tool: { package: 'vitest', args: ['run', '--project', 'e2e-*'] },
  },
  check: { needs: [], program: ['scripts/check.ts'] },
  lint: { needs: [], tool: { package: '@biomejs/biome', tool: 'biome', args: ['ci'] } },
  format: { needs: [], tool: { package: '@biomejs/biome', tool: 'biome', args: ['check', '--write'] } },
  typecheck: { needs: [], tool: { package: 'typescript', tool: 'tsc', args: ['-p', '.'] } },
  rehearse: figures('test/rehearse/main.ts'),
  bench: figures('test/bench/main.ts'),
  fault: figures('test/fault/main.ts'),
  db: { needs: [], program: ['server/database/main.ts'] },
  report: { needs: [], program: ['scripts/report.ts'] },
  doctor: { needs: [], program: ['server/doctor/main.ts'] },
  protocol: { needs: [], program: ['scripts/protocol.ts'] },
  indicators: { needs: [], program: ['scripts/indicators.ts'] },
};
