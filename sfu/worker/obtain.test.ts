import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { patches } from './build.ts';
import { obtainWorker, type WorkerNotice } from './obtain.ts';
import { buildPackages } from './packages.ts';
import type { Run } from './run.ts';

let home = '';
let packageFolder = '';
let notices: WorkerNotice[] = [];

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'worker-test-'));
  packageFolder = join(home, 'mediasoup');
  notices = [];
  await write(join(packageFolder, 'package.json'), '{ "version": "9.9.9" }');
  for (const { file, from } of patches)
    await write(join(packageFolder, 'worker', file), `before ${from} after`);
  await write(join(packageFolder, 'worker', 'subprojects', 'openssl.wrap'), 'https://…');
});
afterEach(() => rm(home, { recursive: true, force: true }));

async function write(path: string, text: string): Promise<void> {
  await mkdir(join(path, '..'), { recursive: true });
  await writeFile(path, text);
}

type Machine = {
  /** Programs that fail, by command or by `command argument`. */
  readonly fails?: readonly string[];
  /** What the worker exits with when it is tried; the real one's own refusal is 41. */
  readonly workerCode?: number | null;
  readonly onCompile?: (workFolder: string) => Promise<void>;
};

/** A machine on which every program works, unless it is said to fail; remembers what was run. */
function machine({ fails = [], workerCode = 41, onCompile }: Machine = {}): { run: Run; ran: string[] } {
  const ran: string[] = [];
  const run: Run = async (command, args, options = {}) => {
    const line = [basename(command), ...args].join(' ');
    ran.push(line);
    if (basename(command) === 'mediasoup-worker') return { code: workerCode, tail: ['said the worker'] };
    if (fails.some((each) => line === each || line.startsWith(`${each} `)))
      return { code: 1, tail: [`${line} failed`] };
    if (command === 'ninja' && args.at(-1) === 'mediasoup-worker') {
      for (const done of [1, 2, 3, 4]) options.onLine?.(`[${done}/4] Compiling`);
      await write(join(options.cwd ?? '', 'out', 'mediasoup-worker'), 'binary');
      await onCompile?.(options.cwd ?? '');
    }
    return { code: 0, tail: [] };
  };
  return { run, ran };
}

const obtain = (run: Run, env: Record<string, string> = {}) =>
  obtainWorker({
    env: { XDG_CACHE_HOME: home, ...env },
    run,
    packageFolder,
    onProgress: (notice) => notices.push(notice),
  });

