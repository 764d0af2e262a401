import { type AuditTextKey, auditEn } from '../../shared/text/audit.en.ts';
import { auditZhCn } from '../../shared/text/audit.zh-CN.ts';
import { createText, type Locale, locales, type Text } from '../../shared/text/text.ts';

const tables = { 'zh-CN': auditZhCn, en: auditEn } as const;

export const auditTexts: Readonly<Record<Locale, Text<AuditTextKey>>> = {
  'zh-CN': createText<AuditTextKey>(auditZhCn),
  en: createText<AuditTextKey>(auditEn),
};

const PREFIX = 'audit.action.';

/** What an action is called; an action of an older version that has no words any more is called as it was. */
export const wordsOfAction = (action: string, locale: Locale): string =>
  new Map<string, string>(Object.entries(tables[locale])).get(PREFIX + action) ?? action;

/** Actions that are called so in any language, or so by their own name. */
export function actionsSaying(search: string): string[] {
  const part = search.trim().toLowerCase();
  const actions = Object.keys(auditZhCn).flatMap((key) =>
    key.startsWith(PREFIX) ? [key.slice(PREFIX.length)] : [],
  );
  return actions.filter((action) =>
    [action, ...locales.map((locale) => wordsOfAction(action, locale))].some((words) =>
      words.toLowerCase().includes(part),
    ),
  );
}
