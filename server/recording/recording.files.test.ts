import { createHash } from 'node:crypto';
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { pieceId, recordingId } from '../../shared/kernel/ids.ts';
import type { SeatKey } from '../../shared/session/session.events.ts';
import { madePiece } from '../../test/support/pieces.ts';
import { scanPiece } from './fmp4.rules.ts';
import { closedFrom, PieceReader } from './recording.files.ts';
import { createPieceReading } from './recording.reading.ts';
import type { Piece } from './recording.types.ts';

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
  expect((await reader.read())?.fragments).toHaveLength(8);
});

test('a torn piece is closed with what plays, and its sum is of those bytes alone', async () => {
  const whole = scanPiece(bytes);
  const third = whole?.fragments[2];
  if (third === undefined) throw new Error('too short');
  writeFileSync(path, bytes.subarray(0, third.at + third.bytes + 500));
  expect(await closedFrom(path)).toEqual({
    durationMs: 1500,
    bytes: third.at + third.bytes,
    codec: 'avc1.42c00c',
    size: { width: 320, height: 180 },
    sha256: createHash('sha256')
      .update(bytes.subarray(0, third.at + third.bytes))
      .digest('hex'),
  });
});

describe('what can be played of a closed piece', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sanketang-index-'));
  const recording = recordingId.parse('01900000-0000-7000-8000-000000000001');
  const id = pieceId.parse('01900000-0000-7000-8000-000000000002');
  const file = join(folder, recording, `${id}.mp4`);
  const beside = join(folder, recording, `${id}.index.json`);
  let closed: Piece['closed'] = null;
  const read = () => {
    const piece: Piece = {
      ...{
        id,
        recordingId: recording,
        seat: 'person:one' as SeatKey,
        source: 'camera',
        startedAtMs: 0,
        closed,
      },
    };
    return createPieceReading({ folder, store: { piecesOf: async () => [piece] } }).indexOf(piece);
  };
  beforeEach(async () => {
    mkdirSync(join(folder, recording), { recursive: true });
    writeFileSync(file, bytes);
    closed = await closedFrom(file);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('is kept beside it, and the file is not looked through again', async () => {
    const whole = scanPiece(bytes);
    expect(await read()).toEqual(whole);
    // The same length, and nothing that could be read.
    writeFileSync(file, Buffer.alloc(bytes.length));
    expect(await read()).toEqual(whole);
  });

  test.each([
    ['is lost', () => rmSync(beside)],
    ['was cut off', () => truncateSync(beside, 100)],
    [
      'is of other bytes',
      () => writeFileSync(beside, readFileSync(beside, 'utf8').replace(/"endBytes":\d+/, '"endBytes":1')),
    ],
    ['is something else', () => writeFileSync(beside, '[]')],
  ])('is found anew when what was kept %s', async (_, harm) => {
    harm();
    expect(await read()).toEqual(scanPiece(bytes));
    writeFileSync(file, Buffer.alloc(bytes.length));
    expect(await read()).toEqual(scanPiece(bytes));
  });

  test('is nothing when the file is away, and less when less is there', async () => {
    truncateSync(file, Math.floor(bytes.length / 2));
    expect(await read()).toEqual(scanPiece(bytes.subarray(0, Math.floor(bytes.length / 2))));
    rmSync(file);
    expect(await read()).toBeNull();
  });
});
