import { type ServerTextKey, serverEn } from '../../shared/text/server.en.ts';
import { serverZhCN } from '../../shared/text/server.zh-CN.ts';
import { createText, type Dictionary, type Locale, type Text } from '../../shared/text/text.ts';

const dictionaries: Readonly<Record<Locale, Dictionary<ServerTextKey>>> = {
  'zh-CN': serverZhCN,
  en: serverEn,
};

/** What the server says to whoever starts it. */
export const serverText = (locale: Locale): Text<ServerTextKey> => createText(dictionaries[locale]);
