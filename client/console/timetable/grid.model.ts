import { addDays, type LocalDate } from '../../../shared/kernel/time.ts';
import type { LessonCard } from '../../../shared/lesson.ts';

/** Whose lessons a week shows. */
export const gridKinds = ['school', 'room', 'person'] as const;
export type GridKind = (typeof gridKinds)[number];
export type GridSubject = { readonly kind: GridKind; readonly id: string };

/** Where a lesson stands, or is held over while it is carried. */
export type Place = { readonly localDate: LocalDate; readonly startMinute: number };
/** Whole hours of the day that the grid shows. */
export type Hours = { readonly fromMinute: number; readonly toMinute: number };

export const STEP_MINUTES = 5;
const HOUR = 60;
const DAY_MINUTES = 1_440;

export const durationOf = ({ plannedStartAtMs, plannedEndAtMs }: LessonCard): number =>
  Math.round((plannedEndAtMs - plannedStartAtMs) / 60_000);
export const endOf = (card: LessonCard, { startMinute }: Place): number => startMinute + durationOf(card);

export function concerns({ kind, id }: GridSubject, card: LessonCard): boolean {
  switch (kind) {
    case 'school':
      return card.leadingSchool.schoolId === id || card.rooms.some((room) => room.schoolId === id);
    case 'room':
      return card.lectureRoom?.roomId === id || card.rooms.some((room) => room.roomId === id);
    case 'person':
      return card.lecturer.personId === id || card.members.some((member) => member.personId === id);
  }
}

/** From eight to five, and as far as lessons reach. */
export function hoursOf(cards: readonly LessonCard[]): Hours {
  const from = Math.min(8 * HOUR, ...cards.map((card) => card.startMinute));
  const to = Math.max(17 * HOUR, ...cards.map((card) => endOf(card, card)));
  return {
    fromMinute: Math.floor(from / HOUR) * HOUR,
    toMinute: Math.min(DAY_MINUTES, Math.ceil(to / HOUR) * HOUR),
  };
}

export const hourStarts = ({ fromMinute, toMinute }: Hours): number[] =>
  Array.from({ length: (toMinute - fromMinute) / HOUR }, (_, hour) => fromMinute + hour * HOUR);

/** Monday to Friday, and the weekend when something stands there or is taught there. */
export function daysOf(
  monday: LocalDate,
  cards: readonly LessonCard[],
  isTaught: (date: LocalDate) => boolean,
): LocalDate[] {
  const week = [0, 1, 2, 3, 4, 5, 6].map((days) => addDays(monday, days));
  const last = week.findLastIndex(
    (date, index) => index < 5 || isTaught(date) || cards.some((card) => card.localDate === date),
  );
  return week.slice(0, last + 1);
}

export type Lane = { readonly lane: number; readonly lanes: number };

/** Lessons at the same time stand side by side: which of how many lanes each has. */
export function lanesOf(cards: readonly LessonCard[]): ReadonlyMap<string, Lane> {
  const placed = new Map<string, Lane>();
  for (const day of Map.groupBy(cards, (card) => card.localDate).values()) {
    let together: { readonly card: LessonCard; readonly lane: number }[] = [];
    const settle = () => {
      const lanes = Math.max(0, ...together.map((each) => each.lane + 1));
      for (const { card, lane } of together) placed.set(card.lessonId, { lane, lanes });
      together = [];
    };
    for (const card of day.toSorted((a, b) => a.startMinute - b.startMinute || endOf(b, b) - endOf(a, a))) {
      const reach = Math.max(0, ...together.map((each) => endOf(each.card, each.card)));
      if (card.startMinute >= reach) settle();
      const taken = new Set(
        together.filter((each) => endOf(each.card, each.card) > card.startMinute).map((each) => each.lane),
      );
      let lane = 0;
      while (taken.has(lane)) lane += 1;
      together.push({ card, lane });
    }
    settle();
  }
  return placed;
}

export type GridClash = { readonly name: string; readonly by: LessonCard };

