/** Sentences by key. `{name}` in a sentence is filled from the parameters. */
export type Dictionary<Key extends string = string> = Readonly<Record<Key, string>>;

export const locales = ['zh-CN', 'en'] as const;
export type Locale = (typeof locales)[number];

export type TextParams = Readonly<Record<string, string | number>>;
export type Text<Key extends string = string> = (key: Key, params?: TextParams) => string;

/** A function that says a key's sentence. A parameter that is not given stays visible as `{name}`, so that a test or a reader finds it. */
export function createText<Key extends string>(dictionary: Dictionary<Key>): Text<Key> {
  return (key, params = {}) =>
    dictionary[key].replace(/\{(\w+)\}/g, (placeholder, name: string) => String(params[name] ?? placeholder));
}

/** The language to speak to somebody whose browser asks for `wanted`, best first. Chinese is the house's first language. */
export function pickLocale(wanted: readonly string[]): Locale {
  for (const tag of wanted) {
    if (tag.toLowerCase().startsWith('zh')) return 'zh-CN';
    if (tag.toLowerCase().startsWith('en')) return 'en';
  }
  return 'zh-CN';
}

/**
 * The language of a terminal by the usual variables. One that names none, or `C`, gets English, which every terminal can show; pages begin
 * with Chinese.
 */
export function terminalLocale(env: Readonly<Record<string, string | undefined>>): Locale {
  const wanted = env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || '';
  return wanted.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en';
}
