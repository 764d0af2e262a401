import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { hasRoom, sha256Of, sizeOf, writePart } from './safety.files.ts';

const folder = mkdtempSync(join(tmpdir(), 'sanketang-safety-files-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('takes nothing in that would fill the disk', async () => {
  expect(await hasRoom({ folder, keepFreeBytes: Number.MAX_SAFE_INTEGER }, 1)).toBe(false);
  expect(await hasRoom({ folder, keepFreeBytes: 0 }, Number.MAX_SAFE_INTEGER)).toBe(false);
  expect(await hasRoom({ folder, keepFreeBytes: 0 }, 1)).toBe(true);
  expect(await hasRoom({ folder: join(folder, 'nowhere'), keepFreeBytes: 1 }, 1)).toBe(true);
});

test('puts a part where it belongs, over what a broken one left', async () => {
  const path = join(folder, 'take');
  expect(await sizeOf(path)).toBe(0);
  writeFileSync(path, 'left by somebody else');
  await writePart(path, 0, Buffer.from('first '));
  await writePart(path, 6, Buffer.from('torn and too long'));
  await writePart(path, 6, Buffer.from('second'));
  expect(readFileSync(path, 'utf8')).toBe('first second');
  expect(await sizeOf(path)).toBe(12);
  expect(await sha256Of(path)).toBe('92088ec140fc553e4b1ede202edccb65a807bbf8a38d765a3ad38013c0f13688');
});
