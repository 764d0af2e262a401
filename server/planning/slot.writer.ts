import { lessonId, type RoomId, type SlotId } from '../../shared/kernel/ids.ts';
import { fail, ok, type Result } from '../../shared/kernel/result.ts';
import { type LocalDate, wallClock } from '../../shared/kernel/time.ts';
import type { LessonFields } from '../../shared/lesson.ts';
import type { SlotFields } from '../../shared/slot.ts';
import type { DirectoryView } from '../directory/directory.types.ts';
import type { Clock, Database, NewId } from '../platform/ports.ts';
import { type Booking, bookingsOf } from './booking.rules.ts';
import type { BookingStore } from './booking.store.ts';
import type { PhasesOf } from './lesson.change.service.ts';
import type { AgendaChanged } from './lesson.service.ts';
import type { PlanningMirrors } from './planning.mirrors.ts';
import type { PlanningStore } from './planning.store.ts';
import type { LessonEntry } from './planning.types.ts';
import { breathe } from './slices.ts';
import type { SlotEntry, TermCalendar } from './slot.ground.rules.ts';
import {
  lessonsOf,
  type Reconciled,
  reconcile,
  rememberedInstants,
  type SlotLesson,
} from './slot.lessons.rules.ts';
import { holdings } from './slot.rules.ts';

export type SlotWriterDeps = {
  readonly store: Pick<PlanningStore, 'lessons'>;
  readonly mirrors: PlanningMirrors;
  readonly bookings: BookingStore;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly phasesOf: PhasesOf;
  readonly agendaChanged: AgendaChanged;
};

/** Slots as they will be, each with what decides about its lessons. */
export type Following = {
  readonly view: DirectoryView;
  /** The rows in which they were sent; their refusals name them. */
  readonly slots: readonly {
    readonly slot: SlotEntry;
    readonly calendar: Pick<TermCalendar, 'days' | 'links' | 'holds'>;
    readonly row: number;
  }[];
  /** Slots whose lessons are looked at, also those that are no longer there. */
  readonly existing: readonly SlotLesson[];
  /** Why lessons of slots that end are not held; empty when nobody was asked. */
  readonly reason: string;
};

export type SlotWriter = {
  /** The coming lessons of slots from a day on: those that have not begun, whoever changed them. */
  coming(slots: readonly SlotEntry[], from: LocalDate): Promise<SlotLesson[]>;
  /** What has to be written so that the lessons are those of the slots. */
  plan(following: Following): Promise<Reconciled>;
  /**
   * Stores it with its bookings, all or none: INVALID_VALUE {field, reason: 'taken', row, date} names the first that is in the way, CONFLICT a
   * lesson that somebody changed meanwhile.
   */
  write(trx: Database, plan: Reconciled, following: Following): Promise<Result<void>>;
  tell(plan: Reconciled): void;
};