describe('what cannot work is said', () => {
  it('names a MEDIASOUP_WORKER_BIN that does not exist, and builds nothing behind its back', async () => {
    const { run, ran } = machine();
    const path = join(home, 'nothing', 'mediasoup-worker');
    expect(await obtain(run, { MEDIASOUP_WORKER_BIN: path })).toEqual({
      ok: false,
      problem: { key: 'worker.named-missing', params: { path } },
    });
    expect(ran).toEqual([]);
  });

  it.each([126, 127, null])('refuses a named worker that cannot start (exit %s)', async (workerCode) => {
    const path = join(home, 'mediasoup-worker');
    await write(path, 'for another machine');
    const got = await obtain(machine({ workerCode }).run, { MEDIASOUP_WORKER_BIN: path });
    expect(got).toMatchObject({ ok: false, problem: { key: 'worker.named-missing' } });
  });

  it('asks for mediasoup itself when that is not installed', async () => {
    packageFolder = join(home, 'nowhere');
    expect(await obtain(machine().run)).toMatchObject({ ok: false, problem: { key: 'worker.no-mediasoup' } });
  });

  it('gives the one command when packages are missing and may not be installed', async () => {
    const { run, ran } = machine({ fails: ['meson --version', 'pkg-config --exists libsrtp2'] });
    expect(await obtain(run, { SANKETANG_NO_APT: '1' })).toEqual({
      ok: false,
      problem: {
        key: 'worker.packages-missing',
        params: { command: 'sudo apt-get install -y --no-install-recommends meson libsrtp2-dev' },
      },
    });
    expect(ran.filter((line) => line.includes('apt-get') && line.includes('install'))).toEqual([]);
  });

  it('names the packages where there is no apt-get', async () => {
    const { run } = machine({ fails: ['ninja --version', 'apt-get'] });
    expect(await obtain(run)).toEqual({
      ok: false,
      problem: { key: 'worker.tools-missing', params: { packages: 'ninja-build' } },
    });
  });

  it('installs what is missing where that needs no question, with fresh lists when the old ones do not do', async () => {
    let installs = 0;
    const { run, ran } = machine();
    const lacking: Run = async (command, args, options) => {
      const line = [command, ...args].join(' ');
      if (line.includes('apt-get') && args.includes('install')) {
        installs += 1;
        ran.push(line);
        return { code: installs === 1 ? 100 : 0, tail: [] };
      }
      if (command === 'meson' && args[0] === '--version' && installs < 2) return { code: 1, tail: [] };
      return run(command, args, options);
    };
    expect(await obtain(lacking)).toMatchObject({ ok: true, origin: 'built' });
    expect(notices[0]).toEqual({ key: 'worker.install', params: { packages: 'meson' } });
    const apt = ran.filter((line) => /apt-get .*(install|update)/.test(line));
    expect(
      apt.map((line) => line.split(' ').find((word) => word === 'install' || word === 'update')),
    ).toEqual(['install', 'update', 'install']);
    expect(apt[0]).toContain('DEBIAN_FRONTEND=noninteractive');
  });

  it.each([
    ['configure', 'meson setup'],
    ['compile', 'ninja'],
  ])('keeps what a failed build said and leaves nothing half (%s)', async (step, program) => {
    // `ninja --version` must work, or the packages would count as missing.
    const fails = program === 'ninja' ? ['ninja -C'] : [program];
    const got = await obtain(machine({ fails }).run);
    const log = join(home, 'sanketang', 'media-worker', 'build.log');
    expect(got).toEqual({ ok: false, problem: { key: 'worker.build-failed', params: { step, log } } });
    expect(await readFile(log, 'utf8')).toContain('failed');
    expect(await readdir(join(home, 'sanketang', 'media-worker'))).toEqual(['build.log']);
  });

  it('refuses sources that are not those it knows how to mend', async () => {
    await write(join(packageFolder, 'worker', 'src/RTC/DtlsTransport.cpp'), 'rewritten');
    const got = await obtain(machine().run);
    expect(got).toMatchObject({
      ok: false,
      problem: { key: 'worker.build-failed', params: { step: 'prepare' } },
    });
  });

  it('does not keep a worker that was built but does not run', async () => {
    const got = await obtain(machine({ workerCode: 127 }).run);
    expect(got).toMatchObject({ ok: false, problem: { key: 'worker.does-not-run', params: { code: 127 } } });
    expect(await readdir(join(home, 'sanketang', 'media-worker'))).toEqual(['build.log']);
  });

  it('says which cache folder cannot be written', async () => {
    await write(join(home, 'sanketang'), 'a file where the folder should be');
    expect(await obtain(machine().run)).toMatchObject({ ok: false, problem: { key: 'worker.disk' } });
  });
});

it('takes only what is there when it may not build', async () => {
  const { run, ran } = machine();
  const env = { XDG_CACHE_HOME: home };
  const got = await obtainWorker({ env, run, packageFolder, mayBuild: false });
  expect(got).toEqual({ ok: false, problem: { key: 'worker.not-built' } });
  expect(ran).toEqual([]);
  const built = await obtain(run);
  expect(await obtainWorker({ env, run, packageFolder, mayBuild: false })).toEqual({
    ...built,
    origin: 'cached',
  });
});

