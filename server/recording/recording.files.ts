import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { boxFrom, HEAD_BYTES, PieceScan } from './fmp4.rules.ts';
import { writeIndex } from './piece.index.ts';
import type { ClosedPiece, PieceIndex } from './recording.types.ts';

/** Reads a piece's file, also while it grows: each `read` goes on where the one before ended. */
export class PieceReader {
  readonly #path: string;
  readonly #scan = new PieceScan();
  #at = 0;
  /** What was read last: a fragment's heads lie side by side. */
  #seen: Seen = nothing;
  #broken = false;

  constructor(path: string) {
    this.#path = path;
  }

  /** Null while not even the beginning is whole, and when there is no file. */
  async read(): Promise<PieceIndex | null> {
    const file = await openIfThere(this.#path);
    if (file === null) return null;
    try {
      const { size } = await file.stat();
      this.#seen = nothing;
      while (!this.#broken && (await this.#step(file, size)));
    } finally {
      await file.close();
    }
    return this.#scan.index();
  }

  async #step(file: FileHandle, fileBytes: number): Promise<boolean> {
    const head = await this.#look(file, this.#at, Math.min(HEAD_BYTES, fileBytes - this.#at));
    const box = boxFrom(head, this.#at);
    if (box === null || box.at + box.bytes > fileBytes) return false;
    const content = this.#scan.wants(box)
      ? await this.#look(file, box.at + box.headBytes, box.bytes - box.headBytes)
      : new Uint8Array();
    this.#at += box.bytes;
    this.#broken = !this.#scan.take(box, content);
    return !this.#broken;
  }

  async #look(file: FileHandle, at: number, count: number): Promise<Uint8Array> {
    const isSeen = at >= this.#seen.at && at + count <= this.#seen.at + this.#seen.bytes.length;
    if (!isSeen) this.#seen = { at, bytes: await bytesOf(file, at, Math.max(count, LOOK_BYTES)) };
    const from = at - this.#seen.at;
    return this.#seen.bytes.subarray(from, from + Math.max(0, count));
  }
}

type Seen = { readonly at: number; readonly bytes: Uint8Array };
const nothing: Seen = { at: 0, bytes: new Uint8Array() };
/** More than the heads of a fragment have, and less than is worth a thought. */
const LOOK_BYTES = 2_048;

async function openIfThere(path: string): Promise<FileHandle | null> {
  try {
    return await open(path, 'r');
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return null;
    throw cause;
  }
}

async function bytesOf(file: FileHandle, at: number, count: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(Math.max(0, count));
  const { bytesRead } = await file.read(bytes, 0, bytes.length, at);
  return bytes.subarray(0, bytesRead);
}

/**
 * What can be played of a file to which nothing is added any more; null when nothing can. Its torn end is not cut here. What was found is
 * kept beside it.
 */
export async function closedFrom(path: string): Promise<ClosedPiece | null> {
  const index = await new PieceReader(path).read();
  const last = index?.fragments.at(-1);
  if (index === null || last === undefined) return null;
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { end: index.endBytes - 1 })) hash.update(chunk);
  await writeIndex(path, index);
  return {
    durationMs: last.fromMs + last.durationMs,
    bytes: index.endBytes,
    codec: index.codec,
    size: index.size,
    sha256: hash.digest('hex'),
  };
}
