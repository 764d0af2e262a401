import { useEffect, useState } from 'react';
import type { Replay } from '../../shared/recording.ts';
import { type Cue, captionAt, cuesOf } from './captions.rules.ts';
import { withQuery } from './hls-deck.ts';

export type Captions = {
  readonly tracks: Replay['captions'];
  readonly language: string | null;
  /** Below the first; null while there is none, and whenever there is no first. */
  readonly second: string | null;
  select(language: string | null): void;
  selectSecond(language: string | null): void;
  toggle(): void;
  at(atMs: number): readonly CaptionShown[];
};
export type CaptionShown = { readonly language: string; readonly words: string };

/** The captions that are switched on, at most two languages, each fetched when it first is. */
export function useCaptions(tracks: Replay['captions'], query: () => string): Captions {
  const [language, setLanguage] = useState<string | null>(null);
  const [wished, setWished] = useState<string | null>(null);
  const second = language === null || wished === language ? null : wished;
  const cues = useCues(tracks, language, query);
  const others = useCues(tracks, second, query);
  return {
    tracks,
    language,
    second,
    select: setLanguage,
    selectSecond: setWished,
    toggle: () => setLanguage(language === null ? (tracks[0]?.language ?? null) : null),
    at: (atMs) =>
      [
        { language, words: captionAt(cues, atMs) },
        { language: second, words: captionAt(others, atMs) },
      ].flatMap((each) =>
        each.language === null || each.words === null ? [] : [{ language: each.language, words: each.words }],
      ),
  };
}

const none: readonly Cue[] = [];

function useCues(tracks: Replay['captions'], language: string | null, query: () => string): readonly Cue[] {
  const [cues, setCues] = useState(none);
  // biome-ignore lint/correctness/useExhaustiveDependencies: fetched when they are switched on, and never for a renewed query
  useEffect(() => {
    const track = tracks.find((each) => each.language === language);
    setCues(none);
    if (track === undefined) return;
    let gone = false;
    void fetch(withQuery(track.path, query()))
      .then(async (response) => (response.ok ? cuesOf(await response.text()) : none))
      // A line that is cut just now: without captions until they are switched on again.
      .catch(() => none)
      .then((read) => !gone && setCues(read));
    return () => {
      gone = true;
    };
  }, [language]);
  return cues;
}
