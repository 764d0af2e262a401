import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { permit } from '../../server/identity/identity.permit.rules.ts';
import type { Actor } from '../../server/identity/identity.types.ts';
import { planningMigrations } from '../../server/planning/planning.migrations.ts';
import { createPlanning } from '../../server/planning/planning.module.ts';
import type { SchoolId, TermId } from '../../shared/kernel/ids.ts';
import type { Result } from '../../shared/kernel/result.ts';
import { localDate } from '../../shared/kernel/time.ts';
import type { PlannerProposal } from '../../shared/planner.ts';
import type { TermFields } from '../../shared/term.ts';
import { type Figure, report } from '../support/figures.ts';
import { enterCounty, openRegisters, type Registers } from '../support/registers.ts';
import { periods } from '../support/timetable.ts';

const POINTS = 100;
const LEADING = 25;
const LECTURERS = 4;
/** Five periods a week for each point. */
const WANTED = [
  ['英语', 2],
  ['音乐', 1],
  ['美术', 1],
  ['科学', 1],
] as const;

/**
 * A county of 100 points with five lessons a week in a term of 20 weeks, on SQLite: how long the planner takes, how much finds a place, and
 * for how long everything else in the process has to wait. Points taught together are the usual case; each alone makes 10,000 dated lessons.
 */
export async function benchPlanner(): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), 'planner-'));
  const registers = await openRegisters(permit, planningMigrations, `file:${join(folder, 'planner.db')}`);
  try {
    const county = await enterBigCounty(registers);
    // What was entered just now is read once, by whoever asks first.
    await county.warmUp();
    const together = await county.propose(true);
    const alone = await county.propose(false);
    const accepted = await timed(() => county.accept(alone.value));
    const again = await county.propose(false);
    const holiday = await timed(county.holiday);
    return report(
      'planner',
      [
        ...figuresOf('points together', together),
        ...figuresOf('each point alone', alone),
        { name: 'slots and lessons stored, time', value: accepted.ms, unit: 'ms', goal: { atMost: 10_000 } },
        {
          // One transaction is one write to the disk: this is what a lesson in the same process waits for once.
          name: 'slots and lessons stored, longest wait',
          value: accepted.stallMs,
          unit: 'ms',
          goal: { atMost: 500 },
        },
        { name: 'dated lessons', value: accepted.value.lessons, unit: '', goal: { atLeast: 9_500 } },
        {
          name: 'proposed again when all is planned',
          value: again.value.slots.length,
          unit: 'slots',
          goal: { atMost: 0 },
        },
        {
          name: 'a week of holidays, lessons withdrawn',
          value: holiday.value,
          unit: '',
          goal: { atLeast: 450 },
        },
        { name: 'a week of holidays, time', value: holiday.ms, unit: 'ms', goal: { atMost: 10_000 } },
        {
          name: 'a week of holidays, longest wait',
          value: holiday.stallMs,
          unit: 'ms',
          goal: { atMost: 500 },
        },
        { name: 'proposed again, time', value: again.ms, unit: 'ms', goal: { atMost: 5_000 } },
      ],
      {
        points: POINTS,
        leading: LEADING,
        together: facts(together),
        alone: facts(alone),
        again: facts(again),
      },
    );
  } finally {
    await registers.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

type Timed<T> = { readonly value: T; readonly ms: number; readonly stallMs: number };

async function timed<T>(work: () => Promise<T>): Promise<Timed<T>> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const startMs = performance.now();
  const value = await work();
  const ms = performance.now() - startMs;
  await new Promise((resolve) => setTimeout(resolve, 20));
  delay.disable();
  return { value, ms, stallMs: delay.max / 1e6 };
}

const missing = ({ unplaced }: PlannerProposal) =>
  unplaced.reduce((sum, each) => sum + each.missingPeriods, 0);

function figuresOf(what: string, { value, ms, stallMs }: Timed<PlannerProposal>): Figure[] {
  const periodsWanted = POINTS * WANTED.reduce((sum, [, each]) => sum + each, 0);
  const placed = 1 - missing(value) / periodsWanted;
  return [
    { name: `${what}, time`, value: ms, unit: 'ms', goal: { atMost: 5_000 } },
    { name: `${what}, placed`, value: placed, unit: '', goal: { atLeast: 0.99 } },
    { name: `${what}, longest wait`, value: stallMs, unit: 'ms', goal: { atMost: 100 } },
  ];
}

