import { groupHolds } from '../../shared/group.ts';
import type { RoomId } from '../../shared/kernel/ids.ts';
import { ok, type Result } from '../../shared/kernel/result.ts';
import { addDays, type LocalDate } from '../../shared/kernel/time.ts';
import type { LessonCard, LessonFields } from '../../shared/lesson.ts';
import { linkHolds } from '../../shared/link.ts';
import type { RouteBody } from '../../shared/wire/routes.ts';
import { invalid } from '../directory/directory.rules.ts';
import type { Look } from '../directory/directory.service.ts';
import type { Calendar } from '../directory/directory.snapshot.ts';
import type { DirectoryView } from '../directory/directory.types.ts';
import type { Actor, Relation, Scope } from '../identity/identity.types.ts';
import type { Clock, NewId } from '../platform/ports.ts';
import { improvisedLesson, plannedLesson } from './lesson.drafts.ts';
import type { LessonWriter } from './lesson.writer.ts';
import type { PlanningMirrors } from './planning.mirrors.ts';
import { cardOf } from './planning.reader.ts';
import { LONGEST_PERIOD_DAYS, type PlanGround } from './planning.rules.ts';
import type { PlanningStore } from './planning.store.ts';
import type { LessonEntry, RecordingFor } from './planning.types.ts';

/** Tells the screens of rooms that their next lessons have changed. */
export type AgendaChanged = (roomIds: readonly RoomId[]) => void;

/** INVALID_VALUE {field, reason}, FORBIDDEN, or the answer; BUSY for a planned lesson whose room, teacher or class has another. */
export type LessonService = {
  /** Lessons of a period that the asker is party to or may see, in order of planned start. */
  list(actor: Actor, period: { from: LocalDate; to: LocalDate }): Promise<Result<readonly LessonEntry[]>>;
  plan(actor: Actor, body: RouteBody<'lesson.plan'>): Promise<Result<LessonCard>>;
  improvise(actor: Actor, body: RouteBody<'lesson.improvise'>): Promise<Result<LessonCard>>;
};

export type LessonServiceDeps = {
  readonly store: PlanningStore;
  readonly mirrors: PlanningMirrors;
  readonly calendar: Calendar;
  readonly look: Look;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly agendaChanged: AgendaChanged;
  readonly writer: LessonWriter;
  readonly recordingFor: RecordingFor;
};

export function createLessonService(deps: LessonServiceDeps): LessonService {
  const { store, mirrors, look } = deps;
  const ground = (view: DirectoryView, date: LocalDate) => planGround(mirrors, view, date);
  const told = (view: DirectoryView, lesson: LessonEntry): Result<LessonCard> => {
    deps.agendaChanged(lesson.fields.rooms.map((room) => room.roomId));
    return ok(cardOf(view.snapshot, lesson, 'planned'));
  };
  const noteOf = async (view: DirectoryView) => ({
    by: view.actor.personId,
    validFrom: await deps.calendar.today(),
  });
  return {
    async list(actor, { from, to }) {
      if (to < from || to > addDays(from, LONGEST_PERIOD_DAYS)) return invalid('to', 'range');
      const view = await look(actor);
      if (!view.ok) return view;
      const between = { column: 'local_date' as const, from, to };
      const lessons = await store.lessons.list({ between, orderBy: 'planned_start_at_ms' });
      return ok(
        lessons.filter((each) => view.value.may('lesson.list', scopeOfLesson(view.value, each.fields))),
      );
    },
    async plan(actor, body) {
      const view = await look(actor);
      if (!view.ok) return view;
      const made = plannedLesson(deps, view.value, {
        body,
        ground: await ground(view.value, body.localDate),
        played: body.plays === undefined ? null : await deps.recordingFor(actor, body.plays),
      });
      if (!made.ok) return made;
      const note = await noteOf(view.value);
      const planned = await deps.writer.plan(made.value, { note, snapshot: view.value.snapshot });
      return planned.ok ? told(view.value, planned.value) : planned;
    },
    async improvise(actor, body) {
      const view = await look(actor);
      if (!view.ok) return view;
      const today = await ground(view.value, await deps.calendar.today());
      const made = improvisedLesson(deps, view.value, { body, ground: today });
      // A teacher before a waiting class is not sent away because of a timetable.
      return made.ok ? told(view.value, await deps.writer.enter(made.value, await noteOf(view.value))) : made;
    },
  };
}

/** What a lesson of a day is held against. */
export async function planGround(
  mirrors: PlanningMirrors,
  { snapshot }: DirectoryView,
  date: LocalDate,
): Promise<PlanGround> {
  await mirrors.fresh();
  const needs = [...mirrors.needs.inForce({ date }).values()];
  const links = [...mirrors.links.inForce({ date }).values()].filter(({ fields }) => linkHolds(fields, date));
  const groups = [...mirrors.groups.inForce({ date }).values()].filter(({ fields }) =>
    groupHolds(fields, date),
  );
  return { snapshot, needs, links, groups: new Map(groups.map(({ id, fields }) => [id, fields])) };
}

export function scopeOfLesson({ snapshot, actor }: DirectoryView, lesson: LessonFields): Scope {
  const receiving = new Set(lesson.rooms.map((room) => room.schoolId));
  const relations: Relation[] = [];
  if (actor.personId === lesson.lecturerId) relations.push('lecturer');
  if (lesson.memberIds.includes(actor.personId)) relations.push('member');
  if (actor.schoolId === lesson.leadingSchoolId) relations.push('leadingSchool');
  if (actor.schoolId !== null && receiving.has(actor.schoolId)) relations.push('receivingSchool');
  return { paths: [lesson.leadingSchoolId, ...receiving].map(snapshot.pathOf), relations };
}
