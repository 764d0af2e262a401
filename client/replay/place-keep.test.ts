import { describe, expect, it } from 'vitest';
import { createPlaceKeep } from './place-keep.ts';

function boxOf(content: Record<string, string> = {}) {
  return {
    content,
    getItem: (key: string) => content[key] ?? null,
    setItem: (key: string, value: string) => {
      content[key] = value;
    },
  };
}

describe('the place that is kept', () => {
  it('is none of what was not written here, nor of a storage that is refused', () => {
    for (const rubbish of ['', '{', '[["a"]]', '[["a",-1]]', '{"a":1}'])
      expect(createPlaceKeep(boxOf({ 'sanketang.replay.me': rubbish }), 'me').read('a')).toBeNull();
    const refused = {
      getItem: () => {
        throw new DOMException('no', 'SecurityError');
      },
      setItem: () => {
        throw new DOMException('full', 'QuotaExceededError');
      },
    };
    const keep = createPlaceKeep(refused, 'me');
    keep.write('a', 1);
    expect(keep.read('a')).toBeNull();
  });

  it('is of one recording and one person', () => {
    const box = boxOf();
    const [mine, theirs] = [createPlaceKeep(box, 'me'), createPlaceKeep(box, 'them')];
    mine.write('a', 1_000.6);
    mine.write('b', 2_000);
    expect([mine.read('a'), mine.read('b'), theirs.read('a')]).toEqual([1_001, 2_000, null]);
    mine.forget('a');
    expect(mine.read('a')).toBeNull();
  });

  it('gives way to newer ones, the one just written last', () => {
    const keep = createPlaceKeep(boxOf(), 'me');
    for (let index = 0; index < 100; index += 1) keep.write(`r${index}`, index);
    keep.write('r0', 7);
    keep.write('new', 1);
    expect([keep.read('r0'), keep.read('r1'), keep.read('new')]).toEqual([7, null, 1]);
  });
});
