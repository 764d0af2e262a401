import {
  type TeachingLanguage,
  teachingLanguage,
  USUAL_LANGUAGE,
} from '../../../../shared/caption/language.ts';

/** What is typed at this console: one language, or two below each other. */
export type Desk = readonly [first: TeachingLanguage, second: TeachingLanguage | null];

/** As it was chosen here before; else what the lesson is taught in. */
export function deskFrom(kept: string | null, taught: TeachingLanguage = USUAL_LANGUAGE): Desk {
  const [first, second] = (kept ?? '').split(' ').map((each) => teachingLanguage.safeParse(each).data);
  if (first === undefined) return [taught, null];
  return [first, second === undefined || second === first ? null : second];
}

export const deskText = ([first, second]: Desk): string => (second === null ? first : `${first} ${second}`);

/** One of the two is another now; the two never are the same. */
export function withLanguage([first, second]: Desk, place: 0 | 1, language: TeachingLanguage | null): Desk {
  if (place === 1) return [first, language === first ? null : language];
  return language === null ? [first, second] : [language, second === language ? null : second];
}

/** How long a line has been written at, as far as it is to be told. */
export const typingMsOf = (beganAtMs: number | null, nowMs: number): number =>
  beganAtMs === null ? 0 : Math.round(Math.min(60_000, Math.max(0, nowMs - beganAtMs)));
