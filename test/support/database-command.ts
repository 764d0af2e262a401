import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { runDatabase } from '../../server/database/database.cli.ts';

export type Said = { readonly code: number | null; readonly output: string };

const PROGRAM = join(import.meta.dirname, '../../server/database/main.ts');

/** npm run db, in a process of its own, on the records at `url`. */
export function startDatabaseCommand(url: string, args: readonly string[], dataDir: string) {
  const child = spawn(process.execPath, [PROGRAM, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, DATABASE_URL: url, DATA_DIR: dataDir, LC_ALL: 'en_US.UTF-8' },
  });
  let output = '';
  const collect = (chunk: Buffer) => {
    output += chunk.toString();
  };
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  const ended = new Promise<Said>((resolve) => child.once('close', (code) => resolve({ code, output })));
  return { child, ended, output: () => output };
}

/** The same within this process, where neither signals nor memory matter. */
export async function databaseCommand(url: string, args: readonly string[], dataDir: string): Promise<Said> {
  const lines: string[] = [];
  const collect = (line: string) => void lines.push(line);
  const environment = { DATABASE_URL: url, DATA_DIR: dataDir, LC_ALL: 'en_US.UTF-8' };
  const code = await runDatabase(args, { environment, out: collect, complain: collect });
  return { code, output: lines.join('\n') };
}
