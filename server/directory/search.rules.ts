import { isPlain, plainOf, type Spelling, spellingOf } from './spelling.rules.ts';

/**
 * Whether an entry's words hold everything that somebody typed, each part of it in some word: as written in simplified or traditional
 * characters, as pinyin, as its initials, or any of them in turn. 「云溪」 is found by 云溪, 雲溪, yunxi, yx, yunx and 云x.
 */
export function createMatcher(query: string): (words: readonly string[]) => boolean {
  const parts = plainOf(query)
    .split(/\s+/u)
    .filter((part) => part !== '')
    .map((part) => ({ part, typed: /[a-z]/u.test(part) }));
  return (words) =>
    parts.every(({ part, typed }) =>
      words.some((word) => {
        if (isPlain(word)) return word.toLowerCase().includes(part);
        const spelling = spellingOf(word);
        return spelling.plain.includes(part) || (typed && isSpelled(spelling, part));
      }),
    );
}

/** Follows all ways of reading at once: what was typed may part in many ways, and none may be tried twice. */
function isSpelled({ signs, firsts }: Spelling, part: string): boolean {
  const first = part.charAt(0);
  // Most words cannot even begin with it.
  if (!firsts.includes(first)) return false;
  /** Up to where the typed part is read when a character begins. */
  let reached: readonly number[] = [];
  for (const sign of signs) {
    const next: number[] = [];
    for (const from of reached) if (readOn(sign, { part, from, next })) return true;
    if (readOn(sign, { part, from: 0, next })) return true;
    reached = next;
  }
  return false;
}

type Reading = { readonly part: string; readonly from: number; readonly next: number[] };

/** Adds where the next character may begin. @returns whether the typed part ends within this one */
function readOn(sign: readonly string[], { part, from, next }: Reading): boolean {
  const add = (to: number) => {
    if (!next.includes(to)) next.push(to);
  };
  for (const reading of sign) {
    let shared = 0;
    while (shared < reading.length && reading.charCodeAt(shared) === part.charCodeAt(from + shared)) shared++;
    if (shared === 0) continue;
    if (from + shared === part.length) return true;
    // A character is typed whole, by its first letter, or by zh, ch, sh.
    add(from + 1);
    if (shared >= 2 && reading[1] === 'h') add(from + 2);
    if (shared === reading.length) add(from + shared);
  }
  return false;
}
