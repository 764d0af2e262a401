import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { permit } from '../../server/identity/identity.permit.rules.ts';
import { type Booking, bookingsOf } from '../../server/planning/booking.rules.ts';
import { createBookingStore } from '../../server/planning/booking.store.ts';
import { planningMigrations } from '../../server/planning/planning.migrations.ts';
import { createPlanning, type Planning } from '../../server/planning/planning.module.ts';
import type { LinkId, RoomId, SchoolId, SlotId, TermId } from '../../shared/kernel/ids.ts';
import type { Result } from '../../shared/kernel/result.ts';
import { addDays, localDate } from '../../shared/kernel/time.ts';
import type { SlotFields } from '../../shared/slot.ts';
import { type TermFields, weekdayOf } from '../../shared/term.ts';
import { addDatabase, type Postgres, startPostgres } from '../support/postgres.ts';
import { enterCounty, openRegisters, type Registers, type TestCounty } from '../support/registers.ts';
import { periods } from '../support/timetable.ts';

const seed = Number(process.env['FC_SEED'] ?? Date.now() % 2 ** 31);
const from = localDate.parse('2026-08-31');
const to = localDate.parse('2026-11-29');

type Place = { readonly linkId: LinkId; readonly schoolId: SchoolId; readonly roomId: RoomId };
type House = {
  readonly registers: Registers;
  readonly planning: Planning;
  readonly county: TestCounty;
  readonly termId: TermId;
  readonly term: TermFields;
  readonly places: readonly Place[];
};

async function openHouse(url: string): Promise<House> {
  const registers = await openRegisters(permit, planningMigrations, url);
  const county = await enterCounty(registers);
  const planning = createPlanning({ ...registers, agendaChanged: () => undefined });
  registers.link(planning.linkedSchools);
  const term: TermFields = {
    ...{ regionId: county.county.id, name: '秋季学期', from, to, holidays: [], makeUpDays: [] },
  };
  const termId = value(await planning.routes['term.add'](asking(county), term)).id;
  const bell = {
    name: '作息',
    fromDate: null,
    toDate: null,
    weekdays: [1, 2, 3, 4, 5],
    periods: periods(500),
  };
  value(await planning.routes['bell.add'](asking(county), { ...bell, schoolId: county.central }));
  const places: Place[] = [];
  for (const [schoolId, roomId] of [
    [county.pointA, county.roomA],
    [county.pointB, county.roomB],
  ] as const) {
    const link = await planning.entering.links(
      {
        ...{ fromSchoolId: county.central, toSchoolId: schoolId, needId: null, label: '' },
        ...{ subject: '音乐', grade: '三年级', periodsPerWeek: 20 },
      },
      county.note,
    );
    places.push({ linkId: link.id, schoolId, roomId });
  }
  return { registers, planning, county, termId, term, places };
}

const asking = (county: TestCounty) => ({
  ...{ actor: county.countyAdmin, requestId: 'r', address: '127.0.0.1', cookies: {} },
  setCookie: () => undefined,
});

function value<T>(answer: Result<T>): T {
  if (!answer.ok) throw new Error(JSON.stringify(answer.error));
  return answer.value;
}

const anySlot = fc.record({
  weekday: fc.integer({ min: 1, max: 3 }),
  period: fc.nat(1),
  weeks: fc.constantFrom('every' as const, 'odd' as const, 'even' as const),
  places: fc.subarray([0, 1], { minLength: 1 }),
});
type AnySlot = typeof anySlot extends fc.Arbitrary<infer T> ? T : never;
const anyAct = fc.oneof(
  fc.record({
    act: fc.constant('accept' as const),
    slots: fc.array(anySlot, { minLength: 1, maxLength: 3 }),
  }),
  fc.record({ act: fc.constant('add' as const), slot: anySlot }),
  fc.record({ act: fc.constant('change' as const), at: fc.nat(5), slot: anySlot, inDays: fc.nat(40) }),
  fc.record({ act: fc.constantFrom('close' as const, 'reopen' as const), at: fc.nat(5), inDays: fc.nat(40) }),
  fc.record({
    act: fc.constantFrom('cancel' as const, 'restore' as const),
    at: fc.nat(60),
    rest: fc.boolean(),
  }),
  fc.record({
    act: fc.constant('move' as const),
    at: fc.nat(60),
    days: fc.integer({ min: -3, max: 3 }),
    period: fc.nat(1),
  }),
  fc.record({ act: fc.constant('holiday' as const), start: fc.nat(60), days: fc.nat(9) }),
  fc.record({ act: fc.constant('end' as const), at: fc.nat(1), inDays: fc.nat(60) }),
);
type AnyAct = typeof anyAct extends fc.Arbitrary<infer T> ? T : never;

