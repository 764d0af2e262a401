import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { zipOf } from './zip.ts';

const madeAt = new Date('2026-09-01T07:58:30Z');
const hasUnzip = spawnSync('unzip', ['-v']).status === 0;
const entries = [
  { name: '李家沟教学点 一号教室/screen.sh', bytes: Buffer.from('#!/bin/sh\n'.repeat(50)), executable: true },
  { name: '李家沟教学点 一号教室/说明-README.txt', bytes: Buffer.alloc(0), executable: false },
];

it('marks names as UTF-8 and says where each entry begins', () => {
  const zip = zipOf(entries, madeAt);
  const end = zip.length - 22;
  expect(zip.readUInt32LE(end)).toBe(0x06054b50);
  expect(zip.readUInt16LE(end + 10)).toBe(entries.length);
  let at = zip.readUInt32LE(end + 16);
  for (const entry of entries) {
    expect(zip.readUInt16LE(at + 8) & 0x0800).toBe(0x0800);
    const nameLength = zip.readUInt16LE(at + 28);
    expect(zip.subarray(at + 46, at + 46 + nameLength).toString()).toBe(entry.name);
    expect(zip.readUInt32LE(zip.readUInt32LE(at + 42))).toBe(0x04034b50);
    at += 46 + nameLength;
  }
  expect(at).toBe(end);
});

it.skipIf(!hasUnzip)('is what other programs take for a ZIP, rights and all', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sanketang-zip-'));
  try {
    writeFileSync(join(folder, 'a.zip'), zipOf(entries, madeAt));
    execFileSync('unzip', ['-q', 'a.zip'], { cwd: folder, env: { ...process.env, LC_ALL: 'C.UTF-8' } });
    for (const entry of entries) {
      const file = join(folder, entry.name);
      expect(readFileSync(file)).toEqual(entry.bytes);
      expect((statSync(file).mode & 0o100) !== 0).toBe(entry.executable);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});
