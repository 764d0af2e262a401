import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statfsSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { serverText } from '../../server/platform/texts.ts';
import type { SessionEvent } from '../../shared/session/session.events.ts';
import { type Clerk, startClerk } from '../support/clerk.ts';
import { type County, makeCounty, planLesson, signIn } from '../support/county.ts';
import { type Figure, report } from '../support/figures.ts';
import { type Product, startProduct } from '../support/product.ts';
import { pairedScreen, sitDown } from '../support/sitter.ts';
import { readLog, tally, type WrittenLog } from '../support/written-log.ts';

const DISK_BYTES = 8 * 2 ** 20;
/** Room for a lesson's records beside what recording leaves free. */
const RECORDED_DISK_BYTES = 24 * 2 ** 20;
const KEEP_FREE_MB = 6;
const LOW_BYTES = 5_000_000;
/** Longer than the product takes to look at its disk. */
const LOOKED_MS = 5_000;
const FULL_MS = 8_000;
const LIMIT_MS = 15_000;
/** The log of changes begins anew in blocks that it has: these may take some hundred counts before one finds no room. */
const OWN_BLOCKS_MS = 60_000;
const text = serverText('en');

type Outcome = {
  readonly toldAfterMs: number | null;
  readonly backAfterMs: number | null;
  readonly lineMs: number;
  readonly times: { readonly full: number; readonly back: number };
  readonly cutAtMs: number;
  readonly clerk: Clerk;
  readonly log: WrittenLog;
  readonly exitCode: number | null;
};

/** The disk under the records runs full in mid-lesson and is emptied again, while somebody counts pupils and a screen's line is cut. */
export async function diskFull(): Promise<boolean> {
  const struck = await onDisk(DISK_BYTES, play);
  if (struck === null) {
    const why = 'a small disk can be mounted by root only';
    return report(
      'disk-full',
      [{ name: 'lesson on a full disk', value: null, unit: '', goal: { atMost: 0 }, why }],
      {},
    );
  }
  const rest = await onDisk(RECORDED_DISK_BYTES, recordingRests);
  return judge(struck, rest ?? []);
}

/** Null where nobody may mount one. */
async function onDisk<T>(bytes: number, use: (disk: string) => Promise<T>): Promise<T | null> {
  const disk = mkdtempSync(join(tmpdir(), 'sanketang-disk-'));
  try {
    run('mount', ['-t', 'tmpfs', '-o', `size=${bytes}`, 'tmpfs', disk]);
  } catch {
    rmSync(disk, { recursive: true });
    return null;
  }
  try {
    return await use(disk);
  } finally {
    run('umount', [disk]);
    rmSync(disk, { recursive: true });
  }
}

const run = (program: string, args: readonly string[]) => execFileSync(program, args, { stdio: 'ignore' });

async function play(disk: string): Promise<Outcome> {
  const product = await startProduct({ dataDir: disk, env: { LC_ALL: 'en_US.UTF-8' } });
  try {
    return await strike(product, await makeCounty(product, 1));
  } finally {
    await product.kill('SIGKILL');
  }
}

async function strike(product: Product, county: County): Promise<Outcome> {
  const { dataDir, url } = product;
  const { sessionId } = await planLesson(county, 1);
  const [point] = county.points;
  if (point === undefined) throw new Error('the county has no teaching point');
  const teacher = await sitDown({ api: county.lecturer, url, sessionId });
  const screen = await sitDown({
    api: await pairedScreen(product, county, point),
    url,
    sessionId,
    door: 'screen',
  });
  const refused = await teacher.ask('session.start', { sessionId });
  if (refused !== null) throw new Error(`the lesson did not start: ${refused}`);
  const clerk = startClerk({ api: await signIn(url, 'he'), url, sessionId, roomId: point.roomId });
  await until(() => clerk.acknowledged.length > 5);

  const filler = join(dataDir, 'filler');
  fill(filler);
  const isTold = () => count(product, text('run.diskFull', { folder: dataDir })) > 0;
  const took = await until(isTold, OWN_BLOCKS_MS);
  const lastAtMs = clerk.acknowledged.at(-1)?.atMs ?? Number.NEGATIVE_INFINITY;
  const toldAfterMs = took === null ? null : Date.now() - lastAtMs;
  // Blocks that were the database's already may still take a count or two.
  fill(filler);
  const cutAtMs = Date.now();
  screen.leave();
  await pause(FULL_MS);
  const askedAtMs = performance.now();
  const line = await teacher.ask('session.catchUp', { sessionId, afterSeq: 0 });
  const lineMs = performance.now() - askedAtMs;
  if (line !== null) throw new Error(`the teacher's line does not answer: ${line}`);

  const before = clerk.acknowledged.length;
  unlinkSync(filler);
  const backAfterMs = await until(
    () => clerk.acknowledged.length > before && count(product, text('run.databaseBack')) > 0,
  );
  await clerk.stop();
  await product.kill('SIGTERM');
  const times = {
    full: count(product, text('run.diskFull', { folder: dataDir })),
    back: count(product, text('run.databaseBack')),
  };
  const log = await readLog(dataDir, sessionId);
  const exitCode = product.exitCode();
  return { toldAfterMs, backAfterMs, lineMs, times, cutAtMs, clerk, log, exitCode };
}

