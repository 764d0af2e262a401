import {
  type GroupId,
  type LessonId,
  lessonId,
  type RoomId,
  type SchoolId,
  sessionId,
} from '../../shared/kernel/ids.ts';
import { addDays, type LocalDate } from '../../shared/kernel/time.ts';
import type { AttendanceReader } from '../attendance/attendance.types.ts';
import type { SchoolDirectory } from '../directory/directory.schools.ts';
import type { LessonReading } from '../planning/lesson.reading.ts';
import type { SchoolPlans } from '../planning/planning.schools.ts';
import type { Clock, Database } from '../platform/ports.ts';
import type { CorrectionStore } from './correction.store.ts';
import type { DirtyDay, DirtyStore } from './dirty.store.ts';
import { makeElsewhereFacts, makeFacts } from './fact.making.rules.ts';
import type { FactChange, FactStore } from './fact.store.ts';
import type { LessonFacts } from './fact.types.ts';

export type FactServiceDeps = {
  readonly database: Database;
  readonly lessons: LessonReading;
  readonly attendance: Pick<AttendanceReader, 'settledOf'>;
  readonly schools: SchoolDirectory;
  readonly plans: Pick<SchoolPlans, 'fresh' | 'needs' | 'group' | 'elsewhere' | 'elsewhereOn'>;
  readonly corrections: Pick<CorrectionStore, 'latestOf'>;
  readonly facts: FactStore;
  readonly dirty: DirtyStore;
  readonly clock: Clock;
};

/** Each takes some milliseconds; between them running lessons have their turn. */
const LESSONS_AT_ONCE = 50;

export type FactService = ReturnType<typeof createFactService>;

/** Keeps facts equal to what the log, the registers and corrections say. What changes is counted anew; repeating it changes nothing. */
export function createFactService(deps: FactServiceDeps) {
  const { database, facts, dirty, clock, schools } = deps;

  /** Whatever happened to these lessons: settled, changed, moved to another day, withdrawn, corrected. */
  async function refresh(ids: readonly LessonId[]): Promise<void> {
    await schools.fresh();
    await deps.plans.fresh();
    const today = await schools.today();
    for (let from = 0; from < ids.length; from += LESSONS_AT_ONCE) {
      const some = ids.slice(from, from + LESSONS_AT_ONCE);
      const found = await factsNow(deps, some, today);
      await database.transaction().execute(async (via) => {
        const changes = await facts.replace(found, via);
        const days = changes.flatMap((each) => daysOf(each, deps.plans)).filter(({ date }) => date <= today);
        await dirty.mark(days, clock.nowMs(), via);
      });
      await breathe();
    }
  }

  return {
    refresh,
    /** A day that begins, is over or is judged by other thresholds: every lesson that is or was on it. */
    async refreshDay(date: LocalDate): Promise<void> {
      await deps.plans.fresh();
      const elsewhere = deps.plans.elsewhereOn(date).map((id) => lessonId.parse(id));
      const planned = await deps.lessons.idsOn(date);
      const ids = new Set([...planned, ...(await facts.lessonsOn(date)), ...elsewhere]);
      await refresh([...ids]);
    },
    /** Every school on these days, whether it has lessons or not: what needs ask for grows by the day. */
    async markAll(from: LocalDate, to: LocalDate, schoolIds?: readonly SchoolId[]): Promise<void> {
      await schools.fresh();
      const ids = schoolIds ?? schools.ids();
      for (let date = from; date <= to; date = addDays(date, 1))
        for (let at = 0; at < ids.length; at += MARKS_AT_ONCE) {
          const some = ids.slice(at, at + MARKS_AT_ONCE);
          await dirty.mark(
            some.map((schoolId) => ({ schoolId, date })),
            clock.nowMs(),
          );
          await breathe();
        }
    },
  };
}

const MARKS_AT_ONCE = 1_000;

const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

async function factsNow(
  { lessons, attendance, corrections, schools, plans }: FactServiceDeps,
  ids: readonly LessonId[],
  today: LocalDate,
): Promise<ReadonlyMap<LessonId, LessonFacts | null>> {
  const entries = await lessons.byIds(ids);
  const settled = await attendance.settledOf(entries.map(({ fields }) => sessionId.parse(fields.sessionId)));
  const bySession = new Map(settled.map((each) => [each.sessionId, each]));
  const corrected = Map.groupBy(await corrections.latestOf(ids), (each) => each.lessonId);
  const found = new Map<LessonId, LessonFacts | null>(ids.map((id) => [id, null]));
  for (const id of ids) {
    const entry = plans.elsewhere(id);
    if (entry === null) continue;
    const { schoolId, localDate, subject, grade } = entry.fields;
    const need = plans
      .needs(schoolId, localDate)
      .find(
        ({ state, fields }) => state === 'inForce' && fields.subject === subject && fields.grade === grade,
      );
    found.set(id, makeElsewhereFacts(entry, need?.id ?? null));
  }
  for (const lesson of entries) {
    const { sessionId: session, localDate } = lesson.fields;
    const causes = (corrected.get(lesson.id) ?? []).flatMap(({ roomId, cause }) =>
      cause === null ? [] : [[roomId, cause] as const],
    );
    found.set(
      lesson.id,
      makeFacts({
        lesson,
        settled: bySession.get(session) ?? null,
        corrections: new Map<RoomId, (typeof causes)[number][1]>(causes),
        today,
        schoolOf: (personId) => schools.schoolOfPerson(personId, localDate),
      }),
    );
  }
  return found;
}

/** Where it counts: at rooms that received, at the school that led, at that of the group that met, and at those where the teachers work. */
function daysOf({ before, after }: FactChange, plans: Pick<SchoolPlans, 'group'>): DirtyDay[] {
  const groupSchool = (id: GroupId | null) => (id === null ? [] : (plans.group(id)?.schoolId ?? []));
  return [before, after].flatMap((facts) =>
    facts === null
      ? []
      : [
          facts.lead.leadingSchoolId,
          ...[groupSchool(facts.lead.groupId)].flat(),
          ...facts.rooms.map((room) => room.schoolId),
          ...facts.people.map((person) => person.schoolId),
        ].map((schoolId) => ({ schoolId, date: facts.lead.localDate })),
  );
}
