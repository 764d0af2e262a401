import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * A folder for what takes many gigabytes: everything temporary goes into it, and it goes with this process, also when that is told to
 * end. What a killed one has left behind is removed by the next.
 */
export async function inLargeFolder<T>(name: string, work: (folder: string) => Promise<T>): Promise<T> {
  const outer = tmpdir();
  for (const left of readdirSync(outer)) {
    const pid = left.startsWith(`${name}-`) ? Number(left.slice(name.length + 1).split('-')[0]) : Number.NaN;
    if (pid > 0 && !existsSync(`/proc/${pid}`)) rmSync(join(outer, left), { recursive: true, force: true });
  }
  const folder = mkdtempSync(join(outer, `${name}-${process.pid}-`));
  // PostgreSQL runs as somebody else, in a folder within.
  chmodSync(folder, 0o711);
  const remove = () => rmSync(folder, { recursive: true, force: true });
  const end = () => process.exit(130);
  const before = process.env['TMPDIR'];
  process.env['TMPDIR'] = folder;
  process.once('exit', remove);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, end);
  try {
    return await work(folder);
  } finally {
    if (before === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = before;
    process.removeListener('exit', remove);
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.removeListener(signal, end);
    remove();
  }
}
