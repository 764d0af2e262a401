import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writtenAs } from '../../sfu/recorder/recorder.rules.ts';
import type { RecordedSource } from '../../shared/recording.ts';
import { beatFixtures } from './beat-fixtures.ts';

/** A key this often, as the recorder asks for it. */
const KEY_S = 4;
const X264 = [
  ...['-c:v', 'libx264', '-preset', 'superfast', '-profile:v', 'baseline', '-pix_fmt', 'yuv420p'],
  // Noise looks to it like another scene in every frame, and no camera sends keys alone.
  ...['-sc_threshold', '0'],
];

/** From when to when a source is there, seconds of the recording. */
export type Stretch = { readonly source: RecordedSource; readonly fromS: number; readonly toS: number };
export type PieceFile = Stretch & { readonly file: string };

/**
 * Pieces as a recorder leaves them, made once per machine: a lecturer whose picture flashes while a tone is heard every two seconds, at
 * about 1 Mbit/s, and slides that change. Needs ffmpeg.
 */
export function replayPieces(stretches: readonly Stretch[]): readonly PieceFile[] {
  return stretches.map((stretch) => {
    const { source, fromS, toS } = stretch;
    const input = () => [...inputOf(source, fromS), '-t', `${toS - fromS}`];
    return { ...stretch, file: made(`replay-3-${source}-${fromS}-${toS}.mp4`, input) };
  });
}

const SHORT_S = 240;
const TIMES = 10;

/** A lesson of forty minutes: the same four again and again. */
export function lessonPieces(): { readonly pieces: readonly PieceFile[]; readonly seconds: number } {
  const seconds = SHORT_S * TIMES;
  const sources: readonly RecordedSource[] = ['voice', 'camera', 'content'];
  const shorts = replayPieces(sources.map((source) => ({ source, fromS: 0, toS: SHORT_S })));
  const pieces = shorts.map(({ source, file }) => {
    const input = () => ['-stream_loop', `${TIMES - 1}`, '-i', file, '-c', 'copy'];
    return { source, fromS: 0, toS: seconds, file: made(`replay-3-${source}-lesson.mp4`, input) };
  });
  return { pieces, seconds };
}

function made(name: string, input: () => string[]): string {
  const folder = join(tmpdir(), 'sanketang-fixtures');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, name);
  if (existsSync(file)) return file;
  const part = `${file}.${process.pid}`;
  execFileSync('ffmpeg', ['-v', 'error', '-y', ...input(), ...writtenAs, part]);
  renameSync(part, file);
  return file;
}

function inputOf(source: RecordedSource, fromS: number): string[] {
  const { lectureVideo, lectureVoice } = beatFixtures();
  // Beats are two seconds long: a piece that begins at an even second begins with one.
  if (fromS % 2 !== 0) throw new Error('a piece has to begin with a beat');
  const endless = ['-stream_loop', '-1', '-i'];
  switch (source) {
    case 'voice':
      return [...endless, lectureVoice, '-c:a', 'libopus', '-b:a', '32k', '-ac', '1'];
    case 'camera':
      return [
        ...endless,
        lectureVideo,
        ...['-vf', 'scale=1280:720,noise=alls=10:allf=t', ...X264, '-g', `${KEY_S * 30}`],
        ...['-b:v', '1000k', '-maxrate', '1200k', '-bufsize', '1000k'],
      ];
    case 'content':
      return [
        ...['-f', 'lavfi', '-i', 'testsrc2=size=1280x720:rate=5,drawgrid=w=160:h=90:color=white'],
        ...[...X264, '-g', `${KEY_S * 5}`, '-b:v', '250k', '-maxrate', '300k', '-bufsize', '300k'],
      ];
  }
}
