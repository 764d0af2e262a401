import { importWordsEn } from '../../shared/text/import-words.en.ts';
import { type ImportWordKey, importWordsZhCn } from '../../shared/text/import-words.zh-CN.ts';
import type { Locale } from '../../shared/text/text.ts';

const words: Readonly<Record<Locale, Readonly<Record<ImportWordKey, string>>>> = {
  'zh-CN': importWordsZhCn,
  en: importWordsEn,
};

/** A column's heading or a value's word; words of a key that stand apart by `|` are all understood, the first is written. */
export const wordOf = (key: ImportWordKey, locale: Locale): string => words[locale][key].split('|')[0] ?? '';

/** As people write it: full-width characters, capital letters, blanks, and the remark behind a heading do not count. */
export const plain = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/[\u200b\ufeff]/g, '')
    .replace(/[\s_*-]+/g, '')
    .replace(/\(.*\)$/, '')
    .toLowerCase();

/** Every way to say a key, in both languages. */
export const waysToSay = (key: ImportWordKey): string[] =>
  [...importWordsZhCn[key].split('|'), ...importWordsEn[key].split('|')].map(plain);

/** Finds the value that a word stands for. */
export function readerOf<V extends string>(prefix: string, values: readonly V[]): (text: string) => V | null {
  const found = new Map<string, V>();
  for (const value of values) {
    found.set(plain(value), value);
    for (const way of waysToSay(keyOf(`${prefix}.${value}`))) found.set(way, value);
  }
  return (text) => found.get(plain(text)) ?? null;
}

export function keyOf(key: string): ImportWordKey {
  if (!isKey(key)) throw new Error(`no word for ${key}`);
  return key;
}

const isKey = (key: string): key is ImportWordKey => Object.hasOwn(importWordsZhCn, key);

const digits = ['一', '二', '三', '四', '五', '六', '七', '八', '九'] as const;

/** 三年级, 3年级, 三, 3, Grade 3, G3, 初一 → 三年级, 七年级: written once, so that needs and links meet. Others stay as they are. */
export function gradeText(text: string): string {
  const word = plain(text);
  const junior = /^初([一二三123])$/.exec(word)?.[1];
  if (junior !== undefined) return gradeOf(numberOf(junior) + 6);
  const found = /^(?:小学)?(?:grade|g|year|第)?0?([1-9一二三四五六七八九])(?:年级|grade|级)?$/.exec(
    word,
  )?.[1];
  return found === undefined ? text.trim() : gradeOf(numberOf(found));
}

const gradeOf = (grade: number): string => `${digits[grade - 1] ?? ''}年级`;
const numberOf = (digit: string): number =>
  /\d/.test(digit) ? Number(digit) : (digits as readonly string[]).indexOf(digit) + 1;

/** 一二三四五, 周一至周五, 1-5, Mon-Fri, Mon,Wed → 1..7 in order; null for anything else. */
export function weekdaysOf(text: string): number[] | null {
  const word = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/星期|礼拜|周/g, '')
    .replace(/\s+/g, '');
  const found = new Set<number>();
  let from: number | null = null;
  let ranged = false;
  for (const [token] of word.matchAll(
    /mon(?:day)?|tue(?:s|sday)?|wed(?:nesday)?|thu(?:rs|rsday)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?|[一二三四五六日天1-7]|[-–—~至到]|to|[,;/、,;.]|./g,
  )) {
    const day = dayOf(token);
    if (day !== null) {
      if (ranged && from !== null) {
        if (day < from) return null;
        for (let each = from; each <= day; each += 1) found.add(each);
      }
      found.add(day);
      [from, ranged] = [day, false];
    } else if (/^([-–—~至到]|to)$/.test(token) && from !== null) ranged = true;
    else if (!/^[,;/、.]$/.test(token)) return null;
  }
  return found.size === 0 || ranged ? null : [...found].sort((a, b) => a - b);
}

const latinDays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

function dayOf(token: string): number | null {
  const latin = latinDays.indexOf(token.slice(0, 3));
  if (latin >= 0) return latin + 1;
  if (/^[1-7]$/.test(token)) return Number(token);
  const index = '一二三四五六日'.indexOf(token === '天' ? '日' : token);
  return index < 0 ? null : index + 1;
}

/** 8:00, 08:00:00, 8点30, 8：30, 0.3541666 (how a spreadsheet keeps a time) → minutes after midnight; null for anything else. */
export function minuteOf(text: string): number | null {
  const word = text.normalize('NFKC').trim();
  const clock = /^(\d{1,2})(?::|点|时)(\d{1,2})?分?(?::00)?$/.exec(word);
  if (clock !== null) {
    const [hour, minute] = [Number(clock[1]), Number(clock[2] ?? 0)];
    return minute > 59 ? null : hour * 60 + minute;
  }
  const share = Number(word);
  return /^0?\.\d+$/.test(word) && share < 1 ? Math.round(share * 1_440) : null;
}

export const clockText = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

/** 2026-09-01, 2026/9/1, 2026.9.1, 2026年9月1日, 20260901, 46266 (how a spreadsheet keeps a day) → YYYY-MM-DD; null for anything else. */
export function dateText(text: string): string | null {
  const word = text.normalize('NFKC').trim();
  const found =
    /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?: 00:00(?::00)?)?$/.exec(word) ??
    /^(\d{4})(\d{2})(\d{2})$/.exec(word);
  if (found !== null) return calendarDay(Number(found[1]), Number(found[2]), Number(found[3]));
  const serial = /^\d{5}$/.test(word) ? Number(word) : 0;
  return serial < 30_000 ? null : new Date(Date.UTC(1899, 11, 30 + serial)).toISOString().slice(0, 10);
}

/** Null for a day that no calendar has. */
function calendarDay(year: number, month: number, day: number): string | null {
  const at = new Date(Date.UTC(year, month - 1, day));
  return at.getUTCMonth() === month - 1 && at.getUTCDate() === day ? at.toISOString().slice(0, 10) : null;
}
