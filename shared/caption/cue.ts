/** One caption 字幕: from when to when something is to be read, in ms of its recording. Lines of `words` stand below each other, none is empty. */
export type Cue = { readonly fromMs: number; readonly toMs: number; readonly words: string };

/** At most two languages stand below each other: more nobody reads. */
export const LANGUAGES_SHOWN_MAX = 2;

/** As long as it takes to see that there is something new, and then to read it: slow readers read about five characters a second. */
const SEEN_MS = 2_000;
const CHARACTER_MS = 220;
const SHOWN_MIN_MS = 4_000;
const SHOWN_MAX_MS = 15_000;

/** How long words of a live caption stand, if no others come. */
export function shownMs(words: string): number {
  const length = [...words].length;
  return Math.min(SHOWN_MAX_MS, Math.max(SHOWN_MIN_MS, SEEN_MS + length * CHARACTER_MS));
}
