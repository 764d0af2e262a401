import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { run, runNode } from './child.mjs';
import { Plain } from './plain.mjs';
import { say } from './text.mjs';

/** How to call npm: its own JavaScript under a given Node, or the program on the PATH. @typedef {{ node: string, cli: string } | null} Npm */

const flags = [
  '--ignore-scripts',
  '--no-audit',
  '--no-fund',
  '--no-update-notifier',
  '--omit-lockfile-registry-resolved',
];

/**
 * npm says who it is to the scripts that it starts. Another package manager says so too, and is not npm.
 * @param {NodeJS.ProcessEnv} env
 * @param {string} node
 * @returns {Npm}
 */
export function callingNpm(env, node) {
  const cli = env['npm_execpath'] ?? '';
  return basename(cli) === 'npm-cli.js' && existsSync(cli) ? { node, cli } : null;
}

/**
 * What npm's words mean for the person.
 * @param {string} output
 * @param {{ code: number, folder: string, log: string }} where
 * @returns {Plain}
 */
export function explainNpm(output, where) {
  const { folder, log } = where;
  if (/ENOSPC|no space left/i.test(output))
    return new Plain(say('disk.full'), say('disk.full.out', { folder }));
  if (/EINTEGRITY/.test(output)) return new Plain(say('npm.integrity'), say('npm.integrity.out'));
  if (/\b(E404|ETARGET|ENOVERSIONS)\b/.test(output))
    return new Plain(say('npm.lacking'), say('npm.lacking.out'));
  const network =
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT|EIDLETIMEOUT|E5\d\d\b|CERT_/;
  if (network.test(output)) return new Plain(say('npm.network'), say('npm.network.out'));
  if (/\b(EACCES|EPERM|EROFS)\b/.test(output)) {
    return new Plain(say('disk.denied', { folder }), say('disk.denied.out', { folder }));
  }
  return new Plain(say('npm.failed', { code: where.code, log }), say('npm.failed.out'));
}

/**
 * `npm ci` in a folder, without a word unless it fails.
 * @param {Npm} npm
 * @param {{ folder: string, log: string }} where
 */
export async function npmCi(npm, where) {
  const args = ['ci', ...flags];
  const options = { cwd: where.folder, env: cleanEnv(process.env), output: /** @type {const} */ ('keep') };
  const ran = npm
    ? await runNode(npm.node, [npm.cli, ...args], options)
    : await run(process.platform === 'win32' ? 'npm.cmd' : 'npm', args, options);
  if (ran.missing) throw new Plain(say('npm.missing'), say('npm.missing.out'));
  if (ran.code === 0) return;
  const failure = explainNpm(ran.output, { ...where, code: ran.code });
  if (!/ENOSPC/.test(ran.output)) {
    mkdirSync(dirname(where.log), { recursive: true });
    writeFileSync(where.log, ran.output);
  }
  throw failure;
}

/**
 * What the outer npm tells its script about itself (this folder, this package, its flags) would mislead an inner npm. A registry, proxy,
 * cache or certificate that the person set stays.
 * @param {NodeJS.ProcessEnv} env
 */
export function cleanEnv(env) {
  const kept =
    /^npm_config_(registry|userconfig|globalconfig|cache|proxy|https_proxy|noproxy|cafile|ca|strict_ssl)$/i;
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^npm_/i.test(name) || kept.test(name)));
}
