import { describe, expect, it } from 'vitest';
import type { ReplaySlide, ReplayTrack } from '../../shared/recording.ts';
import { contentAt, hungerOf, slideAt } from './content.rules.ts';

const slide = (atMs: number, file: string | null, page = 1): ReplaySlide => ({
  atMs,
  open: file === null ? null : { coursewareId: file as never, name: `${file}.pdf`, page },
});
const track = (source: 'content' | 'camera', fromMs: number, toMs: number): ReplayTrack => ({
  seat: 'person:1' as never,
  source,
  leads: true,
  playlist: '/x.m3u8',
  pieces: [{ pieceId: 'p' as never, fromMs, toMs, bytes: 1, codec: 'avc1', size: null }],
});

describe('what stood in the content’s place', () => {
  it('is nothing where neither a page nor a screen was shown', () => {
    expect(contentAt({ tracks: [track('camera', 0, 9)], slides: [] }, 5)).toBeNull();
    expect(contentAt({ tracks: [], slides: [slide(10, 'a')] }, 5)).toBeNull();
    expect(contentAt({ tracks: [], slides: [slide(1, 'a'), slide(3, null)] }, 5)).toBeNull();
  });

  it('is what came later, and turning a page does not make its file later', () => {
    const tracks = [track('content', 20, 60)];
    const slides = [slide(10, 'a', 1), slide(30, 'a', 2), slide(40, 'b', 7)];
    expect(contentAt({ tracks, slides }, 15)).toMatchObject({ kind: 'slide', slide: { page: 1 } });
    expect(contentAt({ tracks, slides }, 35)).toMatchObject({ kind: 'picture' });
    expect(contentAt({ tracks, slides }, 45)).toMatchObject({ kind: 'slide', slide: { page: 7 } });
    expect(slideAt(slides, 35)).toMatchObject({ sinceMs: 10, slide: { page: 2 } });
  });
});

describe('a narrow line', () => {
  const narrowAfter = (seconds: readonly boolean[]) => {
    let hungerMs = 0;
    return seconds.map((hungry) => {
      const next = hungerOf(hungerMs, { passedMs: 1_000, hungry });
      hungerMs = next.hungerMs;
      return next.isNarrow;
    });
  };
  it('is called so when pictures stay away, not for a single long breath', () => {
    expect(narrowAfter([true, true, true, true, true]).includes(true)).toBe(false);
    expect(narrowAfter([true, true, true, true, true, true]).at(-1)).toBe(true);
    const breath = [true, true, true, ...Array.from({ length: 12 }, () => false)];
    expect(narrowAfter([...breath, ...breath, ...breath]).includes(true)).toBe(false);
    expect(narrowAfter(Array.from({ length: 20 }, (_, index) => index % 2 === 0)).includes(true)).toBe(true);
  });
});
