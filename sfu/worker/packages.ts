import { getuid } from 'node:process';
import type { Run } from './run.ts';

/**
 * What building the native worker needs from the distribution (Debian 12, Ubuntu 24.04 and newer). Each package is known to be there by
 * what it brings, not by its name, since names change between releases.
 */
export type BuildPackage = { readonly name: string } & (
  | { readonly command: string }
  | { readonly pkgConfig: string }
);

export const buildPackages: readonly BuildPackage[] = [
  { name: 'meson', command: 'meson' },
  { name: 'ninja-build', command: 'ninja' },
  { name: 'pkg-config', command: 'pkg-config' },
  { name: 'g++', command: 'c++' },
  { name: 'flatbuffers-compiler', command: 'flatc' },
  { name: 'libflatbuffers-dev', pkgConfig: 'flatbuffers' },
  { name: 'libssl-dev', pkgConfig: 'openssl' },
  { name: 'libuv1-dev', pkgConfig: 'libuv' },
  { name: 'libsrtp2-dev', pkgConfig: 'libsrtp2' },
  { name: 'libabsl-dev', pkgConfig: 'absl_flat_hash_map' },
];

const installArguments = (names: readonly string[]): readonly string[] => [
  'install',
  '-y',
  '--no-install-recommends',
  ...names,
];

/** The one command to show to somebody who must do it by hand. */
export const installCommand = (names: readonly string[]): string =>
  ['sudo', 'apt-get', ...installArguments(names)].join(' ');

/** Names of the packages whose content is not on this machine. */
export async function missingPackages(run: Run): Promise<readonly string[]> {
  const present = await Promise.all(
    buildPackages.map(async (each) => {
      const probe =
        'command' in each
          ? run(each.command, ['--version'])
          : run('pkg-config', ['--exists', each.pkgConfig]);
      return (await probe).code === 0;
    }),
  );
  return buildPackages.filter((_, index) => present[index] !== true).map(({ name }) => name);
}

/** Whether this machine has apt-get, and how it may be run without anybody being asked; null when it may not. */
export async function aptAccess(
  run: Run,
): Promise<{ readonly hasApt: boolean; readonly prefix: readonly string[] | null }> {
  const hasApt = (await run('apt-get', ['--version'])).code === 0;
  if (!hasApt) return { hasApt, prefix: null };
  if (getuid?.() === 0) return { hasApt, prefix: [] };
  const sudo = await run('sudo', ['-n', 'true']);
  return { hasApt, prefix: sudo.code === 0 ? ['sudo', '-n'] : null };
}

/** Installs; when that fails, with fresh package lists once more, since old lists name versions that are no longer there. */
export async function installPackages(
  run: Run,
  names: readonly string[],
  prefix: readonly string[],
): Promise<void> {
  const aptGet = (args: readonly string[]) => {
    const options = ['-o', 'DPkg::Lock::Timeout=300'];
    const [command = 'env', ...rest] = [
      ...prefix,
      'env',
      'DEBIAN_FRONTEND=noninteractive',
      'apt-get',
      ...options,
      ...args,
    ];
    return run(command, rest);
  };
  const first = await aptGet(installArguments(names));
  if (first.code === 0) return;
  await aptGet(['update']);
  await aptGet(installArguments(names));
}
