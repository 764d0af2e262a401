import type { RoomId } from '../../shared/kernel/ids.ts';
import { seatOfPhone } from '../../shared/session/session.events.ts';
import { policyOf } from '../../shared/session/session.policy.ts';
import type { SeatView, SessionView } from '../../shared/session/session.view.ts';

/** How long a code stands in a running lesson when somebody has asked for it. */
export const ASKED_MS = 60_000;

/** Where the code for a phone is on the glass: in a corner before the lesson, large over it when asked for. */
export type CodePlace = 'none' | 'corner' | 'large';

/**
 * Before the start until a phone helps; in the lesson only for as long as somebody wants one, since it covers what is taught.
 * @param askedAtMs when somebody last wanted one; null when not
 */
export function codePlace(view: SessionView, roomId: RoomId, { askedAtMs, nowMs }: Asked): CodePlace {
  if (policyOf(view.lesson).parts.phone === undefined) return 'none';
  if (phoneSeat(view, roomId)?.presence.state === 'connected') return 'none';
  switch (view.lesson.phase.state) {
    case 'unopened':
    case 'waiting':
      return 'corner';
    case 'live':
      return askedAtMs !== null && nowMs - askedAtMs < ASKED_MS ? 'large' : 'none';
    case 'ended':
      return 'none';
  }
}
type Asked = { readonly askedAtMs: number | null; readonly nowMs: number };

const phoneSeat = (view: SessionView, roomId: RoomId): SeatView | undefined =>
  view.seats[seatOfPhone(roomId)];

/** A phone that helped was sent away: the next one is wanted now. */
export function wasReleased(before: SessionView, after: SessionView, roomId: RoomId): boolean {
  const now = phoneSeat(after, roomId)?.presence;
  return (
    phoneSeat(before, roomId)?.presence.state !== 'left' && now?.state === 'left' && now.reason === 'removed'
  );
}

/** Whether phones reach this address from the school's own network only. */
export function isPrivate(origin: string): boolean {
  const host = new URL(origin).hostname.replace(/^\[|\]$/g, '').toLowerCase();
  if (host.includes(':')) return /^(::1$|fe[89ab]|f[cd])/.test(host);
  if (/^\d+(\.\d+){3}$/.test(host))
    return /^(10|127)\.|^192\.168\.|^169\.254\.|^172\.(1[6-9]|2\d|3[01])\./.test(host);
  return !host.includes('.') || /\.(local|lan|home|internal|localhost)$/.test(host);
}

export const phoneAddress = (origin: string, code: string): string => `${origin}/phone#c=${code}`;
