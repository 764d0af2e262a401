import type { Thresholds } from '../../shared/attendance.ts';
import { type Period, periodHolding } from '../../shared/coverage/period.ts';
import type { GroupId, RegionId, RoomId, SchoolId } from '../../shared/kernel/ids.ts';
import { DAY_MS, type LocalDate } from '../../shared/kernel/time.ts';
import type { TermFields } from '../../shared/term.ts';
import type { SchoolDirectory, SchoolOnDay } from '../directory/directory.schools.ts';
import type { SchoolPlans } from '../planning/planning.schools.ts';
import { isTaught, type Taught, taughtBetween } from './calendar.rules.ts';
import { earliest, latest } from './follow.rules.ts';
import type { SchoolFacts } from './school.types.ts';

export type DeviceStanding = SchoolFacts['devices'][number];

export type GroundDeps = {
  readonly schools: SchoolDirectory;
  readonly plans: SchoolPlans;
  readonly thresholdsOn: (date: LocalDate) => Promise<Thresholds>;
  /** Devices in rooms that were in use at a moment, each with its last check until then. */
  readonly devicesIn: (
    roomIds: readonly RoomId[],
    untilMs: number,
  ) => Promise<ReadonlyMap<RoomId, readonly DeviceStanding[]>>;
  /** Meetings that groups of teachers held. */
  readonly meetings: (
    groupIds: readonly GroupId[],
    from: LocalDate,
    to: LocalDate,
  ) => Promise<readonly { readonly groupId: string; readonly date: LocalDate }[]>;
};

/** The registers as one chunk of one day needs them: what is not in memory is read before its transaction begins. */
export type Ground = Awaited<ReturnType<typeof createGround>>;

export async function createGround(
  deps: GroundDeps,
  wanted: { readonly schoolIds: readonly SchoolId[]; readonly date: LocalDate; readonly today: LocalDate },
) {
  const { schools, plans } = deps;
  const { date, today } = wanted;
  await schools.fresh();
  await plans.fresh();
  const termsAt = createTerms(plans);
  /** Of twenty schools in a township they are found once. */
  const foundPeriods = new Map<string, readonly Period[]>();
  /** Each school is asked for with each of its periods. */
  const foundSchools = new Map<LocalDate, Map<SchoolId, SchoolOnDay | null>>();
  const schoolOn = (id: SchoolId, on: LocalDate): SchoolOnDay | null => {
    const known = foundSchools.get(on) ?? new Map<SchoolId, SchoolOnDay | null>();
    foundSchools.set(on, known);
    const found = known.get(id);
    if (found !== undefined) return found;
    const school = schools.school(id, on);
    known.set(id, school);
    return school;
  };
  const placed = (id: SchoolId, on: LocalDate) => schoolOn(id, on) ?? schoolOn(id, today);
  const monday = mondayOf(date);
  /** Of the day itself and of all that it is added to. */
  const periodsOf = (id: SchoolId, on: LocalDate): readonly Period[] => {
    const regionIds = placed(id, on)?.regionIds ?? [];
    const place = `${on} ${regionIds.join(' ')}`;
    const found = foundPeriods.get(place) ?? periodsAt(termsAt(regionIds), on);
    foundPeriods.set(place, found);
    return found;
  };
  const periodsAt = (terms: readonly TermFields[], on: LocalDate): Period[] => {
    const one = (['day', 'week', 'month', 'year'] as const).map((kind) => periodHolding(kind, on, []));
    const held = terms.filter((each) => each.from <= on && on <= each.to);
    const once = new Map(held.map(({ from, to }) => [`${from} ${to}`, { kind: 'term' as const, from, to }]));
    return [...one.filter((each) => each !== null), ...once.values()];
  };
  const asOf = ({ to }: Period): LocalDate => (to < today ? to : today);
  const days = new Set(
    wanted.schoolIds.flatMap((id) =>
      [...periodsOf(id, date), ...periodsOf(id, monday)].map((each) => asOf(each)),
    ),
  );
  const known = new Map<LocalDate, Awaited<ReturnType<typeof readDay>>>();
  for (const day of days) known.set(day, await readDay(deps, wanted.schoolIds, day));
  const on = (day: LocalDate) => known.get(day) ?? missing(day);

  const led = wanted.schoolIds.flatMap((id) => [...days].flatMap((day) => plans.groups(id, day)));
  const spans = wanted.schoolIds.flatMap((id) => periodsOf(id, date));
  const met =
    led.length === 0
      ? []
      : await deps.meetings(
          [...new Set(led.map(({ id }) => id))],
          earliest(date, ...spans.map(({ from }) => from)),
          latest(date, ...spans.map(({ to }) => to)),
        );
  const groupsIn = (id: SchoolId, { from, to }: Period, day: LocalDate): SchoolFacts['groups'] =>
    plans.groups(id, day).map((group) => ({
      kind: group.fields.kind,
      meetingCount: met.filter((each) => each.groupId === group.id && from <= each.date && each.date <= to)
        .length,
    }));

  const factsIn = (id: SchoolId, period: Period): SchoolFacts | null => {
    const day = asOf(period);
    const school = schoolOn(id, day);
    if (school?.inForce !== true) return null;
    const { subjects, devices } = on(day);
    const rooms = schools.rooms(id, day);
    return {
      kind: school.fields.kind,
      registeredNeedCount: plans.needs(id, day).filter((each) => each.state === 'inForce').length,
      grades: schools.classes(id, day).map(({ fields }) => fields.grade),
      localTeaching: plans.localTeaching(id, day).map(({ fields }) => fields),
      subjects,
      rooms: rooms.map((room) => ({ roomId: room.id, ...room.fields })),
      asOfMs: endOf(day),
      devices: rooms.flatMap((room) => devices.get(room.id) ?? []),
      groups: groupsIn(id, period, day),
    };
  };
  return {
    today,
    monday,
    periodsOf,
    asOf,
    placed: (id: SchoolId, day: LocalDate): SchoolOnDay | null => placed(id, day),
    kindOf: (id: SchoolId, day: LocalDate) => schoolOn(id, day)?.fields.kind,
    factsIn,
    thresholdsOn: (day: LocalDate) => on(day).thresholds,
    needs: (id: SchoolId) => plans.needs(id, date),
    links: (id: SchoolId) => plans.links(id, date).map(({ fields }) => fields),
    taught: (id: SchoolId, day: LocalDate) => isTaught(termsAt(placed(id, day)?.regionIds ?? []), day),
    taughtIn: (id: SchoolId, { from, to }: Period): Taught => {
      const last = to < today ? to : today;
      return taughtOnce(termsAt(placed(id, last)?.regionIds ?? []), from, last);
    },
  };
}

