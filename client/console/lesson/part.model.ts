import type { JoinedSession } from '../../live/live.types.ts';

/** One's part as the lesson has it now. While it runs, whoever started leads, and not who was planned to. */
export function partNow({
  seat,
  part,
  view,
}: Pick<JoinedSession, 'seat' | 'part' | 'view'>): JoinedSession['part'] {
  return view.lesson.phase.state === 'live' ? (view.seats[seat]?.part ?? part) : part;
}
