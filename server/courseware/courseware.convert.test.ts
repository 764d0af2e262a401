import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createConverter, findOffice } from './courseware.convert.ts';

let folder: string;
let work: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sanketang-convert-'));
  work = join(folder, 'work');
  mkdirSync(work);
  writeFileSync(join(folder, 'upload'), 'PK presentation');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A program that is called as LibreOffice is; `body` sees the folder for what it makes as $out and the source as $source. */
function office(body: string): NodeJS.ProcessEnv {
  const lines = [
    '#!/bin/sh',
    'out=; for each in "$@"; do [ "$last" = --outdir ] && out="$each"; last="$each"; done',
  ];
  writeFileSync(join(folder, 'soffice'), [...lines, 'source="$last"', body, ''].join('\n'), { mode: 0o755 });
  return { PATH: `${folder}:/usr/bin:/bin`, DATABASE_URL: 'postgres://user:word@nowhere/x' };
}
const convert = (env: NodeJS.ProcessEnv, longestMs = 30_000) =>
  createConverter({ env, longestMs }).convert(join(folder, 'upload'), 'pptx', work);
/** One that nobody has waited for yet is dead all the same. */
const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return process.platform !== 'linux' || !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
};

describe.skipIf(process.platform === 'win32')('a converter', () => {
  test('that is not there says so', async () => {
    const env = { PATH: folder };
    expect([findOffice(env), await createConverter({ env }).isThere()]).toEqual([null, false]);
    expect(await convert(env)).toEqual({ ok: false, problem: 'converter' });
  });

  test('that fails, or makes nothing, is believed', async () => {
    expect(await convert(office('exit 3'))).toEqual({ ok: false, problem: 'broken' });
    expect(await convert(office('exit 0'))).toEqual({ ok: false, problem: 'broken' });
  });

  test('that never ends is ended with all that it has started', async () => {
    const env = office('sleep 300 & echo $! > "$HOME/child"; wait');
    expect(await convert(env, 700)).toEqual({ ok: false, problem: 'slow' });
    const child = Number(readFileSync(join(work, 'child'), 'utf8'));
    await expect.poll(() => isAlive(child)).toBe(false);
  });

  test('that writes without end is cut off', async () => {
    const made = await convert(office('mkdir -p "$out"; truncate -s 700M "$out/source.pdf"'));
    expect(made.ok).toBe(false);
  });

  test('gets the file under its own ending, a careful profile, and nothing of the server’s environment', async () => {
    const env = office(
      'mkdir -p "$out"; env > "$HOME/env"; echo "$@" > "$HOME/args"; cp "$source" "$out/source.pdf"',
    );
    expect(await convert(env)).toEqual({ ok: true, value: join(work, 'out', 'source.pdf') });
    expect(readFileSync(join(work, 'out', 'source.pdf'), 'utf8')).toBe('PK presentation');
    expect(readFileSync(join(work, 'env'), 'utf8')).not.toContain('DATABASE_URL');
    const args = readFileSync(join(work, 'args'), 'utf8');
    expect(args).toContain(`-env:UserInstallation=file://${join(work, 'profile')}`);
    expect(args).toContain('source.pptx');
    expect(existsSync(join(work, 'profile', 'user', 'registrymodifications.xcu'))).toBe(true);
  });

  test('is ended with the server, and what it was at is taken up again', async () => {
    const converter = createConverter({ env: office('echo $$ > "$HOME/pid"; sleep 300') });
    const under = converter.convert(join(folder, 'upload'), 'pptx', work);
    await expect.poll(() => existsSync(join(work, 'pid'))).toBe(true);
    converter.stop();
    await expect(under).rejects.toThrow('the server ends');
  });
});
