import { useEffect, useState } from 'react';
import { type CaptionChoice, shownLanguages } from '../../shared/caption/choice.ts';
import { type TeachingLanguage, teachingLanguages } from '../../shared/caption/language.ts';
import type { Replay } from '../../shared/recording.ts';
import type { CaptionNow } from '../live/captions/captions.rules.ts';
import { browserEnvironment } from '../live/environment.ts';
import { useCaptionChoice } from '../ui/captions/use-caption-choice.ts';
import { useReadable } from '../ui/use-readable.ts';
import { DeckCaptions, readFile } from './deck-captions.ts';

export type Captions = {
  readonly tracks: Replay['captions'];
  readonly language: TeachingLanguage | null;
  /** Below the first; null while there is none, and whenever there is no first. */
  readonly second: TeachingLanguage | null;
  /** By name, as a field of a page has it; null for none. */
  select(language: string | null): void;
  selectSecond(language: string | null): void;
  toggle(): void;
  /** To be read now. */
  readonly shown: readonly CaptionNow[];
};

const OFF: CaptionChoice = { on: false, languages: [] };

/** The captions that are switched on at this device, at most two languages. */
export function useCaptions(tracks: Replay['captions'], query: () => string, atMs: number): Captions {
  const [choice, choose] = useCaptionChoice();
  const [deck] = useState(
    () =>
      new DeckCaptions({
        tracks,
        environment: browserEnvironment(),
        read: (path) => readFile(path, query()),
      }),
  );
  const [language = null, second = null] = shownLanguages(choice ?? OFF, deck.languages);
  useEffect(() => {
    deck.choose([language, second].filter((each) => each !== null));
  }, [deck, language, second]);
  useEffect(() => deck.at(atMs), [deck, atMs]);
  const known = (name: string | null) => teachingLanguages.find((each) => each === name) ?? null;
  const turnTo = (wanted: readonly (TeachingLanguage | null)[]) => {
    const languages = wanted.filter((each) => each !== null);
    choose({ on: languages.length > 0, languages });
  };
  return {
    tracks,
    language,
    second,
    select(name) {
      const wanted = known(name);
      turnTo(wanted === null ? [] : [wanted, second === wanted ? null : second]);
    },
    selectSecond: (name) => turnTo([language, known(name)]),
    toggle: () => choose({ on: language === null, languages: [] }),
    shown: useReadable(deck.now),
  };
}
