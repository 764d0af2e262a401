import { z } from 'zod';

/**
 * 授课语言: what a lesson is taught in, and what captions 字幕 are written in, by BCP 47: Chinese first, the languages of China's bilingual
 * schools 民族地区双语, then what is taught as a foreign language. The log keeps these names: more may come, none goes.
 */
export const teachingLanguages = [
  'zh-CN',
  'bo',
  'ug',
  'mn',
  'za',
  'kk',
  'ko',
  'ii',
  'ky',
  'tdd',
  'en',
  'ja',
  'ru',
  'fr',
  'de',
  'es',
] as const;
export const teachingLanguage = z.enum(teachingLanguages);
export type TeachingLanguage = z.infer<typeof teachingLanguage>;

export const USUAL_LANGUAGE: TeachingLanguage = 'zh-CN';

/** What each is called by those who read it; a page names it in its own language beside that. */
export const ownNames: Readonly<Record<TeachingLanguage, string>> = {
  'zh-CN': '中文',
  bo: 'བོད་ཡིག',
  ug: 'ئۇيغۇرچە',
  mn: 'ᠮᠣᠩᠭᠣᠯ',
  za: 'Vahcuengh',
  kk: 'قازاقشا',
  ko: '조선말',
  ii: 'ꆈꌠꉙ',
  ky: 'قىرعىزچا',
  tdd: 'ᥖᥭᥰᥘᥫᥴ',
  en: 'English',
  ja: '日本語',
  ru: 'Русский',
  fr: 'Français',
  de: 'Deutsch',
  es: 'Español',
};

const directions: Readonly<Partial<Record<string, 'ltr' | 'rtl' | 'auto'>>> = {
  ug: 'rtl',
  // Written in Arabic letters in China and in Cyrillic ones elsewhere: the words tell.
  kk: 'auto',
  ky: 'auto',
};
const known: readonly string[] = teachingLanguages;

/** From which side a line in that language is written. A line that begins with a number or a foreign name would not tell by itself. */
export const directionOf = (language: string): 'ltr' | 'rtl' | 'auto' =>
  directions[language] ?? (known.includes(language) ? 'ltr' : 'auto');
