import { createInflateRaw } from 'node:zlib';
import { type Unreadable, UnreadableError } from './import.types.ts';

export type ZipPart = {
  readonly name: string;
  readonly packed: Uint8Array;
  readonly deflated: boolean;
};

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const END_BYTES = 22;
const CENTRAL_BYTES = 46;
const LOCAL_BYTES = 30;
const LONGEST_COMMENT = 65_535;
const STORED = 0;
const DEFLATED = 8;
const ENCRYPTED = 1;
const PARTS_MAX = 2_000;

/** All that the parts of one file may unpack to: an honest one of the largest size stays below, a bomb does not. */
export const UNPACKED_BYTES_MAX = 256 * 1024 * 1024;

/** The parts of a ZIP file by its directory (PKWARE APPNOTE 6.3). @throws UnreadableError `problem` for what is no such file */
export function zipParts(bytes: Uint8Array, problem: Unreadable['problem']): ZipPart[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const refused = (): never => {
    throw new UnreadableError({ problem, line: 0 });
  };
  try {
    const end = endOf(view);
    if (end === null) return refused();
    const count = view.getUint16(end + 10, true);
    if (count > PARTS_MAX) return refused();
    const parts: ZipPart[] = [];
    let at = view.getUint32(end + 16, true);
    for (let index = 0; index < count; index += 1) {
      if (view.getUint32(at, true) !== CENTRAL) return refused();
      const part = partAt(bytes, view, at);
      if (part === null) return refused();
      parts.push(part);
      at += CENTRAL_BYTES + [28, 30, 32].reduce((sum, offset) => sum + view.getUint16(at + offset, true), 0);
    }
    return parts;
  } catch (cause) {
    // A directory that points beyond the file.
    if (cause instanceof RangeError) return refused();
    throw cause;
  }
}

function endOf(view: DataView): number | null {
  const last = view.byteLength - END_BYTES;
  for (let at = last; at >= Math.max(0, last - LONGEST_COMMENT); at -= 1)
    if (view.getUint32(at, true) === END) return at;
  return null;
}

function partAt(bytes: Uint8Array, view: DataView, at: number): ZipPart | null {
  const [flags, method] = [view.getUint16(at + 8, true), view.getUint16(at + 10, true)];
  if ((flags & ENCRYPTED) !== 0 || (method !== STORED && method !== DEFLATED)) return null;
  const size = view.getUint32(at + 20, true);
  const nameLength = view.getUint16(at + 28, true);
  const local = view.getUint32(at + 42, true);
  if (view.getUint32(local, true) !== LOCAL) return null;
  const from = local + LOCAL_BYTES + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
  if (from + size > bytes.byteLength) return null;
  const name = bytes.subarray(at + CENTRAL_BYTES, at + CENTRAL_BYTES + nameLength);
  return {
    name: new TextDecoder().decode(name),
    packed: bytes.subarray(from, from + size),
    deflated: method === DEFLATED,
  };
}

/** Unpacks parts one after the other and keeps nothing. @throws UnreadableError `tooMuch` as soon as together they pass the limit */
export async function measure(parts: readonly ZipPart[], bytesMax = UNPACKED_BYTES_MAX): Promise<void> {
  let left = bytesMax;
  for (const part of parts) for await (const chunk of unpacking(part)) left = spend(left, chunk);
}

/** @throws UnreadableError `tooMuch` beyond `bytesMax`, `notPackage` for broken data */
export async function unpack(part: ZipPart, bytesMax = UNPACKED_BYTES_MAX): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let left = bytesMax;
  for await (const chunk of unpacking(part)) {
    left = spend(left, chunk);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function spend(left: number, chunk: Uint8Array): number {
  if (chunk.byteLength > left) throw new UnreadableError({ problem: 'tooMuch', line: 0 });
  return left - chunk.byteLength;
}

async function* unpacking({ packed, deflated }: ZipPart): AsyncGenerator<Buffer> {
  if (!deflated) {
    yield Buffer.from(packed);
    return;
  }
  const inflating = createInflateRaw();
  inflating.end(packed);
  try {
    yield* inflating;
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && String(cause.code).startsWith('Z_'))
      throw new UnreadableError({ problem: 'notPackage', line: 0 });
    throw cause;
  } finally {
    inflating.destroy();
  }
}
