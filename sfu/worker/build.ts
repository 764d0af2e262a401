import { chmod, cp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, freemem } from 'node:os';
import { join } from 'node:path';
import type { Run, RunResult } from './run.ts';

export type BuildProgress =
  | { readonly step: 'configure' }
  | { readonly step: 'compile'; readonly doneCount: number; readonly totalCount: number };

export type BuildRequest = {
  /** The installed npm package `mediasoup`, which brings the worker's sources. */
  readonly packageFolder: string;
  readonly overlayFolder: string;
  /** Ours alone, empty, on the same file system as the output. */
  readonly workFolder: string;
  readonly run: Run;
  readonly onProgress: (progress: BuildProgress) => void;
};

export type BuildOutcome =
  | { readonly ok: true; readonly binary: string }
  | {
      readonly ok: false;
      readonly step: 'prepare' | 'configure' | 'compile';
      readonly tail: readonly string[];
    };

type Patch = { readonly file: string; readonly from: string; readonly to: string };

export const patches: readonly Patch[] = [
  // Nothing newer than 1.0, which Debian 12 has, is used.
  { file: 'meson.build', from: "meson_version: '>= 1.1.0'", to: "meson_version: '>= 1.0.0'" },
  // A BIO callback must hand on the result of a control call. As written every one answers 1, so an OpenSSL that is built with kernel
  // TLS (Debian's is) takes it to be switched on, drops its write buffer and crashes in the first DTLS handshake.
  {
    file: 'src/RTC/DtlsTransport.cpp',
    from: '(operationType == BIO_CB_RETURN) ?',
    to: '((operationType & BIO_CB_RETURN) != 0) ?',
  },
];

const headersTarget = 'fbs/FBS/worker.h';
const target = 'mediasoup-worker';
/** One compiler at work on the largest sources; more of them at once than memory allows would get the build killed. */
const bytesPerJob = 700 * 1024 * 1024;

/** Builds the worker from mediasoup's sources against the distribution's libraries; nothing is downloaded. */
export async function buildWorker(request: BuildRequest): Promise<BuildOutcome> {
  const { run, workFolder, onProgress } = request;
  const unpatched = await prepare(request);
  if (unpatched !== null)
    return { ok: false, step: 'prepare', tail: [`${unpatched}: not the text that is mended here`] };
  onProgress({ step: 'configure' });
  const options = ['--wrap-mode=nodownload', '--buildtype', 'release', '-Db_ndebug=true'];
  const configured = await run('meson', ['setup', ...options, 'out'], { cwd: workFolder });
  if (configured.code !== 0) return { ok: false, step: 'configure', tail: configured.tail };
  const compiled = await compile(request);
  if (compiled.code !== 0) return { ok: false, step: 'compile', tail: compiled.tail };
  const binary = join(workFolder, 'out', target);
  await chmod(binary, 0o755);
  return { ok: true, binary };
}

/** Answers the file that could not be mended, null when all is well. */
async function prepare({ packageFolder, overlayFolder, workFolder }: BuildRequest): Promise<string | null> {
  await cp(join(packageFolder, 'worker'), workFolder, { recursive: true });
  const subprojects = join(workFolder, 'subprojects');
  for (const name of await readdir(subprojects))
    if (name.endsWith('.wrap')) await rm(join(subprojects, name));
  await cp(overlayFolder, subprojects, { recursive: true });
  for (const { file, from, to } of patches) {
    const path = join(workFolder, file);
    const text = await readFile(path, 'utf8');
    if (!text.includes(from)) return file;
    await writeFile(path, text.replaceAll(from, to));
  }
  return null;
}

async function compile({ run, workFolder, onProgress }: BuildRequest): Promise<RunResult> {
  const jobCount = Math.max(1, Math.min(availableParallelism(), Math.floor(freemem() / bytesPerJob)));
  const ninja = (name: string, onLine?: (line: string) => void) =>
    run('ninja', ['-C', 'out', '-j', String(jobCount), name], {
      cwd: workFolder,
      ...(onLine ? { onLine } : {}),
    });
  // First by themselves: some sources include these headers without saying so, and whether they are there in time is luck otherwise.
  const headers = await ninja(headersTarget);
  if (headers.code !== 0) return headers;
  return ninja(target, (line) => {
    const counted = /^\[(\d+)\/(\d+)\]/.exec(line);
    if (counted === null) return;
    onProgress({ step: 'compile', doneCount: Number(counted[1]), totalCount: Number(counted[2]) });
  });
}
