import { access, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import type { TextParams } from '../../shared/text/text.ts';
import type { WorkerTextKey } from '../../shared/text/worker.en.ts';
import { buildWorker } from './build.ts';
import { cacheFolder, cacheKey, hashFolder, sweepBuildFolders, systemName } from './cache.ts';
import { withLock } from './lock.ts';
import { aptAccess, installCommand, installPackages, missingPackages } from './packages.ts';
import { type Run, run as runProgram } from './run.ts';

/** A line for the terminal: its key in shared/text/worker.*.ts and what fills it. */
export type WorkerNotice = { readonly key: WorkerTextKey; readonly params?: TextParams };

export type ObtainedWorker =
  | { readonly ok: true; readonly path: string; readonly origin: 'named' | 'prebuilt' | 'cached' | 'built' }
  | { readonly ok: false; readonly problem: WorkerNotice };

export type ObtainOptions = {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly onProgress?: (notice: WorkerNotice) => void;
  /** False: take what is there, and neither install nor build. */
  readonly mayBuild?: boolean;
  /** For tests: how programs are run, and where mediasoup lies. */
  readonly run?: Run;
  readonly packageFolder?: string;
  readonly overlayFolder?: string;
};

type Job = {
  readonly run: Run;
  readonly env: ObtainOptions['env'];
  readonly say: (key: WorkerTextKey, params?: TextParams) => void;
  readonly packageFolder: string;
  readonly overlayFolder: string;
  readonly version: string;
};

const here = dirname(fileURLToPath(import.meta.url));

/**
 * Finds or makes the native media worker, in this order: the one that `MEDIASOUP_WORKER_BIN` names; mediasoup's own prebuilt; the one
 * built earlier on this machine; one built now from the distribution's packages, which are installed where that needs no question.
 * `SANKETANG_NO_APT=1` forbids installing.
 */
export async function obtainWorker(options: ObtainOptions): Promise<ObtainedWorker> {
  const {
    env,
    run = runProgram,
    overlayFolder = join(here, 'overlay'),
    onProgress = () => undefined,
  } = options;
  const named = env['MEDIASOUP_WORKER_BIN'];
  if (named !== undefined && named !== '') {
    if ((await startCode(run, named)) === 'runs') return { ok: true, path: named, origin: 'named' };
    return problem('worker.named-missing', { path: named });
  }
  const packageFolder = options.packageFolder ?? mediasoupFolder();
  const version = packageFolder === null ? null : await versionOf(packageFolder);
  if (packageFolder === null || version === null) return problem('worker.no-mediasoup');
  const prebuilt = join(packageFolder, 'worker', 'out', 'Release', 'mediasoup-worker');
  if ((await startCode(run, prebuilt)) === 'runs') return { ok: true, path: prebuilt, origin: 'prebuilt' };
  const say: Job['say'] = (key, params) => onProgress(params === undefined ? { key } : { key, params });
  return fromCache({ run, env, say, packageFolder, overlayFolder, version }, options.mayBuild ?? true);
}

async function fromCache(job: Job, mayBuild: boolean): Promise<ObtainedWorker> {
  const folder = cacheFolder(job.env);
  const key = cacheKey({
    mediasoupVersion: job.version,
    recipeHash: await hashFolder(job.overlayFolder, [join(here, 'build.ts')]),
    arch: process.arch,
    system: systemName(await readFile('/etc/os-release', 'utf8').catch(() => '')),
  });
  const path = join(folder, key, 'mediasoup-worker');
  const cached = async () => (await startCode(job.run, path)) === 'runs';
  if (await cached()) return { ok: true, path, origin: 'cached' };
  if (!mayBuild) return problem('worker.not-built');
  try {
    await mkdir(folder, { recursive: true });
    return await withLock(
      join(folder, `${key}.lock`),
      () => job.say('worker.wait'),
      async () => {
        if (await cached()) return { ok: true, path, origin: 'cached' };
        await sweepBuildFolders(folder);
        return buildInto(job, folder, path);
      },
    );
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
    if (!['EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'EDQUOT', 'ENOTDIR', 'EEXIST'].includes(code)) throw cause;
    return problem('worker.disk', { path: folder, code });
  }
}

async function buildInto(job: Job, folder: string, path: string): Promise<ObtainedWorker> {
  const lacking = await bringPackages(job);
  if (lacking !== null) return { ok: false, problem: lacking };
  const { run, say, packageFolder, overlayFolder, version } = job;
  const workFolder = join(folder, `building-${process.pid}-${process.hrtime.bigint()}`);
  const log = join(folder, 'build.log');
  const percent = createPercent((params) => say('worker.compile', params));
  try {
    const built = await buildWorker({
      packageFolder,
      overlayFolder,
      workFolder,
      run,
      onProgress: (progress) =>
        progress.step === 'configure' ? say('worker.configure', { version }) : percent(progress),
    });
    if (!built.ok) {
      await writeFile(log, `${built.tail.join('\n')}\n`);
      return problem('worker.build-failed', { step: built.step, log });
    }
    const started = await startCode(run, built.binary);
    if (started !== 'runs') {
      await writeFile(log, `${started.tail.join('\n')}\n`);
      return problem('worker.does-not-run', { code: started.code ?? '?', log });
    }
    await mkdir(dirname(path), { recursive: true });
    await rename(built.binary, path);
    say('worker.built', { path });
    return { ok: true, path, origin: 'built' };
  } finally {
    await rm(workFolder, { recursive: true, force: true });
  }
}

/** Null when everything that the build needs is there, perhaps only now. */
async function bringPackages({ run, env, say }: Job): Promise<WorkerNotice | null> {
  const missing = await missingPackages(run);
  if (missing.length === 0) return null;
  const { hasApt, prefix } = await aptAccess(run);
  const packages = missing.join(' ');
  if (!hasApt) return { key: 'worker.tools-missing', params: { packages } };
  const byHand: WorkerNotice = {
    key: 'worker.packages-missing',
    params: { command: installCommand(missing) },
  };
  if (prefix === null || env['SANKETANG_NO_APT'] === '1') return byHand;
  say('worker.install', { packages });
  await installPackages(run, missing, prefix);
  const still = await missingPackages(run);
  return still.length === 0
    ? null
    : { key: 'worker.packages-missing', params: { command: installCommand(still) } };
}

/** A worker without its parent's environment says so and exits; one whose libraries are missing, or of another machine, does not start. */
async function startCode(
  run: Run,
  path: string,
): Promise<'runs' | { code: number | null; tail: readonly string[] }> {
  try {
    await access(path);
  } catch (cause) {
    return { code: null, tail: [String(cause)] };
  }
  const started = await run(path, [], { env: { MEDIASOUP_VERSION: undefined }, timeoutMs: 10_000 });
  const cannotStart = started.code === null || started.code === 126 || started.code === 127;
  return cannotStart ? { code: started.code, tail: started.tail } : 'runs';
}

/** Tells every twentieth of the way once. */
function createPercent(
  tell: (params: TextParams) => void,
): (progress: { doneCount: number; totalCount: number }) => void {
  let told = -1;
  return ({ doneCount, totalCount }) => {
    const percent = Math.floor((doneCount * 20) / Math.max(1, totalCount)) * 5;
    if (percent <= told) return;
    told = percent;
    tell({ percent, done: doneCount, total: totalCount });
  };
}

function mediasoupFolder(): string | null {
  try {
    // The package does not export its own package.json, so the folder is found from its entry, node/lib/index.js.
    return join(dirname(createRequire(import.meta.url).resolve('mediasoup')), '..', '..');
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'MODULE_NOT_FOUND') return null;
    throw cause;
  }
}

async function versionOf(packageFolder: string): Promise<string | null> {
  const text = await readFile(join(packageFolder, 'package.json'), 'utf8').catch(() => '{}');
  return /"version":\s*"([^"]+)"/.exec(text)?.[1] ?? null;
}

function problem(key: WorkerTextKey, params?: TextParams): ObtainedWorker {
  return { ok: false, problem: params === undefined ? { key } : { key, params } };
}

async function main(): Promise<void> {
  const { terminalText } = await import('./terminal.ts');
  const say = terminalText(process.env);
  const worker = await obtainWorker({
    env: process.env,
    onProgress: ({ key, params }) => console.error(say(key, params)),
  });
  if (worker.ok) console.log(worker.path);
  else console.error(say(worker.problem.key, worker.problem.params));
  process.exitCode = worker.ok ? 0 : 1;
}

if (import.meta.main) await main();
