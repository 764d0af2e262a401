import type { PersonId } from '../../../../shared/kernel/ids.ts';
import { type SeatKey, seatOfPerson } from '../../../../shared/session/session.events.ts';
import type { SeatView } from '../../../../shared/session/session.view.ts';
import type { JoinedSession, LiveStream } from '../../../live/live.types.ts';

/** `joining`: the line is there, sound and pictures not yet; before the start that is `here`. */
export type PersonState = 'here' | 'joining' | 'lost' | 'left' | 'absent';

export type SeminarPerson = {
  readonly seat: SeatKey;
  /** Null for who came to lead without having been planned. */
  readonly name: string | null;
  readonly schoolName: string;
  readonly leads: boolean;
  readonly own: boolean;
  readonly state: PersonState;
  readonly camera: LiveStream | null;
  readonly voice: LiveStream | null;
};

type Facts = {
  readonly session: Pick<JoinedSession, 'card' | 'view' | 'seat'>;
  readonly streams: readonly LiveStream[];
};

/** 研讨: everybody who speaks, who leads first, then in the plan's order, so that a face keeps its place. Observers are not among them. */
export function peopleOf({ session, streams }: Facts): SeminarPerson[] {
  const { card, view } = session;
  const lecturerId = view.lesson.lecturerId ?? card.lecturer.personId;
  const planned = [{ ...card.lecturer, schoolName: card.leadingSchool.name }, ...card.members];
  const leader = planned.find(({ personId }) => personId === lecturerId) ?? {
    personId: lecturerId,
    name: null,
    schoolName: card.leadingSchool.name,
  };
  const others = planned.filter(({ personId }) => personId !== lecturerId);
  return [leader, ...others].map(({ personId, name, schoolName }) => {
    const seat = seatOfPerson(personId as PersonId);
    const find = (source: LiveStream['source']) =>
      streams.find((each) => each.seat === seat && each.source === source) ?? null;
    return {
      seat,
      name,
      schoolName,
      leads: personId === lecturerId,
      own: seat === session.seat,
      state: stateOf(view.seats[seat], view.lesson.phase.state === 'live'),
      camera: find('camera'),
      voice: find('voice'),
    };
  });
}

function stateOf(seat: SeatView | undefined, isLive: boolean): PersonState {
  switch (seat?.presence.state) {
    case 'connected':
      return seat.presence.media || !isLive ? 'here' : 'joining';
    case 'lost':
      return 'lost';
    case 'left':
      return 'left';
    case 'absent':
    case undefined:
      return 'absent';
  }
}

export const hereCount = (people: readonly SeminarPerson[]): number =>
  people.filter(({ state }) => state === 'here' || state === 'joining').length;

/** Faces on a page: many when they stand alone, few beside shared content. */
export const FACES_ALONE = 12;
export const FACES_BESIDE = 4;

/** The page that is shown, counted from 0, with how many there are; a page that is gone gives way to the last. */
export function pageOf<T>(
  all: readonly T[],
  wanted: number,
  size: number,
): {
  readonly page: number;
  readonly pages: number;
  readonly shown: readonly T[];
  readonly rest: readonly T[];
} {
  const pages = Math.max(1, Math.ceil(all.length / size));
  const page = Math.min(Math.max(0, wanted), pages - 1);
  const isShown = (index: number) => Math.floor(index / size) === page;
  return {
    page,
    pages,
    shown: all.filter((_, index) => isShown(index)),
    rest: all.filter((_, index) => !isShown(index)),
  };
}

/** Columns in which so many faces stand largest on a wide screen. */
export function columnsFor(count: number): number {
  if (count <= 1) return 1;
  if (count <= 4) return 2;
  return count <= 9 ? 3 : 4;
}
