import { z } from 'zod';
import { LANGUAGES_SHOWN_MAX } from './cue.ts';
import { type TeachingLanguage, teachingLanguage } from './language.ts';

/** What somebody wants to read of captions 字幕. No language named: those there are; two below each other 双语 where there are two. */
export const captionChoice = z.strictObject({
  on: z.boolean(),
  languages: z.array(teachingLanguage).max(LANGUAGES_SHOWN_MAX),
});
export type CaptionChoice = {
  readonly on: boolean;
  readonly languages: readonly TeachingLanguage[];
};
type Languages = readonly TeachingLanguage[];

const OFF: CaptionChoice = { on: false, languages: [] };
const WHAT_THERE_IS: CaptionChoice = { on: true, languages: [] };

/** The languages that are shown of those there are, the upper first. Whoever wants one that is missing sees the others rather than none. */
export function shownLanguages({ on, languages }: CaptionChoice, there: Languages): Languages {
  if (!on) return [];
  const wanted = languages.filter((each) => there.includes(each));
  return (wanted.length > 0 ? wanted : there).slice(0, LANGUAGES_SHOWN_MAX);
}

/** What there is to choose between, in the order in which one key goes through it: none, all, each alone. */
export const choicesAmong = (there: Languages): readonly [CaptionChoice, ...CaptionChoice[]] => [
  OFF,
  WHAT_THERE_IS,
  ...(there.length > 1 ? there.map((each): CaptionChoice => ({ on: true, languages: [each] })) : []),
];

/** Which of those it comes to. */
export function choiceIndex(choice: CaptionChoice, there: Languages): number {
  const wanted = shownLanguages(choice, there).join(' ');
  return Math.max(
    0,
    choicesAmong(there).findIndex(
      (each) => each.on === choice.on && shownLanguages(each, there).join(' ') === wanted,
    ),
  );
}

/** After the last the first again. */
export function nextChoice(choice: CaptionChoice, there: Languages): CaptionChoice {
  const choices = choicesAmong(there);
  return choices[(choiceIndex(choice, there) + 1) % choices.length] ?? OFF;
}

export const choiceText = ({ on, languages }: CaptionChoice): string =>
  [on ? 'on' : 'off', ...languages].join(' ');

/** Null for nothing, and for what is no choice. */
export function choiceFrom(text: string | null): CaptionChoice | null {
  if (text === null) return null;
  const [word, ...languages] = text.split(' ');
  const read = captionChoice.safeParse({ on: word === 'on', languages });
  return (word === 'on' || word === 'off') && read.success ? read.data : null;
}
