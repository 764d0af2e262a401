import type { Page } from 'playwright-core';
import { afterEach, expect, it } from 'vitest';
import type { Diagnostics } from '../../client/live/diagnostics.ts';
import { phoneAddress } from '../../client/screen/phone-code.rules.ts';
import { seatOfRoom } from '../../shared/session/session.events.ts';
import { voiceZhCn } from '../../shared/text/voice.zh-CN.ts';
import { wrongOn } from '../support/axe.ts';
import { openLesson, signIn, startLesson, untilReady } from '../support/console-page.ts';
import { describeForReal } from '../support/needs.ts';
import { addHelper, codeShownBy, enterAsHelper, scanCode } from '../support/phone-page.ts';
import { picturesIn } from '../support/pictures.ts';
import { connectAs } from '../support/sitter.ts';
import { openMorning, startLectureRoom } from '../support/stage.ts';

const pictures = picturesIn(process.env['SANKETANG_PICTURES'] ?? null);
const says = (page: Page, key: keyof typeof voiceZhCn) => page.getByText(voiceZhCn[key], { exact: true });
type WithDiagnostics = { readonly sanketang?: Diagnostics };

type Sound = { readonly packets: number; readonly stereo: boolean };

/** Everything that is heard on a page, and whether the newest of it comes in two channels. */
const soundOn = (page: Page): Promise<Sound> =>
  page.evaluate(async () => {
    const { receive } = (await (window as WithDiagnostics).sanketang?.stats()) ?? { receive: [] };
    const rows = receive.filter((row) => row['type'] === 'inbound-rtp' && row['kind'] === 'audio');
    const codecOf = (id: unknown) => receive.find((row) => row['type'] === 'codec' && row['id'] === id);
    return {
      packets: rows.reduce((sum, row) => sum + Number(row['packetsReceived']), 0),
      stereo: rows.some((row) => /(^|;)\s*stereo=1/.test(String(codecOf(row['codecId'])?.['sdpFmtpLine']))),
    };
  });

const growthIn = async (page: Page, ms: number): Promise<number> => {
  const before = (await soundOn(page)).packets;
  await page.waitForTimeout(ms);
  return Math.max(0, (await soundOn(page)).packets - before);
};

/** The longest time without a new packet until `done`, in ms. A receiver that is replaced takes its count along. */
async function longestGapUntil(page: Page, done: (sound: Sound) => boolean): Promise<number> {
  let last = await soundOn(page);
  let heardAtMs = Date.now();
  let gapMs = 0;
  for (const untilMs = Date.now() + 20_000; Date.now() < untilMs; ) {
    await page.waitForTimeout(20);
    const now = await soundOn(page);
    if (now.packets !== last.packets) {
      gapMs = Math.max(gapMs, Date.now() - heardAtMs);
      heardAtMs = Date.now();
      if (done(now)) return gapMs;
    }
    last = now;
  }
  throw new Error('what was waited for never came');
}

describeForReal('a room’s sound', () => {
  const closers: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of closers.splice(0).reverse()) await close();
  });

  it('comes from a room that has to push only while a key is held, and in two channels while the lesson sings', async () => {
    const opened = await openMorning({ screens: 1 });
    closers.push(() => opened.close());
    const { product, county, lesson } = opened;
    const [screen] = opened.screens;
    if (screen === undefined) throw new Error('no screen');
    const { roomId } = screen.point;
    const room = (await county.admin.call('room.list', {})).rows.find(({ id }) => id === roomId);
    if (room === undefined) throw new Error('no room');
    const fields = { ...room.fields, pushToTalk: true, gainDb: 3 };
    await county.admin.call('room.change', {
      changes: [{ id: roomId, expectedVersion: room.version, fields }],
    });
    await addHelper(county, screen.point);
    const { page: desk } = await startLectureRoom(opened, { height: 360 });
    await signIn(desk, 'chen');
    await openLesson(desk, product.url, lesson);
    await untilReady(desk, 1);
    await startLesson(desk);
    const lecturer = await connectAs({ api: county.lecturer, url: product.url });
    closers.push(async () => lecturer.leave());
    const { sessionId } = lesson;
    expect(await lecturer.ask('stage.call', { sessionId, seat: seatOfRoom(roomId) })).toBeNull();

    await says(screen.page, 'voice.hold').waitFor();
    await pictures(screen.page, 'hall-audio-hold');
    expect(await wrongOn(screen.page, 'push to talk')).toEqual([]);
    expect(await growthIn(desk, 1_500), 'nobody holds a key').toBe(0);
    await screen.page.keyboard.down('Enter');
    await says(screen.page, 'voice.held').waitFor();
    await expect.poll(() => growthIn(desk, 500)).toBeGreaterThan(10);
    await pictures(screen.page, 'hall-audio-held');
    await screen.page.keyboard.up('Enter');
    await says(screen.page, 'voice.hold').waitFor();
    await desk.waitForTimeout(500);
    expect(await growthIn(desk, 1_500), 'the key was let go').toBe(0);

    const { code } = await codeShownBy(screen, sessionId);
    const phone = await scanCode(phoneAddress(product.url, code));
    closers.push(() => phone.browser.close());
    await enterAsHelper(phone.page);
    const talk = phone.page.getByRole('button', { name: voiceZhCn['voice.talk'] });
    await talk.hover();
    await pictures(phone.page, 'hall-audio-phone');
    expect(await wrongOn(phone.page, 'the phone')).toEqual([]);
    await phone.page.mouse.down();
    await says(screen.page, 'voice.held').waitFor();
    await screen.page.waitForTimeout(3_000);
    expect(await says(screen.page, 'voice.held').count(), 'renewed').toBe(1);
    await phone.browser.kill();
    await says(screen.page, 'voice.hold').waitFor({ timeout: 4_000 });

    await expect.poll(() => growthIn(screen.page, 500)).toBeGreaterThan(10);
    expect((await soundOn(screen.page)).stereo).toBe(false);
    expect(await lecturer.ask('music.set', { sessionId, on: true })).toBeNull();
    const into = await longestGapUntil(screen.page, ({ stereo }) => stereo);
    await screen.page.waitForTimeout(1_000);
    expect(await lecturer.ask('music.set', { sessionId, on: false })).toBeNull();
    const outOf = await longestGapUntil(screen.page, ({ stereo }) => !stereo);
    console.info(`longest gap into music ${into} ms, out of it ${outOf} ms`);
    expect(Math.max(into, outOf)).toBeLessThan(1_000);
  });
});
