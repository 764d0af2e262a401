import { seatOfPhone } from '../../../../shared/session/session.events.ts';
import type { JoinedSession } from '../../../live/live.types.ts';

/** Whether the lecturer's own phone is in the lesson now. */
export function hasPhone({ view }: Pick<JoinedSession, 'view'>): boolean {
  const { lecturerId } = view.lesson;
  return lecturerId !== null && view.seats[seatOfPhone(lecturerId)]?.presence.state === 'connected';
}

/** What the code says: the phone's page, the code behind the sign that browsers do not send. */
export const phoneAddress = (origin: string, code: string): string => `${origin}/phone#c=${code}`;

/** How long before it expires a new code is asked for, so that what is on the glass always works. */
const AHEAD_MS = 5_000;
export const renewInMs = (expiresAtMs: number, nowMs: number): number =>
  Math.max(1_000, expiresAtMs - AHEAD_MS - nowMs);
