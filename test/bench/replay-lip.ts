import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { recordingZhCn } from '../../shared/text/recording.zh-CN.ts';
import { BEAT_MS, beatFixtures } from '../support/beat-fixtures.ts';
import { readBeats, startBeats } from '../support/beat-meter.ts';
import type { Beats } from '../support/beats.ts';
import { ownPicture } from '../support/console-page.ts';
import { readWritten } from '../support/recordings.ts';
import { lendEar, untilFirstPicture, watchReplay } from '../support/replay-page.ts';
import { openStage } from '../support/stage.ts';

const BEATS = 24;
const RECORDED_MS = (BEATS + 4) * BEAT_MS;

export type ReplayLip = {
  /** By how much the voice is ahead of the picture in the replay, more than it was in the lecture room; ms of each beat. */
  readonly aheadMs: readonly number[];
  /** How far apart the fake camera and the fake microphone were at each beat: neither keeps time with the other. */
  readonly sourceMs: readonly number[];
};
export const LIP_BEATS = BEATS;

/** A lesson of flashes and tones, recorded by the real recorder and played by the real page. */
export async function measureLip(): Promise<ReplayLip> {
  const { lectureVideo, lectureVoice } = beatFixtures();
  const stage = await openStage({
    screens: 0,
    rooms: 1,
    height: 360,
    lectureBrowser: { kiosk: true, camera: { video: lectureVideo, voice: lectureVoice } },
  });
  try {
    const { product, lesson, lectureRoom } = stage;
    const console = lectureRoom.page;
    const press = (key: keyof typeof recordingZhCn) =>
      console.getByRole('button', { name: recordingZhCn[key], exact: true }).click();
    await press('recording.start');
    await startBeats(console, { video: ownPicture.camera, voice: 'sent' });
    await pause(RECORDED_MS);
    const sent = await readBeats(console);
    await press('recording.stop');
    await console.getByText(recordingZhCn['recording.on'], { exact: true }).waitFor({ state: 'hidden' });
    const { recording, pieces } = await readWritten(product.dataDir, lesson.sessionId);
    const voice = pieces.filter(({ source }) => source === 'voice');
    const [piece] = voice;
    if (piece === undefined || voice.length > 1) throw new Error('the voice was not recorded in one piece');
    const page = await lectureRoom.browser.context.newPage();
    await watchReplay(page);
    await page.goto(`${product.url}/replay/${recording.id}`);
    const { beats, voiceBeganAtMs } = await playedBeats(page);
    const source = aheadIn(sent);
    const laterMs = voiceBeganAtMs - piece.startedAtMs;
    const aheadMs = aheadIn(beats).flatMap(({ atMs, aheadMs: played }) => {
      const there = source.find((each) => Math.abs(atMs - laterMs - each.atMs) < BEAT_MS / 2);
      return there === undefined ? [] : [around(played - there.aheadMs)];
    });
    return { aheadMs, sourceMs: source.map((each) => each.aheadMs) };
  } finally {
    await stage.close();
  }
}

/** `voiceBeganAtMs`: when its first moment would have been heard, epoch ms. */
async function playedBeats(page: Page): Promise<{ readonly beats: Beats; readonly voiceBeganAtMs: number }> {
  await untilFirstPicture(page);
  await page.waitForFunction(() => (document.querySelector('audio')?.currentTime ?? 0) > 1);
  await lendEar(page);
  await startBeats(page, { video: 'video[data-source="camera"]', voice: 'received' });
  await pause(BEATS * BEAT_MS);
  const voiceBeganAtMs = await page.evaluate(
    () => Date.now() - (document.querySelector('audio')?.currentTime ?? 0) * 1000,
  );
  return { beats: await readBeats(page), voiceBeganAtMs };
}

/** Of each flash its nearest tone, by how much that one was sooner. */
const aheadIn = ({ flashAtMs, toneAtMs }: Beats): { readonly atMs: number; readonly aheadMs: number }[] =>
  flashAtMs.flatMap((atMs) => {
    const [nearest] = toneAtMs.map((toneMs) => atMs - toneMs).sort((a, b) => Math.abs(a) - Math.abs(b));
    return nearest === undefined ? [] : [{ atMs, aheadMs: around(nearest) }];
  });

/** Beats come round: what is more than half of one ahead is behind the one before. */
const around = (ms: number): number => ms - Math.round(ms / BEAT_MS) * BEAT_MS;
