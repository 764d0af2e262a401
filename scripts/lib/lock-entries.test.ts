import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { entryFor, findGaps } from './lock-entries.ts';
import { inRoot } from './paths.mjs';

const gap = (name: string) => ({ name, version: '1.2.3', dev: true });

describe('findGaps', () => {
  it('names what a package misses, beside it and above it', () => {
    const packages = {
      '': {},
      'node_modules/a': {
        dev: true,
        optionalDependencies: { 'a-linux-x64': '1.2.3', 'a-win32-x64': '1.2.3' },
      },
      'node_modules/a/node_modules/b': {
        optionalDependencies: { 'a-linux-x64': '1.2.3', 'b-own': '1.0.0', c: '2.0.0' },
      },
      'node_modules/a/node_modules/b/node_modules/b-own': { version: '1.0.0' },
      'node_modules/a-linux-x64': { version: '1.2.3' },
    };
    expect(findGaps(packages)).toEqual([
      { name: 'a-win32-x64', version: '1.2.3', dev: true },
      { name: 'c', version: '2.0.0', dev: false },
    ]);
  });

  it.each(['package-lock.json', 'scripts/runtime/package-lock.json'])('finds none in %s', (file) => {
    expect(findGaps(JSON.parse(readFileSync(inRoot(file), 'utf8')).packages)).toEqual([]);
  });
});

describe('entryFor', () => {
  it('writes nothing for a name that names no machine: npm would fetch it everywhere', () => {
    expect(entryFor(gap('fsevents'))).toBeNull();
    expect(entryFor(gap('@x/binding-linux'))).toBeNull();
    expect(entryFor(gap('@linux/x64'))).toBeNull();
  });

  it('reads system, processor and C library off the name', () => {
    const base = { version: '1.2.3', dev: true, optional: true };
    expect(entryFor(gap('@x/cli-darwin-arm64'))).toEqual({ ...base, os: ['darwin'], cpu: ['arm64'] });
    expect(entryFor(gap('@x/b-linux-arm-musleabihf'))).toEqual({
      ...base,
      os: ['linux'],
      cpu: ['arm'],
      libc: ['musl'],
    });
    expect(entryFor(gap('@x/b-linux-x64-gnu'))).toEqual({
      ...base,
      os: ['linux'],
      cpu: ['x64'],
      libc: ['glibc'],
    });
    expect(entryFor(gap('@x/b-win32-x64-msvc'))).toEqual({ ...base, os: ['win32'], cpu: ['x64'] });
  });
});
