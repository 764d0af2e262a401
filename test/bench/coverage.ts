import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { addDays, type LocalDate, localDate } from '../../shared/kernel/time.ts';
import { weekdayOf } from '../../shared/term.ts';
import { type Backend, backends } from '../support/backends.ts';
import { type Figure, percentile, report, worst } from '../support/figures.ts';
import { enterDay, enterProvince, YEAR_BEGINS } from '../support/province.ts';
import { createReportHouse, type ReportHouse } from '../support/report-house.ts';

/** `COVERAGE_POINTS` makes a smaller province, for trying. */
const POINTS = Number(process.env['COVERAGE_POINTS'] ?? 10_000);
const TODAY = localDate.parse('2026-06-12');
const TEACHING_DAYS = 200;
/** A tenth of the year's lessons is there before the first figures, so that the others say what ten times as many cost. */
const FIRST_DAYS = TEACHING_DAYS / 10;
const ROUNDS = 10;

/** A province's reports while lessons go on: pages, the roll-up of a day, and what ten times as many rows cost, on both databases. */
export async function benchCoverage(): Promise<boolean> {
  const figures: Figure[] = [];
  const raw: Record<string, unknown> = { points: POINTS, loadAverage: loadavg() };
  for (const { name, make } of backends) {
    const folder = mkdtempSync(join(tmpdir(), 'coverage-bench-'));
    try {
      const backend = await make(join(folder, 'province.db'));
      if (backend.state === 'missing') {
        figures.push(atMost(`${name}: pages`, null, { goal: 1_000, unit: 'ms', why: backend.reason }));
        continue;
      }
      try {
        const measured = await measure(backend);
        raw[name] = measured;
        figures.push(...figuresOf(name, measured));
      } finally {
        await backend.close();
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  return report('coverage', figures, raw);
}

type Measured = Awaited<ReturnType<typeof measure>>;

async function measure(backend: Extract<Backend, { state: 'open' }>) {
  const house = await createReportHouse(backend.open.database, TODAY);
  await enterProvince(house.database, house.clock, { points: POINTS });
  house.forget();
  const dates = lastTeachingDays(TEACHING_DAYS);
  const beganMs = performance.now();
  let attendances = await fill(house, dates.slice(-FIRST_DAYS), TEACHING_DAYS - FIRST_DAYS);
  const [before, today] = dates.slice(-2);
  if (before === undefined || today === undefined) throw new Error('there are no days');
  const warmUp = await rollUp(house, before);
  const rolled = await rollUp(house, today);
  const sums = await house.sums();
  const again = await rollUp(house, today);
  const unchanged = (await house.sums()) === sums;
  const small = { attendances, pages: await pageTimes(house) };
  attendances += await fill(house, dates.slice(0, -FIRST_DAYS), 0);
  const filledMs = performance.now() - beganMs;
  const large = { attendances, pages: await pageTimes(house) };
  return { warmUp, rolled, again, unchanged, small, large, filledMs };
}

async function fill(house: ReportHouse, dates: readonly LocalDate[], from: number): Promise<number> {
  let attendances = 0;
  for (const [index, date] of dates.entries())
    attendances += await enterDay(
      house.database,
      { points: POINTS },
      { date, number: from + index, people: from > 0 },
    );
  await house.analyze();
  return attendances;
}

/** A whole day of every school, while others write. */
async function rollUp(house: ReportHouse, date: LocalDate) {
  await house.markAll(date);
  const lag = monitorEventLoopDelay({ resolution: 5 });
  const others = house.others();
  lag.enable();
  const startMs = performance.now();
  await house.work();
  const tookMs = performance.now() - startMs;
  lag.disable();
  return { tookMs, lagP99Ms: lag.percentile(99) / 1e6, lagMaxMs: lag.max / 1e6, waits: await others.stop() };
}

async function pageTimes(house: ReportHouse) {
  const pages: Record<string, number[]> = {};
  const lag = monitorEventLoopDelay({ resolution: 5 });
  const others = house.others();
  for (const [name, ask] of Object.entries(house.pages)) await ask(name);
  lag.enable();
  for (const [name, ask] of Object.entries(house.pages)) {
    const times: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const startMs = performance.now();
      await ask(name);
      times.push(performance.now() - startMs);
    }
    pages[name] = times;
  }
  lag.disable();
  return { pages, lagP99Ms: lag.percentile(99) / 1e6, lagMaxMs: lag.max / 1e6, waits: await others.stop() };
}

type Limit = { readonly goal: number; readonly unit: string; readonly why?: string };

const atMost = (name: string, value: number | null, { goal, unit, why }: Limit): Figure => ({
  name,
  value,
  unit,
  goal: { atMost: goal },
  ...(why === undefined ? {} : { why }),
});

function figuresOf(name: string, measured: Measured): Figure[] {
  const { rolled, again, unchanged, small, large } = measured;
  const medians = ({ pages: { pages } }: typeof small) =>
    new Map(Object.entries(pages).map(([page, times]) => [page, percentile(times, 0.5) ?? 0]));
  const [few, many] = [medians(small), medians(large)];
  const slowest = [...many].sort(([, a], [, b]) => b - a)[0];
  const sum = (all: ReadonlyMap<string, number>) =>
    [...all.values()].reduce((total, each) => total + each, 0);
  const ms = (goal: number): Limit => ({ goal, unit: 'ms' });
  return [
    atMost(
      `${name}: slowest page of the province, a term, warm (${slowest?.[0]}), worst of ${ROUNDS}`,
      worst(large.pages.pages[slowest?.[0] ?? ''] ?? []),
      ms(1_000),
    ),
    atMost(`${name}: event-loop lag while pages are read, p99`, large.pages.lagP99Ms, ms(100)),
    atMost(`${name}: roll-up of a day's ${POINTS * 6} room-attendances`, rolled.tookMs / 1_000, {
      goal: 10,
      unit: 's',
    }),
    atMost(`${name}: event-loop lag while a day is rolled up, p99`, rolled.lagP99Ms, ms(100)),
    atMost(
      `${name}: rolled up once more (${(again.tookMs / 1_000).toFixed(1)} s), rows changed`,
      unchanged ? 0 : 1,
      {
        goal: 0,
        unit: '',
      },
    ),
    atMost(
      `${name}: cost of pages, ${large.attendances} room-attendances ÷ ${small.attendances}`,
      sum(few) === 0 ? null : sum(many) / sum(few),
      { goal: 1.5, unit: 'times' },
    ),
  ];
}

function lastTeachingDays(count: number): LocalDate[] {
  const days: LocalDate[] = [];
  for (let date = TODAY; days.length < count && date >= YEAR_BEGINS; date = addDays(date, -1))
    if (weekdayOf(date) <= 5) days.unshift(date);
  return days;
}
