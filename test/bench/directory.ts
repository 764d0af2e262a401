import { readFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { Api } from '../support/api.ts';
import { startChromium } from '../support/chromium.ts';
import { makeCounty, signIn } from '../support/county.ts';
import { type Figure, percentile, report, worst } from '../support/figures.ts';
import { enterLargeCounty } from '../support/large-county.ts';
import { type Product, startProduct } from '../support/product.ts';

const SIZE = { schools: 10_000, rooms: 30_000, staff: 100_000 };
const ROUNDS = 30;
const SEARCHES = ['yunxi', 'yx', '云溪', '雲溪', '李', 'lij', 'wang', 'w', '中心', 'zxxx'];

/** The registers of a province's size on SQLite: pages and searches by the server's own address, a change, the memory, and the list in a browser. */
export async function benchDirectory(): Promise<boolean> {
  const first = await startProduct();
  await makeCounty(first, 1);
  const { dataDir, port } = first;
  await first.kill('SIGTERM');
  const beganMs = performance.now();
  await enterLargeCounty(`file:${join(dataDir, 'sanketang.db')}`, SIZE);
  const filledMs = performance.now() - beganMs;
  const startMs = performance.now();
  const product = await startProduct({ dataDir, port });
  const startedMs = performance.now() - startMs;
  try {
    const admin = await signIn(product.url, 'zhoumin');
    const firstList = await timed(() => admin.call('person.list', { limit: 200 }));
    const beganTicks = processorMs(product.pid);
    const pages = await pageTimes(admin);
    const pageTicks = processorMs(product.pid);
    const searches = await searchTimes(admin);
    const processor = {
      pageMs: (pageTicks - beganTicks) / pages.length,
      searchMs: (processorMs(product.pid) - pageTicks) / (searches.length + 1),
    };
    const stalls = await changeStalls(admin, product);
    const memoryMb = peakMemoryMb(product.pid);
    const browser = await browserFacts(admin, product);
    return report(
      'directory',
      [
        atMost(
          `first page of ${SIZE.staff} staff, p95 of ${pages.length}`,
          percentile(pages, 0.95),
          150,
          'ms',
        ),
        atMost(
          `search in ${SIZE.staff} staff, p95 of ${searches.length}`,
          percentile(searches, 0.95),
          200,
          'ms',
        ),
        atMost(`others wait while a school is changed, worst of ${stalls.length}`, worst(stalls), 50, 'ms'),
        atMost('resident memory, peak', memoryMb, 512, 'MB'),
        atMost('first rows of 10000 schools shown', browser.firstRowsMs, 2_000, 'ms'),
        atMost('longest task while scrolling to the end', browser.longestTaskMs, 200, 'ms'),
      ],
      {
        size: SIZE,
        filledMs,
        startedMs,
        firstListMs: firstList,
        processor,
        loadAverage: loadavg(),
        pages,
        searches,
        stalls,
        browser,
      },
    );
  } finally {
    await product.kill('SIGTERM');
    await first.stop();
  }
}

const atMost = (name: string, value: number | null, goal: number, unit: string): Figure => ({
  name,
  value,
  unit,
  goal: { atMost: goal },
});

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startMs = performance.now();
  await work();
  return performance.now() - startMs;
}

async function pageTimes(admin: Api): Promise<number[]> {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1)
    times.push(await timed(() => admin.call('person.list', { limit: 50, offset: round * 50 })));
  return times;
}

async function searchTimes(admin: Api): Promise<number[]> {
  const ask = (search: string) => admin.call('person.list', { search, limit: 50 });
  await ask('warm');
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1)
    times.push(await timed(() => ask(SEARCHES[round % SEARCHES.length] ?? '')));
  return times;
}

/** How long somebody else's small question waits while a school is changed and the registers are read anew. */
async function changeStalls(admin: Api, { url }: Product): Promise<number[]> {
  const { rows } = await admin.call('school.list', { limit: 10, offset: 100 });
  const waits: number[] = [];
  for (const { id, version, fields } of rows) {
    let done = false;
    const changing = admin
      .call('school.change', {
        changes: [{ id, expectedVersion: version, fields: { ...fields, phone: '1' } }],
      })
      .then(() => admin.call('school.list', { ids: id }))
      .finally(() => {
        done = true;
      });
    let longest = 0;
    while (!done) longest = Math.max(longest, await timed(() => fetch(`${url}/healthz`)));
    await changing;
    waits.push(longest);
  }
  return waits;
}

/** What the server itself has worked, whatever else the machine does: all its threads, in steps of 10 ms. */
function processorMs(pid: number): number {
  const [, rest = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ');
  const fields = rest.split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

/** Of Linux; null elsewhere. */
function peakMemoryMb(pid: number): number | null {
  const found = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return found === undefined ? null : Number(found) / 1024;
}

async function browserFacts(admin: Api, { url }: Product) {
  const browser = await startChromium();
  try {
    await browser.context.addCookies(admin.cookies());
    await browser.context.addInitScript(() => {
      const tasks: number[] = [];
      Object.assign(window, { longTasks: tasks });
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) tasks.push(entry.duration);
      }).observe({ type: 'longtask', buffered: true });
    });
    const page = await browser.open(`${url}/login`);
    const startMs = performance.now();
    await page.goto(`${url}/directory`);
    await page.locator('.grid-line .link-button').first().waitFor();
    const firstRowsMs = performance.now() - startMs;
    const shownTasks = await takeTasks(page);
    await scrollToEnd(page);
    const scrollTasks = await takeTasks(page);
    return { firstRowsMs, shownTasks, scrollTasks, longestTaskMs: Math.max(0, ...scrollTasks) };
  } finally {
    await browser.close();
  }
}

const takeTasks = (page: Page): Promise<number[]> =>
  page.evaluate(() => {
    const tasks = Reflect.get(window, 'longTasks') as number[];
    return tasks.splice(0);
  });

/** As a wheel does it, screen by screen, without waiting for what is on its way; then until the last line stands there. */
async function scrollToEnd(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const grid = document.querySelector('.grid');
    if (grid === null) throw new Error('there is no list');
    while (grid.scrollTop + grid.clientHeight < grid.scrollHeight - 1) {
      grid.scrollTop += grid.clientHeight * 4;
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
  });
  const last = page.locator('.grid-line[aria-rowindex="10003"] .link-button');
  await last.waitFor();
}
