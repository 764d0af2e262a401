import { type PersonId, personId } from '../../shared/kernel/ids.ts';
import { type Interval, intersect, lengthMs, union } from '../../shared/kernel/intervals.ts';
import { type SeatKey, seatOfPhone } from '../../shared/session/session.events.ts';
import type { AttendanceFold } from './attendance.rules.ts';

/** lectured 主讲, assisted 助教, researched 教研. */
export type WorkPart = 'lectured' | 'assisted' | 'researched';

/** A teacher's part in one lesson 工作量. One person may have several parts; their times do not overlap. */
export type SettledPerson = {
  readonly personId: PersonId;
  readonly part: WorkPart;
  readonly workedMs: number;
};

/** Whose phones they are, by the right that each came with; a substitute's is not among them. */
export type PhoneHolders = ReadonlyMap<string, PersonId>;

/**
 * Workload 工作量 of named teachers in an ended lesson, in ms of the held lesson: lectured while the lectern was theirs and their media was
 * connected; researched as a member of a master lesson or at the lectern of a seminar, where nobody is taught; assisted for whatever
 * else they were there, at a console of either side or with a phone that carries their name. A phone has no media: being there counts.
 */
export function workOf(fold: AttendanceFold, holders: PhoneHolders): readonly SettledPerson[] {
  const { plan, spans } = fold;
  if (plan === null) return [];
  const isSeminar = plan.mode === 'seminar';
  const there = presenceByPerson(fold, holders);
  const work = new Map<string, SettledPerson>();
  for (const [person, { media, phone, part }] of there) {
    const onLectern = fold.people.lecterns.filter((each) => each.personId === person);
    const member = plan.kind === 'master' && plan.memberIds.includes(person);
    // Whoever watches unseen by right of office works for nobody here.
    if (part === 'observer' && !member) continue;
    const held = intersect(union(media), spans);
    const lectured = intersect(held, onLectern);
    const all = intersect(union([...media, ...phone]), spans);
    const add = (as: WorkPart, workedMs: number) =>
      void (workedMs > 0 && work.set(`${person} ${as}`, sum(work, { personId: person, part: as, workedMs })));
    add(isSeminar ? 'researched' : 'lectured', lengthMs(lectured));
    add(member ? 'researched' : 'assisted', lengthMs(all) - lengthMs(lectured));
  }
  return [...work.values()];
}

const sum = (work: ReadonlyMap<string, SettledPerson>, next: SettledPerson): SettledPerson => ({
  ...next,
  workedMs: next.workedMs + (work.get(`${next.personId} ${next.part}`)?.workedMs ?? 0),
});

type There = { readonly media: Interval[]; readonly phone: Interval[]; part: 'observer' | 'seen' };

function presenceByPerson(
  { connections, plan }: Pick<AttendanceFold, 'connections' | 'plan'>,
  holders: PhoneHolders,
): ReadonlyMap<PersonId, There> {
  const ofRooms = new Set<SeatKey>(plan?.rooms.map(({ roomId }) => seatOfPhone(roomId)));
  const people = new Map<PersonId, There>();
  for (const { seat, grantId, media, present } of connections) {
    const holder = grantId === null ? null : (holders.get(grantId) ?? null);
    const person = holder ?? personIn(seat);
    if (person === null) continue;
    const there = people.get(person) ?? { media: [], phone: [], part: 'observer' };
    people.set(person, there);
    if (!seat.startsWith('observer:')) there.part = 'seen';
    if (holder === null) there.media.push(...media);
    // A lecturer's own phone is a second look at the same work.
    else if (ofRooms.has(seat)) there.phone.push(present);
  }
  return people;
}

/** In whichever of their own seats somebody sits, seen or unseen. */
const personIn = (seat: SeatKey): PersonId | null => {
  const [kind, id] = seat.split(':');
  return kind === 'person' || kind === 'observer' ? personId.parse(id) : null;
};
