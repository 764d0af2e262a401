import type { SeatKey } from './session.events.ts';
import type { WallLayout } from './session.wall.ts';

/** One picture on a wall. */
export type WallPart =
  | { readonly what: 'content' | 'teacher' }
  | { readonly what: 'room'; readonly seat: SeatKey; readonly called: boolean };

/** `large` share the wall's large place, as equal tiles when there are several; `aside` stand beside it, small, from the top. */
export type WallPlan = { readonly large: readonly WallPart[]; readonly aside: readonly WallPart[] };

export type OnWall = {
  readonly layout: WallLayout;
  readonly spotlight: SeatKey | null;
  /** Who was called, longest first. */
  readonly stage: readonly SeatKey[];
  /** What there is to show now. */
  readonly content: boolean;
  readonly teacher: boolean;
  /** Rooms that can be seen, in the order of the lesson. */
  readonly rooms: readonly SeatKey[];
};

/** More pictures than these are not made out from the last row, nor decoded by an old panel. */
const WALL_ROOMS_MAX = 16;
const TURN_MS = 20_000;

/** The rooms whose turn it is to be seen, by server time: more than fit take turns, the same ones on every wall. */
export function roomsInTurn(rooms: readonly SeatKey[], nowMs: number): readonly SeatKey[] {
  const turns = Math.ceil(rooms.length / WALL_ROOMS_MAX);
  if (turns <= 1) return rooms;
  const each = Math.ceil(rooms.length / turns);
  const first = (Math.floor(nowMs / TURN_MS) % turns) * each;
  return rooms.slice(first, first + each);
}

/**
 * What stands where. One rule for every wall: the rooms', the class's in front of the lecturer, a viewer's. Who was called is on every
 * wall whatever its layout, since everybody hears them.
 */
export function wallPlanOf(wall: OnWall): WallPlan {
  const content: WallPart[] = wall.content ? [{ what: 'content' }] : [];
  const teacher: WallPart[] = wall.teacher ? [{ what: 'teacher' }] : [];
  const called = wall.stage.map((seat): WallPart => ({ what: 'room', seat, called: true }));
  const all = { content, teacher, called };
  if (wall.spotlight !== null && wall.rooms.includes(wall.spotlight)) return spotlit(wall.spotlight, all);
  switch (wall.layout) {
    case 'teacherAndContent':
      return besides([content, teacher, called]);
    case 'content':
      // The teacher makes room for the content; without any there is nothing to make room for.
      return content.length > 0 ? { large: content, aside: called } : besides([teacher, called]);
    case 'teacher':
      return besides([teacher, content, called]);
    case 'stage':
      return besides([called, content, teacher]);
    case 'rooms': {
      const others = wall.rooms.filter((seat) => !wall.stage.includes(seat));
      const rooms = others.map((seat): WallPart => ({ what: 'room', seat, called: false }));
      const large = [...called, ...rooms];
      return large.length > 0 ? { large, aside: [...teacher, ...content] } : besides([content, teacher]);
    }
  }
}

type All = { readonly [what in 'content' | 'teacher' | 'called']: readonly WallPart[] };

function spotlit(seat: SeatKey, { content, teacher, called }: All): WallPlan {
  const isOther = (part: WallPart) => part.what !== 'room' || part.seat !== seat;
  const isCalled = called.some((part) => !isOther(part));
  return {
    large: [{ what: 'room', seat, called: isCalled }],
    aside: [...content, ...teacher, ...called.filter(isOther)],
  };
}

/** The first that there is has the large place, the rest stand beside it. */
function besides(inOrder: readonly (readonly WallPart[])[]): WallPlan {
  const [large = [], ...rest] = inOrder.filter((parts) => parts.length > 0);
  return { large, aside: rest.flat() };
}
