import type { JoinedSession } from '../../live/live.types.ts';

/** One's part as the lesson has it now. While it runs, whoever started leads, and not who was planned to. */
export function partNow({
  seat,
  part,
  view,
}: Pick<JoinedSession, 'seat' | 'part' | 'view'>): JoinedSession['part'] {
  return view.lesson.phase.state === 'live' ? (view.seats[seat]?.part ?? part) : part;
}

/** What this page has seen of the running lesson. */
export type Seen = {
  /** Somebody else led. */
  readonly othersLed: boolean;
  readonly ownLed: boolean;
};
export const seenNothing: Seen = { othersLed: false, ownLed: false };

export function seenAfter(before: Seen, session: Pick<JoinedSession, 'seat' | 'part' | 'view'>): Seen {
  if (session.view.lesson.phase.state !== 'live' || partNow(session) !== session.part) return before;
  const led = session.part === 'lecturer' ? 'ownLed' : 'othersLed';
  return before[led] ? before : { ...before, [led]: true };
}

/**
 * What the page does when the lesson knows another part for it than the seat that it took: whoever starts leads at once, to whom the lectern
 * was handed says so first; whoever handed it assists, and the planned lecturer who came second is told.
 */
export type PartStep = 'stay' | 'lead' | 'offered' | 'assist' | 'alreadyLed';

export function partStep(session: Pick<JoinedSession, 'seat' | 'part' | 'view'>, seen: Seen): PartStep {
  const now = partNow(session);
  if (now === session.part) return 'stay';
  if (now === 'lecturer') return seen.othersLed ? 'offered' : 'lead';
  if (session.part !== 'lecturer') return 'stay';
  return seen.ownLed ? 'assist' : 'alreadyLed';
}
