import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nth } from '../../test/support/session-log.ts';
import { type TeachingLanguage, teachingLanguages } from '../caption/language.ts';
import { captionsAfter, captionsView, captionWish, type LiveCaptions } from './session.caption.ts';

type Line = readonly [language: TeachingLanguage, words: string | undefined, atMs: number];
const said = (lines: readonly Line[]): LiveCaptions =>
  lines.reduce<LiveCaptions>(
    (before, [language, words, occurredAtMs]) =>
      captionsAfter(before, {
        body: { language, origin: 'typed', typingMs: 0, textId: nth.text(1), textHash: 'a'.repeat(64) },
        occurredAtMs,
        ...(words === undefined ? {} : { words }),
      }),
    [],
  );

describe('live captions', () => {
  it.each(['', ' \n ', 'two\nlines', 'bell\u0007', '字'.repeat(121)])('cannot be %j', (text) =>
    expect(captionWish.safeParse({ language: 'bo', text, typingMs: 0 }).success).toBe(false),
  );

  it('cannot be in a language that no screen knows, nor typed before the lesson', () => {
    const wish = { language: 'bo', text: 'ཁྱེད', typingMs: 0 };
    expect(captionWish.safeParse(wish).success).toBe(true);
    expect(captionWish.safeParse({ ...wish, language: 'xx' }).success).toBe(false);
    expect(captionWish.safeParse({ ...wish, typingMs: -1 }).success).toBe(false);
    expect(captionWish.safeParse({ ...wish, typingMs: 3_600_000 }).success).toBe(false);
  });

  it('are the last two lines of each of two languages, in the order in which they first came', () => {
    const captions = said([
      ['zh-CN', '一', 1],
      ['bo', 'གཅིག', 2],
      ['zh-CN', '二', 3],
      ['zh-CN', undefined, 4],
    ]);
    expect(captions).toEqual([
      {
        language: 'zh-CN',
        lines: [
          { words: '二', saidAtMs: 3 },
          { words: null, saidAtMs: 4 },
        ],
      },
      { language: 'bo', lines: [{ words: 'གཅིག', saidAtMs: 2 }] },
    ]);
  });

  it('in a third language take the place of the one that was silent longest', () => {
    const three: Line[] = [
      ['zh-CN', '一', 1],
      ['bo', 'གཅིག', 2],
      ['ug', 'بىر', 3],
    ];
    expect(said(three).map(({ language }) => language)).toEqual(['bo', 'ug']);
  });

  it('are always what a view may hold, whatever is said', () => {
    const anyLine = fc.tuple(
      fc.constantFrom(...teachingLanguages),
      fc.option(fc.string(), { nil: undefined }),
      fc.nat(),
    );
    fc.assert(
      fc.property(fc.array(anyLine, { maxLength: 30 }), (lines) => {
        const captions = said(lines);
        expect(captionsView.parse(captions)).toEqual(captions);
        expect(captions.every((each) => each.lines.length > 0 && each.lines.length <= 2)).toBe(true);
        const last = lines.at(-1);
        if (last !== undefined)
          expect(captions.find(({ language }) => language === last[0])?.lines.at(-1)?.saidAtMs).toBe(last[2]);
      }),
    );
  });
});
