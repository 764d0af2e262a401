import { rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { RecordedSource } from '../../shared/recording.ts';
import type { Ffmpeg } from './ffmpeg.ts';
import { PieceReader } from './recording.files.ts';
import type { PieceIndex } from './recording.types.ts';
import type { Stretch } from './safety.types.ts';

/** As the recorder writes pieces. A fragment begins at each key, so that where a copy may be begun can be read from its boxes. */
const fragmented = (everyMs: number) => [
  ...['-avoid_negative_ts', 'make_zero', '-f', 'mp4'],
  ...['-movflags', '+frag_keyframe+empty_moov+default_base_moof+delay_moov'],
  ...['-frag_duration', `${everyMs * 1000}`],
];
const PIECE_FRAGMENT_MS = 500;
/** Sound may be begun at any fragment: four packets of the browser's are one. */
const SOUND_FRAGMENT_MS = 240;
/** What a browser sent is opened as what it says it is and as nothing else, and leads to no other file or address. */
const opened = (file: string) => ['-protocol_whitelist', 'file', '-f', 'matroska', '-i', file];
const mapped = (source: RecordedSource) => [
  '-map',
  source === 'voice' ? '0:a:0' : '0:v:0',
  '-map_metadata',
  '-1',
];
const encoded = {
  voice: ['-c:a', 'libopus', '-b:a', '32k'],
  picture: [
    ...['-c:v', 'libx264', '-profile:v', 'baseline', '-preset', 'veryfast', '-pix_fmt', 'yuv420p'],
    ...['-vf', 'scale=trunc(iw/2)*2:trunc(ih/2)*2', '-force_key_frames', 'expr:gte(t,n_forced*2)'],
  ],
} as const;

export type Converted = {
  readonly path: string;
  readonly index: PieceIndex;
  /** It came in a codec that recordings are not in. */
  readonly transcoded: boolean;
};

const isOurs = (codec: string, source: RecordedSource): boolean =>
  source === 'voice' ? codec === 'opus' : codec.startsWith('avc1.');

async function readable(path: string): Promise<PieceIndex | null> {
  const index = await new PieceReader(path).read();
  return index === null || index.fragments.length === 0 ? null : index;
}

/** A take in the form of pieces: as it is where that can be, else encoded anew. Null when nothing in it can be played. */
export async function convertTake(
  { ffmpeg, folder }: { readonly ffmpeg: Pick<Ffmpeg, 'run'>; readonly folder: string },
  { file, source }: { readonly file: string; readonly source: RecordedSource },
): Promise<Converted | null> {
  const made = `${file}.mp4`;
  const path = join(folder, made);
  const form = fragmented(source === 'voice' ? SOUND_FRAGMENT_MS : PIECE_FRAGMENT_MS);
  const ways = [['-c', 'copy'], source === 'voice' ? encoded.voice : encoded.picture] as const;
  for (const [place, codec] of ways.entries()) {
    try {
      await ffmpeg.run([...opened(file), ...mapped(source), ...codec, ...form, made], folder);
    } catch (cause) {
      if (!isRefusal(cause)) throw cause;
      continue;
    }
    const index = await readable(path);
    if (index !== null && isOurs(index.codec, source)) return { path, index, transcoded: place > 0 };
  }
  await rm(path, { force: true });
  return null;
}

/** It ran and would not have what it was given; a full disk is not what it was given. */
const isRefusal = (cause: unknown): boolean =>
  cause instanceof Error &&
  cause.message.startsWith('ffmpeg ended with') &&
  !/ENOSPC|No space left|with null/.test(cause.message);

/** So much earlier than a key is cut, that rounding does not lose it; before it there is none for longer. */
const BEFORE_KEY_MS = 4;
const TRIES = 8;
/** A browser's packet of sound is as long. */
const STEP_MS = 60;

/**
 * A part of what was converted, as a file of its own that ends where it is told at the latest. Null when nothing is left of it.
 * @param fromMs a key
 */
export async function cutOut(
  { ffmpeg, folder }: { readonly ffmpeg: Pick<Ffmpeg, 'run'>; readonly folder: string },
  { path, index }: Pick<Converted, 'path' | 'index'>,
  { fromMs, toMs }: Stretch,
): Promise<string | null> {
  const last = index.fragments.at(-1);
  const endMs = last === undefined ? 0 : last.fromMs + last.durationMs;
  const cut = `${basename(path, '.mp4')}.part.mp4`;
  const made = join(folder, cut);
  if (fromMs <= 0 && toMs >= endMs) {
    await rename(path, made);
    return made;
  }
  const form = fragmented(PIECE_FRAGMENT_MS);
  const begin = fromMs <= 0 ? [] : ['-ss', seconds(fromMs - BEFORE_KEY_MS)];
  // The last frame is shown for as long as the one before it was, which may be beyond the end.
  for (let tries = 0, lengthMs = toMs - fromMs; tries < TRIES && lengthMs > 0; tries++) {
    const args = ['-i', basename(path), ...begin, '-t', seconds(lengthMs), '-c', 'copy', ...form, cut];
    await ffmpeg.run(args, folder);
    const got = (await readable(made))?.fragments.at(-1);
    if (got === undefined) break;
    const overMs = got.fromMs + got.durationMs - (toMs - fromMs);
    if (overMs <= 0) return made;
    lengthMs -= Math.max(overMs + 1, STEP_MS);
  }
  await rm(made, { force: true });
  return null;
}

const seconds = (ms: number): string => (ms / 1000).toFixed(3);
