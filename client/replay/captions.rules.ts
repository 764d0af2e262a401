/** One caption; ms of the recording. */
export type Cue = { readonly fromMs: number; readonly toMs: number; readonly words: string };

const TIMES = /^\s*((?:\d+:)?\d{1,2}:\d{2}\.\d{3})\s+-->\s+((?:\d+:)?\d{1,2}:\d{2}\.\d{3})/;
const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  nbsp: ' ',
  lrm: '‎',
  rlm: '‏',
};

/** The cues of a WebVTT file in order of time. What cannot be read is left out: captions help, and never stop a lesson. */
export function cuesOf(file: string): readonly Cue[] {
  const blocks = file
    .replace(/^\uFEFF/, '')
    .replace(/\r\n?/g, '\n')
    .split(/\n{2,}/);
  const cues = blocks.flatMap((block): Cue[] => {
    const lines = block.split('\n').filter((line) => line !== '');
    const index = lines.findIndex((line) => TIMES.test(line));
    // Before the times stands at most a name.
    if (index < 0 || index > 1) return [];
    const [, from = '', to = ''] = TIMES.exec(lines[index] ?? '') ?? [];
    const [fromMs, toMs] = [msOf(from), msOf(to)];
    const words = plain(lines.slice(index + 1).join('\n'));
    return words === '' || toMs <= fromMs ? [] : [{ fromMs, toMs, words }];
  });
  return cues.sort((a, b) => a.fromMs - b.fromMs);
}

/** What is to be read at that moment, the earlier first. */
export const cuesAt = (cues: readonly Cue[], atMs: number): readonly Cue[] =>
  cues.filter(({ fromMs, toMs }) => atMs >= fromMs && atMs < toMs);

function msOf(time: string): number {
  const seconds = time.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
  return Math.round(seconds * 1000);
}

/** Tags go: who speaks and how it looks is nothing that a line of text shows. */
const plain = (words: string): string =>
  words
    .replace(/<[^>\n]*>/g, '')
    .replace(/&(\w+);/g, (whole, name: string) => ENTITIES[name] ?? whole)
    .trim();
