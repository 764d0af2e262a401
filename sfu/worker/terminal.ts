import { createText, type Text, terminalLocale } from '../../shared/text/text.ts';
import { type WorkerTextKey, workerEn } from '../../shared/text/worker.en.ts';
import { workerZhCn } from '../../shared/text/worker.zh-CN.ts';

/** Sentences in the language of the terminal. */
export const terminalText = (env: Readonly<Record<string, string | undefined>>): Text<WorkerTextKey> =>
  createText<WorkerTextKey>(terminalLocale(env) === 'en' ? workerEn : workerZhCn);
