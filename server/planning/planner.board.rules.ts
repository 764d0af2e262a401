import { type Option, type Planner, slotOf } from './planner.options.rules.ts';
import type { Group, Placed, Unit } from './planner.types.ts';
import { liftSlot, placeSlot } from './slot.ground.rules.ts';
import { halvesOf } from './slot.week.rules.ts';

/** What is proposed so far. */
export type Board = {
  put(group: Group, option: Option): Placed;
  lift(placed: Placed): void;
  putBack(placed: Placed): void;
  placed(): readonly Placed[];
  byId(id: string): Placed | undefined;
};

export function createBoard({ input, staff, ...planner }: Planner): Board {
  const all = new Map<string, Placed>();
  let next = 0;
  const put = (placed: Placed) => {
    const { fields, group, units } = placed;
    placeSlot(input.ground, placed, input.labelOf(fields));
    staff.count(fields, 1);
    for (const unit of units) {
      unit.halves -= halvesOf(fields);
      unit.weekdays.add(fields.weekday);
    }
    group.lecturerId ??= fields.lecturerId;
    group.lectureRoomId ??= fields.lectureRoomId;
    all.set(placed.id, placed);
    return placed;
  };
  return {
    put(group, option) {
      next += 1;
      const fields = slotOf({ input, staff, ...planner }, group, option);
      return put({
        id: `proposed ${next}`,
        fields,
        group,
        units: option.attendances.map((each) => each.unit),
      });
    },
    lift(placed) {
      liftSlot(input.ground, placed);
      staff.count(placed.fields, -1);
      all.delete(placed.id);
      for (const unit of placed.units) {
        unit.halves += halvesOf(placed.fields);
        if (!taughtThen(unit, placed.fields.weekday)) unit.weekdays.delete(placed.fields.weekday);
      }
    },
    putBack: put,
    placed: () => [...all.values()],
    byId: (id) => all.get(id),
  };

  function taughtThen({ link }: Unit, weekday: number): boolean {
    const slots = [...input.slots, ...all.values()].map((each) => each.fields);
    return slots.some(
      (slot) => slot.weekday === weekday && slot.rooms.some((room) => room.linkId === link.id),
    );
  }
}
