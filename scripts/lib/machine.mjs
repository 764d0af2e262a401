import { accessSync, constants, existsSync, readdirSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { installedPackages } from './apt.mjs';
import { run } from './child.mjs';

/** @param {string} path */
function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Newest first, for a path with one `*` folder in it. @param {string} pattern */
function expand(pattern) {
  const [before, after] = pattern.split('/*/');
  if (before === undefined || after === undefined) return [pattern];
  if (!existsSync(before)) return [];
  return readdirSync(before)
    .sort((a, b) => Number(b) - Number(a))
    .map((name) => join(before, name, after));
}

/**
 * Where a program lies, by name on the PATH or by absolute path; null when it is nowhere.
 * @param {string} program
 * @param {NodeJS.ProcessEnv} [env]
 */
export function findProgram(program, env = process.env) {
  const places = program.startsWith('/')
    ? expand(program)
    : (env['PATH'] ?? '').split(delimiter).map((folder) => join(folder || '.', program));
  return places.find(isProgram) ?? null;
}

/** @param {import('./apt.mjs').Need[]} needs */
export async function missingOf(needs) {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: dpkg-query has its own placeholders
  const format = '${Package} ${db:Status-Status}\n';
  const query = await run('dpkg-query', ['-W', '-f', format, ...needs.map((need) => need.package)], {
    output: 'keep',
  });
  // dpkg-query answers 1 when one of them is unknown, and lists the others all the same.
  const installed = query.missing ? null : installedPackages(query.output);
  return needs.filter((need) => {
    if (need.programs) return !need.programs.some((program) => findProgram(program));
    return installed !== null && !installed.has(need.package);
  });
}

/** @returns {Promise<import('./apt.mjs').Machine>} */
export async function lookAtMachine() {
  const release = existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : '';
  const isRoot = process.getuid?.() === 0;
  const sudo = isRoot ? null : await run('sudo', ['-n', 'true'], { output: 'keep' });
  return {
    osId: /^ID="?([\w.-]+)"?$/m.exec(release)?.[1] ?? '',
    hasApt: findProgram('apt-get') !== null,
    isRoot,
    canSudo: sudo?.code === 0,
    forbidden: process.env['SANKETANG_NO_APT'] === '1',
  };
}