export function createSlotWriter(deps: SlotWriterDeps): SlotWriter {
  const { store, mirrors, bookings, clock } = deps;

  const ofRooms = async (roomIds: ReadonlySet<RoomId>, slotIds: ReadonlySet<SlotId>) => {
    const found = new Map<string, LessonEntry>();
    for (const value of roomIds) {
      const holding = { set: 'room' as const, value };
      const between = { column: 'local_date' as const, from: mirrors.date() };
      const lessons = await store.lessons.list({ holding, between });
      await breathe();
      for (const lesson of lessons)
        if (lesson.fields.slotId !== null && slotIds.has(lesson.fields.slotId)) found.set(lesson.id, lesson);
    }
    return [...found.values()];
  };
  /** A lesson that was moved keeps the place of the slot of which it was made. */
  const slotDateOf = async ({ id, fields }: LessonEntry): Promise<LocalDate> => {
    if (fields.changed?.kind !== 'moved') return fields.localDate;
    return (await store.lessons.history(id)).at(0)?.fields.localDate ?? fields.localDate;
  };

  return {
    async coming(slots, from) {
      const rooms = slots.flatMap(({ id, fields }) =>
        [fields, ...mirrors.slots.versions(id).map((each) => each.fields)].flatMap((each) =>
          each.rooms.map((room) => room.roomId),
        ),
      );
      const lessons = await ofRooms(new Set(rooms), new Set(slots.map((each) => each.id)));
      const nowMs = clock.nowMs();
      const phases = await deps.phasesOf(lessons.map((each) => each.fields.sessionId));
      const coming: SlotLesson[] = [];
      for (const lesson of lessons) {
        const begun = (phases.get(lesson.fields.sessionId) ?? 'planned') !== 'planned';
        if (begun || lesson.fields.plannedStartAtMs <= nowMs) continue;
        const slotDate = await slotDateOf(lesson);
        if (slotDate >= from) coming.push({ lesson, slotDate });
      }
      return coming;
    },
    async plan({ view, slots, existing }) {
      const date = mirrors.date();
      const bySchool = Map.groupBy(
        [...mirrors.needs.inForce({ date }).values()].filter(
          (each) => each.fields.status.state === 'inForce',
        ),
        (each) => each.fields.schoolId,
      );
      const common = {
        snapshot: view.snapshot,
        needsOf: (id: SlotFields['leadingSchoolId']) => bySchool.get(id) ?? [],
        instantOf: rememberedInstants(),
        nowMs: clock.nowMs(),
      };
      const stretches = Map.groupBy(slots, ({ slot }) => slot.id);
      const made = Map.groupBy(existing, ({ lesson }) => lesson.fields.slotId);
      const plan: Reconciled[] = [];
      for (const id of new Set([...stretches.keys(), ...made.keys()])) {
        if (id === null) continue;
        const wanted = (stretches.get(id) ?? []).flatMap(({ slot, calendar }) =>
          lessonsOf(slot, { ...common, ...calendar }, deps.newId),
        );
        plan.push(reconcile(wanted, made.get(id) ?? []));
        await breathe();
      }
      return {
        add: plan.flatMap((each) => each.add),
        revise: plan.flatMap((each) => each.revise),
        withdraw: plan.flatMap((each) => each.withdraw),
      };
    },
    async write(trx, { add, revise, withdraw }, { view, slots, reason }) {
      // A change that moves no lesson waits for nobody's bookings.
      if (add.length + revise.length + withdraw.length === 0) return ok();
      const note = { by: view.actor.personId, validFrom: mirrors.date() };
      await bookings.release(
        trx,
        [...withdraw, ...revise.map((each) => each.before)].map((each) => each.id),
      );
      for (const [index, lesson] of withdraw.entries()) {
        if (index % VERSIONS_AT_ONCE === 0) await breathe();
        const fields = { ...lesson.fields, cancelled: reason === '' ? null : { reason } };
        const revision = { ...note, expectedVersion: lesson.version, fields, closed: true };
        const closed = await store.lessons.revise(lesson.id, revision, trx);
        if (!closed.ok) return closed;
      }
      const revised: LessonEntry[] = [];
      for (const [index, { before, fields }] of revise.entries()) {
        if (index % VERSIONS_AT_ONCE === 0) await breathe();
        const revision = { ...note, expectedVersion: before.version, fields };
        const entry = await store.lessons.revise(before.id, revision, trx);
        if (!entry.ok) return entry;
        revised.push(entry.value);
      }
      const book = async (written: readonly LessonEntry[]): Promise<Result<void>> => {
        const clash = await bookings.book(trx, written.flatMap(bookingsOf));
        if (clash === null) return ok();
        const lesson = written.find((each) => each.id === clash.wanted.lessonId);
        const found = slots.find(({ slot }) => slot.id === lesson?.fields.slotId);
        return found === undefined ? fail('CONFLICT') : taken(found, clash.wanted, view);
      };
      const booked = await book(revised);
      if (!booked.ok) return booked;
      for (let from = 0; from < add.length; from += LESSONS_AT_ONCE) {
        const some = add
          .slice(from, from + LESSONS_AT_ONCE)
          .map((fields) => ({ id: lessonId.parse(deps.newId()), fields }));
        const fits = await book(await store.lessons.bulk.add(some, note, trx));
        if (!fits.ok) return fits;
        await breathe();
      }
      return ok();
    },
    tell({ add, revise, withdraw }) {
      const roomIds = new Set([
        ...add.flatMap(roomsOf),
        ...revise.flatMap(({ before, fields }) => [...roomsOf(before.fields), ...roomsOf(fields)]),
        ...withdraw.flatMap(({ fields }) => roomsOf(fields)),
      ]);
      if (roomIds.size > 0) deps.agendaChanged([...roomIds]);
    },
  };
}

/** A live lesson in the same process waits no longer than these take to write. */
const LESSONS_AT_ONCE = 100;
const VERSIONS_AT_ONCE = 10;

const roomsOf = ({ rooms }: Pick<LessonFields, 'rooms'>): RoomId[] => rooms.map((room) => room.roomId);

function taken(
  { slot, row }: Following['slots'][number],
  { resourceId, startAtMs }: Booking,
  { snapshot }: DirectoryView,
): Result<never> {
  const field = holdings(slot.fields).find((each) => each.id === resourceId)?.field ?? 'weekday';
  const { date } = wallClock(startAtMs, snapshot.zoneOf(slot.fields.leadingSchoolId));
  return fail('INVALID_VALUE', { field, reason: 'taken', row, date });
}
