import { loadavg } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { periodHolding } from '../../shared/coverage/period.ts';
import { addDays, type LocalDate, localDate } from '../../shared/kernel/time.ts';
import { weekdayOf } from '../../shared/term.ts';
import { type Backend, backends } from '../support/backends.ts';
import { type Figure, percentile, report, worst } from '../support/figures.ts';
import { inLargeFolder } from '../support/large-folder.ts';
import { enterDay, enterProvince, YEAR_BEGINS } from '../support/province.ts';
import { enterLogs, repeatDays } from '../support/province-days.ts';
import { createReportHouse, type ReportHouse } from '../support/report-house.ts';

/** `COVERAGE_POINTS` makes a smaller province, and `COVERAGE_DATABASE` (`SQLite`, `PostgreSQL`) takes one database alone. */
const POINTS = Number(process.env['COVERAGE_POINTS'] ?? 10_000);
const ALONE = process.env['COVERAGE_DATABASE']?.toLowerCase();
/** The last day of its month: the frozen report is of all of it. */
const TODAY = localDate.parse('2026-06-30');
const TEACHING_DAYS = 200;
/** A tenth of the year's lessons is there before the first figures, so that the others say what ten times as many cost. */
const FIRST_DAYS = TEACHING_DAYS / 10;
/** Each a little different; the others are like them. */
const ENTERED_DAYS = 7;
const ROUNDS = 5;

/** A province's reports while lessons go on: pages, the roll-up of a day, and what ten times as many rows cost, on both databases. */
export async function benchCoverage(): Promise<boolean> {
  const figures: Figure[] = [];
  const raw: Record<string, unknown> = { points: POINTS, loadAverage: loadavg() };
  for (const { name, make } of backends) {
    if (ALONE !== undefined && ALONE !== name.toLowerCase()) continue;
    await inLargeFolder('coverage-bench', async (folder) => {
      const backend = await make(join(folder, 'province.db'), 'durable');
      if (backend.state === 'missing') {
        figures.push(atMost(`${name}: pages`, null, { goal: 1_000, unit: 'ms', why: backend.reason }));
        return;
      }
      try {
        const measured = await measure(backend, (text) => console.error(`${name}: ${text}`));
        raw[name] = measured;
        figures.push(...figuresOf(name, measured));
      } finally {
        await backend.close();
      }
    });
  }
  return report('coverage', figures, raw);
}

type Measured = Awaited<ReturnType<typeof measure>>;

async function measure({ open }: Extract<Backend, { state: 'open' }>, say: (text: string) => void) {
  const beganMs = performance.now();
  const tell = (text: string) => say(`${Math.round((performance.now() - beganMs) / 1_000)} s: ${text}`);
  const house = await createReportHouse(open.database, TODAY);
  await enterProvince(house.database, house.clock, { points: POINTS });
  house.forget();
  const dates = lastTeachingDays(TEACHING_DAYS);
  const numbered = dates.map((date, number) => ({ date, number }));
  const [older, first, entered] = [
    numbered.slice(0, -FIRST_DAYS),
    numbered.slice(-FIRST_DAYS, -ENTERED_DAYS),
    numbered.slice(-ENTERED_DAYS),
  ];
  let attendances = 0;
  for (const day of entered)
    attendances += await enterDay(house.database, { points: POINTS }, { ...day, people: true });
  const like = entered.map(({ date }) => date);
  attendances += await repeatDays(open, first, like);
  await house.settle();
  tell('a tenth of the year is there');
  const [before, today] = dates.slice(-2);
  if (before === undefined || today === undefined) throw new Error('there are no days');
  const warmUp = await rollUp(house, before);
  const rolled = await rollUp(house, today);
  const sums = await house.sums();
  const again = await rollUp(house, today);
  tell(
    `rolled up in ${Math.round(warmUp.tookMs)}, ${Math.round(rolled.tookMs)}, ${Math.round(again.tookMs)} ms`,
  );
  const unchanged = (await house.sums()) === sums;
  const small = { attendances, pages: await pageTimes(house) };
  tell('pages were read');
  attendances += await repeatDays(open, older, like);
  await house.settle();
  tell(`${attendances} room-attendances are there`);
  const large = { attendances, pages: await pageTimes(house) };
  tell('pages were read');
  const full = await rollUp(house, today);
  tell(`rolled up in ${Math.round(full.tookMs)} ms`);
  const frozen = await freeze(house);
  tell(`frozen in ${Math.round(frozen.tookMs)} ms`);
  return { warmUp, rolled, again, unchanged, small, large, full, frozen };
}

/** The month's frozen report, with lessons and logs of the whole month behind it. */
async function freeze(house: ReportHouse) {
  const month = periodHolding('month', TODAY, []);
  if (month === null) throw new Error('there is no month');
  await enterLogs(house.database, month.from, month.to);
  await house.settle();
  let memoryBytes = 0;
  const watching = setInterval(() => {
    memoryBytes = Math.max(memoryBytes, process.memoryUsage.rss());
  }, 20);
  const lag = monitorEventLoopDelay({ resolution: 5 });
  const others = house.others();
  lag.enable();
  const startMs = performance.now();
  const { doneCounts, totalCount } = await house.freezeMonth();
  const tookMs = performance.now() - startMs;
  lag.disable();
  clearInterval(watching);
  const waits = await others.stop();
  return { tookMs, memoryBytes, doneCounts, totalCount, lagP99Ms: lag.percentile(99) / 1e6, waits };
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
  const { rolled, again, unchanged, small, large, full, frozen } = measured;
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
    atMost(
      `${name}: roll-up of the same day beside ${large.attendances} room-attendances`,
      full.tookMs / 1_000,
      {
        goal: 10,
        unit: 's',
      },
    ),
    atMost(
      `${name}: event-loop lag while a day is rolled up, p99`,
      Math.max(rolled.lagP99Ms, full.lagP99Ms),
      ms(100),
    ),
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
    atMost(`${name}: frozen report of the province's month`, frozen.tookMs / 1_000, { goal: 60, unit: 's' }),
    atMost(`${name}: memory of the whole process meanwhile`, frozen.memoryBytes / 1e6, {
      goal: 1_000,
      unit: 'MB',
    }),
    {
      name: `${name}: states of progress that somebody saw, of ${frozen.totalCount} places`,
      value: frozen.doneCounts.length,
      unit: '',
      goal: { atLeast: 3 },
    },
  ];
}

function lastTeachingDays(count: number): LocalDate[] {
  const days: LocalDate[] = [];
  for (let date = TODAY; days.length < count && date >= YEAR_BEGINS; date = addDays(date, -1))
    if (weekdayOf(date) <= 5) days.unshift(date);
  return days;
}
