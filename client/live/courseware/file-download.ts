import type { CoursewareFile } from '../../../shared/courseware-file.ts';
import { coursewarePath } from '../../../shared/courseware-file.ts';
import { type AppError, appErrorSchema } from '../../../shared/kernel/errors.ts';
import { fail, type Result } from '../../../shared/kernel/result.ts';
import type { Door } from '../../../shared/wire/version.ts';
import type { Fetch } from '../call-row.ts';
import type { FileKeep } from './file-keep.ts';

export type Digest = (bytes: Uint8Array<ArrayBuffer>) => Promise<string | null>;
export type Bytes = Uint8Array<ArrayBuffer>;

export type DownloadDeps = {
  readonly keep: FileKeep;
  readonly fetch: Fetch;
  readonly digest: Digest;
  readonly door: Door;
};

export type DownloadTurn = {
  readonly signal: AbortSignal;
  readonly onProgress: (doneBytes: number) => void;
  /** Waited for after every piece that has come: whoever shares the line slows it down here. */
  readonly breathe: () => Promise<void>;
};

/** Written down in pieces of this size, so that a cut costs no more. */
const PIECE_BYTES = 256 * 1024;

/** All of a file as it is kept, or null. What is kept but is not the file is thrown away. */
export async function keptFile(
  file: CoursewareFile,
  { keep, digest }: Pick<DownloadDeps, 'keep' | 'digest'>,
): Promise<Bytes | null> {
  const pieces = await keep.pieces(file.sha256);
  if (bytesIn(pieces) < file.bytes) return null;
  const whole = joined(pieces);
  if (whole.length === file.bytes && isIt(await digest(whole), file.sha256)) return whole;
  await keep.drop(file.sha256);
  return null;
}

/** Fetches what is missing of a file. TIMEOUT when `signal` ended it, INTERNAL when what came is not the file, UNAVAILABLE after a cut. */
export async function downloadFile(
  file: CoursewareFile,
  deps: DownloadDeps,
  turn: DownloadTurn,
): Promise<Result<Bytes>> {
  try {
    const kept = await keptFile(file, deps);
    if (kept !== null) return { ok: true, value: kept };
    const refusal = await fetchRest(file, deps, turn);
    if (refusal !== null) return { ok: false, error: refusal };
    const whole = await keptFile(file, deps);
    return whole === null ? fail('INTERNAL') : { ok: true, value: whole };
  } catch (cause) {
    if (turn.signal.aborted) return fail('TIMEOUT');
    // A cut in the middle of an answer, and whatever else is between here and the server.
    if (cause instanceof TypeError || cause instanceof DOMException) return fail('UNAVAILABLE');
    throw cause;
  }
}

async function fetchRest(
  file: CoursewareFile,
  { keep, fetch, door }: DownloadDeps,
  { signal, onProgress, breathe }: DownloadTurn,
): Promise<AppError | null> {
  let pieces = await keep.pieces(file.sha256);
  const fromByte = bytesIn(pieces);
  const response = await fetch(`${coursewarePath(file.coursewareId)}?door=${door}`, {
    signal,
    credentials: 'same-origin',
    cache: 'no-store',
    ...(fromByte === 0 ? {} : { headers: { range: `bytes=${fromByte}-` } }),
  });
  if (!response.ok || response.body === null) return problemOf(response);
  if (response.status !== 206 && fromByte > 0) {
    await keep.drop(file.sha256);
    pieces = [];
  }
  const writer = new PieceWriter(keep, file.sha256, pieces.length);
  let doneBytes = bytesIn(pieces);
  const reader = response.body.getReader();
  for (;;) {
    const { done, value } = await reader.read().catch(async (cause: unknown) => {
      await writer.flush();
      throw cause;
    });
    if (done) break;
    await writer.add(value);
    doneBytes += value.length;
    onProgress(doneBytes);
    await breathe();
  }
  await writer.flush();
  return null;
}

/** Gathers what comes in small portions into pieces. */
class PieceWriter {
  readonly #keep: FileKeep;
  readonly #sha256: string;
  #index: number;
  #waiting: Bytes[] = [];

  constructor(keep: FileKeep, sha256: string, index: number) {
    this.#keep = keep;
    this.#sha256 = sha256;
    this.#index = index;
  }

  async add(portion: Bytes): Promise<void> {
    this.#waiting.push(portion);
    if (bytesIn(this.#waiting) >= PIECE_BYTES) await this.flush();
  }

  async flush(): Promise<void> {
    if (this.#waiting.length === 0) return;
    const piece = joined(this.#waiting);
    this.#waiting = [];
    await this.#keep.add(this.#sha256, this.#index, piece);
    this.#index += 1;
  }
}

async function problemOf(response: Response): Promise<AppError> {
  // What is kept is longer than the file: it is another one.
  if (response.status === 416) return { code: 'INTERNAL' };
  const problem = appErrorSchema.safeParse(await response.json().catch(() => null));
  if (!problem.success) return { code: 'UNAVAILABLE' };
  return { code: problem.data.code };
}

const isIt = (found: string | null, wanted: string): boolean =>
  // Without HTTPS browsers do not reckon hashes, and whoever changed the bytes on the way could change the hash too.
  found === null || found === wanted;

const bytesIn = (pieces: readonly Bytes[]): number => pieces.reduce((sum, piece) => sum + piece.length, 0);

function joined(pieces: readonly Bytes[]): Bytes {
  const [only] = pieces;
  if (pieces.length === 1 && only !== undefined) return only;
  const whole = new Uint8Array(bytesIn(pieces));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

export async function browserDigest(bytes: Bytes): Promise<string | null> {
  // Absent, whatever the types say, where the page did not come over HTTPS or from this machine.
  if (!globalThis.isSecureContext) return null;
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
