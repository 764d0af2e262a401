import type { SeatKey } from '../../../shared/session/session.events.ts';
import type { SessionView, StreamView } from '../../../shared/session/session.view.ts';

/** What becomes of the lecturer's picture in a room that cannot decode it: a compatible one flows, is on its way, or nothing helps. */
export type Remedy = 'compatible' | 'coming' | 'voiceOnly';

/** Null for a room that sees everything, and while there is nothing to be seen. */
export function remedyOf({ lesson, streams }: SessionView, seat: SeatKey): Remedy | null {
  const misfit = lesson.misfits?.seats.find((each) => each.seat === seat);
  const pictures = Object.values<StreamView>(streams).filter(
    ({ part, source }) => part === 'lecturer' && source !== 'voice',
  );
  if (misfit === undefined || pictures.length === 0) return null;
  if (misfit.voiceOnly) return 'voiceOnly';
  return pictures.some(({ compatible }) => compatible === true) ? 'compatible' : 'coming';
}
