import { CAPTION_FILE_MAX_BYTES, type CaptionProblem } from './caption-file.ts';

export type CaptionText =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly problem: CaptionProblem };

const marks: readonly (readonly [string, readonly number[]])[] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];
/** So much of a file tells how it is written. */
const LOOKED_AT_BYTES = 4_000;

/** The text of a file as caption programs on Chinese systems save it: UTF-8, UTF-16 or GB 18030, which no file names. */
export function textOfCaptions(bytes: Uint8Array): CaptionText {
  if (bytes.length > CAPTION_FILE_MAX_BYTES) return wrong('size');
  const marked = marks.find(([, mark]) => mark.every((byte, at) => bytes[at] === byte))?.[0];
  const tried = marked === undefined ? (wideOf(bytes) ?? ['utf-8', 'gb18030']) : [marked];
  for (const encoding of tried) {
    const text = decoded(bytes, encoding);
    // What programs are made of decodes as something, too.
    if (text !== null) return isProgram(text) ? wrong('encoding') : { ok: true, text };
  }
  return wrong('encoding');
}

const wrong = (reason: CaptionProblem['reason']): CaptionText => ({
  ok: false,
  problem: { reason, line: null },
});

const isProgram = (text: string): boolean =>
  [...text.slice(0, LOOKED_AT_BYTES)].some((each) => (each.codePointAt(0) ?? 0) < 0x09);

/** UTF-16 without its mark: numbers and line ends, of which captions are full, have an empty byte on one side. Null when it is not that. */
function wideOf(bytes: Uint8Array): readonly string[] | null {
  const empty = [0, 0];
  const looked = bytes.subarray(0, LOOKED_AT_BYTES);
  looked.forEach((byte, at) => {
    if (byte === 0) empty[at % 2] = (empty[at % 2] ?? 0) + 1;
  });
  const [even = 0, odd = 0] = empty;
  if (even + odd < looked.length / 10) return null;
  return [even > odd ? 'utf-16be' : 'utf-16le'];
}

function decoded(bytes: Uint8Array, encoding: string): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (cause) {
    if (cause instanceof TypeError) return null;
    throw cause;
  }
}
