import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { findProgram } from './machine.mjs';
import { pathOnLastLine } from './worker.mjs';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'machine-'));
  for (const version of ['9', '15', '17']) {
    mkdirSync(join(folder, version, 'bin'), { recursive: true });
    writeFileSync(join(folder, version, 'bin/initdb'), '');
  }
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('finds the newest of several versions, and only what may be run', () => {
  const pattern = `${folder}/*/bin/initdb`;
  expect(findProgram(pattern)).toBeNull();
  for (const version of ['9', '15']) chmodSync(join(folder, version, 'bin/initdb'), 0o755);
  expect(findProgram(pattern)).toBe(join(folder, '15/bin/initdb'));
  expect(findProgram(`${folder}/nowhere/*/bin/initdb`)).toBeNull();
});

it('looks along the path', () => {
  chmodSync(join(folder, '9/bin/initdb'), 0o755);
  const env = { PATH: `${join(folder, '17/bin')}:${join(folder, '9/bin')}` };
  expect(findProgram('initdb', env)).toBe(join(folder, '9/bin/initdb'));
  expect(findProgram('postgres', env)).toBeNull();
  expect(findProgram('initdb', {})).toBeNull();
});

it("reads the worker's path off the last line", () => {
  expect(pathOnLastLine('building …\n100 %\n/cache/worker\n\n')).toBe('/cache/worker');
  expect(pathOnLastLine('')).toBe('');
});
