import { shownMs } from '../../../shared/caption/cue.ts';
import type { TeachingLanguage } from '../../../shared/caption/language.ts';
import type { CaptionsView } from '../../../shared/session/session.caption.ts';

/** Known by when it was said. */
export type CaptionLine = { readonly atMs: number; readonly words: string };
/** What is to be read in one language now, the older line first. */
export type CaptionNow = { readonly language: TeachingLanguage; readonly lines: readonly CaptionLine[] };

/** Their place stays while somebody types, so that the pictures above do not jump with every line. */
const PLACE_STAYS_MS = 60_000;

/** Null while nobody types any. */
export function captionsNow(captions: CaptionsView | undefined, nowMs: number): readonly CaptionNow[] | null {
  if (captions === undefined) return null;
  const said = captions.flatMap(({ lines }) => lines.map(({ saidAtMs }) => saidAtMs));
  if (!said.some((saidAtMs) => nowMs < saidAtMs + PLACE_STAYS_MS)) return null;
  return captions.map(({ language, lines }) => ({
    language,
    lines: lines.flatMap(({ words, saidAtMs }) =>
      words !== null && nowMs < saidAtMs + shownMs(words) ? [{ atMs: saidAtMs, words }] : [],
    ),
  }));
}

/** In the order of `languages`; a language that nobody writes in has no place. */
export const captionsIn = (
  captions: readonly CaptionNow[],
  languages: readonly TeachingLanguage[],
): readonly CaptionNow[] =>
  languages.flatMap((language) => captions.find((each) => each.language === language) ?? []);

/** On a remote control that has them, their own key; on every other, and in the lesson alone, what lies below OK. */
export const isCaptionKey = (key: string): boolean =>
  ['ArrowDown', 'Subtitle', 'ClosedCaptionToggle', 'c', 'C'].includes(key);
