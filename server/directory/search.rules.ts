import { isPlain, plainOf, type Spelling, spellingOf } from './spelling.rules.ts';

/**
 * Whether an entry's words hold everything that somebody typed, each part of it in some word: as written in simplified or traditional
 * characters, as pinyin, as its initials, or any of them in turn. 「云溪」 is found by 云溪, 雲溪, yunxi, yx, yunx and 云x.
 */
export function createMatcher(query: string): (words: readonly string[]) => boolean {
  const parts = plainOf(query)
    .split(/\s+/u)
    .filter((part) => part !== '')
    .map((part) => ({ part, typed: /[a-z]/u.test(part), inPlain: createFinder(part) }));
  const holds = (word: string, { part, typed, inPlain }: (typeof parts)[number]): boolean => {
    if (isPlain(word)) return inPlain(word);
    const spelling = spellingOf(word);
    return spelling.plain.includes(part) || (typed && isSpelled(spelling, part));
  };
  return (words) => {
    for (const part of parts) {
      let found = false;
      for (const word of words) found ||= holds(word, part);
      if (!found) return false;
    }
    return true;
  };
}

/** Whatever the case, without a copy in small letters of each of 100,000 codes. */
function createFinder(part: string): (word: string) => boolean {
  if (!isPlain(part)) return () => false;
  const found = new RegExp(part.replace(/\W/g, '\\$&'), 'i');
  return (word) => found.test(word);
}

/** Follows all ways of reading at once: what was typed may part in many ways, and none may be tried twice. */
function isSpelled({ signs, firsts }: Spelling, part: string): boolean {
  const first = part.charAt(0);
  // Most words cannot even begin with it.
  if (!firsts.includes(first)) return false;
  /** Up to where the typed part is read when a character begins. */
  let reached: number[] = [];
  let next: number[] = [];
  for (const sign of signs) {
    next.length = 0;
    for (const from of reached) if (readOn(sign, { part, from, next })) return true;
    if (readOn(sign, { part, from: 0, next })) return true;
    [reached, next] = [next, reached];
  }
  return false;
}

type Reading = { readonly part: string; readonly from: number; readonly next: number[] };

/** Adds where the next character may begin. @returns whether the typed part ends within this one */
function readOn(sign: readonly string[], { part, from, next }: Reading): boolean {
  for (const reading of sign) {
    let shared = 0;
    while (shared < reading.length && reading.charCodeAt(shared) === part.charCodeAt(from + shared)) shared++;
    if (shared === 0) continue;
    if (from + shared === part.length) return true;
    // A character is typed whole, by its first letter, or by zh, ch, sh.
    add(next, from + 1);
    if (shared >= 2 && reading[1] === 'h') add(next, from + 2);
    if (shared === reading.length) add(next, from + shared);
  }
  return false;
}

function add(places: number[], place: number): void {
  if (!places.includes(place)) places.push(place);
}
