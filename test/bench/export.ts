import { loadavg } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { addDays, localDate } from '../../shared/kernel/time.ts';
import { type Backend, backends } from '../support/backends.ts';
import { type Figure, report } from '../support/figures.ts';
import { inLargeFolder } from '../support/large-folder.ts';
import { enterDay, enterProvince } from '../support/province.ts';
import { createReportHouse, type ReportHouse } from '../support/report-house.ts';

/** Two days of so many points are 100,200 lessons at rooms; all of them are in the list. */
const POINTS = Number(process.env['EXPORT_POINTS'] ?? 8_350);
const TODAY = localDate.parse('2026-06-30');
const DAYS = 2;
const MEGABYTE = 1_048_576;
const LOOK_MS = 20;
/** Of a lesson's line as text. */
const LEAST_ROW_LENGTH = 60;

/** Lists of a province as files while somebody else writes, on both databases: how long, how much memory, and who waits for it. */
export async function benchExport(): Promise<boolean> {
  const figures: Figure[] = [];
  const raw: Record<string, unknown> = { points: POINTS, loadAverage: loadavg() };
  for (const { name, make } of backends)
    await inLargeFolder('export-bench', async (folder) => {
      const backend = await make(join(folder, 'province.db'), 'durable');
      if (backend.state === 'missing') {
        const goal = { atMost: 10 };
        figures.push({ name: `${name}: XLSX`, value: null, unit: 's', goal, why: backend.reason });
        return;
      }
      try {
        const measured = await measure(backend);
        raw[name] = measured;
        figures.push(...figuresOf(name, measured));
      } finally {
        await backend.close();
      }
    });
  return report('export', figures, raw);
}

type Measured = Awaited<ReturnType<typeof measure>>;

async function measure({ open }: Extract<Backend, { state: 'open' }>) {
  const house = await createReportHouse(open.database, TODAY);
  await enterProvince(house.database, house.clock, { points: POINTS });
  house.forget();
  let rowCount = 0;
  for (let number = 0; number < DAYS; number += 1) {
    const date = addDays(TODAY, number + 1 - DAYS);
    rowCount += await enterDay(house.database, { points: POINTS }, { date, number, people: true });
    await house.markAll(date);
  }
  await house.work();
  await house.settle();
  // Whatever is read for the first time is read now.
  await fetched(house, 'report.json');
  const xlsx = await fetched(house, 'validLessons.xlsx');
  const csv = await fetched(house, 'validLessons.csv');
  if (csv.length < rowCount * LEAST_ROW_LENGTH) throw new Error('the list is not whole');
  return {
    ...{ rowCount, xlsx, csv },
    json: await fetched(house, 'validLessons.json'),
    pdf: await fetched(house, 'validLessons.pdf'),
    page: await fetched(house, 'report.pdf'),
  };
}

async function fetched(house: ReportHouse, name: string) {
  globalThis.gc?.();
  const before = process.memoryUsage.rss();
  let most = before;
  const looking = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss());
  }, LOOK_MS);
  const others = house.others();
  const lag = monitorEventLoopDelay({ resolution: 5 });
  lag.enable();
  const startMs = performance.now();
  let length = 0;
  for await (const each of house.file(name)) length += each;
  const tookMs = performance.now() - startMs;
  lag.disable();
  clearInterval(looking);
  const waits = await others.stop();
  return {
    ...{ tookMs, length, grownMb: (most - before) / MEGABYTE },
    ...{ lagP99Ms: lag.percentile(99) / 1e6, lagMaxMs: lag.max / 1e6, longestWaitMs: waits.at(-1) ?? null },
  };
}

const atMost = (name: string, value: number, goal: number, unit: string): Figure => ({
  ...{ name, value, unit, goal: { atMost: goal } },
});

function figuresOf(name: string, { rowCount, xlsx, csv, json, pdf, page }: Measured): Figure[] {
  const all = Object.values({ xlsx, csv, json, pdf, page });
  const largest = (value: (each: (typeof all)[number]) => number) => Math.max(...all.map(value));
  return [
    atMost(`${name}: XLSX of ${rowCount} rows`, xlsx.tookMs / 1_000, 10, 's'),
    atMost(`${name}: memory that it took`, xlsx.grownMb, 300, 'MB'),
    atMost(
      `${name}: event-loop lag while files are made, p99`,
      largest(({ lagP99Ms }) => lagP99Ms),
      100,
      'ms',
    ),
    atMost(
      `${name}: longest that nothing else was done meanwhile`,
      largest(({ lagMaxMs }) => lagMaxMs),
      100,
      'ms',
    ),
  ];
}
