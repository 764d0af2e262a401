import { type ConsoleKey, useText } from '../text.ts';

export type Choice = { readonly value: string; readonly label: string };

const subjectKeys = [
  'subject.chinese',
  'subject.maths',
  'subject.english',
  'subject.music',
  'subject.art',
  'subject.science',
  'subject.ethics',
  'subject.sport',
  'subject.computing',
  'subject.history',
  'subject.geography',
  'subject.labour',
] as const satisfies readonly ConsoleKey[];

/** The usual subjects; others may be typed. */
export function useSubjectChoices(): Choice[] {
  const t = useText();
  return subjectKeys.map((key) => ({ value: t(key), label: t(key) }));
}

/** Finds by what is read, not by the id behind it. */
export const searchByLabel = { optionFilterProp: 'label' } as const;
