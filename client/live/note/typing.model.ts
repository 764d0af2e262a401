/** What typing did to a text: at a place so many characters were taken out and others put in. */
export type Typing = { readonly at: number; readonly out: number; readonly words: string };

/**
 * The least that makes `after` of `before`. Of several equal ways (a letter doubled) the one that ends at the caret is what was typed.
 * @param caret where the caret stands in `after`
 */
export function typingBetween(before: string, after: string, caret: number): Typing {
  const most = Math.min(before.length, after.length);
  // What stands behind the caret was not typed.
  let same = 0;
  const behind = Math.min(most, after.length - caret);
  while (same < behind && before[before.length - 1 - same] === after[after.length - 1 - same]) same += 1;
  let at = 0;
  while (at < most - same && before[at] === after[at]) at += 1;
  // A caret that says nothing (a drop, a program) leaves an end that is alike too.
  while (same < most - at && before[before.length - 1 - same] === after[after.length - 1 - same]) same += 1;
  const whole = splits(after, at) ? at - 1 : at;
  const kept = splits(after, after.length - same) ? same - 1 : same;
  return {
    at: whole,
    out: before.length - kept - whole,
    words: after.slice(whole, after.length - kept),
  };
}

/** Whether a place is in the middle of one character of two units: half of one is no text. */
const splits = (text: string, at: number): boolean => /[\uD800-\uDBFF]/.test(text[at - 1] ?? '');
