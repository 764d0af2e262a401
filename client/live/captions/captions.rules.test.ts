import { describe, expect, it } from 'vitest';
import type { CaptionsView } from '../../../shared/session/session.caption.ts';
import { captionsIn, captionsNow, isCaptionKey } from './captions.rules.ts';

const captions: CaptionsView = [
  {
    language: 'zh-CN',
    lines: [
      { words: '一', saidAtMs: 1_000 },
      { words: '二', saidAtMs: 3_000 },
    ],
  },
  { language: 'bo', lines: [{ words: null, saidAtMs: 2_000 }] },
];
const linesAt = (nowMs: number) =>
  captionsNow(captions, nowMs)?.map(({ lines }) => lines.map(({ words }) => words)) ?? null;

describe('captions of a running lesson', () => {
  it('have no place while nobody types any', () => {
    expect(captionsNow(undefined, 0)).toBeNull();
    expect(linesAt(63_000)).toBeNull();
  });

  it('go when they were read, line by line; their place stays, and erased ones are not missed', () => {
    expect(linesAt(4_999)).toEqual([['一', '二'], []]);
    expect(linesAt(5_000)).toEqual([['二'], []]);
    expect(linesAt(7_000)).toEqual([[], []]);
  });

  it('stand in the order in which they are wanted, and only the wanted ones', () => {
    const now = captionsNow(captions, 4_000) ?? [];
    expect(captionsIn(now, ['bo', 'zh-CN']).map(({ language }) => language)).toEqual(['bo', 'zh-CN']);
    expect(captionsIn(now, ['ug'])).toEqual([]);
    expect(captionsIn(now, [])).toEqual([]);
  });

  it('are switched by keys that nothing else in a lesson needs', () => {
    expect(['Enter', ' ', 'ArrowUp', 'Escape', 'x'].filter(isCaptionKey)).toEqual([]);
    expect(['ArrowDown', 'Subtitle', 'c'].every(isCaptionKey)).toBe(true);
  });
});
