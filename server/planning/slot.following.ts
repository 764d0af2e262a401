import type { SlotId } from '../../shared/kernel/ids.ts';
import { fail, ok, type Result } from '../../shared/kernel/result.ts';
import type { LocalDate } from '../../shared/kernel/time.ts';
import { type TermFields, teachingDays } from '../../shared/term.ts';
import type { Alongside } from '../directory/registry.types.ts';
import type { PlanningMirrors } from './planning.mirrors.ts';
import type { SlotEntry } from './slot.ground.rules.ts';
import { groundOf } from './slot.grounds.ts';
import type { Following, SlotWriter } from './slot.writer.ts';
import type { LessonsFollow } from './timetable.registries.ts';

type Deps = { readonly mirrors: PlanningMirrors; readonly writer: SlotWriter };

/**
 * Dated lessons follow their slots and terms from the day of the change on: what the timetable no longer has is withdrawn, what is new is
 * made, what differs is written anew. What was changed by hand stays.
 */
export function lessonsFollow({ mirrors, writer }: Deps): LessonsFollow {
  const later = (a: LocalDate, b: LocalDate) => (a > b ? a : b);
  const alongside = async <Id>(following: Following): Promise<Result<Alongside<Id>>> => {
    const plan = await writer.plan(following);
    return ok({
      write: (trx) => writer.write(trx, plan, following),
      done: () => writer.tell(plan),
    });
  };
  return {
    async slots(entries, { view, validFrom, reason }) {
      const from = later(validFrom, mirrors.date());
      const [first] = entries;
      // A new slot has no id yet, so its lessons are made when it has.
      if (first !== undefined && first.id === null) {
        const ground = groundOf(mirrors, { view, termId: first.fields.termId, from });
        if (ground === null) return fail('INTERNAL');
        let done: () => void = () => undefined;
        return ok({
          async write(trx, ids) {
            const [id] = ids;
            if (id === undefined) return fail('INTERNAL');
            const slots = [{ slot: { id, fields: first.fields }, ground, row: 0 }];
            const following = { view, slots, existing: [], reason };
            const plan = await writer.plan(following);
            done = () => writer.tell(plan);
            return writer.write(trx, plan, following);
          },
          done: () => done(),
        });
      }
      const known = entries.flatMap((each): (SlotEntry & { closed: boolean })[] =>
        each.id === null ? [] : [{ id: each.id, fields: each.fields, closed: each.closed }],
      );
      const slots: Following['slots'][number][] = [];
      for (const [row, slot] of known.entries()) {
        const ground = groundOf(mirrors, { view, termId: slot.fields.termId, from });
        if (!slot.closed && ground !== null) slots.push({ slot, ground, row });
      }
      const existing = await writer.coming(known, from);
      return alongside<SlotId>({ view, slots, existing, reason });
    },
    async terms(entries, { view, validFrom, reason }) {
      const from = later(validFrom, mirrors.date());
      const slots: Following['slots'][number][] = [];
      for (const [row, { id, before, fields }] of entries.entries()) {
        if (id === null || (before !== null && sameDays(before, fields))) continue;
        const ground = groundOf(mirrors, { view, termId: id, from });
        if (ground === null) continue;
        const days = teachingDays(fields, from);
        for (const slot of mirrors.slots.inForce({ date: mirrors.date() }).values())
          if (slot.fields.termId === id) slots.push({ slot, ground: { ...ground, days }, row });
      }
      const existing = await writer.coming(
        slots.map((each) => each.slot),
        from,
      );
      return alongside({ view, slots, existing, reason });
    },
  };
}

function sameDays(a: TermFields, b: TermFields): boolean {
  return JSON.stringify(teachingDays(a)) === JSON.stringify(teachingDays(b));
}
