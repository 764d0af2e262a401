import { createHash } from 'node:crypto';
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { madePiece } from '../../test/support/pieces.ts';
import { scanPiece } from './fmp4.rules.ts';
import { closedFrom, PieceReader } from './recording.files.ts';

const folder = mkdtempSync(join(tmpdir(), 'sanketang-pieces-'));
const path = join(folder, 'piece.mp4');
const bytes = madePiece({ kind: 'picture', seconds: 4 });
beforeEach(() => rmSync(path, { force: true }));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a file that is not there, or holds nothing that plays, is no closed piece', async () => {
  expect(await new PieceReader(path).read()).toBeNull();
  expect(await closedFrom(path)).toBeNull();
  writeFileSync(path, bytes.subarray(0, 40));
  expect(await closedFrom(path)).toBeNull();
  writeFileSync(path, bytes.subarray(0, (scanPiece(bytes)?.initBytes ?? 0) + 100));
  expect(await closedFrom(path)).toBeNull();
});

test('a file that grows is read on as far as it is whole', async () => {
  const reader = new PieceReader(path);
  writeFileSync(path, '');
  for (let at = 0; at < bytes.length; at += 777) {
    appendFileSync(path, bytes.subarray(at, at + 777));
    expect(await reader.read()).toEqual(scanPiece(bytes.subarray(0, at + 777)));
  }
  expect((await reader.read())?.fragments).toHaveLength(4);
});

test('a torn piece is closed with what plays, and its sum is of those bytes alone', async () => {
  const whole = scanPiece(bytes);
  const third = whole?.fragments[2];
  if (third === undefined) throw new Error('too short');
  writeFileSync(path, bytes.subarray(0, third.at + third.bytes + 500));
  expect(await closedFrom(path)).toEqual({
    durationMs: 3000,
    bytes: third.at + third.bytes,
    codec: 'avc1.42c00c',
    size: { width: 320, height: 180 },
    sha256: createHash('sha256')
      .update(bytes.subarray(0, third.at + third.bytes))
      .digest('hex'),
  });
});
