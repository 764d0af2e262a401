import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openDatabase } from '../../server/platform/database.ts';
import { createRecordingStore } from '../../server/recording/recording.store.ts';
import { type RecordingId, recordingId, uuidV7 } from '../../shared/kernel/ids.ts';
import { wallClock, zone } from '../../shared/kernel/time.ts';
import { seatOfPerson } from '../../shared/session/session.events.ts';
import { playingZhCn } from '../../shared/text/playing.zh-CN.ts';
import { screenZhCn } from '../../shared/text/screen.zh-CN.ts';
import { wrongOn } from '../support/axe.ts';
import { type Browser, startChromium } from '../support/chromium.ts';
import { type County, makeCounty, type PlannedLesson, pairScreen, planLesson } from '../support/county.ts';
import { describeForReal } from '../support/needs.ts';
import { picturesIn } from '../support/pictures.ts';
import { type Product, startProduct } from '../support/product.ts';
import { writeRecording } from '../support/recorded.ts';
import { joinByPhone } from '../support/room-phone.ts';
import type { Sitter } from '../support/sitter.ts';

const pictures = picturesIn(process.env['SANKETANG_PICTURES'] ?? null);
const LENGTH_MS = 40_000;
const SHANGHAI = zone.parse('Asia/Shanghai');
const newId = () => uuidV7(Date.now(), crypto.getRandomValues(new Uint8Array(10)));

/** A recording of a lesson that was taught, beside a server that runs: as its own recorder would have left it. */
async function record(product: Product, county: County): Promise<RecordingId> {
  const { sessionId } = await planLesson(county, 300);
  const open = openDatabase(`file:${join(product.dataDir, 'sanketang.db')}`);
  const id = recordingId.parse(newId());
  const startedAtMs = Date.now() - 3_600_000;
  const seat = seatOfPerson(county.lecturerId);
  const whole = { seat, fromMs: 0, durationMs: LENGTH_MS, size: '640x360' };
  try {
    await writeRecording({
      ...{ newId, store: createRecordingStore(open.database), folder: join(product.dataDir, 'recordings') },
      recording: {
        ...{ id, sessionId, startedAtMs, endedAtMs: startedAtMs + LENGTH_MS, startedBy: null },
        ...{ licence: 'parties', serverId: 'test', removedAtMs: null },
      },
      pieces: (['voice', 'camera', 'content'] as const).map((source) => ({ ...whole, source })),
    });
  } finally {
    await open.close();
  }
  return id;
}

describeForReal('a recorded lesson', () => {
  let product: Product;
  let county: County;
  let lesson: PlannedLesson;
  let browser: Browser;
  let page: Page;
  let phone: Sitter;
  const shown = (now: string) => page.locator(`.recorded[data-now="${now}"]`).waitFor({ timeout: 30_000 });
  const atMs = () => page.evaluate(() => 1000 * (document.querySelector('audio')?.currentTime ?? 0));
  const wish = (wanted: 'play' | 'pause' | 'back') => {
    const [point] = county.points;
    if (point === undefined) throw new Error('no point');
    return phone.ask('playing.wish', { sessionId: lesson.sessionId, roomId: point.roomId, wish: wanted });
  };

  beforeAll(async () => {
    product = await startProduct();
    county = await makeCounty(product, 1);
    const plays = await record(product, county);
    const { date, minute } = wallClock(Date.now(), SHANGHAI);
    lesson = await county.admin.call('lesson.plan', {
      ...{ kind: 'delivery', mode: 'recorded', subject: '音乐', grade: '三年级' },
      ...{ localDate: date, startMinute: minute, durationMinutes: 10, linkId: null, lectureRoomId: null },
      ...{ lecturerId: null, roomIds: county.points.map(({ roomId }) => roomId), plays },
    });
    browser = await startChromium({ kiosk: true, size: { width: 1920, height: 1080 } });
  });
  afterAll(async () => {
    phone?.leave();
    await browser?.close();
    await product?.stop();
  });

  it('plays by itself on a screen that nobody touches, sound and both pictures', async () => {
    const [point] = county.points;
    if (point === undefined) throw new Error('no point');
    page = await browser.open(await pairScreen(product, county, point));
    await shown('playing');
    await page.waitForFunction(
      () => [...document.querySelectorAll('video')].filter((each) => each.videoWidth > 0).length === 2,
    );
    await page.waitForFunction(() => (document.querySelector('audio')?.currentTime ?? 0) > 3);
    await pictures(page, 'recorded-playing');
    expect(await wrongOn(page, 'recorded-playing')).toEqual([]);
  });

  it('stops for the remote control and goes on for the phone in the room', async () => {
    const [point] = county.points;
    if (point === undefined) throw new Error('no point');
    phone = await joinByPhone({ product, county, lesson, point });
    await page.keyboard.press('Enter');
    await shown('paused');
    await page.getByText(playingZhCn['playing.hint']).waitFor();
    await pictures(page, 'recorded-paused');
    const stoppedMs = await atMs();
    expect(await wish('play')).toBeNull();
    await shown('playing');
    await page.waitForFunction(
      (ms) => (document.querySelector('audio')?.currentTime ?? 0) * 1000 > ms,
      stoppedMs + 500,
    );
    expect(await wish('back')).toBeNull();
    await page.waitForFunction(
      (ms) => (document.querySelector('audio')?.currentTime ?? 99) * 1000 < ms,
      stoppedMs,
    );
  });

  it('goes on where the room was after a power cut, and ends with the recording', async () => {
    await page.waitForFunction(() => (document.querySelector('audio')?.currentTime ?? 0) > 8);
    const beforeMs = await atMs();
    await page.reload();
    await shown('playing');
    await page.waitForFunction(() => (document.querySelector('audio')?.currentTime ?? 0) > 0);
    expect(await atMs()).toBeGreaterThan(beforeMs - 3_000);
    expect(
      await phone.ask('headCount.set', {
        sessionId: lesson.sessionId,
        roomId: county.points[0]?.roomId as never,
        presentCount: 17,
      }),
    ).toBeNull();
    await page.getByText(screenZhCn['screen.over.title']).waitFor({ timeout: 90_000 });
    const { rooms, lessonMs } = await county.admin.call('attendance.read', { sessionId: lesson.sessionId });
    const [own] = rooms;
    expect(own).toMatchObject({ headCount: { presentCount: 17 }, verdict: { reason: 'too-short' } });
    expect(own?.attendance.connectedMs).toBeGreaterThan(LENGTH_MS - 5_000);
    expect(own?.attendance.connectedMs).toBeLessThan(lessonMs);
  });
});
