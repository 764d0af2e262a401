import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cuesAt, cuesOf } from './captions.rules.ts';

describe('captions', () => {
  it('leave out what cannot be read, and never throw', () => {
    expect(cuesOf('')).toEqual([]);
    expect(
      cuesOf('WEBVTT\n\n00:05.000 --> 00:04.000\nbackwards\n\n1\n2\n00:01.000 --> 00:02.000\ntwo names'),
    ).toEqual([]);
    fc.assert(
      fc.property(fc.string(), (file) => {
        for (const { fromMs, toMs, words } of cuesOf(`WEBVTT\n\n${file}`)) {
          expect(toMs).toBeGreaterThan(fromMs);
          expect(words).not.toBe('');
        }
      }),
    );
  });

  it('are read with names, hours, notes, settings, tags and several lines', () => {
    const file =
      '\uFEFFWEBVTT 字幕\r\n\r\nNOTE 00:00:01.000\r\n\r\nintro\r\n00:01.500 --> 00:03.000 line:0\r\n<v 陈老师>你好 &amp; 欢迎\r\n第二行\r\n\r\n01:00:00.000 --> 01:00:01.000\nཁྱེད';
    const cues = cuesOf(file);
    expect(cues).toEqual([
      { fromMs: 1_500, toMs: 3_000, words: '你好 & 欢迎\n第二行' },
      { fromMs: 3_600_000, toMs: 3_601_000, words: 'ཁྱེད' },
    ]);
    expect(cuesAt(cues, 1_499)).toEqual([]);
    expect(cuesAt(cues, 1_500)).toEqual([cues[0]]);
    expect(cuesAt(cues, 3_000)).toEqual([]);
  });

  it('that overlap stand below each other, the earlier first', () => {
    const cues = cuesOf('WEBVTT\n\n00:02.000 --> 00:06.000\nb\n\n00:01.000 --> 00:04.000\na');
    expect(cuesAt(cues, 3_000).map(({ words }) => words)).toEqual(['a', 'b']);
  });
});
