import { describe, expect, it } from 'vitest';
import { createCaptionKeep } from './caption-keep.ts';

const shelfWith = (kept: string | null) => {
  const written: string[] = [];
  return { written, shelf: { read: () => kept, write: (text: string) => void written.push(text) } };
};

describe('what a device shows of captions', () => {
  it('is nobody’s word yet where nothing that can be read was kept', () => {
    for (const kept of [null, '', 'on xx']) expect(createCaptionKeep(shelfWith(kept).shelf).get()).toBeNull();
  });

  it('is as it was left, and is told and written once for each change', () => {
    const { shelf, written } = shelfWith('on bo');
    const keep = createCaptionKeep(shelf);
    let toldCount = 0;
    keep.subscribe(() => {
      toldCount += 1;
    });
    expect(keep.get()).toEqual({ on: true, languages: ['bo'] });
    keep.set({ on: true, languages: ['bo'] });
    expect([toldCount, written]).toEqual([0, []]);
    keep.set({ on: false, languages: [] });
    expect([toldCount, written, keep.get()?.on]).toEqual([1, ['off'], false]);
  });
});
