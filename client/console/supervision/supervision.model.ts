import type { SessionId } from '../../../shared/kernel/ids.ts';
import type { Wall, WallLesson } from '../../../shared/supervision.ts';

export type WallOrder = 'trouble' | 'start' | 'school';
export const wallOrders: readonly WallOrder[] = ['trouble', 'start', 'school'];

/** The wall as this page has it. */
export type Kept = {
  readonly mark: string;
  readonly place: NonNullable<Wall['whole']>;
  readonly lessons: ReadonlyMap<SessionId, WallLesson>;
};

/** What was had with what came; null when changes came to something that this page has not. */
export function merged(before: Kept | null, { mark, whole, lessons, gone }: Wall): Kept | null {
  const place = whole ?? before?.place;
  if (place === undefined) return null;
  const now = new Map(whole === null ? before?.lessons : []);
  for (const id of gone) now.delete(id);
  for (const lesson of lessons) now.set(lesson.sessionId, lesson);
  return { mark, place, lessons: now };
}

type Room = WallLesson['rooms'][number];

/** Online, and nothing kept from it by its line. */
export const isFine = ({ state, ladder }: Room): boolean =>
  state === 'here' && (ladder === null || ladder.step > 2);

/** How much there is to see to: alarms that nobody has taken note of first, then others, then rooms that are away or weak. */
export function troubleOf({ state, alarms, rooms, lecturerHere }: WallLesson): number {
  const fresh = alarms.filter(({ acknowledged }) => !acknowledged).length;
  const away = state === 'live' ? rooms.filter((room) => !isFine(room)).length + Number(!lecturerHere) : 0;
  return fresh * 10_000 + alarms.length * 100 + Math.min(away, 99);
}

export type WallFilter = {
  readonly search: string;
  readonly onlyTrouble: boolean;
  readonly order: WallOrder;
};

const byText = (a: string, b: string): number => a.localeCompare(b, 'zh-CN');

/** The lessons that are to be shown, in their order; of equals what begins earlier, and then always the same. */
export function shownOf(
  lessons: Iterable<WallLesson>,
  { search, onlyTrouble, order }: WallFilter,
): WallLesson[] {
  const words = search.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const found = [...lessons].filter((lesson) => {
    if (onlyTrouble && troubleOf(lesson) === 0) return false;
    const { subject, grade, leadingSchoolName, rooms } = lesson;
    const text = [subject, grade, leadingSchoolName, ...rooms.map((room) => room.schoolName)]
      .join(' ')
      .toLowerCase();
    return words.every((word) => text.includes(word));
  });
  const first = {
    trouble: (a: WallLesson, b: WallLesson) => troubleOf(b) - troubleOf(a),
    start: () => 0,
    school: (a: WallLesson, b: WallLesson) => byText(a.leadingSchoolName, b.leadingSchoolName),
  }[order];
  return found.sort(
    (a, b) => first(a, b) || a.plannedStartAtMs - b.plannedStartAtMs || (a.sessionId < b.sessionId ? -1 : 1),
  );
}

/** What a lesson's card shows of its rooms: those with trouble, and how many are fine beside them. */
export function roomsShown(
  rooms: readonly Room[],
  most = 6,
): { readonly shown: readonly Room[]; readonly fineCount: number } {
  const ordered = [...rooms.filter((room) => !isFine(room)), ...rooms.filter(isFine)];
  const shown = ordered.slice(0, Math.max(most, rooms.length - rooms.filter(isFine).length));
  return { shown, fineCount: rooms.length - shown.length };
}

export function countsOf(lessons: Iterable<WallLesson>) {
  const counts = { live: 0, due: 0, here: 0, rooms: 0 };
  for (const { state, rooms } of lessons) {
    counts[state === 'live' ? 'live' : 'due'] += 1;
    if (state !== 'live') continue;
    counts.rooms += rooms.length;
    counts.here += rooms.filter((room) => room.state === 'here').length;
  }
  return counts;
}
