import type { StreamView } from '../../../shared/session/session.view.ts';

/** A picture that was refused because this browser cannot decode its codec. */
export type Miss = { readonly codec: string; readonly sinceMs: number };
/** By seat and source. */
export type Misses = ReadonlyMap<string, Miss>;

/** How long a compatible picture may take to come before a page says that there will be none. */
export const REMEDY_MS = 10_000;

export const pictureOf = ({ seat, source }: Pick<StreamView, 'seat' | 'source'>): string =>
  `${seat}/${source}`;

/**
 * Of each picture the one stream that is taken: the main one, or the compatible one beside it once the main one was refused. A
 * compatible one alone waits for its main one, which is about to come again.
 */
export function choose<T extends StreamView>(streams: readonly T[], misses: Misses): readonly T[] {
  const mains = streams.filter((stream) => stream.compatible !== true);
  if (mains.length === streams.length) return streams;
  const played = new Set(
    mains
      .filter((stream) => misses.get(pictureOf(stream))?.codec !== stream.codec)
      .map((stream) => pictureOf(stream)),
  );
  const helped = new Set(
    streams
      .filter((stream) => stream.compatible === true)
      .map((stream) => pictureOf(stream))
      .filter((picture) => misses.has(picture) && !played.has(picture)),
  );
  return streams.filter((stream) => (stream.compatible === true) === helped.has(pictureOf(stream)));
}