describe('the order', () => {
  it('takes the named worker first, though a prebuilt one is there', async () => {
    await write(join(packageFolder, 'worker/out/Release/mediasoup-worker'), 'prebuilt');
    const path = join(home, 'mediasoup-worker');
    await write(path, 'named');
    expect(await obtain(machine().run, { MEDIASOUP_WORKER_BIN: path })).toEqual({
      ok: true,
      path,
      origin: 'named',
    });
  });

  it('then mediasoup’s own prebuilt', async () => {
    const path = join(packageFolder, 'worker/out/Release/mediasoup-worker');
    await write(path, 'prebuilt');
    expect(await obtain(machine().run)).toEqual({ ok: true, path, origin: 'prebuilt' });
  });

  it('then builds, mended and without downloads, and finds it again without building', async () => {
    let mended: string[] = [];
    let wraps: string[] = [];
    const first = machine({
      onCompile: async (folder) => {
        mended = await Promise.all(patches.map(({ file }) => readFile(join(folder, file), 'utf8')));
        wraps = await readdir(join(folder, 'subprojects'));
      },
    });
    const built = await obtain(first.run);
    expect(built).toMatchObject({ ok: true, origin: 'built' });
    expect(mended).toEqual(patches.map(({ to }) => `before ${to} after`));
    expect(wraps).not.toContain('openssl.wrap');
    expect(wraps).toContain('libsrtp3');
    expect(first.ran.find((line) => line.startsWith('meson setup'))).toContain('--wrap-mode=nodownload');
    // The generated headers come first, by themselves.
    const targets = first.ran
      .filter((line) => line.startsWith('ninja -C'))
      .map((line) => line.split(' ').at(-1));
    expect(targets).toEqual(['fbs/FBS/worker.h', 'mediasoup-worker']);
    expect(notices.map(({ key, params }) => [key, params?.['percent']])).toEqual([
      ['worker.configure', undefined],
      ['worker.compile', 25],
      ['worker.compile', 50],
      ['worker.compile', 75],
      ['worker.compile', 100],
      ['worker.built', undefined],
    ]);
    const second = machine();
    expect(await obtain(second.run)).toEqual({ ...built, origin: 'cached' });
    expect(second.ran).toEqual(['mediasoup-worker']);
  });

  it('builds again for another version of mediasoup and for another overlay', async () => {
    const overlayFolder = join(home, 'overlay');
    await write(join(overlayFolder, 'x', 'meson.build'), 'one');
    const options = { env: { XDG_CACHE_HOME: home }, run: machine().run, packageFolder, overlayFolder };
    const paths = new Set<string>();
    const keep = (got: Awaited<ReturnType<typeof obtainWorker>>) => {
      if (got.ok && got.origin === 'built') paths.add(got.path);
    };
    keep(await obtainWorker(options));
    await write(join(overlayFolder, 'x', 'meson.build'), 'two');
    keep(await obtainWorker(options));
    await write(join(packageFolder, 'package.json'), '{ "version": "9.9.10" }');
    keep(await obtainWorker(options));
    expect(paths.size).toBe(3);
  });

  it('builds once when two ask at the same time', async () => {
    const { run, ran } = machine();
    const got = await Promise.all([obtain(run), obtain(run)]);
    expect(got.map((each) => each.ok && each.origin).sort()).toEqual(['built', 'cached']);
    expect(ran.filter((line) => line.startsWith('meson setup'))).toHaveLength(1);
  });

  it('goes on after a build that was interrupted, and clears what it left', async () => {
    const cache = join(home, 'sanketang', 'media-worker');
    // No process has such an id.
    await write(join(cache, 'building-900000001-5', 'out', 'half'), 'half');
    expect(await obtain(machine().run)).toMatchObject({ ok: true, origin: 'built' });
    expect((await readdir(cache)).filter((name) => name.startsWith('building-'))).toEqual([]);
  });

  it('takes over the lock of a process that is gone', async () => {
    const first = await obtain(machine().run);
    if (!first.ok) throw new Error('not built');
    const folder = join(first.path, '..');
    await rm(folder, { recursive: true });
    await write(join(`${folder}.lock`, 'pid'), '900000001');
    expect(await obtain(machine().run)).toMatchObject({ ok: true, origin: 'built' });
    expect(notices.map(({ key }) => key)).not.toContain('worker.wait');
  });
});

it('every package is named once', () => {
  expect(new Set(buildPackages.map(({ name }) => name)).size).toBe(buildPackages.length);
});
