import { readFileSync } from 'node:fs';
import { get } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { ImportKind, ImportState } from '../../shared/import.ts';
import { createApi } from '../support/api.ts';
import { report, worst } from '../support/figures.ts';
import { type Product, startProduct } from '../support/product.ts';
import { apply, upload } from '../support/upload.ts';

const SCHOOLS = 10_000;
const STAFF = 100_000;
const PING_EVERY_MS = 5;
const IDLE_MS = 10_000;

/** A county's schools, then a province's staff, into the running product on SQLite, twice; a second caller is answered all the while. */
export async function benchImport(): Promise<boolean> {
  const product = await startProduct();
  const pinger = startPinger(product);
  try {
    const api = createApi(product.url);
    await api.call('setup.create', {
      token: new URL(product.setupUrl ?? '').hash.slice(1).replace(/^token=/, ''),
      ...{ officeName: '云溪县', name: '陈文静', loginName: 'bench', password: 'a-long-password' },
    });
    const memory: number[] = [residentMb(product.pid)];
    const one = async (kind: ImportKind, text: string) => {
      const began = performance.now();
      const checked = await upload(
        { api, url: product.url },
        { kind, fileName: 'bench.csv', bytes: Buffer.from(text) },
      );
      const counts = countsOf(checked);
      const state = counts.added + counts.changed === 0 ? checked : await apply(api, checked);
      memory.push(peakMb(product.pid));
      return { seconds: (performance.now() - began) / 1_000, ...countsOf(state) };
    };
    await pause(IDLE_MS);
    const idle = await pinger.take();
    const schools = await one('schools', schoolsFile());
    const staff = await one('people', staffFile());
    const stalls = await pinger.take();
    const again = [await one('schools', schoolsFile()), await one('people', staffFile())];
    const notKept = SCHOOLS + STAFF - again.reduce((sum, each) => sum + each.unchanged, 0);
    if (schools.added !== SCHOOLS || staff.added !== STAFF) throw new Error('not everything was written');
    return report(
      'import',
      [
        {
          name: `${SCHOOLS} schools, from the file to the register`,
          value: schools.seconds,
          unit: 's',
          goal: { atMost: 30 },
        },
        {
          name: `${STAFF} staff, from the file to the register`,
          value: staff.seconds,
          unit: 's',
          goal: { atMost: 30 },
        },
        {
          name: 'rows that a second import of the same files would change',
          value: notKept,
          unit: 'rows',
          goal: { atMost: 0 },
        },
        { name: 'most memory of the server', value: worst(memory), unit: 'MB', goal: { atMost: 512 } },
        {
          name: 'longest that another caller waited meanwhile',
          value: worst(stalls),
          unit: 'ms',
          goal: { atMost: 50 },
          ...beside(worst(idle) ?? 0),
        },
      ],
      {
        schools,
        staff,
        again,
        memory,
        idleWorstMs: worst(idle),
        longest: stalls.toSorted((a, b) => b - a).slice(0, 10),
      },
    );
  } finally {
    await pinger.stop();
    await product.stop();
  }
}

/** A machine on which an idle server is no quicker cannot show it. */
const beside = (idleMs: number) =>
  idleMs > 50 ? { machineShort: true, why: `an idle server: ${Math.round(idleMs)} ms` } : {};

function countsOf({ state }: ImportState): { added: number; changed: number; unchanged: number } {
  if (state.state === 'applied' || (state.state === 'checked' && state.problemCount === 0)) return state;
  throw new Error(`the import came to ${JSON.stringify(state).slice(0, 400)}`);
}

const number = (index: number, digits: number): string => String(index).padStart(digits, '0');

function schoolsFile(): string {
  const rows = Array.from(
    { length: SCHOOLS },
    (_, i) => `教学点${number(i, 5)},S${number(i, 7)},云溪县,教学点,0800${number(i, 6)}`,
  );
  return ['学校名称,学校标识码,所属区划,学校类型,电话', ...rows].join('\r\n');
}

function staffFile(): string {
  const rows = Array.from(
    { length: STAFF },
    (_, i) => `教师${number(i, 6)},T${number(i, 8)},S${number(i % SCHOOLS, 7)},138${number(i, 8)},助教`,
  );
  return ['姓名,工号,学校,电话,角色', ...rows].join('\r\n');
}

/** Linux only. */
function residentMb(pid: number, field = 'VmRSS'): number {
  const line = new RegExp(`${field}:\\s+(\\d+) kB`).exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Number(line?.[1]) / 1_024;
}
const peakMb = (pid: number): number => residentMb(pid, 'VmHWM');

/** Asks the simplest question again and again over one connection: whoever waits for an answer waits for the event loop. */
function startPinger({ url }: Product) {
  let waits: number[] = [];
  let running = true;
  const ask = () =>
    new Promise<void>((resolve) => {
      const began = performance.now();
      get(`${url}/healthz`, (response) => {
        response.resume().on('end', () => {
          waits.push(performance.now() - began);
          resolve();
        });
      }).on('error', () => resolve());
    });
  const working = (async () => {
    while (running) {
      await ask();
      await pause(PING_EVERY_MS);
    }
  })();
  return {
    /** What was waited since the last time, in ms. */
    async take(): Promise<number[]> {
      await pause(500);
      const taken = waits;
      waits = [];
      return taken;
    },
    async stop() {
      running = false;
      await working;
    },
  };
}
