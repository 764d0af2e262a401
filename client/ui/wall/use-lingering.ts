import { useEffect, useRef, useState } from 'react';
import type { PersonId } from '../../../shared/kernel/ids.ts';
import { seatOfPerson } from '../../../shared/session/session.events.ts';
import type { LiveStream } from '../../live/live.types.ts';
import { inOrder, lingering, nextGoneMs, type Pictures } from './lingering.rules.ts';

/** The streams that are there, and those that have just gone, as standing pictures. */
export function useLingering(
  streams: readonly LiveStream[],
  lecturerId: PersonId | null,
): readonly LiveStream[] {
  const known = useRef<Pictures>({ here: [], gone: [] });
  const [, drawAgain] = useState(0);
  const lecturerSeat = lecturerId === null ? null : seatOfPerson(lecturerId);
  known.current = lingering(known.current, streams, { lecturerSeat, nowMs: performance.now() });
  const nextMs = nextGoneMs(known.current, lecturerSeat);
  useEffect(() => {
    if (nextMs === null) return;
    const timer = setTimeout(
      () => drawAgain((count) => count + 1),
      Math.max(0, nextMs - performance.now()) + 10,
    );
    return () => clearTimeout(timer);
  }, [nextMs]);
  return inOrder(known.current, lecturerSeat);
}
