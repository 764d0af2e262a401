/** An entry of package-lock.json, as far as it matters here. */
export type LockEntry = {
  readonly version?: string;
  readonly dev?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly [other: string]: unknown;
};
export type LockPackages = Readonly<Record<string, LockEntry>>;

export type Gap = { readonly name: string; readonly version: string; readonly dev: boolean };

const systems = ['android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32'];
const processors = ['arm64', 'x64', 'arm', 'ia32', 'ppc64', 'riscv64', 's390x'];
const exact = /^\d+\.\d+\.\d+$/;

/** Whether a package at `from` finds `name`, by the rule that Node looks in every node_modules on the way up. */
function resolves(packages: LockPackages, from: string, name: string): boolean {
  if (packages[`${from === '' ? '' : `${from}/`}node_modules/${name}`]) return true;
  if (from === '') return false;
  return resolves(packages, from.slice(0, Math.max(0, from.lastIndexOf('/node_modules/'))), name);
}

/**
 * Binaries for other machines that the lock file leaves out. npm leaves out what the registry in use does not have (a mirror, most of
 * the time), and then `npm ci` refuses the lock file wherever it has them, and here.
 */
export function findGaps(packages: LockPackages): Gap[] {
  return Object.entries(packages).flatMap(([path, entry]) =>
    Object.entries(entry.optionalDependencies ?? {})
      .filter(([name, version]) => exact.test(version) && !resolves(packages, path, name))
      .map(([name, version]) => ({ name, version, dev: entry.dev === true })),
  );
}

/** The entry for a binary, with the machines that it is for read off its name; null when the name does not say. Without a hash npm takes the registry's. */
export function entryFor({ name, version, dev }: Gap): LockEntry | null {
  const words = name.slice(name.lastIndexOf('/') + 1).split('-');
  const os = systems.find((system) => words.includes(system));
  const cpu = processors.find((processor) => words.includes(processor));
  if (!os || !cpu) return null;
  const isMusl = words.some((word) => word.startsWith('musl'));
  const isGnu = words.some((word) => word.startsWith('gnu'));
  const libc = isMusl ? { libc: ['musl'] } : isGnu ? { libc: ['glibc'] } : {};
  return {
    version,
    cpu: [cpu],
    ...(dev ? { dev } : {}),
    ...(os === 'linux' ? libc : {}),
    optional: true,
    os: [os],
  };
}
