import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textOfCaptions } from './caption-bytes.ts';
import { CAPTION_FILE_MAX_BYTES, cleanWords, readCaptions, writeSrt, writeVtt } from './caption-file.ts';
import { type Cue, shownMs } from './cue.ts';

const problemOf = (file: string) => {
  const read = readCaptions(file);
  return read.ok ? read.cues : read.problem;
};
const cuesOf = (file: string) => {
  const read = readCaptions(file);
  if (!read.ok) throw new Error(JSON.stringify(read.problem));
  return read.cues;
};

const anyWords = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 60 })
  .map(cleanWords)
  .filter((words) => words !== '');
const anyCue = fc
  .tuple(fc.nat(100 * 3_600_000 - 100_000), fc.integer({ min: 1, max: 90_000 }), anyWords)
  .map(([fromMs, forMs, words]): Cue => ({ fromMs, toMs: fromMs + forMs, words }));
const anyCues = fc
  .array(anyCue, { minLength: 1, maxLength: 20 })
  .map((cues) => cues.sort((a, b) => a.fromMs - b.fromMs));

describe('a bad file of captions', () => {
  it.each([
    ['', 'empty', null],
    ['\uFEFF\r\n \r\n', 'empty', null],
    ['WEBVTT', 'empty', null],
    ['WEBVTT\n\nNOTE nothing', 'empty', null],
    ['just some words', 'time', 1],
    ['1\n\n00:00:01,000 --> 00:00:02,000\na', 'time', 1],
    ['1\n00:00:01,000 -> 00:00:02,000\na', 'time', 2],
    ['1\n00:00:01,000 --> 00:61:02,000\na', 'time', 2],
    ['1\n100:00:01,000 --> 100:00:02,000\na', 'time', 2],
    ['1\n00:00:02,000 --> 00:00:01,000\na', 'order', 2],
    ['1\n00:00:02,000 --> 00:00:02,000\na', 'order', 2],
    ['1\n00:00:01,000 --> 00:00:02,000', 'words', 2],
    ['WEBVTT\n\n00:01.000 --> 00:02.000\n<i></i>', 'words', 4],
    [`1\n00:00:01,000 --> 00:00:02,000\n${'字'.repeat(1_001)}`, 'words', 3],
    ['1\n00:00:01,000 --> 00:00:02,000\na\n\nforgotten after an empty line', 'time', 5],
    [' '.repeat(CAPTION_FILE_MAX_BYTES + 1), 'size', null],
  ])('is refused whole, with the place (case %#)', (file, reason, line) => {
    expect(problemOf(file)).toEqual({ reason, line });
  });

  it('is never more than a problem, whatever it holds', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.boolean(), (file, isVtt) => {
        const read = readCaptions(isVtt ? `WEBVTT\n\n${file}` : file);
        for (const { fromMs, toMs, words } of read.ok ? read.cues : []) {
          expect(toMs).toBeGreaterThan(fromMs);
          expect(words).toBe(cleanWords(words));
        }
      }),
    );
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => void textOfCaptions(bytes)));
  });
});

describe('a file of captions', () => {
  it('is read as it was written, in either format', () => {
    fc.assert(fc.property(anyCues, (cues) => void expect(cuesOf(writeVtt(cues))).toEqual(cues)));
    const plain = anyCues.filter((cues) => cues.every(({ words }) => !/[<{]/.test(words)));
    fc.assert(fc.property(plain, (cues) => void expect(cuesOf(writeSrt(cues))).toEqual(cues)));
  });

  it('is WebVTT with a head, names, notes, places, tags and signs', () => {
    const file =
      '\uFEFFWEBVTT 字幕\r\nLanguage: zh\r\n\r\nNOTE 00:00:01.000\r\nnot read\r\n\r\nSTYLE\r\n::cue {}\r\n\r\nintro\r\n00:01.500 --> 00:03.000 line:0\r\n<v 陈老师>3 &lt; 5 &amp; 7\r\n第二行\r\n\r\n10:00:00.000 --> 10:00:01.000\r\nཁྱེད';
    expect(cuesOf(file)).toEqual([
      { fromMs: 1_500, toMs: 3_000, words: '3 < 5 & 7\n第二行' },
      { fromMs: 36_000_000, toMs: 36_001_000, words: 'ཁྱེད' },
    ]);
  });

  it('is SRT out of order, overlapping, with looks and a sum', () => {
    const file =
      '7\n00:00:05,000 --> 00:00:09,000\n<i>later</i>\n\n\n{\\an8}\n00:00:01,5 --> 00:00:06.250\n{\\an8}1 < 2 <b>!</b>\n';
    expect(cuesOf(file)).toEqual([
      { fromMs: 1_500, toMs: 6_250, words: '1 < 2 !' },
      { fromMs: 5_000, toMs: 9_000, words: 'later' },
    ]);
  });

  it('may have ten hours', () => {
    const cues = Array.from({ length: 12_000 }, (_, at) => ({
      fromMs: at * 3_000,
      toMs: at * 3_000 + 2_900,
      words: `第 ${at} 句，老师说的话大约有这么长`,
    }));
    expect(cuesOf(writeSrt(cues))).toEqual(cues);
  });
});

describe('bytes of captions', () => {
  const text = '1\r\n00:00:01,000 --> 00:00:02,000\r\n同学们好\r\n';
  const wide = (swap: boolean) => {
    const bytes = Buffer.from(text, 'utf16le');
    return swap ? bytes.swap16() : bytes;
  };
  // 同学们好 as GB 18030 has it.
  const gb = Buffer.concat([
    Buffer.from('1\r\n00:00:01,000 --> 00:00:02,000\r\n'),
    Buffer.from([0xcd, 0xac, 0xd1, 0xa7, 0xc3, 0xc7, 0xba, 0xc3]),
    Buffer.from('\r\n'),
  ]);
  it.each([
    ['UTF-8', Buffer.from(text)],
    ['UTF-8 with its mark', Buffer.from(`\uFEFF${text}`)],
    ['UTF-16 LE', wide(false)],
    ['UTF-16 LE with its mark', Buffer.concat([Buffer.from([0xff, 0xfe]), wide(false)])],
    ['UTF-16 BE', wide(true)],
    ['UTF-16 BE with its mark', Buffer.concat([Buffer.from([0xfe, 0xff]), wide(true)])],
    ['GB 18030', gb],
  ])('are known as %s', (_, bytes) => {
    const read = textOfCaptions(bytes);
    expect(read.ok && cuesOf(read.text)).toEqual([{ fromMs: 1_000, toMs: 2_000, words: '同学们好' }]);
  });

  it('that are no text, or too many, are refused', () => {
    const picture = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d, 1, 2]);
    expect(textOfCaptions(picture)).toEqual({ ok: false, problem: { reason: 'encoding', line: null } });
    const many = new Uint8Array(CAPTION_FILE_MAX_BYTES + 1).fill(65);
    expect(textOfCaptions(many)).toEqual({ ok: false, problem: { reason: 'size', line: null } });
  });
});

it('words of a live caption stand as long as it takes to read them', () => {
  expect(shownMs('')).toBe(4_000);
  expect(shownMs('二十个字的一句话，孩子们要读得完才行啊')).toBeGreaterThan(6_000);
  expect(shownMs('x'.repeat(1_000))).toBe(15_000);
});
