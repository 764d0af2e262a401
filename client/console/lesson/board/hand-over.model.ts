import { type PersonId, personId } from '../../../../shared/kernel/ids.ts';
import type { SeatView } from '../../../../shared/session/session.view.ts';
import type { JoinedSession } from '../../../live/live.types.ts';

/** Somebody who could lead the lesson from now on. */
export type Successor = { readonly personId: PersonId; readonly name: string | null };

/** Teachers who assist or take part by name and are here, in the order of their seats. */
export function successorsIn({
  view,
  card,
  seat: own,
}: Pick<JoinedSession, 'view' | 'card' | 'seat'>): Successor[] {
  if (view.lesson.phase.state !== 'live') return [];
  return Object.values<SeatView>(view.seats).flatMap(({ seat, part, presence }) => {
    if (seat === own || presence.state !== 'connected') return [];
    if (part !== 'assistant' && part !== 'member') return [];
    const read = personId.safeParse(seat.slice('person:'.length));
    if (!seat.startsWith('person:') || !read.success) return [];
    const name = card.members.find((each) => each.personId === read.data)?.name ?? null;
    return [{ personId: read.data, name }];
  });
}
