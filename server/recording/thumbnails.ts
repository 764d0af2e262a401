import { createHash } from 'node:crypto';
import { copyFile, mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ReplayTrack } from '../../shared/recording.ts';
import type { MadeFacts } from './assets.types.ts';
import { thumbnailArguments } from './compose.arguments.rules.ts';
import type { Ffmpeg } from './ffmpeg.ts';
import type { ReadPiece } from './replay.rules.ts';

const EVERY_MS = 10_000;
const COUNT_MAX = 400;
const COLUMNS = 10;
const SIZE = { width: 160, height: 90 };

/** At most so many, further apart in a long recording. */
export const everyMsOf = (durationMs: number): number =>
  Math.max(EVERY_MS, Math.ceil(durationMs / COUNT_MAX / 1000) * 1000);

export type ThumbnailWish = {
  readonly folder: string;
  readonly file: string;
  readonly tracks: readonly ReplayTrack[];
  readonly pieces: readonly ReadPiece[];
  readonly durationMs: number;
  readonly ffmpeg: Pick<Ffmpeg, 'run'>;
};
type Sheet = { readonly bytes: number; readonly sha256: string; readonly facts: MadeFacts };

/** Small pictures of what was shown, else of who led; where there is none the one before stands. Nothing of sound alone. */
export async function makeThumbnails(wish: ThumbnailWish): Promise<Sheet> {
  const { folder, file, tracks, durationMs, ffmpeg } = wish;
  const everyMs = everyMsOf(durationMs);
  const count = Math.max(1, Math.ceil(durationMs / everyMs));
  const work = join(folder, 'thumbnails');
  await rm(work, { recursive: true, force: true });
  await mkdir(work, { recursive: true, mode: 0o700 });
  try {
    const seen = new Map<number, string>();
    for (const source of ['camera', 'content'] as const)
      for (const track of tracks.filter((each) => each.leads && each.source === source))
        for (const { pieceId, fromMs } of track.pieces) {
          const read = wish.pieces.find(({ piece }) => piece.id === pieceId);
          if (read === undefined) continue;
          const [name, prefix] = [`${pieceId}.mp4`, `${pieceId}-`];
          const input = `subfile,,start,0,end,${read.index.endBytes},,:${name}`;
          const out = join('thumbnails', `${prefix}%05d.jpg`);
          await ffmpeg.run(thumbnailArguments(input, { everyMs, out }), folder);
          const made = (await readdir(work)).filter((each) => each.startsWith(prefix)).toSorted();
          for (const [n, each] of made.entries()) seen.set(Math.ceil((fromMs + n * everyMs) / everyMs), each);
        }
    if (seen.size === 0) return { bytes: 0, sha256: '', facts: {} };
    let last = seen.get(Math.min(...seen.keys())) ?? '';
    for (let n = 0; n < count; n += 1) {
      last = seen.get(n) ?? last;
      await copyFile(join(work, last), join(work, `all-${String(n).padStart(5, '0')}.jpg`));
    }
    const rows = Math.ceil(count / COLUMNS);
    const tile = ['-vf', `tile=${COLUMNS}x${rows}`, '-frames:v', '1', '-q:v', '6', '-f', 'image2'];
    await ffmpeg.run(['-i', join('thumbnails', 'all-%05d.jpg'), ...tile, `${file}.part`], folder);
    const bytes = await readFile(join(folder, `${file}.part`));
    await rename(join(folder, `${file}.part`), join(folder, file));
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    return { bytes: bytes.length, sha256, facts: { everyMs, columns: COLUMNS, count, ...SIZE } };
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}
