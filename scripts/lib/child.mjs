import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { inRoot } from './paths.mjs';

/** @typedef {import('node:child_process').ChildProcess} ChildProcess */
/**
 * @typedef {object} RunOptions
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv} [env]
 * @property {'show' | 'keep' | 'answer'} [output] all shown on the terminal; all kept; or standard output kept and errors shown
 * @property {boolean} [ownGroup] out of the terminal's group, so that Ctrl-C reaches it once, through us
 */
/** @typedef {{ code: number, output: string, missing: boolean }} Ran `missing`: there is no such program */

const killAfterMs = 35_000;
/** @type {Set<{ process: ChildProcess, ownGroup: boolean }>} */
const running = new Set();
/** @type {NodeJS.Signals | null} */
let stopping = null;

/** @param {number | null} code @param {NodeJS.Signals | null} signal */
export function exitCodeOf(code, signal) {
  return signal ? 128 + constants.signals[signal] : (code ?? 1);
}

/**
 * Hands a signal on to whatever runs now. From a terminal, Ctrl-C has already reached the children in our group.
 * @param {NodeJS.Signals} signal
 */
function handOn(signal) {
  for (const child of running) {
    const heardIt = signal === 'SIGINT' && process.stdin.isTTY === true && !child.ownGroup;
    if (!heardIt) child.process.kill(signal);
    setTimeout(() => child.process.kill('SIGKILL'), killAfterMs).unref();
  }
}

/** Ends whatever runs now. */
export function stopAll() {
  handOn('SIGTERM');
}

/** The launcher lives until its child has ended, then ends like it; without a child it ends at once. */
export function forwardSignals() {
  for (const signal of /** @type {NodeJS.Signals[]} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => {
      stopping = signal;
      if (running.size === 0) process.exit(exitCodeOf(null, signal));
      handOn(signal);
    });
  }
  // npm killed outright cannot tell us; then the person believes that everything is over.
  if (!process.env['npm_lifecycle_event'] || process.platform === 'win32') return;
  const above = ancestors();
  setInterval(() => {
    if (ancestors() === above) return;
    stopping ??= 'SIGTERM';
    if (running.size === 0) process.exit(exitCodeOf(null, 'SIGTERM'));
    handOn('SIGTERM');
  }, 1000).unref();
}

/** Our parent and its parent: npm puts a shell between itself and us, and a shell that lost its npm stays. */
function ancestors() {
  const parent = process.ppid;
  try {
    const stat = readFileSync(`/proc/${parent}/stat`, 'utf8');
    return `${parent} ${stat.replace(/^.*\) /s, '').split(' ')[1]}`;
  } catch {
    return `${parent}`;
  }
}

/**
 * Runs a program to its end. Never throws: a program that is not there is an answer.
 * @param {string} program
 * @param {string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<Ran>}
 */
export function run(program, args, options = {}) {
  const shown = options.output ?? 'show';
  const stream = shown === 'show' ? 'inherit' : 'pipe';
  const input = shown === 'show' ? 'inherit' : 'ignore';
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: options.cwd ?? inRoot(),
      env: options.env ?? process.env,
      stdio: [input, stream, shown === 'keep' ? 'pipe' : 'inherit', 'pipe'],
      detached: options.ownGroup === true,
    });
    const entry = { process: child, ownGroup: options.ownGroup === true };
    running.add(entry);
    /** @type {Buffer[]} */
    const pieces = [];
    child.stdio[3]?.on('error', () => undefined);
    child.stdout?.on('data', (piece) => pieces.push(piece));
    child.stderr?.on('data', (piece) => pieces.push(piece));
    const end = (/** @type {Ran} */ ran) => {
      running.delete(entry);
      if (stopping && running.size === 0 && !options.ownGroup) process.exit(exitCodeOf(null, stopping));
      resolve(ran);
    };
    child.on('error', (error) => {
      const missing = 'code' in error && error.code === 'ENOENT';
      end({ code: 127, output: error.message, missing });
    });
    child.on('close', (code, signal) => {
      end({ code: exitCodeOf(code, signal), output: Buffer.concat(pieces).toString('utf8'), missing: false });
    });
  });
}

/** The person's own settings, for the product's Node; none without the file, since Node would say at every start that it is not there. */
export const settings = () => (existsSync(inRoot('.env')) ? [`--env-file=${inRoot('.env')}`] : []);

/**
 * Runs a Node program that ends by itself when this launcher is gone.
 * @param {string} node path of Node's binary
 * @param {string[]} args
 * @param {RunOptions} [options]
 */
export function runNode(node, args, options = {}) {
  const env = { ...(options.env ?? process.env), SANKETANG_PARENT_FD: '3' };
  return run(node, ['--require', inRoot('scripts/lib/parent-watch.cjs'), ...args], { ...options, env });
}
