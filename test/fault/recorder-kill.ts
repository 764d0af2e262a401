import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { scanPiece } from '../../server/recording/fmp4.rules.ts';
import type { Piece } from '../../server/recording/recording.types.ts';
import { recordingZhCn } from '../../shared/text/recording.zh-CN.ts';
import { type Figure, percentile, report, worst } from '../support/figures.ts';
import { playedBy, probed } from '../support/played.ts';
import { busiestChild, childrenOf } from '../support/processes.ts';
import { type Product, startProduct } from '../support/product.ts';
import { readWritten, type Written } from '../support/recordings.ts';
import { beginSmallLesson, exactButton } from '../support/small-lesson.ts';
import { type Morning, openMorning } from '../support/stage.ts';

const KILLS = 50;
/** Every fifth blow goes at what carries the lesson, the others at what writes one stream of it. */
const WORKER_EVERY = 5;
const RUNS_MS = 3_500;
const WAIT_MS = 20_000;
const LOST_MAX_MS = 2_000;
const COST_MS = 10_000;
const TICKS_PER_S = 100;

type Kill = { readonly atMs: number; readonly what: 'recorder' | 'worker' | 'server' };
/** What records a lesson, or what carries it, is killed again and again while a real lecturer is recorded; at last the whole server. */
export async function recorderKill(): Promise<boolean> {
  const dataDir = mkdtempSync(join(tmpdir(), 'sanketang-recorder-'));
  let morning: Morning | null = null;
  let again: Product | null = null;
  try {
    morning = await openMorning({ screens: 0, rooms: 1, product: { dataDir } });
    const page = await beginSmallLesson(morning);
    const { sessionId } = morning.lesson;
    const askedAtMs = Date.now();
    await exactButton(page, recordingZhCn['recording.start']).click();
    await page.getByText(recordingZhCn['recording.on'], { exact: true }).waitFor();
    const coreRatio = await costOf(morning.product.pid);
    const kills = [...(await strike(morning.product.pid)), { atMs: Date.now(), what: 'server' } as const];
    await morning.product.kill('SIGKILL');
    again = await startProduct({ dataDir, port: morning.product.port });
    await untilWritten(again.pid);
    await page.getByText(recordingZhCn['recording.on'], { exact: true }).waitFor();
    await exactButton(page, recordingZhCn['recording.stop']).click();
    await pause(RUNS_MS);
    const written = await readWritten(dataDir, sessionId);
    return await judge({ page, coreRatio, kills, written, askedAtMs });
  } finally {
    await again?.stop();
    await morning?.close();
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
  }
}

const writers = (pid: number): number[] => childrenOf(pid, 'ffmpeg').map((each) => each.pid);

/** Resolves when camera and voice are being written, both for a while. */
async function untilWritten(pid: number): Promise<readonly number[]> {
  const deadline = performance.now() + WAIT_MS;
  while (performance.now() < deadline) {
    const now = writers(pid);
    if (now.length >= 2) {
      await pause(RUNS_MS);
      const still = writers(pid);
      if (now.every((each) => still.includes(each))) return still;
    }
    await pause(100);
  }
  throw new Error('the lesson is no longer recorded');
}

async function costOf(pid: number): Promise<number> {
  await untilWritten(pid);
  const ticks = () => childrenOf(pid, 'ffmpeg').reduce((sum, { cpuTicks }) => sum + cpuTicks, 0);
  const before = ticks();
  await pause(COST_MS);
  return (ticks() - before) / (COST_MS / 1000) / TICKS_PER_S;
}

async function strike(pid: number): Promise<readonly Kill[]> {
  const kills: Kill[] = [];
  for (let n = 1; n <= KILLS; n += 1) {
    const there = await untilWritten(pid);
    // At no fixed place between two fragments.
    await pause((n * 137) % 1_000);
    const atWorker = n % WORKER_EVERY === 0;
    const victim = atWorker ? await busiestChild(pid, 'mediasoup-worker', 1_000) : there[n % there.length];
    if (victim === undefined) throw new Error('nothing to kill');
    kills.push({ atMs: Date.now(), what: atWorker ? 'worker' : 'recorder' });
    process.kill(victim, 'SIGKILL');
  }
  await untilWritten(pid);
  return kills;
}