const mondayOf = (date: LocalDate): LocalDate => periodHolding('week', date, [])?.from ?? date;

async function readDay(deps: GroundDeps, schoolIds: readonly SchoolId[], day: LocalDate) {
  const rooms = schoolIds.flatMap((id) => deps.schools.rooms(id, day).map((room) => room.id));
  return {
    thresholds: await deps.thresholdsOn(day),
    subjects: deps.schools.subjects(day),
    devices: rooms.length === 0 ? new Map<RoomId, never>() : await deps.devicesIn(rooms, endOf(day)),
  };
}

/** Within a second of any zone's midnight that matters: checks are counted in days. */
const endOf = (day: LocalDate): number => Date.parse(`${day}T00:00:00Z`) + DAY_MS;

/** Terms of a place, nearest region first; of twenty schools in a township they are found once. */
function createTerms(plans: SchoolPlans) {
  const found = new Map<string, readonly TermFields[]>();
  return (regionIds: readonly RegionId[]): readonly TermFields[] => {
    const key = regionIds.join(' ');
    const known = found.get(key);
    if (known !== undefined) return known;
    const terms = sameAsEver(plans.terms(regionIds.toReversed()));
    found.set(key, terms);
    return terms;
  };
}

/** A year's calendar is walked day by day, and thousands of schools share it. */
const calendars = new Map<string, { terms: readonly TermFields[]; taught: Map<string, Taught> }>();
const KEPT_CALENDARS = 2_000;
const KEPT_PERIODS = 400;

function sameAsEver(terms: readonly TermFields[]): readonly TermFields[] {
  const key = JSON.stringify(terms);
  const kept = calendars.get(key);
  if (kept !== undefined) return kept.terms;
  if (calendars.size >= KEPT_CALENDARS) calendars.clear();
  calendars.set(key, { terms, taught: new Map() });
  keys.set(terms, key);
  return terms;
}
const keys = new WeakMap<readonly TermFields[], string>();

function taughtOnce(terms: readonly TermFields[], from: LocalDate, to: LocalDate): Taught {
  const taught = calendars.get(keys.get(terms) ?? '')?.taught;
  const key = `${from} ${to}`;
  const known = taught?.get(key);
  if (known !== undefined) return known;
  const counted = taughtBetween(terms, from, to);
  if ((taught?.size ?? 0) >= KEPT_PERIODS) taught?.clear();
  taught?.set(key, counted);
  return counted;
}

function missing(day: string): never {
  throw new Error(`the registers of ${day} were not read`);
}