function slotOf({ county, termId, places }: House, wish: AnySlot): SlotFields {
  return {
    ...{ termId, subject: '音乐', grade: '三年级', weekday: wish.weekday, weeks: wish.weeks },
    ...{ startMinute: wish.period === 0 ? 500 : 550, durationMinutes: 40, leadingClassId: null },
    ...{ leadingSchoolId: county.central, lectureRoomId: county.lectureRoom },
    lecturerId: county.lecturer.personId,
    rooms: places
      .filter((_, index) => wish.places.includes(index))
      .map((each) => ({ ...each, classId: null })),
  };
}

/** Does what is wished for; a refusal is fine, a throw is not. @returns whether it was done */
async function perform(house: House, act: AnyAct): Promise<boolean> {
  const { planning, county, termId, term } = house;
  const { routes } = planning;
  const ask = asking(county);
  const today = localDate.parse('2026-09-16');
  const nth = <T>(all: readonly T[], index: number) => all[index % Math.max(1, all.length)];
  const slots = async (closed?: 'true') =>
    value(await routes['slot.list'](ask, closed === undefined ? {} : { closed })).rows;
  const lessons = () => planning.reader.lessonsBetween(from, addDays(to, 9));
  switch (act.act) {
    case 'accept':
      return (await routes['planner.accept'](ask, { slots: act.slots.map((each) => slotOf(house, each)) }))
        .ok;
    case 'add':
      return (await routes['slot.add'](ask, slotOf(house, act.slot))).ok;
    case 'change':
    case 'close':
    case 'reopen': {
      const slot = nth(await slots(act.act === 'reopen' ? 'true' : undefined), act.at);
      if (slot === undefined) return false;
      const seen = { id: slot.id as SlotId, expectedVersion: slot.version };
      const validFrom = addDays(today, act.inDays);
      if (act.act === 'change')
        return (
          await routes['slot.change'](ask, {
            changes: [{ ...seen, fields: slotOf(house, act.slot) }],
            validFrom,
          })
        ).ok;
      if (act.act === 'close')
        return (await routes['slot.close'](ask, { entries: [seen], reason: '调整', validFrom })).ok;
      return (await routes['slot.reopen'](ask, { entries: [seen], validFrom })).ok;
    }
    case 'cancel':
    case 'restore':
    case 'move': {
      const lesson = nth(await lessons(), act.at);
      if (lesson === undefined) return false;
      const seen = { lessonId: lesson.id, expectedVersion: lesson.version };
      if (act.act === 'move') {
        const localDate = addDays(lesson.fields.localDate, act.days);
        const at = {
          localDate,
          startMinute: act.period === 0 ? 510 : 840,
          reason: '换课',
          reach: 'one' as const,
        };
        return (await routes['lesson.move'](ask, { ...seen, ...at })).ok;
      }
      const reach = act.rest ? ('rest' as const) : ('one' as const);
      if (act.act === 'cancel')
        return (await routes['lesson.cancel'](ask, { ...seen, reach, reason: '运动会' })).ok;
      return (await routes['lesson.restore'](ask, { ...seen, reach })).ok;
    }
    case 'holiday': {
      const [known] = value(await routes['term.list'](ask, {})).rows;
      const start = addDays(from, act.start);
      const holidays = [{ name: '停课', from: start, to: addDays(start, act.days) }];
      const change = { id: termId, expectedVersion: known?.version ?? 0, fields: { ...term, holidays } };
      return (await routes['term.change'](ask, { changes: [change] })).ok;
    }
    case 'end': {
      const place = nth(house.places, act.at);
      const link = value(await routes['link.list'](ask, {})).rows.find((each) => each.id === place?.linkId);
      if (link === undefined || place === undefined) return false;
      const answer = { kind: 'end' as const, reason: '不再需要', validFrom: addDays(today, act.inDays) };
      return (await routes['link.answer'](ask, { id: place.linkId, expectedVersion: link.version, answer }))
        .ok;
    }
  }
}

