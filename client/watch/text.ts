import { createContext, useContext } from 'react';
import type { ErrorCode } from '../../shared/kernel/errors.ts';
import type { CaptionsShownKey } from '../../shared/text/captions-shown.en.ts';
import type { CoursewareWallKey } from '../../shared/text/courseware-wall.en.ts';
import type { RecordingKey } from '../../shared/text/recording.en.ts';
import { createText, type Locale, locales, pickLocale, type Text } from '../../shared/text/text.ts';
import type { WatchKey } from '../../shared/text/watch.en.ts';

export type WatchText = Text<
  WatchKey | RecordingKey | CaptionsShownKey | CoursewareWallKey | `error.${ErrorCode}`
>;

const context = createContext<WatchText | null>(null);
export const TextProvider = context.Provider;

export function useText(): WatchText {
  const text = useContext(context);
  if (text === null) throw new Error('useText outside its provider');
  return text;
}

/** `?lang=en` in the address, else the browser's own wish. */
export function localeOf(search: string, wanted: readonly string[]): Locale {
  const asked = new URLSearchParams(search).get('lang');
  return locales.find((locale) => locale === asked) ?? pickLocale(wanted);
}

/** Only the language that is spoken is fetched. */
export async function loadText(locale: Locale): Promise<WatchText> {
  const dictionary =
    locale === 'en' ? (await import('./text.en.ts')).textEn : (await import('./text.zh-CN.ts')).textZhCn;
  return createText(dictionary);
}
