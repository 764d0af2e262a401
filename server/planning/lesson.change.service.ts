import type { LessonId, PersonId, RoomId, SessionId } from '../../shared/kernel/ids.ts';
import { fail, ok, type Result } from '../../shared/kernel/result.ts';
import { addDays, type LocalDate } from '../../shared/kernel/time.ts';
import type { LessonCard, LessonFields, LessonPhase } from '../../shared/lesson.ts';
import { type TermFields, taughtAs } from '../../shared/term.ts';
import type { RouteBody } from '../../shared/wire/routes.ts';
import { invalid } from '../directory/directory.rules.ts';
import { allowed, type Look } from '../directory/directory.service.ts';
import type { Calendar } from '../directory/directory.snapshot.ts';
import type { DirectoryView } from '../directory/directory.types.ts';
import type { Actor } from '../identity/identity.types.ts';
import type { Clock } from '../platform/ports.ts';
import { changedFields } from '../platform/register.rules.ts';
import {
  changeable,
  checkMove,
  checkSubstitute,
  daysFrom,
  type LessonAct,
  moved,
  restOfSlot,
  substituted,
} from './lesson.change.rules.ts';
import type { Step } from './lesson.change.types.ts';
import { regrouping } from './lesson.regroup.ts';
import { type AgendaChanged, scopeOfLesson } from './lesson.service.ts';
import type { LessonWriter } from './lesson.writer.ts';
import type { PlanningMirrors } from './planning.mirrors.ts';
import { cardOf } from './planning.reader.ts';
import type { PlanningStore } from './planning.store.ts';
import type { LessonEntry, RecordingFor } from './planning.types.ts';

export type PhasesOf = (sessionIds: readonly SessionId[]) => Promise<ReadonlyMap<SessionId, LessonPhase>>;

type Changed = { readonly lessons: LessonCard[] };
type Answer<A extends LessonAct> = (actor: Actor, body: RouteBody<`lesson.${A}`>) => Promise<Result<Changed>>;

/**
 * Changes of lessons that have not begun, for one or for the rest of its slot, all or none. NOT_FOUND, FORBIDDEN, CONFLICT {version, changed},
 * LESSON_BEGUN, LESSON_ENDED, INVALID_STATE, INVALID_VALUE {field, reason}; BUSY names what is in the way.
 */
export type LessonChanges = { readonly [A in LessonAct]: Answer<A> };

export type LessonChangeDeps = {
  readonly store: PlanningStore;
  readonly writer: LessonWriter;
  readonly calendar: Calendar;
  readonly look: Look;
  readonly clock: Clock;
  /** Asked of the sessions, which come after planning. */
  readonly phasesOf: PhasesOf;
  readonly agendaChanged: AgendaChanged;
  readonly recordingFor: RecordingFor;
  readonly mirrors: PlanningMirrors;
};

