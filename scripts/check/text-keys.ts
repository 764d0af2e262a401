import { existsSync, readdirSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { inRoot } from '../lib/paths.mjs';
import { dictionaries } from '../lib/text.mjs';
import type { StepResult } from '../lib/tool.ts';

type Table = Readonly<Record<string, string>>;

const placeholders = (sentence: string) =>
  [...sentence.matchAll(/\{(\w+)\}/g)]
    .map((match) => match[1])
    .sort()
    .join(' ');

/** What is wrong between the two languages of one table: a key that one lacks, an empty sentence, parameters that differ. */
export function compareTables(name: string, chinese: Table, english: Table): string[] {
  const keys = [...new Set([...Object.keys(chinese), ...Object.keys(english)])];
  return keys.flatMap((key) => {
    const zh = chinese[key];
    const en = english[key];
    if (zh === undefined) return [`${name}: "${key}" has no Chinese`];
    if (en === undefined) return [`${name}: "${key}" has no English`];
    if (zh.trim() === '' || en.trim() === '') return [`${name}: "${key}" is empty`];
    return placeholders(zh) === placeholders(en)
      ? []
      : [`${name}: "${key}" has other parameters in Chinese than in English`];
  });
}

const isTable = (value: unknown): value is Table =>
  typeof value === 'object' &&
  value !== null &&
  Object.values(value).every((entry) => typeof entry === 'string');

async function tableOf(file: string): Promise<Table | null> {
  const exported: Record<string, unknown> = await import(pathToFileURL(file).href);
  return Object.values(exported).find(isTable) ?? null;
}

async function comparePair(folder: string, base: string): Promise<string[]> {
  const [zhFile, enFile] = [`${folder}/${base}zh-CN.ts`, `${folder}/${base}en.ts`];
  if (!existsSync(zhFile) || !existsSync(enFile))
    return [`shared/text/${base}*: one of the two languages has no file`];
  const [chinese, english] = [await tableOf(zhFile), await tableOf(enFile)];
  if (!chinese || !english) return [`shared/text/${base}*: exports no table of sentences`];
  return compareTables(`shared/text/${base}*`, chinese, english);
}

/** Every table of shared/text, and what the launchers say. The compiler checks most of it; parameters and empty sentences it cannot see. */
export async function checkTexts(): Promise<StepResult> {
  const folder = inRoot('shared/text');
  const files = existsSync(folder) ? readdirSync(folder) : [];
  const bases = new Set(files.flatMap((file) => /^(.*?)(?:zh-CN|en)\.ts$/.exec(file)?.[1] ?? []));
  const wrong = [
    ...compareTables('scripts/lib/text.mjs', dictionaries['zh-CN'], dictionaries.en),
    ...(await Promise.all([...bases].map((base) => comparePair(folder, base)))).flat(),
  ];
  return {
    name: `texts in both languages (${bases.size + 1} tables)`,
    passed: wrong.length === 0,
    detail: wrong.join('\n'),
  };
}
