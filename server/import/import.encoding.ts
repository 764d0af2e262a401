import type { Unreadable } from './import.types.ts';

export type Decoded =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly unreadable: Unreadable };

/** Looked at for zero bytes, which no text has. */
const LOOKED_AT_BYTES = 4_096;

/**
 * The text of a file: UTF-8 with or without its mark, UTF-16 with its mark, else GB18030, which has GBK in it and is what spreadsheets in
 * China write. Bytes that are neither are named by their line.
 */
export function decodeText(bytes: Uint8Array): Decoded {
  const marked = markOf(bytes);
  if (marked !== null) return decoded(bytes, marked) ?? wrong(bytes, marked);
  if (bytes.subarray(0, LOOKED_AT_BYTES).includes(0)) return unreadable('notText', 0);
  return decoded(bytes, 'utf-8') ?? decoded(bytes, 'gb18030') ?? wrong(bytes, likelier(bytes));
}

type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030';

function markOf([first, second, third]: Uint8Array): Encoding | null {
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8';
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  return null;
}

function decoded(bytes: Uint8Array, encoding: Encoding): Decoded | null {
  try {
    return { ok: true, text: new TextDecoder(encoding, { fatal: true }).decode(bytes) };
  } catch (cause) {
    // A TypeError is what the decoder answers to bytes that mean nothing in this encoding.
    if (cause instanceof TypeError) return null;
    throw cause;
  }
}

/** In a file that is broken in one place, every other line is in the encoding that it was written in. */
function likelier(bytes: Uint8Array): Encoding {
  const count = (encoding: Encoding) =>
    linesOf(bytes).reduce((sum, line) => sum + (decoded(line, encoding) === null ? 0 : 1), 0);
  return count('utf-8') >= count('gb18030') ? 'utf-8' : 'gb18030';
}

function wrong(bytes: Uint8Array, encoding: Encoding): Decoded {
  const index = linesOf(bytes).findIndex((line) => decoded(line, encoding) === null);
  return unreadable('encoding', index + 1);
}

const unreadable = (problem: Unreadable['problem'], line: number): Decoded => ({
  ok: false,
  unreadable: { problem, line },
});

const LINE_FEED = 0x0a;

function linesOf(bytes: Uint8Array): Uint8Array[] {
  const lines: Uint8Array[] = [];
  let from = 0;
  for (let at = bytes.indexOf(LINE_FEED); at >= 0; at = bytes.indexOf(LINE_FEED, from)) {
    lines.push(bytes.subarray(from, at));
    from = at + 1;
  }
  lines.push(bytes.subarray(from));
  return lines;
}
