import { createContext, useContext } from 'react';
import type { ErrorCode } from '../../shared/kernel/errors.ts';
import type { ReplayKey } from '../../shared/text/replay.en.ts';
import { createText, type Locale, locales, pickLocale, type Text } from '../../shared/text/text.ts';

export type ReplayText = Text<ReplayKey | `error.${ErrorCode}`>;

const context = createContext<ReplayText | null>(null);
export const TextProvider = context.Provider;

export function useText(): ReplayText {
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
export async function loadText(locale: Locale): Promise<ReplayText> {
  const dictionary =
    locale === 'en' ? (await import('./text.en.ts')).textEn : (await import('./text.zh-CN.ts')).textZhCn;
  return createText(dictionary);
}
