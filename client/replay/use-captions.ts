import { useEffect, useState } from 'react';
import type { Replay } from '../../shared/recording.ts';
import { type Cue, captionAt, cuesOf } from './captions.rules.ts';
import { withQuery } from './hls-deck.ts';

export type Captions = {
  readonly tracks: Replay['captions'];
  readonly language: string | null;
  select(language: string | null): void;
  toggle(): void;
  at(atMs: number): string | null;
};

/** The captions that are switched on, fetched when they first are. */
export function useCaptions(tracks: Replay['captions'], query: () => string): Captions {
  const [language, setLanguage] = useState<string | null>(null);
  const [cues, setCues] = useState<readonly Cue[]>([]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: fetched when they are switched on, and never for a renewed query
  useEffect(() => {
    const track = tracks.find((each) => each.language === language);
    setCues([]);
    if (track === undefined) return;
    let gone = false;
    void fetch(withQuery(track.path, query()))
      .then(async (response) => (response.ok ? cuesOf(await response.text()) : []))
      // A line that is cut just now: without captions until they are switched on again.
      .catch(() => [])
      .then((read) => !gone && setCues(read));
    return () => {
      gone = true;
    };
  }, [language]);
  return {
    tracks,
    language,
    select: setLanguage,
    toggle: () => setLanguage(language === null ? (tracks[0]?.language ?? null) : null),
    at: (atMs) => captionAt(cues, atMs),
  };
}
