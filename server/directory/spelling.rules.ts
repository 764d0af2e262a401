import { Converter } from 'opencc-js/t2cn';
import { pinyin } from 'pinyin-pro';

/** How a word can be typed. */
export type Spelling = {
  /** In small letters and simplified characters. */
  readonly plain: string;
  /** Everything that a character of it can begin with. */
  readonly firsts: string;
  /** Each character as it can be typed: itself, or any of its readings without tones, `ü` as `v` and as `u`. */
  readonly signs: readonly (readonly string[])[];
};

const simplified = Converter({ from: 't', to: 'cn' });
const han = /\p{Script=Han}/u;
const plainOnly = /^[\x20-\x7e]*$/;
/** Codes and telephone numbers: nothing in them is spelled. */
export const isPlain = (text: string): boolean => plainOnly.test(text);

/** A county has perhaps 5,000 different characters, and their readings are asked for again and again. */
const signs = new Map<string, readonly string[]>();

function signOf(char: string): readonly string[] {
  const known = signs.get(char);
  if (known !== undefined) return known;
  const made = [...new Set([char, ...readingsOf(char)])];
  signs.set(char, made);
  return made;
}

function readingsOf(char: string): string[] {
  if (!han.test(char)) return [];
  const readings = pinyin(char, { multiple: true, toneType: 'none', type: 'array', v: true });
  return readings.flatMap((each) => (each.includes('v') ? [each, each.replace('v', 'u')] : [each]));
}

/** Letters of full width, capitals and traditional characters are the same to whoever searches. */
export const plainOf = (text: string): string => {
  const folded = text.normalize('NFKC').toLowerCase().replaceAll('ü', 'v');
  return isPlain(folded) ? folded : simplified(folded);
};

const numerals = '零一二三四五六七八九十';
/** 三年级, 二班: counted, not spelled. */
const counted = /\d+|[一二三四五六七八九十](?=年级|班|号)/gu;
const NUMBER_WIDTH = 12;

function madeOrder(word: string): string {
  const numbered = plainOf(word).replace(counted, (number) =>
    String(Math.max(numerals.indexOf(number), 0) || number).padStart(NUMBER_WIDTH, '0'),
  );
  // The reading comes first, then the character, so that equal readings stand together.
  return [...numbered].map((char) => (han.test(char) ? `${signOf(char)[1] ?? ''}${char}` : char)).join('');
}

/** Names come up again with every key that is pressed; more than these are forgotten together. */
const KEPT_SPELLINGS = 250_000;
const kept = new Map<string, Spelling>();

export function spellingOf(word: string): Spelling {
  const known = kept.get(word);
  if (known !== undefined) return known;
  const plain = plainOf(word);
  const found = isPlain(plain) ? [] : [...plain].filter((char) => char !== ' ').map(signOf);
  const made: Spelling = {
    plain,
    signs: found,
    firsts: [...new Set(found.flat().map((reading) => reading.charAt(0)))].join(''),
  };
  if (kept.size >= KEPT_SPELLINGS) kept.clear();
  kept.set(word, made);
  return made;
}

const orders = new Map<string, string>();

/** Compares with `<` as names are read: by pinyin, numbers by their size. */
export function orderOf(word: string): string {
  const known = orders.get(word);
  if (known !== undefined) return known;
  const made = madeOrder(word);
  if (orders.size >= KEPT_SPELLINGS) orders.clear();
  orders.set(word, made);
  return made;
}
