import type { LinkId, SlotId, TermId } from '../../shared/kernel/ids.ts';
import { fail, ok, type Result } from '../../shared/kernel/result.ts';
import type { LocalDate } from '../../shared/kernel/time.ts';
import { type LinkFields, linkHolds } from '../../shared/link.ts';
import type { SlotFields } from '../../shared/slot.ts';
import { type TermFields, teachingDays } from '../../shared/term.ts';
import type { DirectoryView } from '../directory/directory.types.ts';
import type { Alongside, Becoming } from '../directory/registry.types.ts';
import { versionInForce } from '../platform/register.rules.ts';
import type { BookingStore } from './booking.store.ts';
import type { PlanningMirrors } from './planning.mirrors.ts';
import type { TermCalendar } from './slot.ground.rules.ts';
import { calendarOf, slotsAhead } from './slot.grounds.ts';
import type { Following, SlotWriter } from './slot.writer.ts';

type At = { readonly view: DirectoryView; readonly validFrom: LocalDate; readonly reason: string };
type Follow<Id, Fields> = (
  entries: readonly Becoming<Id, Fields>[],
  at: At,
) => Promise<Result<Alongside<Id>>>;

/**
 * What is stored with changed slots, terms and links: their dated lessons, from the day of the change on. What the timetable no longer has is
 * withdrawn, what is new is made, what differs is written anew. What was changed by hand stays.
 */
export type LessonsFollow = {
  readonly slots: Follow<SlotId, SlotFields>;
  readonly terms: Follow<TermId, TermFields>;
  readonly links: Follow<LinkId, LinkFields>;
  /** One transaction for a change and what follows from it. */
  readonly inTurn: BookingStore['inTurn'];
};

/** What becomes different: slots themselves, or what they rest on. */
type Change = {
  readonly becoming?: ReadonlyMap<SlotId, Becomes>;
  readonly become?: (calendar: TermCalendar, slot: SlotFields) => TermCalendar;
};
/** A slot's fields from a day on, until a version that was entered ahead; null when it is closed. */
type Becomes = { readonly fields: SlotFields | null; readonly validFrom: LocalDate };

type Deps = {
  readonly mirrors: PlanningMirrors;
  readonly writer: SlotWriter;
  readonly inTurn: BookingStore['inTurn'];
};

