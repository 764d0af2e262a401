import type { PlannerProposal, SlotClash } from '../../shared/planner.ts';
import { sharedPeriod } from './bell.rules.ts';
import type { Planner } from './planner.options.rules.ts';
import { sitting } from './planner.seats.rules.ts';
import type { Group, Position, Unit } from './planner.types.ts';
import { nameOf, periodText } from './slot.clashes.rules.ts';

/** Of what stands in the way, this much is told. */
const CLASHES_MOST = 10;

type Found = { readonly kind: SlotClash['kind']; readonly name: string; readonly busyWith: string };

/** Says of a unit that found no place what stood in its way, the most frequent first. */
export function createUnplacedReport(planner: Planner) {
  const { ground } = planner.input;
  const schoolName = (id: Group['leadingSchoolId']) => ground.snapshot.schools.get(id)?.fields.name ?? '';
  return (group: Group, unit: Unit): PlannerProposal['unplaced'][number] => {
    const { id, fields } = unit.link;
    const weeks = unit.halves > 1 ? 'every' : 'odd';
    const positions = planner.positions(group.leadingSchoolId);
    const met = positions.flatMap((position) =>
      standing(planner, { group, unit, position }).map((found): SlotClash => {
        return { ...found, weekday: position.weekday, startMinute: position.startMinute, weeks };
      }),
    );
    // Without bells of the leading school there is no place at all.
    const nowhere: SlotClash = {
      ...{ kind: 'bell', name: schoolName(group.leadingSchoolId), busyWith: '' },
      ...{ weekday: 1, startMinute: 0, weeks },
    };
    const byThing = Map.groupBy(met, ({ kind, name }) => `${kind} ${name}`);
    const clashes = [...byThing.values()]
      .toSorted((a, b) => b.length - a.length)
      .flatMap((each) => each.slice(0, 1))
      .slice(0, CLASHES_MOST);
    return {
      linkId: id,
      fromSchoolName: schoolName(fields.fromSchoolId),
      toSchoolName: schoolName(fields.toSchoolId),
      subject: fields.subject,
      grade: fields.grade,
      missingPeriods: Math.ceil(unit.halves / 2),
      clashes: positions.length === 0 ? [nowhere] : clashes,
    };
  };
}

function standing(
  planner: Planner,
  { group, unit, position }: { group: Group; unit: Unit; position: Position },
): Found[] {
  const { input, staff, lost } = planner;
  const { snapshot, week, ringings, term } = input.ground;
  const school = (id: Group['leadingSchoolId']) => snapshot.schools.get(id)?.fields.name ?? '';
  const { toSchoolId } = unit.link.fields;
  const at = { ...position, weeks: 'every' as const };
  if (lost(unit, position) === null) {
    const ringing = ringings.of(toSchoolId, position.weekday);
    const shared = ringing === null ? null : sharedPeriod(ringing, position);
    if (shared !== null && shared.ratio < input.settings.overlapRatio)
      return [{ kind: 'bell', name: school(toSchoolId), busyWith: periodText(shared.period) }];
    return [{ kind: 'link', name: school(toSchoolId), busyWith: term.name }];
  }
  const busy = (kind: SlotClash['kind'], ids: readonly (string | null)[]): Found[] =>
    ids.flatMap((id) => {
      const hold = id === null ? null : week.holder(id, at);
      return id === null || hold === null ? [] : [{ kind, name: nameOf(snapshot, id), busyWith: hold.label }];
    });
  /** All of them are busy, or there are none at all. */
  const none = (kind: SlotClash['kind'], ids: readonly string[]): Found[] => {
    if (ids.length === 0) return [{ kind, name: school(group.leadingSchoolId), busyWith: '' }];
    const held = busy(kind, ids);
    return held.length < ids.length ? [] : held;
  };
  const seats = busy(
    'listeningClass',
    unit.seats.map((seat) => seat.classId),
  );
  const rooms = unit.seats.flatMap((seat) => seat.roomIds);
  const noRoom =
    rooms.length === 0
      ? [{ kind: 'listeningRoom' as const, name: school(toSchoolId), busyWith: '' }]
      : seats.length === 0 && sitting(input, unit, { at, seated: [] }) === null
        ? busy('listeningRoom', rooms)
        : [];
  return [
    ...none('lectureRoom', staff.lectureRooms(group.leadingSchoolId)),
    ...none('lecturer', staff.lecturers(group.leadingSchoolId)),
    ...seats,
    ...noRoom,
  ];
}
