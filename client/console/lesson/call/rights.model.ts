import type { RoomId } from '../../../../shared/kernel/ids.ts';
import type { Me } from '../../../../shared/person.ts';
import { policyOf } from '../../../../shared/session/session.policy.ts';
import type { JoinedSession } from '../../../live/live.types.ts';
import { hasRole } from '../../home/home.model.ts';

/** What this page offers to whoever sits in front of it: what the lesson's policy knows and the server would not refuse. */
export type Rights = {
  readonly start: boolean;
  /** Calling rooms on stage, and ending it. */
  readonly call: boolean;
  readonly count: (roomId: RoomId) => boolean;
  /** Data saving 省流 of a room. */
  readonly save: (roomId: RoomId) => boolean;
  readonly lowerHand: (roomId: RoomId) => boolean;
  /** The private lines 私线 of rooms. */
  readonly lines: boolean;
};

type Facts = Pick<JoinedSession, 'part' | 'card'> & { readonly view: Pick<JoinedSession['view'], 'lesson'> };

export function rightsOf({ part, card, view }: Facts, me: Me): Rights {
  const ownSchoolId = me.school?.schoolId;
  // A colleague of the leading school may have to take over; a local teacher helps in their own room only.
  const leads = part === 'lecturer' || (part === 'assistant' && ownSchoolId === card.leadingSchool.schoolId);
  const isOwnRoom = (roomId: RoomId) =>
    part === 'assistant' &&
    card.rooms.some((room) => room.roomId === roomId && room.schoolId === ownSchoolId);
  return {
    start: leads,
    call: leads && isCallable(view.lesson),
    count: (roomId) => leads || (isOwnRoom(roomId) && hasRole(me, 'localTeacher', 'admin')),
    lines: leads,
    save: (roomId) => leads || (isOwnRoom(roomId) && hasRole(me, 'localTeacher', 'admin')),
    lowerHand: (roomId) => leads || (isOwnRoom(roomId) && hasRole(me, 'localTeacher')),
  };
}

type Lesson = Parameters<typeof policyOf>[0];

/** Whether rooms can be called on at all in this kind of lesson. */
const isCallable = (lesson: Lesson): boolean => {
  const { stageMax, parts } = policyOf(lesson);
  return stageMax > 0 && (parts.room?.onStage.length ?? 0) > 0;
};

/** What a lesson's page has places for. */
export type Places = {
  /** Listening rooms take part. */
  readonly rooms: boolean;
  /** They send their pictures. */
  readonly roomPictures: boolean;
  /** They can be called on, so that turns are shared among them. */
  readonly turns: boolean;
};

export function placesOf(lesson: Lesson): Places {
  const { room } = policyOf(lesson).parts;
  return {
    rooms: room !== undefined,
    roomPictures: room?.sends.includes('camera') ?? false,
    turns: isCallable(lesson),
  };
}
