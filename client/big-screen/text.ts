import { createContext, useContext } from 'react';
import type { BigScreenKey } from '../../shared/text/big-screen.en.ts';
import { createText, type Locale, locales, pickLocale, type Text } from '../../shared/text/text.ts';

export type BigScreenText = Text<BigScreenKey>;

const context = createContext<BigScreenText | null>(null);
export const TextProvider = context.Provider;

export function useText(): BigScreenText {
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
export async function loadText(locale: Locale): Promise<BigScreenText> {
  const dictionary =
    locale === 'en'
      ? (await import('../../shared/text/big-screen.en.ts')).bigScreenEn
      : (await import('../../shared/text/big-screen.zh-CN.ts')).bigScreenZhCn;
  return createText<BigScreenKey>(dictionary);
}