/** What a lesson would meet at a place, as far as the week on show tells: its lecturer or one of its rooms. */
export function clashAt(card: LessonCard, place: Place, others: readonly LessonCard[]): GridClash | null {
  const end = endOf(card, place);
  const rooms = roomsOf(card);
  for (const by of others) {
    const apart =
      by.lessonId === card.lessonId ||
      by.cancelled !== null ||
      by.phase === 'ended' ||
      by.localDate !== place.localDate ||
      by.startMinute >= end ||
      endOf(by, by) <= place.startMinute;
    if (apart) continue;
    if (by.lecturer.personId === card.lecturer.personId) return { name: card.lecturer.name, by };
    const room = roomsOf(by).find((each) => rooms.some(({ roomId }) => roomId === each.roomId));
    if (room) return { name: room.name, by };
  }
  return null;
}

function roomsOf({ lectureRoom, leadingSchool, rooms }: LessonCard) {
  const lead = lectureRoom && {
    roomId: lectureRoom.roomId,
    name: `${leadingSchool.name} ${lectureRoom.name}`,
  };
  return [
    ...(lead ? [lead] : []),
    ...rooms.map(({ roomId, schoolName, name }) => ({ roomId, name: `${schoolName} ${name}` })),
  ];
}

type Ground = {
  readonly days: readonly LocalDate[];
  readonly durationMinutes: number;
  /** When periods begin, in order. */
  readonly starts: readonly number[];
};

const clamp = (value: number, least: number, most: number) => Math.min(most, Math.max(least, value));

/** Where a key takes a carried lesson; the same place for a key that means nothing. */
export function stepped(place: Place, key: string, { days, durationMinutes, starts }: Ground): Place {
  const last = Math.floor((DAY_MINUTES - durationMinutes) / STEP_MINUTES) * STEP_MINUTES;
  const at = (startMinute: number): Place => ({ ...place, startMinute: clamp(startMinute, 0, last) });
  const day = (by: number): Place => {
    const index = clamp(days.indexOf(place.localDate) + by, 0, days.length - 1);
    return { ...place, localDate: days[index] ?? place.localDate };
  };
  const now = place.startMinute;
  switch (key) {
    case 'ArrowUp':
      return at(Math.ceil(now / STEP_MINUTES) * STEP_MINUTES - STEP_MINUTES);
    case 'ArrowDown':
      return at(Math.floor(now / STEP_MINUTES) * STEP_MINUTES + STEP_MINUTES);
    case 'ArrowLeft':
      return day(-1);
    case 'ArrowRight':
      return day(1);
    case 'PageUp':
      return at(starts.findLast((each) => each < now) ?? (starts.length > 0 ? now : now - HOUR));
    case 'PageDown':
      return at(starts.find((each) => each > now) ?? (starts.length > 0 ? now : now + HOUR));
    default:
      return place;
  }
}

/** The place under a pointer. `x` and `y` are shares 0..1 of the grid; `grabbed` is how far below the lesson's top it was taken. */
export function placeAt(
  point: { readonly x: number; readonly y: number },
  {
    days,
    hours,
    durationMinutes,
    grabbed,
  }: Omit<Ground, 'starts'> & { readonly hours: Hours; readonly grabbed: number },
): Place | null {
  const localDate = days[clamp(Math.floor(point.x * days.length), 0, days.length - 1)];
  if (localDate === undefined) return null;
  const minute = hours.fromMinute + point.y * (hours.toMinute - hours.fromMinute) - grabbed;
  const startMinute = Math.round(minute / STEP_MINUTES) * STEP_MINUTES;
  return { localDate, startMinute: clamp(startMinute, hours.fromMinute, hours.toMinute - durationMinutes) };
}

/** Whether a place lies before now by the clock on the wall here; the server knows better where zones differ. */
export const isPast = (place: Place, now: Place): boolean =>
  place.localDate < now.localDate ||
  (place.localDate === now.localDate && place.startMinute < now.startMinute);
