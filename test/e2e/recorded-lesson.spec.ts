import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { phoneAddress } from '../../client/screen/phone-code.rules.ts';
import { openDatabase } from '../../server/platform/database.ts';
import { createRecordingStore } from '../../server/recording/recording.store.ts';
import { type RecordingId, recordingId, uuidV7 } from '../../shared/kernel/ids.ts';
import { wallClock, zone } from '../../shared/kernel/time.ts';
import { seatOfPerson } from '../../shared/session/session.events.ts';
import { captionsShownZhCn } from '../../shared/text/captions-shown.zh-CN.ts';
import { playingZhCn } from '../../shared/text/playing.zh-CN.ts';
import { screenZhCn } from '../../shared/text/screen.zh-CN.ts';
import { wrongOn } from '../support/axe.ts';
import { type Browser, startChromium } from '../support/chromium.ts';
import { type County, makeCounty, type PlannedLesson, pairScreen, planLesson } from '../support/county.ts';
import { describeForReal } from '../support/needs.ts';
import { addHelper, codeShownBy, enterAsHelper, HELPER, phoneSays, scanCode } from '../support/phone-page.ts';
import { picturesIn } from '../support/pictures.ts';
import { type Product, startProduct } from '../support/product.ts';
import { writeRecording } from '../support/recorded.ts';
import { joinByPhone } from '../support/room-phone.ts';
import type { Sitter } from '../support/sitter.ts';

const pictures = picturesIn(process.env['SANKETANG_PICTURES'] ?? null);
const LENGTH_MS = 40_000;
const CAPTIONS = [
  { language: 'zh-CN', words: '同学们好，今天我们学习分数' },
  { language: 'bo', words: 'དེ་རིང་ང་ཚོས་གྲངས་ཆ་སྦྱོང་གི་ཡིན།' },
] as const;
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
  let address: string;
  const shown = (now: string) => page.locator(`.recorded[data-now="${now}"]`).waitFor();
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
    for (const { language, words } of CAPTIONS)
      await county.admin.call('recording.writeCaption', {
        ...{ recordingId: plays, language },
        file: `1\n00:00:00,000 --> 00:00:40,000\n${words}\n`,
      });
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
    address = await pairScreen(product, county, point);
    page = await browser.open(address);
    await shown('playing');
    await page.waitForFunction(
      () => [...document.querySelectorAll('video')].filter((each) => each.videoWidth > 0).length === 2,
    );
    await page.waitForFunction(() => (document.querySelector('audio')?.currentTime ?? 0) > 3);
    await pictures(page, 'recorded-playing');
    expect(await wrongOn(page, 'recorded-playing')).toEqual([]);
  });

  it('shows the recording’s captions when the phone in the room wants them, and one language by the remote control', async () => {
    const [point] = county.points;
    if (point === undefined) throw new Error('no point');
    const strip = page.locator('section.captions');
    expect(await strip.count(), 'off until somebody wants them').toBe(0);
    // The recording waits until a browser has started.
    await page.keyboard.press('Enter');
    await shown('paused');
    await addHelper(county, point);
    const { code } = await codeShownBy({ address }, lesson.sessionId);
    const { browser: held, page: hand } = await scanCode(phoneAddress(product.url, code));
    try {
      await enterAsHelper(hand);
      const press = (name: string) => hand.getByRole('button', { name, exact: true }).click();
      await pictures(hand, 'recorded-phone');
      await press(captionsShownZhCn['captions.title']);
      await press(captionsShownZhCn['captions.onScreen.on']);
      for (const { words } of CAPTIONS) await strip.getByText(words).waitFor();
      await hand
        .locator('button[aria-pressed="true"]')
        .getByText(captionsShownZhCn['captions.onScreen.on'], { exact: true })
        .waitFor();
      await pictures(hand, 'recorded-phone-captions');
      expect(await wrongOn(hand, 'recorded-phone-captions')).toEqual([]);
      await page.keyboard.press('ArrowDown');
      const [first, second] = CAPTIONS.map(({ words }) => strip.getByText(words));
      await second?.waitFor({ state: 'detached' });
      await first?.waitFor();
      await press('返回');
      await press(playingZhCn['playing.play']);
      await shown('playing');
      await pictures(page, 'recorded-captions');
      expect(await wrongOn(page, 'recorded-captions')).toEqual([]);
      await press(`${HELPER.name} · ${phoneSays['phone.leave']}`);
      await press(phoneSays['phone.leave']);
      await hand.getByText(phoneSays['phone.scan.title']).waitFor();
    } finally {
      await held.close();
    }
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
