import type { LinkId, SlotId, TermId } from '../../shared/kernel/ids.ts';
import { fail, ok, type Result } from '../../shared/kernel/result.ts';
import type { LocalDate } from '../../shared/kernel/time.ts';
import { type LinkFields, linkHolds } from '../../shared/link.ts';
import type { SlotFields } from '../../shared/slot.ts';
import { type TermFields, teachingDays } from '../../shared/term.ts';
import type { DirectoryView } from '../directory/directory.view.ts';
import type { Alongside, Becoming } from '../directory/registry.types.ts';
import type { BookingStore } from './booking.store.ts';
import type { PlanningMirrors } from './planning.mirrors.ts';
import type { SlotGround } from './slot.ground.rules.ts';
import { groundOf } from './slot.grounds.ts';
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

type Deps = {
  readonly mirrors: PlanningMirrors;
  readonly writer: SlotWriter;
  readonly inTurn: BookingStore['inTurn'];
};

export function lessonsFollow({ mirrors, writer, inTurn }: Deps): LessonsFollow {
  const fromOf = ({ validFrom }: At) => (validFrom > mirrors.date() ? validFrom : mirrors.date());
  const slotsInForce = () => [...mirrors.slots.inForce({ date: mirrors.date() }).values()];

  async function alongside<Id>(following: Following): Promise<Result<Alongside<Id>>> {
    const plan = await writer.plan(following);
    return ok({
      write: (trx) => writer.write(trx, plan, following),
      done: () => writer.tell(plan),
    });
  }
  /** The lessons of slots as they are, where something that they rest on becomes different. */
  async function resting<Id>(
    at: At,
    found: readonly { readonly slot: Following['slots'][number]['slot']; readonly row: number }[],
    become: (ground: SlotGround, row: number) => SlotGround,
  ): Promise<Result<Alongside<Id>>> {
    const from = fromOf(at);
    const slots = found.flatMap(({ slot, row }) => {
      const ground = groundOf(mirrors, { view: at.view, termId: slot.fields.termId, from });
      return ground === null ? [] : [{ slot, row, ground: become(ground, row) }];
    });
    const existing = await writer.coming(
      slots.map((each) => each.slot),
      from,
    );
    return alongside<Id>({ view: at.view, slots, existing, reason: at.reason });
  }

  return {
    inTurn,
    async slots(entries, at) {
      const from = fromOf(at);
      const [first] = entries;
      if (first !== undefined && first.id === null) return newSlot(first.fields, at);
      const known = entries.flatMap(({ id, fields, closed }) =>
        id === null ? [] : [{ id, fields, closed }],
      );
      const slots = known.flatMap((slot, row) => {
        const ground = groundOf(mirrors, { view: at.view, termId: slot.fields.termId, from });
        return slot.closed || ground === null ? [] : [{ slot, ground, row }];
      });
      const existing = await writer.coming(known, from);
      return alongside<SlotId>({ view: at.view, slots, existing, reason: at.reason });
    },
    terms(entries, at) {
      const changed = entries.map(({ id, before, fields }, row) => ({ id, before, fields, row }));
      const found = changed
        .filter(({ before, fields }) => before !== null && !sameDays(before, fields))
        .flatMap(({ id, row }) =>
          slotsInForce()
            .filter((slot) => slot.fields.termId === id)
            .map((slot) => ({ slot, row })),
        );
      return resting<TermId>(at, found, (ground, row) => {
        const term = changed[row]?.fields;
        return term === undefined ? ground : { ...ground, days: teachingDays(term, fromOf(at)) };
      });
    },
    links(entries, at) {
      const changed = new Map(
        entries.flatMap((each) => (each.id === null ? [] : [[each.id, each] as const])),
      );
      const rows = entries.map((each) => each.id);
      const found = slotsInForce().flatMap((slot) => {
        const linked = new Set(slot.fields.rooms.map((room) => room.linkId));
        const row = rows.findIndex((id) => id !== null && linked.has(id));
        return row === -1 ? [] : [{ slot, row }];
      });
      return resting<LinkId>(at, found, (ground) => ({
        ...ground,
        holds: (id, date) => {
          const link = changed.get(id);
          if (link === undefined || date < at.validFrom) return ground.holds(id, date);
          return !link.closed && linkHolds(link.fields, date);
        },
      }));
    },
  };

  /** Its lessons are made when it has its id. */
  function newSlot(fields: SlotFields, at: At): Result<Alongside<SlotId>> {
    const ground = groundOf(mirrors, { view: at.view, termId: fields.termId, from: fromOf(at) });
    if (ground === null) return fail('INTERNAL');
    let done: () => void = () => undefined;
    return ok({
      async write(trx, ids) {
        const [id] = ids;
        if (id === undefined) return fail('INTERNAL');
        const slots = [{ slot: { id, fields }, ground, row: 0 }];
        const following = { view: at.view, slots, existing: [], reason: at.reason };
        const plan = await writer.plan(following);
        done = () => writer.tell(plan);
        return writer.write(trx, plan, following);
      },
      done: () => done(),
    });
  }
}

function sameDays(a: TermFields, b: TermFields): boolean {
  return JSON.stringify(teachingDays(a)) === JSON.stringify(teachingDays(b));
}
