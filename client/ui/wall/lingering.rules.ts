import type { LiveStream } from '../../live/live.types.ts';

/** A picture that goes for a moment (new transports) keeps its place this long, so that the walls do not jump. */
const LINGER_MS = 3_000;
/** A successor at the lectern opens a camera within this; until then the class goes on seeing whom it saw. */
const HAND_OVER_MS = 20_000;

export type Gone = { readonly stream: LiveStream; readonly sinceMs: number };
export type Pictures = { readonly here: readonly LiveStream[]; readonly gone: readonly Gone[] };

const placeOf = ({ seat, source }: Pick<LiveStream, 'seat' | 'source'>): string => `${seat} ${source}`;

/** A stream that a lecturer sent who leads no longer. */
const isHandedOn = ({ stream }: Gone, lecturerSeat: string | null): boolean =>
  stream.part === 'lecturer' && lecturerSeat !== null && stream.seat !== lecturerSeat;

/** What is there now, and what has just gone and still stands as a picture. */
export function lingering(
  before: Pictures,
  here: readonly LiveStream[],
  { lecturerSeat, nowMs }: { readonly lecturerSeat: string | null; readonly nowMs: number },
): Pictures {
  const left = before.here
    .filter((stream) => !here.some((each) => isSame(each, stream)))
    .map((stream): Gone => ({ stream: { ...stream, flowing: false }, sinceMs: nowMs }));
  // Content ends with who showed it; a face is missed.
  const shows = (each: Gone) =>
    here.some(({ part, source, picture }) => part === 'lecturer' && source === each.stream.source && picture);
  const stands = (each: Gone) =>
    isHandedOn(each, lecturerSeat) && each.stream.source === 'camera'
      ? nowMs < each.sinceMs + HAND_OVER_MS && !shows(each)
      : nowMs < each.sinceMs + LINGER_MS && !here.some((there) => isSame(there, each.stream));
  return { here, gone: [...before.gone, ...left].filter(stands) };
}

/** The same place in the same part: who hands the lectern on goes on sending for a moment, as somebody else. */
const isSame = (a: LiveStream, b: LiveStream): boolean => placeOf(a) === placeOf(b) && a.part === b.part;

/** When the next of them goes; null while nothing lingers. */
export const nextGoneMs = ({ gone }: Pictures, lecturerSeat: string | null): number | null =>
  gone.length === 0
    ? null
    : Math.min(
        ...gone.map(
          (each) =>
            each.sinceMs +
            (isHandedOn(each, lecturerSeat) && each.stream.source === 'camera' ? HAND_OVER_MS : LINGER_MS),
        ),
      );

/** In the order of a wall: whom the class still sees stands before a successor of whom nothing is seen yet. */
export function inOrder({ here, gone }: Pictures, lecturerSeat: string | null): readonly LiveStream[] {
  const handedOn = gone.filter((each) => isHandedOn(each, lecturerSeat));
  const others = gone.filter((each) => !isHandedOn(each, lecturerSeat));
  return [...handedOn.map(({ stream }) => stream), ...here, ...others.map(({ stream }) => stream)];
}
