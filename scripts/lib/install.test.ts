import { describe, expect, it } from 'vitest';
import { matches } from './install.mjs';

const lock = {
  packages: {
    '': { version: '1.0.0' },
    'node_modules/a': { version: '1.2.3', integrity: 'sha512-a' },
    'node_modules/a-linux-arm64': { version: '1.2.3', integrity: 'sha512-arm', optional: true },
  },
};
const a = { version: '1.2.3', integrity: 'sha512-a' };

describe('matches', () => {
  it('refuses a missing, an older, an altered and a foreign package', () => {
    expect(matches(lock, { packages: {} })).toBe(false);
    expect(matches(lock, { packages: { 'node_modules/a': { ...a, version: '1.2.2' } } })).toBe(false);
    expect(matches(lock, { packages: { 'node_modules/a': { ...a, integrity: 'sha512-b' } } })).toBe(false);
    expect(matches(lock, { packages: { 'node_modules/a': a, 'node_modules/b': a } })).toBe(false);
  });

  it("leaves out another platform's package, and nothing else", () => {
    expect(matches(lock, { packages: { 'node_modules/a': a } })).toBe(true);
  });
});