/** Nothing is booked twice, what is booked is what the lessons hold, and a lesson that nobody touched stands where its slot stands. */
async function expectWhole({ planning, registers, county }: House): Promise<void> {
  const lessons = await planning.reader.lessonsBetween(from, addDays(to, 9));
  const wanted = lessons.flatMap(bookingsOf);
  const held = await createBookingStore(registers.database).heldFrom(0, Number.MAX_SAFE_INTEGER);
  const text = (all: readonly Booking[]) =>
    all.map((each) => [each.resource, each.resourceId, each.startAtMs, each.lessonId].join(' ')).toSorted();
  expect(text(held)).toEqual(text(wanted));
  for (const all of Map.groupBy(held, (each) => each.resourceId).values()) {
    const inOrder = all.toSorted((a, b) => a.startAtMs - b.startAtMs);
    for (const [index, each] of inOrder.slice(1).entries())
      expect(each.startAtMs).toBeGreaterThanOrEqual(inOrder[index]?.endAtMs ?? 0);
  }
  const slots = value(await planning.routes['slot.list'](asking(county), { date: to })).rows;
  const bySlot = new Map(slots.map((each) => [each.id as string, each.fields]));
  const ahead = lessons.filter(({ fields }) => fields.localDate > '2026-10-27' && fields.cancelled === null);
  for (const { id, fields } of ahead) {
    const slot = bySlot.get(fields.slotId ?? '');
    const place = slot && [slot.weekday, slot.startMinute];
    // Whoever moved a lesson, or held a cancelled one after all, has decided about it.
    const byHand = async () =>
      fields.changed !== null || (await planning.versionsOf(id)).some((each) => wasCancelled(each.fields));
    if (place?.[0] !== weekdayOf(fields.localDate) || place[1] !== fields.startMinute)
      expect([id, await byHand()]).toEqual([id, true]);
  }
}

const wasCancelled = (fields: object) => 'cancelled' in fields && fields.cancelled !== null;

let postgres: Postgres | null = null;
let missing = '';
beforeAll(async () => {
  const started = await startPostgres();
  if (started.state === 'skipped') missing = started.reason;
  else postgres = started.postgres;
});
afterAll(() => postgres?.stop());

const backends = [
  { name: 'SQLite', numRuns: 20, urlOf: async () => 'file::memory:' },
  {
    name: 'PostgreSQL',
    numRuns: 5,
    urlOf: async (count: number) =>
      postgres === null ? null : addDatabase(postgres.url, `timetable_${process.pid}_${count}`),
  },
];

describe.each(backends)('the timetable on $name', ({ numRuns, urlOf }) => {
  test(`no order of edits books anything twice or loses a lesson (seed ${seed})`, async (context) => {
    let count = 0;
    let done = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(anyAct, { minLength: 4, maxLength: 12 }), async (acts) => {
        count += 1;
        const url = await urlOf(count);
        if (url === null) return context.skip(missing);
        const house = await openHouse(url);
        try {
          for (const act of acts) done += (await perform(house, act)) ? 1 : 0;
          await expectWhole(house);
        } finally {
          await house.registers.close();
        }
      }),
      { seed, numRuns },
    );
    expect(done).toBeGreaterThan(numRuns);
  });
});

test('two servers of one PostgreSQL that accept the same at once: one of them is refused', async (context) => {
  if (postgres === null) return context.skip(missing);
  const url = await addDatabase(postgres.url, `timetable_${process.pid}_two`);
  const house = await openHouse(url);
  const other = await openRegisters(permit, planningMigrations, url);
  try {
    const planning = createPlanning({ ...other, agendaChanged: () => undefined });
    other.link(planning.linkedSchools);
    const slots = [slotOf(house, { weekday: 2, period: 0, weeks: 'every', places: [0, 1] })];
    const answers = await Promise.all([
      house.planning.routes['planner.accept'](asking(house.county), { slots }),
      planning.routes['planner.accept'](asking(house.county), { slots }),
    ]);
    expect(answers.map((each) => each.ok).toSorted()).toEqual([false, true]);
    expect(answers.find((each) => !each.ok)).toMatchObject({
      error: { params: { reason: 'taken', row: 0 } },
    });
    house.planning.forget(60_000);
    await expectWhole(house);
  } finally {
    await house.registers.close();
    await other.close();
  }
});
