import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { planInstall, unknownToApt } from './apt.mjs';
import { run } from './child.mjs';
import { lookAtMachine, missingOf } from './machine.mjs';
import { reportsDir } from './paths.mjs';
import { say } from './text.mjs';

const policyFile = '/usr/sbin/policy-rc.d';
const policyMark = 'sanketang: no service starts while its tests install packages';
const apt = ['-o', 'DPkg::Lock::Timeout=300', '-o', 'Acquire::Retries=2'];

/** @param {boolean} isRoot @param {string[]} command */
function asRoot(isRoot, command) {
  const [program = '', ...args] = isRoot ? command : ['sudo', '-n', ...command];
  return run(program, args, { output: 'keep' });
}

/**
 * Databases that are installed for tests must not start as services of the machine. Somebody else's policy is left as it is, and ours
 * does not stay.
 * @template T
 * @param {boolean} isRoot
 * @param {() => Promise<T>} work
 */
async function withoutServices(isRoot, work) {
  if (existsSync(policyFile)) return await work();
  const write = `printf '#!/bin/sh\\n# ${policyMark}\\nexit 101\\n' > ${policyFile} && chmod 755 ${policyFile}`;
  await asRoot(isRoot, ['sh', '-c', write]);
  try {
    return await work();
  } finally {
    await asRoot(isRoot, ['sh', '-c', `if grep -q '${policyMark}' ${policyFile}; then rm ${policyFile}; fi`]);
  }
}

/**
 * @param {string[]} packages
 * @param {boolean} isRoot
 * @returns {Promise<string>} what apt said last
 */
async function aptInstall(packages, isRoot) {
  const environment = ['env', 'DEBIAN_FRONTEND=noninteractive', 'NEEDRESTART_SUSPEND=1', 'LC_ALL=C.UTF-8'];
  const aptGet = (/** @type {string[]} */ ...args) =>
    asRoot(isRoot, [...environment, 'apt-get', ...apt, ...args]);
  const install = (/** @type {string[]} */ names) =>
    aptGet('install', '-y', '--no-install-recommends', ...names);
  const policy = await run('apt-cache', ['policy', ...packages], {
    output: 'keep',
    env: { ...process.env, LC_ALL: 'C' },
  });
  const unknown = unknownToApt(policy.output, packages).length > 0;
  if (unknown) await aptGet('update');
  return await withoutServices(isRoot, async () => {
    const first = await install(packages);
    if (first.code === 0) return first.output;
    // Old lists name versions that are no longer there.
    if (!unknown) await aptGet('update');
    // One package that cannot be had keeps apt from installing any.
    const outputs = [];
    for (const name of packages) outputs.push((await install([name])).output);
    return outputs.join('\n');
  });
}

/**
 * Brings what is missing from the distribution where this user may, else says what is missing and the one command that installs it.
 * @param {import('./apt.mjs').Need[]} needs
 * @param {(line: string) => void} tell
 * @returns {Promise<{ missing: string[], command: string | null }>} what is still missing, by package
 */
export async function ensureSystem(needs, tell) {
  const missing = await missingOf(needs);
  if (missing.length === 0) return { missing: [], command: null };
  const machine = await lookAtMachine();
  const { packages, may, command } = planInstall(missing, machine);
  const list = packages.join(' ');
  if (!may || !command) {
    tell(
      command
        ? say('apt.missing', { packages: list, command })
        : say('apt.missing.other', { packages: list }),
    );
    return { missing: packages, command };
  }
  tell(say('apt.install', { packages: list }));
  const output = await aptInstall(packages, machine.isRoot);
  const left = planInstall(await missingOf(needs), machine);
  if (left.packages.length === 0) return { missing: [], command: null };
  const log = join(reportsDir, 'apt.log');
  mkdirSync(reportsDir, { recursive: true });
  writeFileSync(log, output);
  tell(say('apt.failed', { packages: left.packages.join(' '), log, command: left.command ?? command }));
  return { missing: left.packages, command: left.command };
}
