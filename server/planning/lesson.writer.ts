import { sql } from 'kysely';
import type { LessonId } from '../../shared/kernel/ids.ts';
import { fail, ok, type Result } from '../../shared/kernel/result.ts';
import { type LocalDate, wallClock } from '../../shared/kernel/time.ts';
import { type LessonFields, type LessonInput, lessonFields } from '../../shared/lesson.ts';
import type { DirectorySnapshot } from '../directory/directory.types.ts';
import type { Database } from '../platform/ports.ts';
import type { Addition } from '../platform/register.types.ts';
import { bookingsOf, type Clash } from './booking.rules.ts';
import type { BookingStore } from './booking.store.ts';
import type { PlanningStore } from './planning.store.ts';
import type { LessonEntry } from './planning.types.ts';

type Names = Pick<DirectorySnapshot, 'people' | 'rooms' | 'classes' | 'schools'>;
type Note = { readonly by: string; readonly validFrom: LocalDate };
export type LessonChange = { readonly before: LessonEntry; readonly fields: LessonFields };

/**
 * The one way by which versions of dated lessons are stored: each together with what the lesson holds. BUSY {kind, name, subject, date, from, to}
 * names what is in the way; then nothing is stored.
 */
export type LessonWriter = {
  /** Inside `inTurn` of the bookings. */
  addAll(
    trx: Database,
    lessons: readonly LessonInput[],
    to: { readonly note: Note; readonly snapshot: Names },
  ): Promise<Result<readonly LessonEntry[]>>;
  plan(
    lesson: LessonInput,
    to: { readonly note: Note; readonly snapshot: Names },
  ): Promise<Result<LessonEntry>>;
  /** CONFLICT {version, changed} when somebody was faster. */
  reviseAll(
    changes: readonly LessonChange[],
    to: { readonly note: Note; readonly snapshot: Names },
  ): Promise<Result<readonly LessonEntry[]>>;
  /** A lesson that nobody can forbid any more: it holds what is free. */
  enter(lesson: LessonInput, addition: Addition<LessonEntry['id']>): Promise<LessonEntry>;
};

export type LessonWriterDeps = {
  readonly lessons: PlanningStore['lessons'];
  readonly bookings: BookingStore;
  /** Whether a lesson was ended before its time: then it stands in nobody's way. */
  readonly isOver: (lesson: LessonEntry) => Promise<boolean>;
};

/** Which lesson stood in the way of a transaction that was taken back. */
type Blocked = { by: LessonId | null };
/** So many lessons that are over are put out of the way of one wish. */
const OVER_MAX = 50;

export function createLessonWriter({ lessons, bookings, isOver }: LessonWriterDeps): LessonWriter {
  const book = async (
    trx: Database,
    written: readonly LessonEntry[],
    { snapshot, blocked }: { readonly snapshot: Names; readonly blocked?: Blocked },
  ) => {
    const clash = await bookings.book(trx, written.flatMap(bookingsOf));
    if (blocked) blocked.by = clash?.held.lessonId ?? null;
    return clash === null ? ok(written) : busy(trx, clash, snapshot);
  };
  /** What the sessions say cannot be asked inside of a transaction, so it is asked after, and the wish tried again. */
  const pastThoseOver = async <T>(
    work: (trx: Database, blocked: Blocked) => Promise<Result<T>>,
  ): Promise<Result<T>> => {
    for (let tries = 0; ; tries += 1) {
      const blocked: Blocked = { by: null };
      const answer = await bookings.inTurn((trx) => work(trx, blocked));
      const inTheWay = blocked.by === null || answer.ok ? null : await lessons.get(blocked.by);
      if (inTheWay === null || tries === OVER_MAX || !(await isOver(inTheWay))) return answer;
      await bookings.inTurn(async (trx) => ok(await bookings.release(trx, [inTheWay.id])));
    }
  };
  const addAll = async (
    trx: Database,
    wishes: readonly LessonInput[],
    to: { readonly note: Note; readonly snapshot: Names; readonly blocked?: Blocked },
  ) => {
    const written: LessonEntry[] = [];
    for (const fields of wishes) written.push(await lessons.add(fields, to.note, trx));
    return book(trx, written, to);
  };
  return {
    addAll,
    plan: (fields, to) =>
      pastThoseOver(async (trx, blocked) => {
        const added = await addAll(trx, [fields], { ...to, blocked });
        if (!added.ok) return added;
        const [lesson] = added.value;
        return lesson === undefined ? fail('INTERNAL') : ok(lesson);
      }),
    reviseAll: (changes, { note, snapshot }) =>
      pastThoseOver(async (trx, blocked) => {
        const written: LessonEntry[] = [];
        await bookings.release(
          trx,
          changes.map(({ before }) => before.id),
        );
        for (const { before, fields } of changes) {
          const revision = { ...note, expectedVersion: before.version, fields };
          const revised = await lessons.revise(before.id, revision, trx);
          if (!revised.ok) return revised;
          written.push(revised.value);
        }
        return book(trx, written, { snapshot, blocked });
      }),
    async enter(fields, addition) {
      const entered = await bookings.inTurn(async (trx) => {
        const lesson = await lessons.add(fields, addition, trx);
        await bookings.bookFree(trx, bookingsOf(lesson));
        return ok(lesson);
      });
      if (!entered.ok) throw new Error(`a lesson was refused: ${entered.error.code}`);
      return entered.value;
    },
  };
}

/** A clash in words: what of the wish is busy, with which lesson, and when. */
async function busy(trx: Database, { held }: Clash, snapshot: Names): Promise<Result<never>> {
  // The register reads outside of the transaction, where the lesson may not be yet.
  const { rows } = await sql<{ body: string }>`select body from lesson where id = ${held.lessonId}
    order by version desc limit 1`.execute(trx);
  const lesson = lessonFields.parse(JSON.parse(rows[0]?.body ?? '{}'));
  const [start, end] = [held.startAtMs, held.endAtMs].map((atMs) => wallClock(atMs, lesson.zone));
  return fail('BUSY', {
    kind: held.resource,
    name: nameOf(held, snapshot).slice(0, 160),
    subject: [lesson.subject, lesson.grade].filter(Boolean).join(' '),
    date: start?.date ?? '',
    from: minuteText(start?.minute ?? 0),
    to: minuteText(end?.minute ?? 0),
  });
}

function nameOf({ resource, resourceId }: Clash['held'], snapshot: Names): string {
  const { people, rooms, classes, schools } = snapshot;
  const found = <Id, F>(all: ReadonlyMap<Id, { readonly fields: F }>) =>
    [...all].find(([id]) => id === resourceId)?.[1].fields;
  if (resource === 'person') return found(people)?.name ?? '';
  const placed = resource === 'room' ? found(rooms) : found(classes);
  return placed === undefined
    ? ''
    : `${schools.get(placed.schoolId)?.fields.name ?? ''} ${placed.name}`.trim();
}

const two = (value: number) => String(value).padStart(2, '0');
const minuteText = (minute: number) => `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