type Wish = {
  readonly lessonId: LessonId;
  readonly expectedVersion: number;
  readonly reach: 'one' | 'rest';
};
export function createLessonChanges(deps: LessonChangeDeps): LessonChanges {
  const { store, clock } = deps;

  const termOf = async ({ slotId }: LessonFields): Promise<TermFields | null> => {
    const slot = slotId === null ? null : await store.slots.get(slotId);
    return slot === null ? null : ((await store.terms.get(slot.fields.termId))?.fields ?? null);
  };
  const openTo = async (act: LessonAct, lessons: readonly LessonEntry[]) => {
    const phases = await deps.phasesOf(lessons.map(({ fields }) => fields.sessionId));
    const nowMs = clock.nowMs();
    return (lesson: LessonEntry) =>
      changeable(act, lesson, { phase: phases.get(lesson.fields.sessionId) ?? 'planned', nowMs });
  };
  /** Those of the rest that can still be changed. */
  const restAfter = async (act: LessonAct, first: LessonEntry): Promise<readonly LessonEntry[]> => {
    const [room] = first.fields.rooms;
    if (room === undefined) return [];
    // A slot keeps its rooms, and each has few lessons beside those of all the county.
    const others = await store.lessons.list({
      holding: { set: 'room', value: room.roomId },
      between: { column: 'local_date', from: first.fields.localDate },
    });
    const rest = restOfSlot(act, first, others);
    const open = await openTo(act, rest);
    return rest.filter((each) => open(each).ok);
  };
  /** The lesson that somebody names, as far as they may see it, may change it and have seen its newest version. */
  const named = async (actor: Actor, act: LessonAct, wish: Wish) => {
    const view = await deps.look(actor);
    if (!view.ok) return view;
    const lesson = await store.lessons.get(wish.lessonId);
    const scope = lesson && scopeOfLesson(view.value, lesson.fields);
    if (lesson === null || scope === null || !view.value.may('lesson.list', scope)) return fail('NOT_FOUND');
    const may = allowed(view.value.may(`lesson.${act}`, scope));
    if (!may.ok) return may;
    if (lesson.version !== wish.expectedVersion) return conflict(store, lesson, wish.expectedVersion);
    const open = (await openTo(act, [lesson]))(lesson);
    if (!open.ok) return open;
    if (wish.reach === 'rest' && lesson.fields.slotId === null) return invalid('reach', 'mismatch');
    return ok({ view: view.value, lesson });
  };

  async function change(actor: Actor, wish: Wish, step: Step): Promise<Result<Changed>> {
    const found = await named(actor, step.act, wish);
    if (!found.ok) return found;
    const { view, lesson } = found.value;
    const ground = { view, term: await termOf(lesson.fields) };
    const checked = await step.check(lesson, ground);
    if (!checked.ok) return checked;
    const kept = await stillKept(deps.recordingFor, actor, { lesson, date: step.movesTo });
    if (!kept.ok) return kept;
    const all = wish.reach === 'one' ? [lesson] : [lesson, ...(await restAfter(step.act, lesson))];
    const become = await step.become(ground);
    const changes = all.flatMap((before) => {
      const fields = become(before, lesson);
      return fields === null ? [] : [{ before, fields }];
    });
    const note = { by: view.actor.personId, validFrom: await deps.calendar.today() };
    const written = await deps.writer.reviseAll(changes, { note, snapshot: view.snapshot });
    if (!written.ok) return written;
    const rooms = changes.flatMap(({ before, fields }) => [...roomsOf(before), ...roomsOf({ fields })]);
    deps.agendaChanged([...new Set(rooms)]);
    const phases = await deps.phasesOf(written.value.map(({ fields }) => fields.sessionId));
    return ok({
      lessons: written.value.map((each) =>
        cardOf(view.snapshot, each, phases.get(each.fields.sessionId) ?? 'planned'),
      ),
    });
  }

  return {
    move: (actor, wish) => change(actor, wish, moving(wish, clock)),
    substitute: (actor, wish) => change(actor, wish, substituting(wish)),
    regroup: (actor, wish) => change(actor, { ...wish, reach: 'one' }, regrouping(wish, deps)),
    cancel: (actor, wish) =>
      change(actor, wish, {
        act: 'cancel',
        check: () => ok(),
        become:
          () =>
          ({ fields }) => ({ ...fields, cancelled: { reason: wish.reason } }),
      }),
    restore: (actor, wish) =>
      change(actor, wish, {
        act: 'restore',
        check: () => ok(),
        become:
          () =>
          ({ fields }) => ({ ...fields, cancelled: null }),
      }),
  };
}

/** A recording that is gone by then cannot be played. One that the asker may not see was chosen by somebody who may. */
async function stillKept(
  recordingFor: RecordingFor,
  actor: Actor,
  { lesson, date }: { readonly lesson: LessonEntry; readonly date: LocalDate | undefined },
): Promise<Result<void>> {
  const { plays } = lesson.fields;
  if (plays === undefined || date === undefined) return ok();
  const keptUntil = (await recordingFor(actor, plays))?.keptUntil ?? null;
  return keptUntil !== null && keptUntil < date ? invalid('localDate', 'range') : ok();
}

function moving(to: RouteBody<'lesson.move'>, clock: Clock): Step {
  return {
    act: 'move',
    movesTo: to.localDate,
    check: (first, { term }) => checkMove(first, to, { nowMs: clock.nowMs(), term }),
    become: ({ term }) => {
      const teaches = (date: LocalDate) => term === null || taughtAs(term, date) !== null;
      return ({ fields }, first) => {
        const localDate = addDays(fields.localDate, daysFrom(first.fields.localDate, to.localDate));
        // What would fall on a holiday or out of the term stays where it is.
        return teaches(localDate)
          ? moved(fields, { localDate, startMinute: to.startMinute }, to.reason)
          : null;
      };
    },
  };
}

function substituting({ lecturerId, reason }: RouteBody<'lesson.substitute'>): Step {
  const seen = ({ snapshot, may, scopeOfPerson }: DirectoryView, id: PersonId) => {
    const person = snapshot.people.get(id);
    return person !== undefined && may('person.list', scopeOfPerson(person));
  };
  return {
    act: 'substitute',
    check: (first, { view }) =>
      seen(view, lecturerId)
        ? checkSubstitute(view.snapshot, first, lecturerId)
        : invalid('lecturerId', 'unknown'),
    become:
      () =>
      ({ fields }) =>
        fields.lecturerId === lecturerId ? null : substituted(fields, lecturerId, reason),
  };
}

const roomsOf = ({ fields }: { readonly fields: LessonFields }): readonly RoomId[] =>
  fields.rooms.map((room) => room.roomId);

async function conflict(
  store: PlanningStore,
  lesson: LessonEntry,
  expectedVersion: number,
): Promise<Result<never>> {
  const seen = (await store.lessons.history(lesson.id)).find((each) => each.version === expectedVersion);
  const changed = seen === undefined ? [] : changedFields(seen.fields, lesson.fields);
  return fail('CONFLICT', { version: lesson.version, changed: changed.join(',').slice(0, 256) });
}
