import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterEach, expect, it } from 'vitest';
import { missingIn } from '../../server/recording/safety.rules.ts';
import type { SessionId } from '../../shared/kernel/ids.ts';
import { recordingZhCn } from '../../shared/text/recording.zh-CN.ts';
import { safetyZhCn } from '../../shared/text/safety.zh-CN.ts';
import { describeForReal } from '../support/needs.ts';
import { picturesIn } from '../support/pictures.ts';
import { playedBy, probed } from '../support/played.ts';
import { readWritten, type Written } from '../support/recordings.ts';
import { openStage, type Stage } from '../support/stage.ts';

const pictures = picturesIn(process.env['SANKETANG_PICTURES'] ?? null);
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
/** What the line is cut for, once nothing comes any more. */
const CUT_MS = 8_000;
/** A picture begins at a key, and takes overlap by half a second. */
const LOST_MAX_MS = 2_500;

describeForReal('a lecturer’s own copy', () => {
  let stage: Stage;
  afterEach(() => stage?.close());

  it('fills what the server could not record while the line was cut', async () => {
    stage = await openStage({ screens: 1, height: 360 });
    const { product, lesson, county } = stage;
    const { page } = stage.lectureRoom;
    const { sessionId } = lesson;
    expect(await button(page, safetyZhCn['safety.off']).count()).toBe(0);
    await button(page, recordingZhCn['recording.start']).click();
    await button(page, safetyZhCn['safety.off']).click();
    await button(page, safetyZhCn['safety.keeping']).waitFor();
    await pictures(page, 'safety-keeping');
    const both = ({ pieces }: Written) => new Set(pieces.map(({ source }) => source)).size === 2;
    await until(product.dataDir, sessionId, both);
    await keptFor(page, 3_000);

    await page.context().setOffline(true);
    await until(product.dataDir, sessionId, ({ pieces }) => pieces.every(({ closed }) => closed !== null));
    await keptFor(page, CUT_MS);
    await button(page, safetyZhCn['safety.keeping']).waitFor();
    await page.context().setOffline(false);
    const again = ({ pieces }: Written) => pieces.filter(({ closed }) => closed === null).length === 2;
    await until(product.dataDir, sessionId, again);
    await keptFor(page, 3_000);
    await button(page, recordingZhCn['recording.stop']).click();
    const cut = await until(product.dataDir, sessionId, ({ recording }) => recording.endedAtMs !== null);
    expect(Math.max(...holesOf(cut, 'voice'), 0)).toBeGreaterThan(CUT_MS - 1_000);

    // Another page of the console, as after a crash: what was kept is in the browser, not in the page.
    await page.goto(product.url);
    await page.getByText(safetyZhCn['safety.done'].split('{done}')[0] ?? '').waitFor();
    await pictures(page, 'safety-done');
    const written = await readWritten(product.dataDir, sessionId);
    for (const source of ['voice', 'camera'] as const) {
      const holes = holesOf(written, source);
      expect(Math.max(0, ...holes), source).toBeLessThan(LOST_MAX_MS);
    }
    const before = new Set(cut.pieces.map(({ id }) => id));
    const filled = written.pieces.filter(({ id }) => !before.has(id));
    expect(new Set(filled.map(({ source }) => source))).toEqual(new Set(['voice', 'camera']));
    for (const piece of filled) {
      const file = written.fileOf(piece);
      expect(await probed(file), piece.source).toBe(true);
      expect(piece.closed?.codec, piece.source).toMatch(/^avc1\.42|^opus$/);
      if (piece.source === 'camera')
        expect(await playedBy(page, readFileSync(file), piece.closed?.codec ?? '')).toBeGreaterThan(3);
    }
    const { recording } = written;
    const replay = await county.lecturer.call('recording.replay', { recordingId: recording.id });
    expect(replay.chapters.filter(({ kind }) => kind === 'filled')).not.toEqual([]);
    expect(await takesIn(page)).toBe(0);
  });

  it('is said to be impossible while the browser does not answer, and begins by itself once it does', async () => {
    stage = await openStage({ screens: 0, rooms: 1, height: 360 });
    const { page, browser } = stage.lectureRoom;
    // Kept frozen for the way back, in the middle of making it.
    const left = await browser.open(stage.product.url);
    await left.evaluate(() => {
      const wait = { once: true };
      addEventListener('pagehide', () => void indexedDB.open('sanketang.safety', 1), wait);
    });
    await left.goto(`${stage.product.url}/login`);
    await button(page, recordingZhCn['recording.start']).click();
    await button(page, safetyZhCn['safety.off']).click();
    await button(page, safetyZhCn['safety.unable']).waitFor();
    await pictures(page, 'safety-unable');
    await left.close();
    await button(page, safetyZhCn['safety.keeping']).waitFor();
    await keptFor(page, 1_000);
  });
});

/** How long each hole is between the first and the last piece of a source. */
function holesOf({ pieces }: Written, source: 'voice' | 'camera'): number[] {
  const covered = pieces.flatMap(({ source: of, startedAtMs, closed }) =>
    of === source && closed !== null ? [{ fromMs: startedAtMs, toMs: startedAtMs + closed.durationMs }] : [],
  );
  const fromMs = Math.min(...covered.map((each) => each.fromMs));
  const toMs = Math.max(...covered.map((each) => each.toMs));
  return missingIn({ fromMs, toMs }, covered).map((each) => each.toMs - each.fromMs);
}

/** The test's own limit ends the wait. */
async function until(
  dataDir: string,
  sessionId: SessionId,
  holds: (written: Written) => boolean,
): Promise<Written> {
  for (;;) {
    const written = await readWritten(dataDir, sessionId).catch(() => null);
    if (written !== null && holds(written)) return written;
  }
}

/** What the page has kept, asked of the browser's own database. */
const takes = (page: Page): Promise<readonly { readonly source: string; readonly endedAtMs: number }[]> =>
  page.evaluate(
    () =>
      new Promise((resolve, reject) => {
        const opening = indexedDB.open('sanketang.safety');
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const database = opening.result;
          const asked = database.transaction('takes').objectStore('takes').getAll();
          asked.onerror = () => reject(asked.error);
          asked.onsuccess = () => {
            database.close();
            resolve(asked.result);
          };
        };
      }),
  );

const takesIn = async (page: Page): Promise<number> => (await takes(page)).length;

/** Until so much more is kept of each stream. */
async function keptFor(page: Page, moreMs: number): Promise<void> {
  const latest = async () => {
    const kept = await takes(page);
    return ['voice', 'camera'].map((source) =>
      Math.max(0, ...kept.filter((each) => each.source === source).map(({ endedAtMs }) => endedAtMs)),
    );
  };
  const from = (await latest()).map((each) => (each === 0 ? Number.NaN : each));
  const start = from.some(Number.isNaN) ? null : from;
  for (;;) {
    const now = await latest();
    if (now.some((each) => each === 0)) continue;
    if (start === null) return keptFor(page, moreMs);
    if (now.every((each, place) => each - (start[place] ?? 0) >= moreMs)) return;
  }
}
