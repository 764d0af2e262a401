import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pieceId } from '../../shared/kernel/ids.ts';
import { scanPiece } from './fmp4.rules.ts';
import { playlistOf, segmentsOf } from './playlist.rules.ts';
import type { Fragment, PieceIndex } from './recording.types.ts';

const idOf = (n: number) => pieceId.parse(`01890000-0000-7000-8000-${String(n).padStart(12, '0')}`);
const indexOf = (fragments: readonly Pick<Fragment, 'durationMs' | 'isKey'>[]): PieceIndex => {
  let [at, fromMs] = [900, 0];
  const placed = fragments.map((each) => {
    const fragment = { ...each, at, fromMs, bytes: 100 };
    at += 100;
    fromMs += each.durationMs;
    return fragment;
  });
  return {
    initBytes: 900,
    codec: 'avc1.42e01f',
    size: { width: 2, height: 2 },
    fragments: placed,
    endBytes: at,
  };
};
const second = (isKey = true) => ({ durationMs: 1000, isKey });
const listOf = (pieces: readonly PieceIndex[], ended: boolean, isWhole = ended) =>
  playlistOf({
    pieces: pieces.map((index, n) => ({
      pieceId: idOf(n),
      startedAtMs: 1_780_000_000_000 + n,
      index,
      isWhole,
    })),
    ended,
    query: 'until=1&sig=x',
  });

describe('segments', () => {
  test('of nothing are none', () => expect(segmentsOf({ index: indexOf([]), isWhole: true })).toEqual([]));
  test('begin at key pictures, and are cut where none comes for long', () => {
    const fragments = Array.from({ length: 30 }, (_, n) => second(n === 0 || n === 4 || n === 8));
    const lengths = segmentsOf({ index: indexOf(fragments), isWhole: true }).map((each) => each.durationMs);
    expect(lengths).toEqual([4000, 4000, 8000, 8000, 6000]);
  });
  test('of sound are about four seconds', () => {
    const lengths = segmentsOf({ index: indexOf(Array.from({ length: 9 }, () => second())), isWhole: true });
    expect(lengths.map((each) => each.durationMs)).toEqual([4000, 4000, 1000]);
  });

  test('last until the next begins, whatever was lost in between', () => {
    const { fragments, ...rest } = indexOf(Array.from({ length: 9 }, () => second()));
    const late = fragments.map((each, n) => (n < 4 ? each : { ...each, fromMs: each.fromMs + 700 }));
    const lengths = segmentsOf({ index: { ...rest, fragments: late }, isWhole: true });
    expect(lengths.map((each) => each.durationMs)).toEqual([4700, 4000, 1000]);
  });

  const anyFragments = fc.array(
    fc.record({ durationMs: fc.integer({ min: 1, max: 3000 }), isKey: fc.boolean() }),
  );
  test('cover every fragment once, in order, and never change while a piece grows', () =>
    fc.assert(
      fc.property(anyFragments, fc.nat(), (fragments, cut) => {
        const whole = segmentsOf({ index: indexOf(fragments), isWhole: true });
        const { endBytes } = indexOf(fragments);
        let at = 900;
        for (const segment of whole) {
          expect(segment.at).toBe(at);
          at += segment.bytes;
        }
        expect(at).toBe(endBytes);
        const before = segmentsOf({ index: indexOf(fragments.slice(0, cut)), isWhole: false });
        expect(whole.slice(0, before.length)).toEqual(before);
      }),
    ));
});

describe('a playlist', () => {
  test('that may go on says so, and holds back the segment that grows', () => {
    const text = listOf([indexOf(Array.from({ length: 5 }, () => second()))], false);
    expect(text).toContain('#EXT-X-PLAYLIST-TYPE:EVENT');
    expect(text).not.toContain('#EXT-X-ENDLIST');
    expect(text.match(/#EXTINF/g)).toHaveLength(1);
  });
  test('of several pieces parts and dates them, each with its own beginning', () => {
    const text = listOf([indexOf([second()]), indexOf([]), indexOf([second()])], true);
    expect(text.match(/#EXT-X-DISCONTINUITY/g)).toHaveLength(1);
    expect(text.match(/#EXT-X-MAP/g)).toHaveLength(2);
    expect(text).toContain('#EXT-X-PROGRAM-DATE-TIME:2026-05-28T20:26:40.002Z');
    expect(text.trimEnd().endsWith('#EXT-X-ENDLIST')).toBe(true);
  });
  test('names no length beyond its target', () =>
    fc.assert(
      fc.property(
        fc.array(fc.record({ durationMs: fc.integer({ min: 1, max: 30_000 }), isKey: fc.boolean() })),
        (fragments) => {
          const text = listOf([indexOf(fragments)], true);
          const target = Number(/TARGETDURATION:(\d+)/.exec(text)?.[1]);
          for (const [, seconds] of text.matchAll(/#EXTINF:([\d.]+)/g))
            expect(Math.round(Number(seconds))).toBeLessThanOrEqual(target);
        },
      ),
    ));
});

describe('a playlist of a lesson that went on for ten hours', () => {
  const HALVES = 10 * 3_600 * 2;
  const fragments = Array.from({ length: HALVES }, (_, n) => ({ durationMs: 500, isKey: n % 8 === 0 }));

  test('says all of it, and is small on the way', () => {
    const list = listOf([indexOf(fragments)], true);
    const lengths = [...list.matchAll(/^#EXTINF:([\d.]+),$/gm)].map(([, length]) => Number(length));
    expect(lengths.reduce((sum, each) => sum + each, 0)).toBe(36_000);
    expect(gzipSync(list).length, 'half a second on 2 Mbit/s').toBeLessThan(125_000);
  });
});

describe('a playlist of real pieces', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'sanketang-playlist-'));
    const made = [
      '-c:v',
      'libx264',
      '-profile:v',
      'baseline',
      '-preset',
      'ultrafast',
      '-g',
      '40',
      '-f',
      'mp4',
    ];
    const flags = ['-movflags', '+frag_keyframe+empty_moov+default_base_moof', '-frag_duration', '1000000'];
    const source = ['-f', 'lavfi', '-i', 'testsrc2=s=160x90:r=10', '-t', '9'];
    execFileSync('ffmpeg', ['-loglevel', 'error', ...source, ...made, ...flags, join(folder, 'piece.mp4')]);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('is read by ffprobe to the last frame, through a discontinuity', () => {
    const bytes = readFileSync(join(folder, 'piece.mp4'));
    const index = scanPiece(bytes);
    if (index === null) throw new Error('no piece');
    mkdirSync(join(folder, 'pieces'));
    mkdirSync(join(folder, 'seat'));
    for (const n of [0, 1]) copyFileSync(join(folder, 'piece.mp4'), join(folder, 'pieces', `${idOf(n)}.mp4`));
    const text = listOf([index, index], true).replaceAll('?until=1&sig=x', '');
    writeFileSync(join(folder, 'seat', 'camera.m3u8'), text);
    const count = ['-count_packets', '-show_entries', 'stream=nb_read_packets', '-of', 'csv=p=0'];
    const input = ['-allowed_extensions', 'ALL', join(folder, 'seat', 'camera.m3u8')];
    const told = execFileSync('ffprobe', ['-v', 'error', ...count, ...input], { encoding: 'utf8' });
    expect(Number.parseInt(told, 10)).toBe(180);
  });
});
