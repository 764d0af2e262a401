import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type CaptionChoice,
  choiceFrom,
  choiceIndex,
  choicesAmong,
  choiceText,
  nextChoice,
  shownLanguages,
} from './choice.ts';
import { directionOf, type TeachingLanguage, teachingLanguages } from './language.ts';

const anyLanguages = fc.uniqueArray(fc.constantFrom(...teachingLanguages), { maxLength: 4 });
const anyChoice = fc.record({
  on: fc.boolean(),
  languages: fc.uniqueArray(fc.constantFrom(...teachingLanguages), { maxLength: 2 }),
});

describe('a choice of captions', () => {
  it.each([null, '', 'yes', 'on xx', 'on zh-CN bo ug', 'bo', 'ON', 'on  bo'])('is not read from %j', (kept) =>
    expect(choiceFrom(kept)).toBeNull(),
  );

  it('is kept as text, also as it was kept before there were languages', () => {
    fc.assert(
      fc.property(anyChoice, (choice) => void expect(choiceFrom(choiceText(choice))).toEqual(choice)),
    );
    expect(choiceFrom('on')).toEqual({ on: true, languages: [] });
    expect(choiceFrom('off')).toEqual({ on: false, languages: [] });
  });

  it('shows two languages at most, none while it is off, and never one that is not there', () => {
    fc.assert(
      fc.property(anyChoice, anyLanguages, (choice, there) => {
        const shown = shownLanguages(choice, there);
        expect(shown.length).toBeLessThanOrEqual(2);
        expect(shown.every((each) => there.includes(each))).toBe(true);
        expect(shown.length > 0).toBe(choice.on && there.length > 0);
      }),
    );
  });

  it('keeps the order in which somebody wants two, and shows others where the wanted one is missing', () => {
    const wanted: CaptionChoice = { on: true, languages: ['bo', 'zh-CN'] };
    expect(shownLanguages(wanted, ['zh-CN', 'bo'])).toEqual(['bo', 'zh-CN']);
    expect(shownLanguages(wanted, ['zh-CN', 'ug'])).toEqual(['zh-CN']);
    expect(shownLanguages({ on: true, languages: ['ug'] }, ['zh-CN', 'bo'])).toEqual(['zh-CN', 'bo']);
  });

  it('goes by one key through all that there is, and comes back to where it was', () => {
    const walk = (there: readonly TeachingLanguage[]) => {
      const seen: string[] = [];
      let now: CaptionChoice = { on: false, languages: [] };
      for (const _ of choicesAmong(there)) {
        now = nextChoice(now, there);
        seen.push(shownLanguages(now, there).join('+'));
      }
      return seen;
    };
    expect(walk(['zh-CN'])).toEqual(['zh-CN', '']);
    expect(walk(['zh-CN', 'bo'])).toEqual(['zh-CN+bo', 'zh-CN', 'bo', '']);
    expect(walk(['zh-CN', 'bo', 'en'])).toEqual(['zh-CN+bo', 'zh-CN', 'bo', 'en', '']);
    expect(choiceIndex({ on: true, languages: ['ug'] }, ['zh-CN', 'bo'])).toBe(1);
  });
});

it('lines are written from the side from which their language is read', () => {
  expect(['ug', 'bo', 'zh-CN', 'kk'].map((each) => directionOf(each))).toEqual(['rtl', 'ltr', 'ltr', 'auto']);
  expect(directionOf('unknown')).toBe('auto');
});
