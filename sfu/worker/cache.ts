import { createHash } from 'node:crypto';
import { readdir, readFile, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, relative } from 'node:path';
import process from 'node:process';

type Env = Readonly<Record<string, string | undefined>>;

/** Outside the checkout, so that a fresh clone on the same machine does not build again. */
export function cacheFolder(env: Env): string {
  const base = env['XDG_CACHE_HOME'] || join(env['HOME'] || homedir(), '.cache');
  return join(base, 'sanketang', 'media-worker');
}

export type KeyFacts = {
  readonly mediasoupVersion: string;
  readonly recipeHash: string;
  readonly arch: string;
  /** Distribution and release, as in `debian-12`: the binary is linked against its libraries. */
  readonly system: string;
};

export function cacheKey({ mediasoupVersion, recipeHash, arch, system }: KeyFacts): string {
  return [mediasoupVersion, system, arch, recipeHash.slice(0, 12)]
    .map((part) => part.replace(/[^\w.-]/g, '_'))
    .join('-');
}

/** A hash over names and bytes of everything that decides what is built. */
export async function hashFolder(folder: string, files: readonly string[] = []): Promise<string> {
  const hash = createHash('sha256');
  const inside = (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  for (const file of [...inside, ...files]) {
    const bytes = await readFile(file);
    hash.update(`${relative(folder, file)}\0${bytes.length}\0`).update(bytes);
  }
  return hash.digest('hex');
}

/** `debian-12`, or `linux` where the system does not say. */
export function systemName(osRelease: string): string {
  const field = (name: string) => new RegExp(`^${name}="?([^"\\n]*)"?$`, 'm').exec(osRelease)?.[1];
  return [field('ID') ?? 'linux', field('VERSION_ID')]
    .filter((part) => part !== undefined && part !== '')
    .join('-');
}

/** Removes what interrupted builds left: their folders carry the id of a process that is no more. */
export async function sweepBuildFolders(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const pid = /^building-(\d+)-/.exec(name)?.[1];
    if (pid !== undefined && !isAlive(Number(pid)))
      await rm(join(folder, name), { recursive: true, force: true });
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    return cause instanceof Error && 'code' in cause && cause.code === 'EPERM';
  }
}
