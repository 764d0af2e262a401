import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { inRoot } from './paths.mjs';
import { runtimePackage } from './platform.mjs';

const machines: [string, string][] = [
  ['linux', 'x64'],
  ['linux', 'arm64'],
  ['win32', 'x64'],
];

it.each([
  ['linux', 'riscv64'],
  ['darwin', 'arm64'],
  ['sunos', 'x64'],
  ['', ''],
])('has nothing for %s-%s', (platform, arch) => {
  expect(runtimePackage(platform, arch)).toBeNull();
});

it.each(machines)('names a pinned package with a hash for %s-%s', (platform, arch) => {
  const name = runtimePackage(platform, arch)?.name ?? '';
  const pins = JSON.parse(readFileSync(inRoot('scripts/runtime/package.json'), 'utf8')).optionalDependencies;
  const locked = JSON.parse(readFileSync(inRoot('scripts/runtime/package-lock.json'), 'utf8')).packages;
  expect(pins[name]).toMatch(/^24\.\d+\.\d+$/);
  expect(locked[`node_modules/${name}`]).toMatchObject({ version: pins[name], os: platform, cpu: arch });
  expect(locked[`node_modules/${name}`].integrity).toMatch(/^sha512-/);
});

it.each(['package-lock.json', 'scripts/runtime/package-lock.json'])(
  '%s names no registry, so that mirrors serve',
  (file) => {
    const { packages } = JSON.parse(readFileSync(inRoot(file), 'utf8'));
    expect(Object.values<object>(packages).filter((entry) => 'resolved' in entry)).toEqual([]);
  },
);
