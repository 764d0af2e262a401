import { createText, pickLocale, type Text } from '../../shared/text/text.ts';
import { type WorkerTextKey, workerEn } from '../../shared/text/worker.en.ts';
import { workerZhCn } from '../../shared/text/worker.zh-CN.ts';

/** Sentences in the language of the terminal; one that names none, or `C`, gets English, which every terminal can show. */
export function terminalText(env: Readonly<Record<string, string | undefined>>): Text<WorkerTextKey> {
  const wanted = env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || 'en';
  const locale = /^(C|POSIX)(\.|$)/.test(wanted) ? 'en' : pickLocale([wanted, 'en']);
  return createText<WorkerTextKey>(locale === 'en' ? workerEn : workerZhCn);
}
