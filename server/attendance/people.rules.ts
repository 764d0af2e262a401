import type { PersonAttendance, SeatAttendance, SessionAttendance } from '../../shared/attendance.ts';
import type { PersonId } from '../../shared/kernel/ids.ts';
import { type Interval, intervalOf } from '../../shared/kernel/intervals.ts';
import {
  type SeatKey,
  type SeatPart,
  type SessionEvent,
  type SessionPlan,
  seatOfObserver,
  seatOfPerson,
} from '../../shared/session/session.events.ts';
import { type CountedAs, policyOf } from '../../shared/session/session.policy.ts';

/** What the log says of who took part by name. */
export type People = {
  /** Who led: the last who started, else who was planned. Null for an empty log. */
  readonly lecturerId: PersonId | null;
  /** The part in which each seat came last. */
  readonly parts: ReadonlyMap<SeatKey, SeatPart>;
  readonly lecterns: readonly Lectern[];
};

/** Who stood at the lectern from when to when: from the start until it is handed over, and the last one for good. */
export type Lectern = Interval & { readonly personId: PersonId };

export function peopleOf(events: readonly SessionEvent[]): People {
  const parts = new Map<SeatKey, SeatPart>();
  let lecturerId: PersonId | null = null;
  for (const event of events) {
    if (event.type === 'session.opened') lecturerId ??= event.body.plan.lecturerId;
    if (event.type === 'session.started') lecturerId = event.body.lecturerId;
    if (event.type === 'presence.joined') parts.set(event.body.seat, event.body.part);
  }
  return { lecturerId, parts, lecterns: lecternsOf(events) };
}

function lecternsOf(events: readonly SessionEvent[]): readonly Lectern[] {
  const lecterns: Lectern[] = [];
  for (const event of events) {
    if (event.type !== 'session.started' && event.type !== 'lectern.handed') continue;
    const last = lecterns.pop();
    const fromMs = event.occurredAtMs;
    if (last !== undefined) lecterns.push({ ...last, ...intervalOf(last.fromMs, fromMs) });
    lecterns.push({ personId: event.body.lecturerId, fromMs, toMs: Number.POSITIVE_INFINITY });
  }
  return lecterns;
}

type Plan = Pick<SessionPlan, 'kind' | 'mode' | 'lecturerId' | 'memberIds'>;
type Counted = Pick<PersonAttendance, 'personId' | 'part' | 'attendance'>;
export type Seats = ReadonlyMap<SeatKey, SeatAttendance>;

/**
 * Everybody who counts as a teacher by the policy, first who leads: those who were expected, whether they came or not, and who assisted.
 * Whoever watches unseen by right of office is in no list.
 */
export function countedPeople(plan: Plan, people: People, seats: Seats): readonly Counted[] {
  const counts = (part: SeatPart) => countedAs(plan, part) === 'teacher';
  const lecturerId = people.lecturerId ?? plan.lecturerId;
  const { memberPart } = policyOf(plan);
  const counted = new Map<PersonId, Counted>();
  const add = (personId: PersonId, seat: SeatKey, part: Counted['part']) =>
    void (counted.has(personId) || counted.set(personId, { personId, part, attendance: of(seats, seat) }));
  if (counts('lecturer')) add(lecturerId, seatOfPerson(lecturerId), 'lecturer');
  for (const personId of plan.memberIds) {
    const seat = memberPart === 'observer' ? seatOfObserver(personId) : seatOfPerson(personId);
    if (memberPart !== null && counts(memberPart)) add(personId, seat, 'member');
  }
  for (const [seat] of people.parts) {
    const personId = personIn(seat);
    const helped = of(seats, seat).stays.length > 0;
    // Also a planned lecturer who came second.
    if (personId !== null && helped && counts('assistant')) add(personId, seat, 'assistant');
  }
  return [...counted.values()];
}

/** Viewers by the minute; null where the policy has none. */
export function countedViewers(plan: Plan, people: People, seats: Seats): SessionAttendance['viewers'] {
  if (countedAs(plan, 'viewer') !== 'viewer') return null;
  const watched = [...people.parts]
    .filter(([, part]) => part === 'viewer')
    .map(([seat]) => of(seats, seat))
    .filter((each) => each.stays.length > 0);
  return { count: watched.length, watchedMs: watched.reduce((sum, each) => sum + each.connectedMs, 0) };
}

const countedAs = (plan: Plan, part: SeatPart): CountedAs =>
  policyOf(plan).parts[part]?.countedAs ?? 'nobody';

const personIn = (seat: SeatKey): PersonId | null =>
  seat.startsWith('person:') ? (seat.slice('person:'.length) as PersonId) : null;

const of = (seats: Seats, seat: SeatKey): SeatAttendance =>
  seats.get(seat) ?? { seat, stays: [], connectedMs: 0, cameraMs: 0, firstConnectedAtMs: null };
