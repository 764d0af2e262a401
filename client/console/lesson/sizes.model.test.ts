import { describe, expect, it } from 'vitest';
import type { LayerCheck } from '../../live/live.types.ts';
import { sizesOf } from './sizes.model.ts';

const seen = (...heightsPx: number[]) => heightsPx.map((heightPx) => ({ heightPx, tookMs: 100 }));
const stuck = (came: number[], missingHeightPx: number, shownHeightPx: number | null): LayerCheck => ({
  state: 'stuck',
  codec: 'video/VP8',
  layers: seen(...came),
  missingHeightPx,
  shownHeightPx,
});

describe('sizesOf', () => {
  it('says nothing certain while it does not know', () => {
    expect(sizesOf(null).kind).toBe('checking');
    expect(sizesOf({ state: 'unavailable', error: { code: 'TIMEOUT' } }).kind).toBe('unavailable');
  });

  it('names all sizes that switch, and the codec as people know it', () => {
    const check: LayerCheck = { state: 'ok', codec: 'video/H264', layers: seen(180, 360, 720) };
    expect(sizesOf(check)).toEqual({
      kind: 'ok',
      params: { sizes: '180p · 360p · 720p', missing: '', codec: 'H.264' },
    });
  });

  it('does not say of a small camera that it switches', () => {
    const check: LayerCheck = { state: 'ok', codec: 'video/H264', layers: seen(240) };
    expect(sizesOf(check)).toMatchObject({ kind: 'single', params: { sizes: '240p' } });
  });

  it('names the size that comes whatever is asked for, be it the smallest or the largest', () => {
    expect(sizesOf(stuck([180], 360, 180))).toMatchObject({
      kind: 'one',
      params: { sizes: '180p', codec: 'VP8' },
    });
    expect(sizesOf(stuck([], 180, 720))).toMatchObject({ kind: 'one', params: { sizes: '720p' } });
  });

  it('tells some sizes from one, and one from none', () => {
    expect(sizesOf(stuck([180, 360], 720, 360))).toMatchObject({
      kind: 'some',
      params: { sizes: '180p · 360p', missing: '720p' },
    });
    expect(sizesOf(stuck([], 180, null)).kind).toBe('none');
  });
});