const facts = ({ value, ms, stallMs }: Timed<PlannerProposal>) => ({
  ...{ ms, stallMs, slots: value.slots.length, lessons: value.lessonCount, missingPeriods: missing(value) },
  unplaced: value.unplaced.slice(0, 20),
});

async function enterBigCounty(registers: Registers) {
  const planning = createPlanning({ ...registers, agendaChanged: () => undefined });
  registers.link(planning.linkedSchools);
  const { countyAdmin, east, note, inSchool } = await enterCounty(registers);
  const { entering } = registers.directory;
  const asked = asker(countyAdmin);
  const term: TermFields = {
    ...{ regionId: east.id, name: '秋季学期', holidays: [], makeUpDays: [] },
    ...{ from: localDate.parse('2026-09-21'), to: localDate.parse('2027-02-07') },
  };
  const { id: termId } = value(await planning.routes['term.add'](asked, term));
  const school = (name: string) => {
    const fields = { regionId: east.id, name, kind: 'teachingPoint' as const, officialCode: '', phone: '' };
    return entering.schools(fields, note);
  };
  const bell = async (schoolId: SchoolId, first: number) => {
    const times = { fromDate: null, toDate: null, weekdays: [1, 2, 3, 4, 5], periods: periods(first) };
    value(await planning.routes['bell.add'](asked, { schoolId, name: '作息', ...times }));
  };
  const leading: SchoolId[] = [];
  for (let index = 0; index < LEADING; index++) {
    const { id } = await school(`第${index + 1}中心小学`);
    await entering.rooms({ schoolId: id, name: '录播教室', ends: ['lecture'], phone: '' }, note);
    for (let each = 0; each < LECTURERS; each++)
      await entering.people(
        { name: `主讲${each}`, schoolId: id, phone: '', roles: [inSchool('lecturer', id)] },
        note,
      );
    await bell(id, 500 + (index % 3) * 5);
    leading.push(id);
  }
  for (let index = 0; index < POINTS; index++) {
    const { id } = await school(`第${index + 1}教学点`);
    const room = await entering.rooms({ schoolId: id, name: '教室', ends: ['listening'], phone: '' }, note);
    const pupils = { schoolId: id, name: '三年级', grade: '三年级', enrolledCount: 20, homeRoomId: room.id };
    await entering.classes(pupils, note);
    await bell(id, 500 + (index % 4) * 5);
    const fromSchoolId = leading[index % LEADING];
    if (fromSchoolId === undefined) throw new Error('nobody leads');
    for (const [subject, periodsPerWeek] of WANTED) {
      const what = { subject, grade: '三年级', periodsPerWeek };
      const need = await planning.entering.needs(
        { ...what, schoolId: id, reason: '', status: { state: 'inForce' } },
        note,
      );
      await planning.entering.links(
        { ...what, fromSchoolId, toSchoolId: id, needId: need.id, label: '' },
        note,
      );
    }
  }
  return {
    warmUp: () => planning.routes['planner.propose'](asked, { termId, linkIds: [] }),
    holiday,
    propose: (together: boolean) => timed(() => propose(termId, together)),
    accept: async ({ slots }: PlannerProposal) =>
      value(await planning.routes['planner.accept'](asked, { slots })),
  };

  /** @returns how many lessons there are fewer */
  async function holiday(): Promise<number> {
    const count = async () => (await planning.reader.lessonsBetween(week.from, week.to)).length;
    const week = { name: '国庆节', from: localDate.parse('2026-10-05'), to: localDate.parse('2026-10-09') };
    const before = await count();
    const fields = { ...term, holidays: [week] };
    value(
      await planning.routes['term.change'](asked, { changes: [{ id: termId, expectedVersion: 1, fields }] }),
    );
    return before - (await count());
  }

  async function propose(id: TermId, together: boolean) {
    return value(await planning.routes['planner.propose'](asked, { termId: id, together }));
  }
}

function value<T>(answer: Result<T>): T {
  if (!answer.ok) throw new Error(`the planner was refused: ${JSON.stringify(answer.error)}`);
  return answer.value;
}

const asker = (actor: Actor) => ({
  ...{ actor, requestId: 'bench', address: '127.0.0.1', cookies: {} },
  setCookie: () => undefined,
});
