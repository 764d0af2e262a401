import { useEffect, useRef, useState } from 'react';
import type { LiveStream } from '../../live/live.types.ts';

/** A picture that goes for a moment (new transports) keeps its place this long, so that the walls do not jump. */
const LINGER_MS = 3000;

type Gone = { readonly stream: LiveStream; readonly untilMs: number };
const placeOf = ({ seat, source }: LiveStream): string => `${seat} ${source}`;

/** The streams that are there, and those that have just gone, as standing pictures. */
export function useLingering(streams: readonly LiveStream[]): readonly LiveStream[] {
  const last = useRef<readonly LiveStream[]>([]);
  const gone = useRef<readonly Gone[]>([]);
  const [, drawAgain] = useState(0);
  const nowMs = performance.now();
  const here = new Set(streams.map(placeOf));
  const left = last.current
    .filter((stream) => !here.has(placeOf(stream)))
    .map((stream) => ({ stream: { ...stream, flowing: false }, untilMs: nowMs + LINGER_MS }));
  gone.current = [
    ...gone.current.filter(({ stream, untilMs }) => untilMs > nowMs && !here.has(placeOf(stream))),
    ...left,
  ];
  last.current = streams;
  const firstMs = gone.current[0]?.untilMs;
  useEffect(() => {
    if (firstMs === undefined) return;
    const timer = setTimeout(
      () => drawAgain((count) => count + 1),
      Math.max(0, firstMs - performance.now()) + 10,
    );
    return () => clearTimeout(timer);
  }, [firstMs]);
  return [...streams, ...gone.current.map(({ stream }) => stream)];
}
