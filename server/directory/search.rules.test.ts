import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMatcher } from './search.rules.ts';
import { orderOf, spellingOf } from './spelling.rules.ts';

const finds = (query: string, ...words: string[]) => createMatcher(query)(words);

describe('a search', () => {
  it('finds nothing that is not there, and nothing that begins inside a syllable', () => {
    expect(finds('yunxia', '云溪小学')).toBe(false);
    expect(finds('unxi', '云溪小学')).toBe(false);
    expect(finds('xy', '云溪')).toBe(false);
    expect(finds('yxx', '云溪')).toBe(false);
    expect(finds('a', '')).toBe(false);
    expect(finds('云 石', '云溪', '小学')).toBe(false);
  });
  it.each(['云溪', '雲溪', '云', 'yunxi', 'YunXi', 'yx', 'yunx', 'yxi', '云xi', 'y', '小学 yx', 'ｙｘ'])(
    'finds 云溪小学 by %s',
    (query) => expect(finds(query, '云溪小学')).toBe(true),
  );
  it('finds what is written in traditional characters by simplified ones', () => {
    expect(finds('云溪县', '雲溪縣')).toBe(true);
    expect(finds('yunxixian', '雲溪縣')).toBe(true);
  });
  it('knows every reading of a character, ü, and sounds of two letters', () => {
    expect(finds('chongqing', '重庆')).toBe(true);
    expect(finds('zhongqing', '重庆')).toBe(true);
    for (const query of ['lv', 'lü', 'lu', 'lj']) expect(finds(query, '吕静'), query).toBe(true);
    expect(finds('zhw', '张伟')).toBe(true);
    expect(finds('zw', '张伟')).toBe(true);
  });
  it('finds codes and telephone numbers by any part, letters within Chinese too', () => {
    expect(finds('p-0', 'P-017')).toBe(true);
    expect(finds('P.0', 'P-017')).toBe(false);
    expect(finds('(+86)*', 'tel (+86)*1')).toBe(true);
    expect(finds('(', 'P-017')).toBe(false);
    expect(finds('3ban', '三年级3班')).toBe(true);
  });

  const name = fc.array(fc.constantFrom(...'云溪李家沟石桥柳树湾白马岭南坪实验中心小学教学点重行长乐'), {
    minLength: 1,
    maxLength: 8,
  });
  it('finds any name by any stretch of its characters, spelled, by initials, or in turn', () => {
    fc.assert(
      fc.property(name, fc.nat(), fc.nat(), fc.infiniteStream(fc.nat()), (chars, a, b, choices) => {
        const from = a % chars.length;
        const stretch = chars.slice(from, from + 1 + (b % (chars.length - from)));
        const typed = stretch.map((char) => {
          const ways = spellingOf(char).signs[0] ?? [];
          const way = ways[Number(choices.next().value) % ways.length] ?? '';
          return Number(choices.next().value) % 2 === 0 ? way : way.slice(0, 1);
        });
        expect(finds(typed.join(''), chars.join(''))).toBe(true);
      }),
    );
  });
  it('always ends, whatever is typed, and finds at most what holds its first sign', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), name, (query, chars) => {
        const found = finds(query, chars.join(''));
        const [first] = query.trim().normalize('NFKC').toLowerCase();
        if (first !== undefined && /[iuv]/.test(first)) expect(found).toBe(false);
      }),
    );
  });
  it('does not count long over words of many readings', () => {
    const startMs = performance.now();
    expect(finds(`${'h'.repeat(59)}x`, '和'.repeat(60))).toBe(false);
    expect(performance.now() - startMs).toBeLessThan(500);
  });
});

describe('the order of names', () => {
  const sorted = (...names: string[]) => names.toSorted((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
  it('is that of their sounds, and of numbers by size', () => {
    expect(sorted('中心小学', '安平小学', '李家沟教学点')).toEqual(['安平小学', '李家沟教学点', '中心小学']);
    expect(sorted('10班', '2班', '1班')).toEqual(['1班', '2班', '10班']);
    expect(sorted('四年级', '六年级', '一年级', '二年级')).toEqual(['一年级', '二年级', '四年级', '六年级']);
  });
});