type Outcome = {
  /** Of one core, what writes both streams takes. */
  readonly coreRatio: number;
  readonly page: Page;
  readonly kills: readonly Kill[];
  readonly written: Written;
  readonly askedAtMs: number;
};

async function judge({ page, coreRatio, kills, written, askedAtMs }: Outcome): Promise<boolean> {
  const { recording, pieces, gaps, fileOf } = written;
  const checked = await Promise.all(
    pieces.map(async (piece) => ({ piece, ...(await look(fileOf(piece), piece)) })),
  );
  const ends = pieces.flatMap(({ startedAtMs, closed }) =>
    closed === null ? [] : [{ fromMs: startedAtMs, toMs: startedAtMs + closed.durationMs }],
  );
  const lost = kills.map(({ atMs }, n) => {
    // What was alive after the blow before, and ended by this one.
    const aliveMs = (kills[n - 1]?.atMs ?? 0) + 500;
    const ended = ends.filter(({ fromMs, toMs }) => fromMs < atMs && toMs > aliveMs && toMs < atMs + 500);
    return ended.length === 0 ? null : Math.max(...ended.map(({ toMs }) => Math.max(0, atMs - toMs)));
  });
  const unmarked = kills.filter(({ atMs }) => {
    const at = atMs - recording.startedAtMs;
    return !gaps.some(({ fromMs, toMs }) => fromMs <= at + 500 && toMs >= at);
  });
  const last = pieces.findLast(({ source, closed }) => source === 'camera' && closed !== null);
  const known = lost.filter((each) => each !== null);
  const first = Math.min(...pieces.map(({ startedAtMs }) => startedAtMs));
  const figures: readonly Figure[] = [
    {
      name: 'recording begins after it was asked for',
      value: first - askedAtMs,
      unit: 'ms',
      goal: { atMost: 2_000 },
    },
    { name: 'of a core, to write one lesson', value: coreRatio * 100, unit: '%', goal: { atMost: 5 } },
    { name: 'kills', value: kills.length, unit: 'kills', goal: { atLeast: KILLS + 1 } },
    {
      name: `files of ${pieces.length} that ffprobe reads`,
      value: checked.filter(({ plays }) => plays).length / pieces.length,
      unit: '',
      goal: { atLeast: 1 },
    },
    {
      name: 'the last one in Chromium',
      value:
        last === undefined
          ? null
          : await playedBy(page, readFileSync(fileOf(last)), last.closed?.codec ?? ''),
      unit: 's of pictures',
      goal: { atLeast: 1 },
    },
    {
      name: `lost before a kill, median of ${known.length}`,
      value: percentile(known, 0.5),
      unit: 'ms',
      goal: { atMost: LOST_MAX_MS },
    },
    { name: 'lost before a kill, worst', value: worst(known), unit: 'ms', goal: { atMost: LOST_MAX_MS } },
    {
      name: 'fragments told that do not exist',
      value: checked.reduce((sum, { missing }) => sum + missing, 0),
      unit: 'fragments',
      goal: { atMost: 0 },
    },
    { name: 'kills without a gap marked', value: unmarked.length, unit: 'kills', goal: { atMost: 0 } },
  ];
  const raw = checked.map(({ piece, plays, missing }) => ({ ...piece, plays, missing }));
  return report('recorder-kill', figures, { kills, lost, gaps, pieces: raw });
}

async function look(path: string, { closed }: Piece): Promise<{ plays: boolean; missing: number }> {
  const bytes = statSync(path).size;
  const index = scanPiece(readFileSync(path));
  const missing = (index?.fragments ?? []).filter((each) => each.at + each.bytes > bytes).length;
  const told = closed === null || closed.bytes > bytes ? 1 : 0;
  return { plays: await probed(path), missing: missing + told };
}
