import { sql } from 'kysely';
import { type LessonId, lessonId, type RecordingId, recordingId } from '../../shared/kernel/ids.ts';
import { ok, type Result } from '../../shared/kernel/result.ts';
import { type LocalDate, localDate } from '../../shared/kernel/time.ts';
import { plannedEndAtMs, type UnplayableLesson } from '../../shared/lesson.ts';
import type { Look } from '../directory/directory.service.ts';
import type { Calendar } from '../directory/directory.snapshot.ts';
import type { DirectoryView } from '../directory/directory.types.ts';
import type { Actor } from '../identity/identity.types.ts';
import type { Clock, Database } from '../platform/ports.ts';
import type { PhasesOf } from './lesson.change.service.ts';
import { scopeOfLesson } from './lesson.service.ts';
import { cardOf } from './planning.reader.ts';
import type { PlanningStore } from './planning.store.ts';
import type { LessonEntry, RecordingsKept } from './planning.types.ts';

export type UnplayableDeps = {
  readonly database: Database;
  readonly store: Pick<PlanningStore, 'lessons'>;
  readonly calendar: Calendar;
  readonly look: Look;
  readonly clock: Clock;
  readonly phasesOf: PhasesOf;
  readonly recordingsKept: RecordingsKept;
};

type Trouble = UnplayableLesson['trouble'];
type Played = {
  readonly id: LessonId;
  readonly date: LocalDate;
  readonly recordingId: RecordingId;
  /** Who wrote its first version. */
  readonly plannedBy: string;
};

/** What a page can show; whoever has more of them has one cause for all. */
const SHOWN_MOST = 200;
/** Read at once, until enough of them are the asker's. */
const READ_AT_ONCE = 400;

/** Lessons to come that will have nothing to play 录播, the next one first: of whoever may change or has planned them. */
export function createUnplayable(deps: UnplayableDeps) {
  const { store, clock } = deps;

  async function troubled(from: LocalDate): Promise<readonly (Played & { readonly trouble: Trouble })[]> {
    const played = await playedFrom(deps.database, from);
    const kept = await deps.recordingsKept([...new Set(played.map((each) => each.recordingId))]);
    return played.flatMap((each) => {
      const trouble = troubleOf(kept.get(each.recordingId), each.date);
      return trouble === null ? [] : [{ ...each, trouble }];
    });
  }
  const isTheirs = (view: DirectoryView, { fields }: LessonEntry, plannedBy: string): boolean => {
    const scope = scopeOfLesson(view, fields);
    if (view.may('lesson.unplayable', scope)) return true;
    return view.may('lesson.list', scope) && plannedBy === view.actor.personId;
  };

  return async (actor: Actor): Promise<Result<{ lessons: UnplayableLesson[] }>> => {
    const view = await deps.look(actor);
    if (!view.ok) return view;
    const all = await troubled(await deps.calendar.today());
    const found: UnplayableLesson[] = [];
    for (let at = 0; at < all.length && found.length < SHOWN_MOST; at += READ_AT_ONCE) {
      const some = new Map(all.slice(at, at + READ_AT_ONCE).map((each) => [each.id, each]));
      const lessons = await store.lessons.list({ ids: [...some.keys()], orderBy: 'planned_start_at_ms' });
      const phases = await deps.phasesOf(lessons.map((each) => each.fields.sessionId));
      for (const lesson of lessons) {
        const { cancelled, sessionId } = lesson.fields;
        const phase = phases.get(sessionId) ?? 'planned';
        const known = some.get(lesson.id);
        const isOver = phase === 'ended' || plannedEndAtMs(lesson.fields) <= clock.nowMs();
        if (known === undefined || cancelled !== null || isOver) continue;
        if (found.length === SHOWN_MOST || !isTheirs(view.value, lesson, known.plannedBy)) continue;
        const card = cardOf(view.value.snapshot, lesson, phase);
        found.push({ card, recordingId: known.recordingId, trouble: known.trouble });
      }
    }
    return ok({ lessons: found });
  };
}

function troubleOf(
  kept: { readonly whole: boolean; readonly keptUntil: LocalDate | null } | undefined,
  date: LocalDate,
): Trouble | null {
  if (kept?.whole !== true) return { state: 'removed' };
  const { keptUntil } = kept;
  return keptUntil !== null && keptUntil < date ? { state: 'expires', keptUntil } : null;
}

type Row = {
  readonly id: string;
  readonly local_date: string;
  readonly value: string;
  readonly planned_by: string;
};

/** What lessons from a day on are to play, by their newest versions. */
async function playedFrom(database: Database, from: LocalDate): Promise<Played[]> {
  const { rows } =
    await sql<Row>`select held.id, held.local_date, played.value, planned.recorded_by as planned_by
    from lesson_plays as played
    join lesson as held on held.id = played.id and held.version = played.version
    join lesson as planned on planned.id = held.id and planned.version = 1
    where held.local_date >= ${from} and held.closed = 0
    and held.version = (select max(version) from lesson as later where later.id = held.id)
    order by held.planned_start_at_ms, held.id`.execute(database);
  return rows.map(({ id, local_date, value, planned_by }) => ({
    id: lessonId.parse(id),
    date: localDate.parse(local_date),
    recordingId: recordingId.parse(value),
    plannedBy: planned_by,
  }));
}
