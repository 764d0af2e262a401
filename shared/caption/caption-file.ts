import type { Cue } from './cue.ts';

/** Largest file in bytes: ten hours of speech are about one million. */
export const CAPTION_FILE_MAX_BYTES = 2_000_000;
const HOURS_MAX = 99;
const WORDS_MAX = 1_000;

/**
 * What is wrong with a file, and at which line of it, from 1: `size` too large; `encoding` no text that is known; `empty` nothing in it;
 * `time` a time was to stand here; `order` it ends before it begins; `words` nothing to be read, or more than anybody can read at once.
 */
export type CaptionProblem = {
  readonly reason: 'size' | 'encoding' | 'empty' | 'time' | 'order' | 'words';
  readonly line: number | null;
};
export type CaptionsRead =
  | { readonly ok: true; readonly cues: readonly Cue[] }
  | { readonly ok: false; readonly problem: CaptionProblem };

type Line = { readonly number: number; readonly text: string };

const TIME = '(?:(\\d{1,4}):)?(\\d{1,2}):(\\d{1,2})[.,](\\d{1,3})';
const TIMES = new RegExp(`^\\s*${TIME}\\s*-->\\s*${TIME}(?:\\s.*)?$`);

/**
 * Reads SRT or WebVTT, whole or not at all: a file of which a part was left out silently would be saved again without it. Cues come sorted
 * by time; some may overlap.
 */
export function readCaptions(file: string): CaptionsRead {
  if (file.length > CAPTION_FILE_MAX_BYTES) return problem('size', null);
  const text = file.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  const isVtt = /^WEBVTT(?:[ \t\n]|$)/.test(text);
  const cues: Cue[] = [];
  for (const block of blocksOf(text, isVtt)) {
    const read = cueOf(block, isVtt);
    if ('reason' in read) return { ok: false, problem: read };
    cues.push(read);
  }
  if (cues.length === 0) return problem('empty', null);
  return { ok: true, cues: cues.sort((a, b) => a.fromMs - b.fromMs) };
}

const problem = (reason: CaptionProblem['reason'], line: number | null): CaptionsRead => ({
  ok: false,
  problem: { reason, line },
});

/** Lines that stand together. Of WebVTT without its head, its notes and its looks, which no caption of ours has. */
function blocksOf(text: string, isVtt: boolean): readonly (readonly [Line, ...Line[]])[] {
  const blocks: [Line, ...Line[]][] = [];
  let open: [Line, ...Line[]] | null = null;
  text.split('\n').forEach((each, at) => {
    const line = { number: at + 1, text: each };
    if (each.trim() === '') open = null;
    else if (open !== null) open.push(line);
    else {
      open = [line];
      blocks.push(open);
    }
  });
  if (!isVtt) return blocks;
  return blocks.slice(1).filter(([first]) => !/^(?:NOTE|STYLE|REGION)(?:[ \t]|$)/.test(first.text));
}

/** A name or number may stand before the times. */
function cueOf(block: readonly [Line, ...Line[]], isVtt: boolean): Cue | CaptionProblem {
  const [first, second] = block;
  const isFirst = TIMES.test(first.text);
  const times = isFirst ? first : second;
  const match = times === undefined ? null : TIMES.exec(times.text);
  if (times === undefined || match === null) return { reason: 'time', line: (times ?? first).number };
  const [fromMs, toMs] = [msOf(match.slice(1, 5)), msOf(match.slice(5, 9))];
  if (fromMs === null || toMs === null) return { reason: 'time', line: times.number };
  if (toMs <= fromMs) return { reason: 'order', line: times.number };
  const lines = block.slice(isFirst ? 1 : 2);
  const words = cleanWords(lines.map(({ text }) => (isVtt ? fromVtt(text) : fromSrt(text))).join('\n'));
  if (words === '' || words.length > WORDS_MAX)
    return { reason: 'words', line: lines[0]?.number ?? times.number };
  return { fromMs, toMs, words };
}

function msOf([hours = '0', minutes = '0', seconds = '0', fraction = '0']: readonly (string | undefined)[]):
  | number
  | null {
  const [h, m, s] = [Number(hours), Number(minutes), Number(seconds)];
  if (h > HOURS_MAX || m > 59 || s > 59) return null;
  return ((h * 60 + m) * 60 + s) * 1000 + Number(fraction.padEnd(3, '0'));
}

/** Nothing but what can be read, one line below the other. */
export const cleanWords = (words: string): string =>
  words
    .split('\n')
    .map((line) => line.replace(/\p{Cc}/gu, ' ').trim())
    .filter((line) => line !== '')
    .join('\n');

/** Looks and places, which players of SRT know without their being in any standard; a mere `<` of a sum stays. */
const fromSrt = (line: string): string =>
  line.replace(/<\/?(?:b|i|u|s|font)(?:\s[^<>]*)?>/gi, '').replace(/\{\\an?\d+\}/g, '');

const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  nbsp: ' ',
  lrm: '\u200e',
  rlm: '\u200f',
};
const fromVtt = (line: string): string =>
  line.replace(/<[^>]*>/g, '').replace(/&(\w+);/g, (whole, name: string) => entities[name] ?? whole);

const two = (value: number): string => String(value).padStart(2, '0');

function timeOf(ms: number, point: '.' | ','): string {
  const seconds = Math.floor(ms / 1000);
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return `${two(h)}:${two(m)}:${two(s)}${point}${String(ms % 1000).padStart(3, '0')}`;
}

const escaped = (words: string): string =>
  words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** As browsers and players read it. */
export const writeVtt = (cues: readonly Cue[]): string =>
  `${[
    'WEBVTT',
    ...cues.map(
      ({ fromMs, toMs, words }) => `${timeOf(fromMs, '.')} --> ${timeOf(toMs, '.')}\n${escaped(words)}`,
    ),
  ].join('\n\n')}\n`;

/** As people edit it. */
export const writeSrt = (cues: readonly Cue[]): string =>
  cues
    .map(
      ({ fromMs, toMs, words }, at) =>
        `${at + 1}\n${timeOf(fromMs, ',')} --> ${timeOf(toMs, ',')}\n${words}\n`,
    )
    .join('\n');
