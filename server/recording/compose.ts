import { createHash, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { chunkArguments, joinArguments } from './compose.arguments.rules.ts';
import { type Chunk, type Plan, samplesOf } from './compose.rules.ts';
import type { Ffmpeg } from './ffmpeg.ts';

export type ComposeWish = {
  readonly plan: Plan;
  /** Of the recording; its pieces lie in it. */
  readonly folder: string;
  readonly file: string;
  readonly words: { readonly gap: string; readonly sound: string };
  readonly ffmpeg: Pick<Ffmpeg, 'run'>;
  readonly progress: (doneRatio: number) => Promise<void>;
  /** Told why words could not be drawn. */
  readonly wordless: (error: unknown) => void;
};

/** Joining takes a while too. */
const CHUNKS_RATIO = 0.9;
const WORKERS_MAX = 4;

/**
 * Makes one MP4 of a recording's pieces, which it only reads. What was done before a stop is found again: chunks carry the hash of their
 * plan, and have their name only when they are whole.
 */
export async function compose(
  wish: ComposeWish,
): Promise<{ readonly bytes: number; readonly sha256: string }> {
  const { plan, folder, file, ffmpeg, progress } = wish;
  const work = `compose-${createHash('sha256').update(JSON.stringify(plan)).digest('hex').slice(0, 16)}`;
  await mkdir(join(folder, work), { recursive: true, mode: 0o700 });
  // What a killed server started may still be writing: nobody writes into a file that another has begun.
  const mine = `${randomBytes(6).toString('hex')}.part`;
  const part = `${file}.${mine}`;
  for (const each of await readdir(folder))
    if (each.startsWith(`${file}.`) && each.endsWith('.part')) await rm(join(folder, each), { force: true });
  await writeFile(join(folder, work, 'gap.txt'), wish.words.gap);
  await writeFile(join(folder, work, 'sound.txt'), wish.words.sound);
  let doneMs = 0;
  const waiting = [...plan.chunks.entries()];
  const worker = async (): Promise<void> => {
    for (;;) {
      const next = waiting.shift();
      if (next === undefined) return;
      const [place, chunk] = next;
      await makeChunk(wish, { work, mine }, { place, chunk }).catch((error: unknown) => {
        waiting.length = 0;
        throw error;
      });
      doneMs += chunk.toMs - chunk.fromMs;
      await progress((CHUNKS_RATIO * doneMs) / plan.durationMs);
    }
  };
  const count = Math.max(1, Math.min(WORKERS_MAX, availableParallelism(), plan.chunks.length));
  // Who failed must not leave others at work in a folder that the next try takes up.
  const ended = await Promise.allSettled(Array.from({ length: count }, worker));
  for (const each of ended) if (each.status === 'rejected') throw each.reason;

  const list = plan.chunks.map((_, place) => `file '${nameOf(place)}.mp4'`).join('\n');
  await writeFile(join(folder, work, 'list.txt'), `${list}\n`);
  const sounds = plan.chunks.map((_, place) => join(folder, work, `${nameOf(place)}.pcm`));
  await ffmpeg.run(joinArguments(join(work, 'list.txt'), part), folder, Readable.from(joined(sounds)));
  const hash = createHash('sha256');
  await pipeline(createReadStream(join(folder, part)), hash);
  const { size } = await stat(join(folder, part));
  await rename(join(folder, part), join(folder, file));
  await rm(join(folder, work), { recursive: true, force: true });
  return { bytes: size, sha256: hash.digest('hex') };
}

const nameOf = (place: number): string => `chunk-${String(place).padStart(5, '0')}`;

async function makeChunk(
  { plan, folder, ffmpeg, wordless }: ComposeWish,
  { work, mine }: { readonly work: string; readonly mine: string },
  { place, chunk }: { readonly place: number; readonly chunk: Chunk },
): Promise<void> {
  const [picture, sound] = [join(work, `${nameOf(place)}.mp4`), join(work, `${nameOf(place)}.pcm`)];
  if (await isThere(join(folder, picture))) return;
  const words = join(work, chunk.voices.length > 0 ? 'sound.txt' : 'gap.txt');
  const make = (drawn: string | null) =>
    ffmpeg.run(
      chunkArguments(chunk, plan.canvas, {
        picture: `${picture}.${mine}`,
        sound: `${sound}.${mine}`,
        words: drawn,
      }),
      folder,
    );
  if (chunk.camera === null && chunk.content === null)
    await make(words).catch((error: unknown) => {
      wordless(error);
      return make(null);
    });
  else await make(null);
  const { size } = await stat(join(folder, `${sound}.${mine}`));
  if (size !== samplesOf(chunk) * 2) throw new Error(`chunk ${place} has ${size} bytes of sound`);
  await rename(join(folder, `${sound}.${mine}`), join(folder, sound));
  await rename(join(folder, `${picture}.${mine}`), join(folder, picture));
}

async function* joined(files: readonly string[]): AsyncGenerator<Buffer> {
  for (const file of files) yield* createReadStream(file) as AsyncIterable<Buffer>;
}

async function isThere(path: string): Promise<boolean> {
  try {
    return (await stat(path)).size > 0;
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return false;
    throw cause;
  }
}