/** While a disk is nearly full pupils are counted and nothing is recorded; with room again recording goes on. */
async function recordingRests(disk: string): Promise<readonly Figure[]> {
  const env = { LC_ALL: 'en_US.UTF-8', RECORDING_KEEP_FREE_MB: `${KEEP_FREE_MB}` };
  const product = await startProduct({ dataDir: disk, env });
  try {
    const { url } = product;
    const county = await makeCounty(product, 1);
    const { sessionId } = await planLesson(county, 1);
    const [point] = county.points;
    if (point === undefined) throw new Error('the county has no teaching point');
    const teacher = await sitDown({ api: county.lecturer, url, sessionId });
    for (const name of ['session.start', 'recording.start'] as const) {
      const refused = await teacher.ask(name, { sessionId });
      if (refused !== null) throw new Error(`${name}: ${refused}`);
    }
    const clerk = startClerk({ api: await signIn(url, 'he'), url, sessionId, roomId: point.roomId });
    await until(() => clerk.acknowledged.length > 5);
    const filler = join(disk, 'filler');
    const lowAtMs = Date.now();
    const before = clerk.acknowledged.length;
    fillDownTo(filler, LOW_BYTES);
    await pause(LOOKED_MS);
    const counted = clerk.acknowledged.length - before;
    const roomAtMs = Date.now();
    unlinkSync(filler);
    await pause(LOOKED_MS);
    await clerk.stop();
    await product.kill('SIGTERM');
    const { events } = await readLog(disk, sessionId);
    const atMs = (type: SessionEvent['type']) =>
      events.find((event) => event.type === type)?.occurredAtMs ?? null;
    const [rested, resumed] = [atMs('recording.interrupted'), atMs('recording.resumed')];
    return [
      {
        name: 'recording rests once the disk is nearly full',
        value: rested === null ? null : rested - lowAtMs,
        unit: 'ms',
        goal: { atMost: LOOKED_MS },
      },
      { name: 'counts meanwhile', value: counted, unit: 'counts', goal: { atLeast: 5 } },
      {
        name: 'recording goes on after room was made',
        value: resumed === null ? null : resumed - roomAtMs,
        unit: 'ms',
        goal: { atMost: LOOKED_MS },
      },
    ];
  } finally {
    await product.kill('SIGKILL');
  }
}

function judge({ clerk, log, ...outcome }: Outcome, rest: readonly Figure[]): boolean {
  const acknowledged = clerk.acknowledged.map((each) => each.commandId);
  const { lost, doubled } = tally(acknowledged, log.commandIds);
  const cutErrorMs = departureErrorMs(log.events, outcome.cutAtMs);
  const figures: readonly Figure[] = [
    ...rest,
    {
      name: 'a full disk told after the last count that found room',
      value: outcome.toldAfterMs,
      unit: 'ms',
      goal: { atMost: 5_000 },
    },
    {
      name: 'answer on the line while it is full',
      value: outcome.lineMs,
      unit: 'ms',
      goal: { atMost: 1_000 },
    },
    {
      name: 'counts again after room was made',
      value: outcome.backAfterMs,
      unit: 'ms',
      goal: { atMost: 10_000 },
    },
    {
      name: `acknowledged and lost, of ${acknowledged.length}`,
      value: lost,
      unit: 'counts',
      goal: { atMost: 0 },
    },
    { name: 'stored twice', value: doubled, unit: 'counts', goal: { atMost: 0 } },
    {
      name: 'a departure during it, by its time in the log',
      value: cutErrorMs,
      unit: 'ms',
      goal: { atMost: 1_000 },
    },
    { name: 'entries out of order', value: disorder(log.events), unit: 'entries', goal: { atMost: 0 } },
    {
      name: 'lines about it',
      value: outcome.times.full + outcome.times.back,
      unit: 'lines',
      goal: { atMost: 2 },
    },
    { name: 'exit code', value: outcome.exitCode, unit: '', goal: { atMost: 0 } },
  ];
  return report('disk-full', figures, { ...outcome, refusal: clerk.refusal() });
}

/** How wrong the log is about the moment at which the room left while nothing could be written. */
function departureErrorMs(events: readonly SessionEvent[], cutAtMs: number): number | null {
  const joined = events.find((event) => event.type === 'presence.joined' && event.body.part === 'room');
  if (joined?.type !== 'presence.joined') return null;
  const left = events.find(
    (event) =>
      (event.type === 'presence.left' || event.type === 'presence.lost') &&
      event.body.connectionId === joined.body.connectionId,
  );
  return left === undefined ? null : Math.abs(left.occurredAtMs - cutAtMs);
}

const disorder = (events: readonly SessionEvent[]): number =>
  events.filter((event, index) => event.recordedAtMs < (events[index - 1]?.recordedAtMs ?? 0)).length;

/** Until so much is left. */
function fillDownTo(file: string, leftBytes: number): void {
  writeFileSync(file, '');
  const { bavail, bsize } = statfsSync(file);
  writeFileSync(file, Buffer.alloc(Math.max(0, bavail * bsize - leftBytes)), { flag: 'a' });
}

/** Every byte that is left, down to the last. */
function fill(file: string): void {
  for (const bytes of [65_536, 4_096]) {
    try {
      for (;;) writeFileSync(file, Buffer.alloc(bytes), { flag: 'a' });
    } catch (cause) {
      if (!(cause instanceof Error && 'code' in cause && cause.code === 'ENOSPC')) throw cause;
    }
  }
  if (statfsSync(file).bavail > 0) throw new Error('the disk is not full');
}

const count = (product: Product, line: string): number => product.output().split(line).length - 1;

/** @returns how long it took; null when it never came */
async function until(done: () => boolean, limitMs = LIMIT_MS): Promise<number | null> {
  const fromMs = performance.now();
  while (!done()) {
    if (performance.now() - fromMs > limitMs) return null;
    await pause(20);
  }
  return performance.now() - fromMs;
}
