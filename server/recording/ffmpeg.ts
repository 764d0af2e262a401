import { type ChildProcess, spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { constants as osConstants, setPriority } from 'node:os';
import { delimiter, join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

export type Ffmpeg = ReturnType<typeof createFfmpeg>;

const SAID_MAX = 2_000;
const LONGEST_MS = 20 * 60_000;

/** The program that puts recordings together, looked for again each time: it may be installed while the server runs. */
export function createFfmpeg(env: NodeJS.ProcessEnv) {
  const running = new Set<ChildProcess>();
  let stopped = false;
  const find = (): string | null => {
    const names = process.platform === 'win32' ? ['ffmpeg.exe'] : ['ffmpeg'];
    const folders = (env['PATH'] ?? '').split(delimiter).filter((each) => each !== '');
    return folders.flatMap((folder) => names.map((name) => join(folder, name))).find(isProgram) ?? null;
  };
  return {
    isThere: async (): Promise<boolean> => find() !== null,
    /** In a folder, behind every lesson. Throws when it fails, with the end of what it said. */
    async run(args: readonly string[], folder: string, fed?: Readable): Promise<void> {
      const program = find();
      if (program === null) throw new FfmpegMissing();
      if (stopped) throw new Error('the server ends');
      const quiet = ['-hide_banner', '-loglevel', 'error', '-y', ...(fed === undefined ? ['-nostdin'] : [])];
      const child = spawn(program, [...quiet, ...args], {
        cwd: folder,
        env: { PATH: env['PATH'], HOME: env['HOME'], SystemRoot: env['SystemRoot'] },
        stdio: [fed === undefined ? 'ignore' : 'pipe', 'ignore', 'pipe'],
        windowsHide: true,
      });
      running.add(child);
      if (child.pid !== undefined) setPriority(child.pid, osConstants.priority.PRIORITY_LOW);
      let said = '';
      child.stderr?.on('data', (chunk: Buffer) => {
        said = (said + chunk.toString()).slice(-SAID_MAX);
      });
      const limit = setTimeout(() => child.kill('SIGKILL'), LONGEST_MS);
      const over = new Promise<number | null>((resolve, reject) => {
        child.once('error', reject);
        child.once('close', resolve);
      });
      try {
        // It may have had enough before everything was sent; how it ended says whether that is well.
        const sent = fed && child.stdin ? pipeline(fed, child.stdin).catch(() => undefined) : undefined;
        const code = await over;
        await sent;
        if (code !== 0) throw new Error(`ffmpeg ended with ${code}: ${said.trim()}`);
      } finally {
        clearTimeout(limit);
        running.delete(child);
        fed?.destroy();
      }
    },
    stop(): void {
      stopped = true;
      for (const child of running) child.kill('SIGKILL');
    },
  };
}

export class FfmpegMissing extends Error {}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
