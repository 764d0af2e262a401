import type { Page } from 'playwright-core';
import { afterEach, expect, it } from 'vitest';
import type { Diagnostics } from '../../client/live/diagnostics.ts';
import { phoneAddress } from '../../client/screen/phone-code.rules.ts';
import { lineEn } from '../../shared/text/line.en.ts';
import { lineZhCn } from '../../shared/text/line.zh-CN.ts';
import { wrongInBothLanguages, wrongOn } from '../support/axe.ts';
import { openLesson, signIn, startLesson, untilReady } from '../support/console-page.ts';
import { describeForReal } from '../support/needs.ts';
import { watchPeerConnections } from '../support/page-meter.ts';
import { addHelper, codeShownBy, enterAsHelper } from '../support/phone-page.ts';
import { picturesIn } from '../support/pictures.ts';
import { openMorning, startLectureRoom } from '../support/stage.ts';

const pictures = picturesIn(process.env['SANKETANG_PICTURES'] ?? null);
const PHONE = { width: 390, height: 844 };
type WithDiagnostics = { readonly sanketang?: Diagnostics };
type WithConnections = { readonly testPeerConnections?: readonly RTCPeerConnection[] };

/** Packets of sound that have come to a page, over whatever connection. */
const heardOn = (page: Page): Promise<number> =>
  page.evaluate(async () => {
    const { testPeerConnections = [] } = window as WithConnections;
    const rows: Readonly<Record<string, unknown>>[] = [];
    for (const each of testPeerConnections)
      for (const row of (await each.getStats()).values()) rows.push(row);
    if (testPeerConnections.length === 0)
      rows.push(...((await (window as WithDiagnostics).sanketang?.stats())?.receive ?? []));
    return rows
      .filter((row) => row['type'] === 'inbound-rtp' && row['kind'] === 'audio')
      .reduce((sum, row) => sum + Number(row['packetsReceived']), 0);
  });

async function growthIn(page: Page, ms: number): Promise<number> {
  const before = await heardOn(page);
  await page.waitForTimeout(ms);
  return Math.max(0, (await heardOn(page)) - before);
}
const comesTo = (page: Page) => expect.poll(() => growthIn(page, 500)).toBeGreaterThan(10);

describeForReal('the voice of a private line', () => {
  const closers: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of closers.splice(0).reverse()) await close();
  });

  it('goes between the lecturer and one phone, the class hears nobody meanwhile, and everything is as before after it', async () => {
    const opened = await openMorning({ screens: 1 });
    closers.push(() => opened.close());
    const { product, county, lesson } = opened;
    const [screen] = opened.screens;
    const [point] = county.points;
    if (screen === undefined || point === undefined) throw new Error('no screen');
    await addHelper(county, point);
    const { page: desk, browser } = await startLectureRoom(opened, { height: 360 });
    await signIn(desk, 'chen');
    await openLesson(desk, product.url, lesson);
    await untilReady(desk, 1);
    await startLesson(desk);
    const context = await browser.context.browser()?.newContext({ viewport: PHONE, locale: 'zh-CN' });
    if (context === undefined) throw new Error('no browser');
    await context.grantPermissions(['microphone'], { origin: product.url });
    const phone = await context.newPage();
    await watchPeerConnections(phone);
    await phone.goto(phoneAddress(product.url, (await codeShownBy(screen, lesson.sessionId)).code));
    await enterAsHelper(phone);
    const onPhone = (key: keyof typeof lineZhCn) =>
      phone.getByRole('button', { name: lineZhCn[key], exact: true });
    const atDesk = (key: keyof typeof lineZhCn) =>
      desk.getByRole('button', { name: lineZhCn[key], exact: true });
    const wrong: string[] = [];
    await comesTo(screen.page);
    expect(await phone.evaluate(() => (window as WithConnections).testPeerConnections?.length)).toBe(0);

    // The phone rings at the desk, and takes it back.
    await phone.locator('.line-open').click();
    await pictures(phone, 'line-voice-sheet');
    await onPhone('lineVoice.ask').click();
    await atDesk('lineVoice.take').waitFor();
    await pictures(desk, 'line-voice-rings');
    await pictures(phone, 'line-voice-calling');
    wrong.push(...(await wrongInBothLanguages(desk, 'a phone rings at the desk')));
    await onPhone('lineVoice.cancel').click();
    await atDesk('lineVoice.take').waitFor({ state: 'hidden' });

    // The desk rings at the phone, which answers: both hear each other, and the class hears nobody.
    await desk.getByRole('button', { name: lineZhCn['line.open'].replace('{school}', point.name) }).click();
    await atDesk('lineVoice.ask').click();
    await onPhone('lineVoice.take').waitFor();
    await pictures(phone, 'line-voice-phone-rings');
    await pictures(desk, 'line-voice-desk-calls');
    wrong.push(...(await wrongOn(phone, 'the desk rings at a phone')));
    await onPhone('lineVoice.take').click();
    await comesTo(phone);
    await comesTo(desk);
    await pictures(phone, 'line-voice-phone-open');
    await pictures(desk, 'line-voice-desk-open');
    wrong.push(...(await wrongOn(phone, 'a phone that speaks')));
    wrong.push(...(await wrongInBothLanguages(desk, 'a desk that speaks')));
    expect(await growthIn(screen.page, 1_500), 'the class').toBe(0);
    await desk.locator('button[lang="en"]').first().dispatchEvent('click');
    await desk.getByRole('button', { name: lineEn['lineVoice.end'] }).waitFor();
    await pictures(desk, 'line-voice-desk-open-en');
    await desk.locator('button[lang="zh-CN"]').first().dispatchEvent('click');

    // Hung up: the class hears the lecturer again, the phone nobody, and its microphone is closed.
    await onPhone('lineVoice.end').click();
    await atDesk('lineVoice.end').waitFor({ state: 'hidden' });
    await comesTo(screen.page);
    expect(await growthIn(phone, 1_000)).toBe(0);

    // The phone is lost while it speaks.
    await atDesk('lineVoice.ask').click();
    await onPhone('lineVoice.take').click();
    await comesTo(phone);
    await context.close();
    await atDesk('lineVoice.end').waitFor({ state: 'hidden' });
    await comesTo(screen.page);
    expect(wrong).toEqual([]);
  });
});
