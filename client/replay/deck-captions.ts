import { type TeachingLanguage, teachingLanguage } from '../../shared/caption/language.ts';
import type { Replay } from '../../shared/recording.ts';
import type { CaptionNow } from '../live/captions/captions.rules.ts';
import type { Environment } from '../live/environment.ts';
import type { RoomCaptions } from '../live/room-deck.types.ts';
import { createStore } from '../live/store.ts';
import { type Cue, cuesAt, cuesOf } from './captions.rules.ts';
import { withQuery } from './hls-deck.ts';

export type DeckCaptionsDeps = {
  readonly tracks: Replay['captions'];
  readonly environment: Pick<Environment, 'after'>;
  /** The WebVTT file at that path; null when it does not come just now. */
  readonly read: (path: string) => Promise<string | null>;
};

const AGAIN_MS = 15_000;

/** Captions of a recording that is played. Each language is fetched when it is first wanted, and again until it comes. */
export class DeckCaptions implements RoomCaptions {
  readonly #deps: DeckCaptionsDeps;
  readonly #paths = new Map<TeachingLanguage, string>();
  readonly #cues = new Map<TeachingLanguage, readonly Cue[] | 'coming'>();
  readonly #now = createStore<readonly CaptionNow[]>([]);
  #wanted: readonly TeachingLanguage[] = [];
  #atMs = 0;
  #closed = false;

  constructor(deps: DeckCaptionsDeps) {
    this.#deps = deps;
    for (const { language, path } of deps.tracks) {
      const known = teachingLanguage.safeParse(language);
      if (known.success) this.#paths.set(known.data, path);
    }
  }

  get languages(): readonly TeachingLanguage[] {
    return [...this.#paths.keys()];
  }

  get now() {
    return this.#now;
  }

  choose(languages: readonly TeachingLanguage[]): void {
    this.#wanted = languages;
    for (const language of languages) void this.#fetch(language);
    this.at(this.#atMs);
  }

  /** The recording is there now. */
  at(atMs: number): void {
    this.#atMs = atMs;
    const now = this.#wanted.map((language): CaptionNow => {
      const cues = this.#cues.get(language) ?? 'coming';
      const lines = cues === 'coming' ? [] : cuesAt(cues, atMs);
      return { language, lines: lines.map(({ fromMs, words }) => ({ atMs: fromMs, words })) };
    });
    if (wordsOf(now) !== wordsOf(this.#now.get())) this.#now.set(now);
  }

  close(): void {
    this.#closed = true;
  }

  async #fetch(language: TeachingLanguage): Promise<void> {
    const path = this.#paths.get(language);
    if (path === undefined || this.#cues.has(language) || this.#closed) return;
    this.#cues.set(language, 'coming');
    const file = await this.#deps.read(path);
    if (file !== null) {
      this.#cues.set(language, cuesOf(file));
      this.at(this.#atMs);
      return;
    }
    this.#deps.environment.after(AGAIN_MS, () => {
      this.#cues.delete(language);
      if (this.#wanted.includes(language)) void this.#fetch(language);
    });
  }
}

/** A file of a recording as text, with the query that opens it; null when it does not come just now. */
export async function readFile(path: string, query: string): Promise<string | null> {
  try {
    const response = await fetch(withQuery(path, query));
    return response.ok ? await response.text() : null;
  } catch (cause) {
    // The line is cut just now.
    if (!(cause instanceof TypeError)) throw cause;
    return null;
  }
}

const wordsOf = (captions: readonly CaptionNow[]): string => JSON.stringify(captions);
