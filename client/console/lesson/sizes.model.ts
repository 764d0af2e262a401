import type { LayerCheck } from '../../live/live.types.ts';

/** What is said of the picture's sizes. `single`: the camera itself is small; `one`: only one of several comes through. */
export type Sizes = {
  readonly kind: 'checking' | 'ok' | 'single' | 'some' | 'one' | 'none' | 'unavailable';
  /** For the words; empty where they name none. */
  readonly params: { readonly sizes: string; readonly missing: string; readonly codec: string };
};

/** @param check null while it runs */
export function sizesOf(check: LayerCheck | null): Sizes {
  const nothing = { sizes: '', missing: '', codec: '' };
  if (check === null) return { kind: 'checking', params: nothing };
  if (check.state === 'unavailable') return { kind: 'unavailable', params: nothing };
  const codec = codecWord(check.codec);
  const came = check.layers.map((each) => each.heightPx);
  if (check.state === 'ok')
    return { kind: came.length > 1 ? 'ok' : 'single', params: { ...nothing, sizes: words(came), codec } };
  if (check.shownHeightPx === null) return { kind: 'none', params: { ...nothing, codec } };
  return came.length > 1
    ? { kind: 'some', params: { sizes: words(came), missing: words([check.missingHeightPx]), codec } }
    : { kind: 'one', params: { ...nothing, sizes: words([check.shownHeightPx]), codec } };
}

const words = (heightsPx: readonly number[]): string => heightsPx.map((each) => `${each}p`).join(' · ');

/** As it is called in every shop: H.264, VP8. */
const codecWord = (mimeType: string): string => {
  const name = mimeType.split('/')[1] ?? '';
  return name.toUpperCase() === 'H264' ? 'H.264' : name;
};
