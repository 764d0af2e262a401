import type { PersonId, RoomId, SchoolId, SessionId } from '../../shared/kernel/ids.ts';
import { fail, ok, type Result } from '../../shared/kernel/result.ts';
import type { StaffRole } from '../../shared/person.ts';
import type { SessionState } from '../../shared/session/session.state.ts';
import type { DirectoryReader } from '../directory/directory.types.ts';
import type { Action, Actor, Permit, Relation, Scope, ScopePath } from '../identity/identity.types.ts';
import type { LessonEntry, PlanningReader } from '../planning/planning.types.ts';
import type { Log } from '../platform/ports.ts';

/** A lesson and where it stands in the tree: what every question of right about it needs. */
export type Access = {
  readonly lesson: LessonEntry;
  /** The leading school's first, then those of the receiving schools. */
  readonly places: readonly { readonly schoolId: SchoolId; readonly path: ScopePath }[];
};

export type AccessTo = {
  readonly access: Access;
  readonly state: SessionState;
  /** For what concerns one room of the lesson: a role at another receiving school gives no right to it. */
  readonly roomId?: RoomId;
};

export interface Gate {
  /** The lesson of a session; `NOT_FOUND` when there is none, `UNAVAILABLE` when the registers cannot be read. */
  find(sessionId: SessionId): Promise<Result<Access>>;
  /** Refuses with `UNAUTHENTICATED`, with `NOT_FOUND` whoever may not even see the session, with `FORBIDDEN` everybody else. */
  allow(actor: Actor, action: Action, to: AccessTo): Result<void>;
  /** Whether the right comes from a role over the lesson's place, not from being party to it. */
  byRole(actor: Actor, action: Action, access: Access): boolean;
  /** Whether somebody may watch unseen: an administrator's, inspector's or researcher's right. */
  mayObserve(actor: Actor, access: Access): boolean;
  /** Whether a school of the lesson is theirs. */
  isParty(actor: Actor, access: Access): boolean;
}

export type GateDeps = {
  readonly permit: Permit;
  readonly planning: Pick<PlanningReader, 'lessonOfSession'>;
  readonly directory: Pick<DirectoryReader, 'snapshot'>;
  readonly log: Log;
};

export function createGate({ permit, planning, directory, log }: GateDeps): Gate {
  const can = (actor: Actor, action: Action, scope: Scope): boolean => permit(actor, action, scope);
  return {
    async find(sessionId) {
      try {
        const lesson = await planning.lessonOfSession(sessionId);
        if (lesson === null) return fail('NOT_FOUND');
        const snapshot = await directory.snapshot();
        const places = schoolsOf(lesson).map((schoolId) => ({ schoolId, path: snapshot.pathOf(schoolId) }));
        return ok({ lesson, places });
      } catch (error) {
        log.error({ error, sessionId }, 'the registers of a session cannot be read');
        return fail('UNAVAILABLE');
      }
    },
    allow(actor, action, to) {
      const { access, roomId } = to;
      if (actor.kind === 'visitor') return fail('UNAUTHENTICATED');
      const relations = relationsOf(actor, access.lesson, to);
      const paths = ofTheRoomAlone.has(action) ? pathsOfRoom(access, roomId) : pathsOf(access, roomId);
      if (can(actor, action, { paths, relations })) return ok();
      return action !== 'session.join' && can(actor, 'session.join', { paths: pathsOf(access), relations })
        ? fail('FORBIDDEN')
        : fail('NOT_FOUND');
    },
    byRole: (actor, action, access) => can(actor, action, { paths: pathsOf(access), relations: [] }),
    mayObserve(actor, access) {
      if (actor.kind !== 'person') return false;
      const grants = actor.grants.filter(({ role }) => observing.includes(role));
      return can({ ...actor, grants }, 'session.join', { paths: pathsOf(access), relations: [] });
    },
    isParty: (actor, { lesson }) =>
      actor.kind === 'person' && actor.schoolId !== null && schoolsOf(lesson).includes(actor.schoolId),
  };
}

/** What a room says about its lesson is for the room's own people: a leading school must not speak for those whom it is to serve. */
const ofTheRoomAlone: ReadonlySet<Action> = new Set<Action>(['confirmation.set']);

function pathsOfRoom({ lesson, places }: Access, roomId?: RoomId): readonly ScopePath[] {
  const room = lesson.fields.rooms.find((each) => each.roomId === roomId);
  return places.filter((place) => place.schoolId === room?.schoolId).map((place) => place.path);
}

/** Whose office it is to look in. */
const observing: readonly StaffRole[] = ['admin', 'inspector', 'researcher'];

function pathsOf({ lesson, places }: Access, roomId?: RoomId): readonly ScopePath[] {
  if (roomId === undefined) return places.map((place) => place.path);
  const room = lesson.fields.rooms.find((each) => each.roomId === roomId);
  return places
    .filter((place, index) => index === 0 || place.schoolId === room?.schoolId)
    .map((place) => place.path);
}

const schoolsOf = ({ fields }: LessonEntry): readonly SchoolId[] => [
  ...new Set([fields.leadingSchoolId, ...fields.rooms.map((room) => room.schoolId)]),
];

const lecturerOf = (fields: LessonEntry['fields'], state: SessionState): PersonId =>
  state.lecturerId ?? fields.lecturerId;

/** What somebody is to a lesson. Whoever leads it now has the lecturer's rights, and the planned lecturer keeps theirs. */
function relationsOf(
  actor: Actor,
  { fields }: LessonEntry,
  { state, roomId: about }: Pick<AccessTo, 'state' | 'roomId'>,
): readonly Relation[] {
  if (actor.kind === 'visitor') return [];
  const listens = (roomId: RoomId) => fields.rooms.some((room) => room.roomId === roomId);
  // A screen and a phone speak for their own room alone.
  const isOwn = (roomId: RoomId) => listens(roomId) && (about === undefined || about === roomId);
  if (actor.kind === 'device') return isOwn(actor.roomId) ? ['roomDevice'] : [];
  if (actor.kind === 'viewer') return actor.sessionId === fields.sessionId ? ['viewer'] : [];
  if (actor.kind === 'phone') {
    if (actor.sessionId !== fields.sessionId) return [];
    if (actor.roomId === null) return actor.personId === lecturerOf(fields, state) ? ['lecternPhone'] : [];
    return isOwn(actor.roomId) ? ['roomPhone'] : [];
  }
  const relations: Relation[] = [];
  if (actor.personId === fields.lecturerId || actor.personId === state.lecturerId) relations.push('lecturer');
  if (fields.memberIds.includes(actor.personId)) relations.push('member');
  if (actor.schoolId === fields.leadingSchoolId) relations.push('leadingSchool');
  if (fields.rooms.some((room) => room.schoolId === actor.schoolId)) relations.push('receivingSchool');
  // A local teacher helps in their own room and has the rights of that role; who assists from the leading side, or from above both, may have to take over.
  const assists = Object.values(state.connections).some(
    (each) => each.part === 'assistant' && each.seat === `person:${actor.personId}`,
  );
  const leads = relations.includes('leadingSchool') || !relations.includes('receivingSchool');
  if (assists && leads) relations.push('assistant');
  return relations;
}
