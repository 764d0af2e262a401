import { type PlannerProposal, ROOMS_TOGETHER } from '../../shared/planner.ts';
import { type Board, createBoard } from './planner.board.rules.ts';
import { createUnplacedReport } from './planner.clashes.rules.ts';
import { groupsOf, positionsOf } from './planner.groups.rules.ts';
import type { Joined } from './planner.joins.rules.ts';
import { bestOption, type Option, type Planner } from './planner.options.rules.ts';
import { makeRoom } from './planner.repair.rules.ts';
import { createLostRatios } from './planner.seats.rules.ts';
import { createStaff } from './planner.staff.rules.ts';
import type { Group, PlannerInput, PlannerSettings, Position, Unit } from './planner.types.ts';
import { OVERLAP_RATIO } from './slot.clashes.rules.ts';
import { lessonDates } from './slot.dates.rules.ts';

/** 语文, 数学 and 英语 are taught in the morning, as nearly everywhere; a lecturer usually has 12 to 18 periods a week. */
export const plannerDefaults: PlannerSettings = {
  overlapRatio: OVERLAP_RATIO,
  together: true,
  roomsMost: ROOMS_TOGETHER.usual,
  mornings: ['语文', '数学', '英语'],
  lecturerPeriods: 16,
};

export type Proposed = Omit<PlannerProposal, 'joins'> & { readonly joins: readonly Joined[] };

/**
 * Places the links' missing periods in the week of a term. The same input gives the same proposal. It yields after each step of about a
 * millisecond, so that whoever runs it can do something else in between.
 */
export function* propose(input: PlannerInput): Generator<void, Proposed, void> {
  const kept = new Map<string, readonly Position[]>();
  const planner: Planner = {
    input,
    staff: createStaff(input),
    lost: createLostRatios(input),
    positions: (schoolId) => {
      const known = kept.get(schoolId) ?? positionsOf(input, schoolId);
      kept.set(schoolId, known);
      return known;
    },
  };
  const board = createBoard(planner);
  const stuck: { group: Group; unit: Unit }[] = [];
  const { groups, joins } = yield* groupsOf(input, planner);
  for (const group of groups) {
    for (const step of placeGroup(planner, board, group)) {
      if (step.option === null) stuck.push(...step.units.map((unit) => ({ group, unit })));
      yield;
    }
  }
  for (const { group, unit } of stuck)
    while (unit.halves > 0 && (yield* makeRoom(planner, board, { ...group, units: [unit] }))) yield;
  const report = createUnplacedReport(planner);
  const unplaced: PlannerProposal['unplaced'] = [];
  for (const { group, unit } of stuck) {
    if (unit.halves > 0) unplaced.push(report(group, unit));
    yield;
  }
  const slots = board.placed().map((each) => each.fields);
  const lessonCount = slots.reduce((sum, slot) => sum + lessonDates(slot, input.ground).length, 0);
  return { slots, joins, lessonCount, unplaced };
}

/** Places one period after the other. An answer without an option names units that can be taught nowhere. */
function* placeGroup(
  planner: Planner,
  board: Board,
  group: Group,
): Generator<{ readonly units: readonly Unit[]; readonly option: Option | null }> {
  let open = group.units;
  for (;;) {
    open = open.filter((unit) => unit.halves > 0);
    if (open.length === 0) return;
    const whole = open.filter((unit) => unit.halves > 1);
    const units = whole.length > 0 ? whole : open;
    const weeks = whole.length > 0 ? (['every'] as const) : (['odd', 'even'] as const);
    const option = bestOption(planner, group, { units, weeks });
    if (option === null) open = open.filter((unit) => !units.includes(unit));
    else board.put(group, option);
    yield { units, option };
  }
}
