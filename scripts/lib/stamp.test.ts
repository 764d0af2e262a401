import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hashOf, isStamped, stamp, unstamp } from './stamp.mjs';

let folder = '';
const put = (name: string, content: string) => writeFileSync(join(folder, name), content);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stamp-'));
  mkdirSync(join(folder, 'client/deep'), { recursive: true });
  put('client/deep/a.ts', 'one');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('hashOf', () => {
  const hash = () => hashOf(folder, ['client', 'absent.json']);

  it('changes with a content, a new file, a name, and a file that was absent', () => {
    const seen = [hash()];
    put('client/deep/a.ts', 'two');
    seen.push(hash());
    put('client/b.ts', '');
    seen.push(hash());
    rmSync(join(folder, 'client/b.ts'));
    put('client/c.ts', '');
    seen.push(hash());
    put('absent.json', '{}');
    seen.push(hash());
    expect(new Set(seen).size).toBe(5);
  });

  it('does not mistake a moved border between two files for the same', () => {
    put('client/b.ts', 'xy');
    put('client/c.ts', 'z');
    const before = hash();
    put('client/b.ts', 'x');
    put('client/c.ts', 'yz');
    expect(hash()).not.toBe(before);
  });

  it('stays for tests and for the same content', () => {
    const before = hash();
    put('client/deep/a.test.ts', 'test');
    put('client/deep/b.spec.tsx', 'test');
    put('client/deep/a.ts', 'one');
    expect(hash()).toBe(before);
  });
});

describe('stamp', () => {
  it('holds for its own hash only, until it is taken back', () => {
    const file = join(folder, 'dist/stamp');
    expect(isStamped(file, 'h1')).toBe(false);
    stamp(file, 'h1');
    expect(isStamped(file, 'h1')).toBe(true);
    expect(isStamped(file, 'h2')).toBe(false);
    unstamp(file);
    unstamp(file);
    expect(isStamped(file, 'h1')).toBe(false);
  });
});
