import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { missingIn } from '../../server/recording/safety.rules.ts';
import type { RecordedSource } from '../../shared/recording.ts';
import { recordingZhCn } from '../../shared/text/recording.zh-CN.ts';
import { safetyZhCn } from '../../shared/text/safety.zh-CN.ts';
import { endLesson } from '../support/console-page.ts';
import { type Figure, report } from '../support/figures.ts';
import { playedBy, probed } from '../support/played.ts';
import { type Product, startProduct } from '../support/product.ts';
import { readWritten, type Written } from '../support/recordings.ts';
import { beginSmallLesson, exactButton } from '../support/small-lesson.ts';
import { type Morning, openMorning } from '../support/stage.ts';

const RUNS_MS = 6_000;
/** Longer than one take, so that several have to fit together. */
const AWAY_MS = 45_000;
const SENT_MS = 120_000;
const sources = ['voice', 'camera'] as const satisfies readonly RecordedSource[];

/** The server is killed in mid-lesson and stays away; what the lecturer's browser kept meanwhile fills the recording. */
export async function safetyCopy(): Promise<boolean> {
  const dataDir = mkdtempSync(join(tmpdir(), 'sanketang-safety-'));
  let morning: Morning | null = null;
  let again: Product | null = null;
  try {
    morning = await openMorning({ screens: 0, rooms: 1, product: { dataDir } });
    const page = await beginSmallLesson(morning);
    const { sessionId } = morning.lesson;
    await exactButton(page, recordingZhCn['recording.start']).click();
    await exactButton(page, safetyZhCn['safety.off']).click();
    await exactButton(page, safetyZhCn['safety.keeping']).waitFor();
    await pause(RUNS_MS);
    await morning.product.kill('SIGKILL');
    await pause(AWAY_MS);
    again = await startProduct({ dataDir, port: morning.product.port });
    await page.getByText(recordingZhCn['recording.on'], { exact: true }).waitFor();
    await pause(RUNS_MS * 2);
    await exactButton(page, recordingZhCn['recording.stop']).click();
    await page.getByText(recordingZhCn['recording.on'], { exact: true }).waitFor({ state: 'hidden' });
    await pause(RUNS_MS);
    const before = await readWritten(dataDir, sessionId);
    await endLesson(page);
    const endedAtMs = Date.now();
    await page.getByText(safetyZhCn['safety.done'].split('{done}')[0] ?? '').waitFor({ timeout: SENT_MS });
    const sentMs = Date.now() - endedAtMs;
    return await judge({ page, before, after: await readWritten(dataDir, sessionId), sentMs });
  } finally {
    await again?.stop();
    await morning?.close();
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Milliseconds between a source's first and last piece that no piece has. */
function missingMs({ pieces }: Written, source: RecordedSource): number {
  const covered = pieces.flatMap(({ source: of, startedAtMs, closed }) =>
    of === source && closed !== null ? [{ fromMs: startedAtMs, toMs: startedAtMs + closed.durationMs }] : [],
  );
  const fromMs = Math.min(...covered.map((each) => each.fromMs));
  const toMs = Math.max(...covered.map((each) => each.toMs));
  return missingIn({ fromMs, toMs }, covered, 0).reduce((sum, each) => sum + each.toMs - each.fromMs, 0);
}

type Outcome = {
  readonly page: Page;
  readonly before: Written;
  readonly after: Written;
  readonly sentMs: number;
};

async function judge({ page, before, after, sentMs }: Outcome): Promise<boolean> {
  const known = new Set(before.pieces.map(({ id }) => id));
  const filled = after.pieces.filter(({ id }) => !known.has(id));
  const plays = await Promise.all(filled.map((piece) => probed(after.fileOf(piece))));
  const picture = filled.find(({ source }) => source === 'camera');
  const shown =
    picture === undefined
      ? null
      : await playedBy(page, readFileSync(after.fileOf(picture)), picture.closed?.codec ?? '');
  const figures: readonly Figure[] = [
    ...sources.flatMap((source): Figure[] => [
      {
        name: `${source} that the server has not`,
        value: missingMs(before, source) / 1000,
        unit: 's',
        goal: { atLeast: AWAY_MS / 1000 },
      },
      {
        name: `${source} that is missing when the copy has come`,
        value: missingMs(after, source) / 1000,
        unit: 's',
        goal: { atMost: 2 },
      },
    ]),
    {
      name: `pieces of ${plays.length} that ffprobe reads`,
      value: plays.filter(Boolean).length / plays.length,
      unit: '',
      goal: { atLeast: 1 },
    },
    { name: 'the first picture of it in Chromium', value: shown, unit: 's', goal: { atLeast: 1 } },
    {
      name: 'encoded anew',
      value: filled.filter(({ closed }) => !/^avc1\.42|^opus$/.test(closed?.codec ?? '')).length,
      unit: 'pieces',
      goal: { atMost: 0 },
    },
    { name: 'all of it is sent in after the lesson', value: sentMs / 1000, unit: 's', goal: { atMost: 60 } },
  ];
  return report('safety-copy', figures, { before: before.pieces, filled });
}
