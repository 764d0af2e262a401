import { type ChildProcess, spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { copyFile, link, mkdir, writeFile } from 'node:fs/promises';
import { constants as osConstants, setPriority } from 'node:os';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { COURSEWARE_BYTES_MAX, type CoursewareProblem } from '../../shared/courseware-file.ts';
import { sizeOf } from './courseware.files.ts';
import type { Converter, Looked } from './courseware.types.ts';

export type ConverterOptions = {
  readonly env: NodeJS.ProcessEnv;
  readonly longestMs?: number;
};

const LONGEST_MS = 180_000;
const windows = process.platform === 'win32';
/** Where it lies when it is not on the PATH. */
const usualPlaces = [
  '/Applications/LibreOffice.app/Contents/MacOS/soffice',
  'C:\\Program Files\\LibreOffice\\program\\soffice.exe',
];
/** What a file that was made to may take at most: processor seconds (also of one that nobody stops), blocks of 512 bytes in one file, KiB of memory. */
const LIMITS = 'ulimit -t 300 && ulimit -f 1048576 && ulimit -v 8388608 && exec "$0" "$@"';

/** LibreOffice's program, or null. */
export function findOffice(env: NodeJS.ProcessEnv): string | null {
  const folders = (env['PATH'] ?? '').split(delimiter).filter((each) => each !== '');
  const names = windows ? ['soffice.exe'] : ['soffice', 'libreoffice'];
  const places = [...folders.flatMap((folder) => names.map((name) => join(folder, name))), ...usualPlaces];
  return places.find(isProgram) ?? null;
}

/** Makes PDFs by LibreOffice without a window, each in a profile of its own that runs no macro and follows no link out of the file. */
export function createConverter({ env, longestMs = LONGEST_MS }: ConverterOptions): Converter {
  let running: ChildProcess | null = null;
  let stopped = false;
  const run = (program: string, args: readonly string[], folder: string): Promise<CoursewareProblem | null> =>
    new Promise((resolve, reject) => {
      const child = start(program, args, { folder, env });
      running = child;
      let late = false;
      const limit = setTimeout(() => {
        late = true;
        end(child);
      }, longestMs);
      const over = (settle: () => void) => {
        clearTimeout(limit);
        running = null;
        settle();
      };
      child.once('error', () => over(() => resolve('converter')));
      child.once('exit', (code) =>
        over(() => {
          // What it left running goes with it.
          end(child);
          if (stopped) reject(new Error('the server ends'));
          else if (late) resolve('slow');
          else resolve(code === 0 ? null : 'broken');
        }),
      );
    });
  return {
    isThere: async () => findOffice(env) !== null,
    async convert(source, type, folder): Promise<Looked<string>> {
      const program = findOffice(env);
      if (program === null) return { ok: false, problem: 'converter' };
      const named = join(folder, `source.${type}`);
      await link(source, named).catch(() => copyFile(source, named));
      const [profile, out] = [join(folder, 'profile'), join(folder, 'out')];
      await mkdir(join(profile, 'user'), { recursive: true });
      await writeFile(join(profile, 'user', 'registrymodifications.xcu'), CAREFUL);
      const args = [
        `-env:UserInstallation=${pathToFileURL(profile).href}`,
        ...['--headless', '--norestore', '--nolockcheck', '--nodefault', '--nologo'],
        ...['--convert-to', 'pdf', '--outdir', out, named],
      ];
      const problem = await run(program, args, folder);
      if (problem !== null) return { ok: false, problem };
      const made = join(out, 'source.pdf');
      const bytes = await sizeOf(made);
      if (bytes === 0) return { ok: false, problem: 'broken' };
      return bytes > COURSEWARE_BYTES_MAX ? { ok: false, problem: 'large' } : { ok: true, value: made };
    },
    stop() {
      stopped = true;
      if (running !== null) end(running);
    },
  };
}

/** In a process group of its own, behind every lesson, and without what the server's environment holds. */
function start(
  program: string,
  args: readonly string[],
  { folder, env }: { readonly folder: string; readonly env: NodeJS.ProcessEnv },
): ChildProcess {
  const own = {
    PATH: env['PATH'],
    HOME: folder,
    TMPDIR: folder,
    LANG: 'C.UTF-8',
    SystemRoot: env['SystemRoot'],
  };
  const options = { cwd: folder, env: own, stdio: 'ignore', detached: !windows, windowsHide: true } as const;
  const child = windows
    ? spawn(program, args, options)
    : spawn('/bin/sh', ['-c', LIMITS, program, ...args], options);
  if (child.pid !== undefined) setPriority(child.pid, osConstants.priority.PRIORITY_LOW);
  return child;
}

function end(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    if (windows) child.kill();
    else process.kill(-child.pid, 'SIGKILL');
  } catch (cause) {
    const isOver = cause instanceof Error && 'code' in cause && cause.code === 'ESRCH';
    if (!isOver) throw cause;
  }
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

const setting = (path: string, name: string, value: string): string =>
  `<item oor:path="/org.openoffice.Office.${path}"><prop oor:name="${name}" oor:op="fuse"><value>${value}</value></prop></item>`;

const CAREFUL = `<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
${[
  setting('Common/Security/Scripting', 'MacroSecurityLevel', '3'),
  setting('Common/Security/Scripting', 'DisableMacrosExecution', 'true'),
  setting('Common/Security/Scripting', 'BlockUntrustedRefererLinks', 'true'),
  setting('Writer/Content/Update', 'Link', '0'),
  setting('Calc/Content/Update', 'Link', '1'),
].join('\n')}
</oor:items>
`;
