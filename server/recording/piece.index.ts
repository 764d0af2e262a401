import { readFile, rename, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import type { PieceIndex } from './recording.types.ts';

const kept = z.object({
  initBytes: z.int(),
  codec: z.string(),
  size: z.object({ width: z.int(), height: z.int() }).nullable(),
  endBytes: z.int(),
  /** `at`, `bytes`, `fromMs`, `durationMs` and 1 for a key of each fragment. */
  fragments: z.array(z.tuple([z.int(), z.int(), z.int(), z.int(), z.int()])),
});

const besideOf = (path: string): string => path.replace(/\.mp4$/, '.index.json');

/**
 * What can be played of a piece that is closed, kept beside it: of a lesson's file five thousand places would have to be looked at.
 * Null when it is not there, or is of other bytes; then the file itself is asked.
 */
export async function readIndex(path: string, endBytes: number): Promise<PieceIndex | null> {
  const text = await readFile(besideOf(path), 'utf8').catch((cause: unknown) => {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return null;
    throw cause;
  });
  const read = text === null ? null : kept.safeParse(parsed(text));
  if (read === null || !read.success || read.data.endBytes !== endBytes) return null;
  const { fragments, ...rest } = read.data;
  return {
    ...rest,
    fragments: fragments.map(([at, bytes, fromMs, durationMs, key]) => ({
      ...{ at, bytes, fromMs, durationMs, isKey: key === 1 },
    })),
  };
}

export async function writeIndex(path: string, { fragments, ...rest }: PieceIndex): Promise<void> {
  const short = fragments.map(({ at, bytes, fromMs, durationMs, isKey }) => [
    ...[at, bytes, fromMs, durationMs, isKey ? 1 : 0],
  ]);
  const part = `${besideOf(path)}.part`;
  await writeFile(part, JSON.stringify({ ...rest, fragments: short }), { mode: 0o600 });
  await rename(part, besideOf(path));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    // Cut off by a stop: it is made anew.
    if (cause instanceof SyntaxError) return null;
    throw cause;
  }
}
