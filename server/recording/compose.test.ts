import { execFileSync, spawnSync } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pieceId, recordingId, sessionId } from '../../shared/kernel/ids.ts';
import { type SeatKey, seatKey } from '../../shared/session/session.events.ts';
import { writePiece } from '../../test/support/recorded.ts';
import { planOf } from './compose.rules.ts';
import { compose } from './compose.ts';
import { createFfmpeg } from './ffmpeg.ts';
import { PieceReader } from './recording.files.ts';
import type { Piece, Recording } from './recording.types.ts';
import { type ReadPiece, replayTracks } from './replay.rules.ts';
import { makeThumbnails } from './thumbnails.ts';

const uuid = (n: number) => `01890000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const teacher = seatKey.parse(`person:${uuid(1)}`);
const room = seatKey.parse(`room:${uuid(2)}`);
const START = 1_780_000_000_000;
const recording: Recording = {
  id: recordingId.parse(uuid(3)),
  sessionId: sessionId.parse(uuid(4)),
  startedAtMs: START,
  endedAtMs: START + 12_000,
  ...{ startedBy: null, licence: 'parties', serverId: 'one', removedAtMs: null },
};
const wishes: readonly (readonly [SeatKey, Piece['source'], number, number])[] = [
  [teacher, 'voice', 300, 5_000],
  [teacher, 'voice', 7_000, 4_000],
  [teacher, 'camera', 500, 5_000],
  [teacher, 'content', 2_000, 3_000],
  [room, 'camera', 0, 9_000],
];

describe('one file of a recording', () => {
  let folder = '';
  let pieces: ReadPiece[] = [];
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'sanketang-compose-'));
    for (const [n, [seat, source, fromMs, durationMs]] of wishes.entries()) {
      const id = pieceId.parse(uuid(10 + n));
      const path = join(folder, `${id}.mp4`);
      writePiece(path, { seat, source, fromMs, durationMs });
      const index = await new PieceReader(path).read();
      if (index === null) throw new Error('no piece');
      const piece = {
        id,
        recordingId: recording.id,
        seat,
        source,
        startedAtMs: START + fromMs,
        closed: null,
      };
      pieces.push({ piece, index });
    }
  });
  afterAll(() => {
    pieces = [];
    rmSync(folder, { recursive: true, force: true });
  });
  const tracks = () => replayTracks(recording, pieces, (seat) => seat === teacher);
  const probe = (...args: string[]) =>
    execFileSync('ffprobe', ['-v', 'error', ...args, join(folder, 'lesson.mp4')], { encoding: 'utf8' });
  const wish = (run = createFfmpeg(process.env).run) => ({
    ...{ plan: planOf(tracks(), pieces, 12_000), folder, file: 'lesson.mp4', ffmpeg: { run } },
    words: { gap: '此处没有录制\nNot recorded here', sound: '仅有声音' },
    progress: async (ratio: number) => void told.push(ratio),
    wordless: () => undefined,
  });
  const told: number[] = [];

  test('is planned by who led, on whole frames, without a hole', () => {
    const { chunks, canvas, durationMs } = planOf(tracks(), pieces, 12_000);
    expect([canvas.width, durationMs]).toEqual([1920, 12_000]);
    expect(chunks.map(({ fromMs }) => fromMs)).toEqual([0, ...chunks.slice(0, -1).map(({ toMs }) => toMs)]);
    expect(chunks.at(-1)?.toMs).toBe(12_000);
    const files = chunks.flatMap(({ camera, content }) => [camera?.file, content?.file]);
    expect(files).not.toContain(`${uuid(14)}.mp4`);
    expect(chunks.every(({ fromMs, toMs }) => fromMs % 200 === 0 && toMs % 200 === 0)).toBe(true);
  });

  test('is broken off, goes on where it was, is exactly as long as the lesson, and leaves its sources alone', async () => {
    const before = readdirSync(folder).map((name) => [name, readFileSync(join(folder, name)).length]);
    const real = createFfmpeg(process.env);
    let runs = 0;
    const killed: typeof real.run = async (...args) => {
      runs += 1;
      if (runs > 3) throw new Error('killed');
      await real.run(...args);
    };
    await expect(compose(wish(killed))).rejects.toThrow('killed');
    expect(existsSync(join(folder, 'lesson.mp4'))).toBe(false);
    // As a killed server leaves it, still being written by what it had started.
    const left = openSync(join(folder, 'lesson.mp4.0123.part'), 'w');
    runs = 0;
    const counted: typeof real.run = async (...args) => {
      runs += 1;
      await real.run(...args);
    };
    const { bytes, sha256 } = await compose(wish(counted));
    expect(runs).toBe(planOf(tracks(), pieces, 12_000).chunks.length - 3 + 1);
    writeSync(left, 'late');
    closeSync(left);
    expect(bytes).toBe(readFileSync(join(folder, 'lesson.mp4')).length);
    expect(sha256).toMatch(/^[0-9a-f]{64}$/);
    const shown = ['-show_entries', 'stream=codec_name,width,height,duration', '-of', 'csv=p=0'];
    const [picture, sound] = probe(...shown)
      .trim()
      .split('\n')
      .map((line) => line.split(','));
    expect(picture?.slice(0, 3)).toEqual(['h264', '1920', '720']);
    expect(Number(picture?.[3])).toBeCloseTo(12, 2);
    expect(sound?.[0]).toBe('aac');
    expect(Math.abs(Number(sound?.[1]) - 12)).toBeLessThan(0.1);
    const after = readdirSync(folder).filter((name) => name !== 'lesson.mp4');
    expect(after.map((name) => [name, readFileSync(join(folder, name)).length])).toEqual(before);
    expect(told.at(-1)).toBeCloseTo(0.9, 5);
    const decoded = spawnSync('ffmpeg', [
      '-v',
      'error',
      '-nostdin',
      '-i',
      join(folder, 'lesson.mp4'),
      '-f',
      'null',
      '-',
    ]);
    expect([decoded.status, decoded.stderr.toString()]).toEqual([0, '']);
  });

  test('has sound where there was some, at its time, and silence elsewhere', () => {
    const samples = execFileSync('ffmpeg', [
      '-loglevel',
      'error',
      '-nostdin',
      '-i',
      join(folder, 'lesson.mp4'),
      '-ac',
      '1',
      '-ar',
      '1000',
      '-f',
      's16le',
      '-',
    ]);
    const loudAt = (ms: number) =>
      Array.from({ length: 100 }, (_, n) => Math.abs(samples.readInt16LE((ms + n) * 2))).some(
        (each) => each > 500,
      );
    const heard = [50, 600, 4_000, 6_200, 7_400, 10_500, 11_500].map(loudAt);
    expect(heard).toEqual([false, true, true, false, true, true, false]);
  });

  test('has small pictures of what was shown', async () => {
    const ffmpeg = createFfmpeg(process.env);
    const made = await makeThumbnails({
      ...{ folder, file: 'thumbnails.jpg', tracks: tracks(), pieces, durationMs: 12_000, ffmpeg },
    });
    expect(made.facts).toEqual({ everyMs: 10_000, columns: 10, count: 2, width: 160, height: 90 });
    expect(made.bytes).toBe(readFileSync(join(folder, 'thumbnails.jpg')).length);
    expect(existsSync(join(folder, 'thumbnails'))).toBe(false);
  });
});
