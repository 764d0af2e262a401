import type { CoursewareFile } from '../../shared/courseware-file.ts';
import type { RoomId, SessionId } from '../../shared/kernel/ids.ts';
import { fail, ok } from '../../shared/kernel/result.ts';
import type { LessonPhase } from '../../shared/lesson.ts';
import { audioOf } from '../../shared/room-audio.ts';
import type { DirectoryReader } from '../directory/directory.types.ts';
import type { Actor, Permit } from '../identity/identity.types.ts';
import type { Planning } from '../planning/planning.module.ts';
import type { LessonEntry } from '../planning/planning.types.ts';
import type { Clock, RequestHandlers, RouteHandlers } from '../platform/ports.ts';
import type { SessionReader } from '../session/session.types.ts';
import { agendaOf, lately, wasMissed } from './agenda.rules.ts';

export type ViewDeps = {
  readonly directory: DirectoryReader;
  readonly planning: Pick<Planning, 'reader' | 'lessons'>;
  readonly sessions: Pick<SessionReader, 'phasesOf' | 'stateOf'>;
  /** The files of lessons that are ready, by session; none for those that have none. */
  readonly filesOf: (
    sessionIds: readonly SessionId[],
  ) => Promise<ReadonlyMap<SessionId, readonly CoursewareFile[]>>;
  readonly permit: Permit;
  readonly clock: Clock;
};

export type Views = {
  readonly routes: Pick<RouteHandlers<Actor>, 'lesson.list'>;
  readonly handlers: Pick<RequestHandlers<Actor>, 'room.agenda'>;
};

/** Yesterday's and a fortnight's lessons of one room, with room to spare; the agenda itself is shorter. */
const READ_AT_MOST = 300;

/** What pages need from several modules at once. Holds no state. */
export function createViews(deps: ViewDeps): Views {
  const { directory, planning, clock } = deps;
  const phased = async (lessons: readonly LessonEntry[]) => {
    const phases = await deps.sessions.phasesOf(lessons.map((each) => each.fields.sessionId));
    return lessons.map((lesson) => ({ lesson, phase: phaseOf(lesson, phases) }));
  };
  const cards = (lessons: readonly { lesson: LessonEntry; phase: LessonPhase }[]) =>
    Promise.all(lessons.map(({ lesson, phase }) => planning.reader.card(lesson, phase)));
  const scopeOfRoom = async (roomId: RoomId) => {
    const snapshot = await directory.snapshot();
    const room = snapshot.rooms.get(roomId)?.fields;
    return room === undefined ? null : { snapshot, room, path: snapshot.pathOf(room.schoolId) };
  };
  return {
    routes: {
      'lesson.list': async ({ actor }, period) => {
        const lessons = await planning.lessons.list(actor, period);
        return lessons.ok ? ok(await cards(await phased(lessons.value))) : lessons;
      },
    },
    handlers: {
      'room.agenda': async ({ actor }) => {
        if (actor.kind !== 'device') return fail(actor.kind === 'visitor' ? 'UNAUTHENTICATED' : 'FORBIDDEN');
        const found = await scopeOfRoom(actor.roomId);
        if (found === null) return fail('NOT_FOUND');
        const { snapshot, room, path } = found;
        if (!deps.permit(actor, 'room.agenda', { paths: [path], relations: ['roomDevice'] }))
          return fail('FORBIDDEN');
        const nowMs = clock.nowMs();
        const lessons = await phased(await planning.reader.lessonsOfRoom(actor.roomId, READ_AT_MOST));
        const shown = agendaOf(lessons, { nowMs, zone: snapshot.zoneOf(room.schoolId) });
        const missed: SessionId[] = [];
        for (const { fields } of lately(shown, nowMs))
          if (wasMissed(await deps.sessions.stateOf(fields.sessionId), actor.roomId))
            missed.push(fields.sessionId);
        const files = await deps.filesOf(shown.map(({ lesson }) => lesson.fields.sessionId));
        return ok({
          deviceId: actor.deviceId,
          room: {
            roomId: actor.roomId,
            name: room.name,
            schoolName: snapshot.schools.get(room.schoolId)?.fields.name ?? '',
            audio: audioOf(room),
            ...(room.captions ? { captions: true as const } : {}),
          },
          lessons: await cards(shown),
          courseware: [...files].map(([sessionId, ready]) => ({ sessionId, files: [...ready] })),
          missed,
          serverNowMs: nowMs,
        });
      },
    },
  };
}

/** A lesson whose log has not been opened is planned, unless it was cancelled. */
function phaseOf({ fields }: LessonEntry, phases: ReadonlyMap<SessionId, LessonPhase>): LessonPhase {
  if (fields.cancelled !== null) return 'cancelled';
  return phases.get(fields.sessionId) ?? 'planned';
}