export function lessonsFollow({ mirrors, writer, inTurn }: Deps): LessonsFollow {
  const fromOf = ({ validFrom }: At) => (validFrom > mirrors.date() ? validFrom : mirrors.date());

  async function alongside<Id>(following: Following): Promise<Result<Alongside<Id>>> {
    const plan = await writer.plan(following);
    return ok({
      write: (trx) => writer.write(trx, plan, following),
      done: () => writer.tell(plan),
    });
  }
  /** The lessons of slots from the day of the change on, where something that they rest on becomes different. */
  async function resting<Id>(
    at: At,
    rows: ReadonlyMap<SlotId, number>,
    { becoming, become = (calendar) => calendar }: Change,
  ): Promise<Result<Alongside<Id>>> {
    const from = fromOf(at);
    const calendars = (termId: TermId) => calendarOf(mirrors, termId, from);
    const slots = [...rows].flatMap(([id, row]) =>
      stretches(mirrors, id, { from, becoming: becoming?.get(id) }).flatMap(({ fields, holds }) => {
        const calendar = calendars(fields.termId);
        if (calendar === null) return [];
        const whole = become(calendar, fields);
        const days = whole.days.filter((day) => holds(day.date));
        return [{ slot: { id, fields }, row, calendar: { ...whole, days } }];
      }),
    );
    const known = [...rows.keys()].flatMap((id) => {
      const fields = mirrors.slots.versions(id).at(-1)?.fields;
      return fields === undefined ? [] : [{ id, fields }];
    });
    const existing = await writer.coming(known, from);
    return alongside<Id>({ view: at.view, slots, existing, reason: at.reason });
  }

  return {
    inTurn,
    async slots(entries, at) {
      const [first] = entries;
      if (first !== undefined && first.id === null) return newSlot(first.fields, at);
      const changed = entries.flatMap((each, row) =>
        each.id === null ? [] : [{ ...each, id: each.id, row }],
      );
      const becoming = new Map(
        changed.map(({ id, fields, closed }) => [
          id,
          { fields: closed ? null : fields, validFrom: at.validFrom },
        ]),
      );
      return resting<SlotId>(at, new Map(changed.map(({ id, row }) => [id, row])), { becoming });
    },
    terms(entries, at) {
      const changed = entries.filter(({ before, fields }) => before !== null && !sameDays(before, fields));
      const rows = new Map<SlotId, number>();
      for (const { id, fields } of slotsAhead(mirrors)) {
        const row = entries.findIndex((each) => each.id === fields.termId);
        if (changed.some((each) => each.id === fields.termId)) rows.set(id, row);
      }
      return resting<TermId>(at, rows, {
        become: (calendar, { termId }) => {
          const term = entries.find((each) => each.id === termId)?.fields;
          return term === undefined ? calendar : { ...calendar, days: teachingDays(term, fromOf(at)) };
        },
      });
    },
    links(entries, at) {
      const changed = new Map(
        entries.flatMap((each) => (each.id === null ? [] : [[each.id, each] as const])),
      );
      // A file may change ten thousand of them: each slot looks for its own.
      const rowOf = new Map([...changed.keys()].map((id, row) => [id, row]));
      const rows = new Map<SlotId, number>();
      for (const { id, fields } of slotsAhead(mirrors)) {
        const found = fields.rooms.flatMap((room) => rowOf.get(room.linkId) ?? []);
        if (found.length > 0) rows.set(id, Math.min(...found));
      }
      return resting<LinkId>(at, rows, {
        become: (calendar) => ({
          ...calendar,
          holds: (id, date) => {
            const link = changed.get(id);
            if (link === undefined || date < at.validFrom) return calendar.holds(id, date);
            return !link.closed && linkHolds(link.fields, date);
          },
        }),
      });
    },
  };

  /** Its lessons are made when it has its id. */
  function newSlot(fields: SlotFields, at: At): Result<Alongside<SlotId>> {
    const calendar = calendarOf(mirrors, fields.termId, fromOf(at));
    if (calendar === null) return fail('INTERNAL');
    let done: () => void = () => undefined;
    return ok({
      async write(trx, ids) {
        const [id] = ids;
        if (id === undefined) return fail('INTERNAL');
        const slots = [{ slot: { id, fields }, calendar, row: 0 }];
        const following = { view: at.view, slots, existing: [], reason: at.reason };
        const plan = await writer.plan(following);
        done = () => writer.tell(plan);
        return writer.write(trx, plan, following);
      },
      done: () => done(),
    });
  }
}

/** The slot as it will be on each of the days to come: one stretch for each of its versions. */
function stretches(
  { slots }: Pick<PlanningMirrors, 'slots'>,
  id: SlotId,
  { from, becoming }: { readonly from: LocalDate; readonly becoming: Becomes | undefined },
): { readonly fields: SlotFields; readonly holds: (date: LocalDate) => boolean }[] {
  const versions = slots.versions(id);
  const later = becoming && versions.find((each) => each.validFrom > becoming.validFrom);
  const isNew = (date: LocalDate) =>
    becoming !== undefined && date >= becoming.validFrom && (later === undefined || date < later.validFrom);
  const old = versions.map((version) => ({
    fields: version.fields,
    holds: (date: LocalDate) => !isNew(date) && versionInForce(versions, { date }) === version,
  }));
  const fields = becoming?.fields ?? null;
  return fields === null ? old : [...old, { fields, holds: (date) => date >= from && isNew(date) }];
}

function sameDays(a: TermFields, b: TermFields): boolean {
  return JSON.stringify(teachingDays(a)) === JSON.stringify(teachingDays(b));
}
