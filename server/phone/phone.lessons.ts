import type { PersonId, SessionId } from '../../shared/kernel/ids.ts';
import { fail, ok, type Result } from '../../shared/kernel/result.ts';
import type { PhoneChoice, PhoneEntered } from '../../shared/phone.ts';
import { viewOf } from '../../shared/session/session.audience.ts';
import { seatOfRoom } from '../../shared/session/session.events.ts';
import type { DirectoryReader } from '../directory/directory.types.ts';
import type { PlanningReader } from '../planning/planning.types.ts';
import type { Clock } from '../platform/ports.ts';
import type { SessionReader } from '../session/session.types.ts';
import { grantEndsAtMs, isLive, seatOf } from './phone.rules.ts';
import type { PhoneStore } from './phone.store.ts';
import type { Grant, Place } from './phone.types.ts';

export type LessonsDeps = {
  readonly store: PhoneStore;
  readonly planning: Pick<PlanningReader, 'lessonOfSession' | 'card'>;
  readonly directory: DirectoryReader;
  readonly sessions: Pick<SessionReader, 'stateOf' | 'phasesOf'>;
  readonly clock: Clock;
};

export type PhoneLessons = ReturnType<typeof createPhoneLessons>;

/** What a phone is shown of its lesson, before and after somebody has said who they are. */
export function createPhoneLessons({ store, planning, directory, sessions, clock }: LessonsDeps) {
  const staffOf = async (place: Place): Promise<PhoneChoice['staff']> => {
    const [snapshot, withPin] = await Promise.all([directory.snapshot(), store.peopleWithPin()]);
    const schoolId = place.roomId === null ? undefined : snapshot.rooms.get(place.roomId)?.fields.schoolId;
    const belongs = (id: PersonId, at: string | null): boolean =>
      place.roomId === null ? id === place.lecturerId : schoolId !== undefined && at === schoolId;
    return [...snapshot.people.values()]
      .filter(({ id, fields }) => withPin.has(id) && belongs(id, fields.schoolId))
      .map(({ id, fields }) => ({ personId: id, name: fields.name }));
  };
  const nameOf = async ({ personId, substituteName }: Grant): Promise<string> =>
    personId === null
      ? (substituteName ?? '')
      : ((await directory.snapshot()).people.get(personId)?.fields.name ?? '');
  const find = async (sessionId: SessionId) => {
    const lesson = await planning.lessonOfSession(sessionId);
    return lesson === null ? fail('NOT_FOUND') : ok(lesson);
  };
  const cardOf = async (sessionId: SessionId) => {
    const lesson = await find(sessionId);
    if (!lesson.ok) return lesson;
    const phase = (await sessions.phasesOf([sessionId])).get(sessionId) ?? 'planned';
    return ok(await planning.card(lesson.value, phase));
  };

  return {
    staffOf,
    nameOf,
    /** Until when a phone of this lesson may help. */
    async endsAtMs(sessionId: SessionId): Promise<Result<number>> {
      const lesson = await find(sessionId);
      return lesson.ok ? ok(grantEndsAtMs(lesson.value.fields)) : lesson;
    },
    async choice(place: Place): Promise<Result<PhoneChoice>> {
      const found = await cardOf(place.sessionId);
      if (!found.ok) return found;
      const card = found.value;
      const snapshot = await directory.snapshot();
      const room = place.roomId === null ? undefined : snapshot.rooms.get(place.roomId)?.fields;
      const held = await store.holding(seatOf(place));
      return ok({
        state: 'choosing',
        lesson: {
          subject: card.subject,
          grade: card.grade,
          lecturerName: card.lecturer.name,
          leadingSchoolName: card.leadingSchool.name,
          plannedStartAtMs: card.plannedStartAtMs,
        },
        room:
          room === undefined
            ? null
            : { name: room.name, schoolName: snapshot.schools.get(room.schoolId)?.fields.name ?? '' },
        taken: held !== null && isLive(held, clock.nowMs()),
        staff: await staffOf(place),
      });
    },
    async entered(grant: Grant): Promise<Result<PhoneEntered>> {
      const found = await cardOf(grant.sessionId);
      if (!found.ok) return found;
      const state = await sessions.stateOf(grant.sessionId);
      const { roomId } = grant;
      // What the live line would show, so that the two cannot differ.
      const seat =
        roomId === null ? undefined : viewOf(state, { kind: 'phone', roomId }).seats[seatOfRoom(roomId)];
      return ok({
        state: 'entered',
        grantId: grant.id,
        sessionId: grant.sessionId,
        roomId,
        personId: grant.personId,
        name: await nameOf(grant),
        untilMs: grant.expiresAtMs,
        card: found.value,
        endedAtMs: state.phase.state === 'ended' ? state.phase.endedAtMs : null,
        headCount: seat?.headCount ?? null,
        confirmation: seat?.confirmation ?? null,
        serverNowMs: clock.nowMs(),
      });
    },
  };
}
