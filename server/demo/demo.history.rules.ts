import type { ConnectionId, RoomId } from '../../shared/kernel/ids.ts';
import { addDays, type LocalDate } from '../../shared/kernel/time.ts';
import { type SessionPlan, seatOfPerson, seatOfRoom } from '../../shared/session/session.events.ts';
import type { DatedFact } from '../session/session.types.ts';
import { type DemoLesson, LESSON_MINUTES, mondayOf, regularWeek } from './demo.timetable.rules.ts';

/** How a past lesson went at one room: of each kind of trouble there is some, so that a report has something to explain. */
export type PastRoom = 'valid' | 'absent' | 'cut' | 'uncounted';
export type PastLesson = {
  readonly lesson: DemoLesson;
  readonly happened:
    | { readonly state: 'held'; readonly minutes: number; readonly rooms: readonly PastRoom[] }
    | { readonly state: 'cancelled'; readonly reason: string };
};

/** So many weeks lie behind this one. */
export const PAST_WEEKS = 3;
const SHORT_MINUTES = 22;

/** The lessons of the last weeks, and of this week's days that are over, with what became of them. It gets better from week to week. */
export function pastLessons(today: LocalDate, isTaught: (date: LocalDate) => boolean): PastLesson[] {
  const monday = mondayOf(today);
  return [...Array(PAST_WEEKS + 1).keys()].flatMap((week) =>
    regularWeek(addDays(monday, (week - PAST_WEEKS) * 7)).flatMap((lesson, index): PastLesson[] => {
      if (lesson.localDate >= today || !isTaught(lesson.localDate)) return [];
      if (week === 1 && index === 5)
        return [{ lesson, happened: { state: 'cancelled', reason: '乡里停电' } }];
      const minutes = week === 0 && index === 2 ? SHORT_MINUTES : LESSON_MINUTES;
      const rooms = lesson.rooms.map((_, room) => outcomeOf(week, index, room));
      return [{ lesson, happened: { state: 'held', minutes, rooms } }];
    }),
  );
}

const troubles: readonly PastRoom[] = ['absent', 'cut', 'uncounted'];

/** The same every time: a demonstration that is loaded twice tells one story. */
function outcomeOf(week: number, index: number, room: number): PastRoom {
  const drawn = (week * 31 + index * 17 + room * 11) % 20;
  return drawn < 6 - week ? (troubles[drawn % troubles.length] ?? 'valid') : 'valid';
}

/** Until then an end could have been taken back. */
const SHOWN_OUT_MINUTES = 31;

type Told = {
  readonly plan: SessionPlan;
  readonly happened: Extract<PastLesson['happened'], { state: 'held' }>;
  readonly newConnection: () => ConnectionId;
};

/** The log that such a lesson leaves, in order of time. */
export function factsOf({ plan, happened, newConnection }: Told): DatedFact[] {
  const at = (minute: number) => plan.plannedStartAtMs + minute * 60_000;
  const fact = (minute: number, it: Undated): DatedFact => ({ ...it, occurredAtMs: at(minute) });
  const lead = newConnection();
  const seat = seatOfPerson(plan.lecturerId);
  const facts = [
    fact(-8, { type: 'session.opened', body: { plan } }),
    fact(-8, {
      type: 'presence.joined',
      body: { connectionId: lead, seat, part: 'lecturer', deviceId: null },
    }),
    fact(-8, { type: 'media.connected', body: { connectionId: lead } }),
    fact(0, { type: 'session.started', body: { lecturerId: plan.lecturerId } }),
    ...plan.rooms.flatMap(({ roomId, expectedCount }, index) =>
      factsOfRoom(happened.rooms[index] ?? 'valid', {
        ...{ roomId, expectedCount, index, minutes: happened.minutes },
        ...{ fact, newConnection },
      }),
    ),
    fact(happened.minutes, { type: 'session.ended', body: { reason: 'lecturer' } }),
  ];
  // Whoever never left would be found missing at the next start, from the moment they came.
  const gone = new Set(
    facts.flatMap((each) => (each.type === 'presence.lost' ? [each.body.connectionId] : [])),
  );
  for (const { type, body } of [...facts])
    if (type === 'presence.joined' && !gone.has(body.connectionId))
      facts.push(
        fact(happened.minutes + SHOWN_OUT_MINUTES, {
          type: 'presence.left',
          body: { connectionId: body.connectionId, reason: 'session-ended' },
        }),
      );
  return facts.toSorted((a, b) => a.occurredAtMs - b.occurredAtMs);
}

type Undated = DatedFact extends infer Fact
  ? Fact extends DatedFact
    ? Omit<Fact, 'occurredAtMs'>
    : never
  : never;
type RoomTold = {
  readonly roomId: RoomId;
  readonly expectedCount: number;
  readonly index: number;
  readonly minutes: number;
  readonly fact: (minute: number, it: Undated) => DatedFact;
  readonly newConnection: () => ConnectionId;
};

function factsOfRoom(outcome: PastRoom, told: RoomTold): DatedFact[] {
  const { roomId, expectedCount, index, minutes, fact, newConnection } = told;
  if (outcome === 'absent') return [];
  const seat = seatOfRoom(roomId);
  const join = (minute: number, connectionId: ConnectionId) => [
    fact(minute, {
      type: 'presence.joined',
      body: { connectionId, seat, part: 'room', deviceId: null },
    }),
    fact(minute, { type: 'media.connected', body: { connectionId } }),
  ];
  const first = newConnection();
  const facts = join(-4, first);
  if (outcome === 'cut')
    facts.push(
      fact(12, { type: 'presence.lost', body: { connectionId: first, cause: 'timeout' } }),
      ...join(minutes - 5, newConnection()),
    );
  else
    facts.push(
      fact(15 + index * 4, { type: 'stage.called', body: { seat } }),
      fact(17 + index * 4, { type: 'stage.released', body: { seat, reason: 'command' } }),
    );
  if (outcome === 'uncounted') return facts;
  const presentCount = Math.max(1, expectedCount - (index % 3));
  return [
    ...facts,
    fact(6, {
      type: 'headCount.set',
      body: { roomId, presentCount, expectedCount, source: 'phoneNamed' },
    }),
    fact(minutes + 3, {
      type: 'confirmation.set',
      body: {
        ...{ roomId, source: 'phoneNamed' as const, late: false },
        ...(outcome === 'cut'
          ? { outcome: 'partly' as const, cause: 'line' as const, clarity: 2, following: 2 }
          : { outcome: 'held' as const, cause: null, clarity: 5 - (index % 2), following: 4 }),
      },
    }),
  ];
}
