import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import type { Socket } from 'socket.io-client';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { uuidV7 } from '../../shared/kernel/ids.ts';
import { bigScreenZhCn } from '../../shared/text/big-screen.zh-CN.ts';
import { supervisionZhCn } from '../../shared/text/supervision.zh-CN.ts';
import { connectAs } from '../fault/teacher.ts';
import { type Api, createApi } from '../support/api.ts';
import { wrongInBothLanguages, wrongOn } from '../support/axe.ts';
import { type Browser, startChromium } from '../support/chromium.ts';
import { describeForReal } from '../support/needs.ts';
import { patiently } from '../support/patience.ts';
import { picturesIn } from '../support/pictures.ts';
import { type Product, startProduct } from '../support/product.ts';

const pictures = picturesIn(process.env['SANKETANG_PICTURES'] ?? null);
const PASSWORD = 'sanketang-demo';
const said = { ...supervisionZhCn, ...bigScreenZhCn };
const uuid = () => uuidV7(Date.now(), crypto.getRandomValues(new Uint8Array(10)));

/** An inspector before the wall of running lessons, and an office's figures on a wall of their own. */
describeForReal('supervision', () => {
  let product: Product;
  let admin: Api;
  let browser: Browser;
  let page: Page;
  const sockets: Socket[] = [];
  const wrong: string[] = [];

  const signedIn = async (loginName: string) => {
    const api = createApi(product.url);
    await api.call('login.create', { loginName, password: PASSWORD });
    return api;
  };
  beforeAll(async () => {
    product = await startProduct({ args: ['--demo'], env: { ACCESS_WAY: 'localhost' } });
    await vi.waitFor(() => expect(product.output()).toContain('demo-science'), patiently);
    admin = await signedIn('demo-admin');
    browser = await startChromium();
    await browser.context.addCookies((await signedIn('demo-inspector')).cookies());
    page = await browser.open(`${product.url}/supervision`);
  });
  afterAll(async () => {
    for (const socket of sockets) socket.disconnect();
    await browser?.close();
    await product?.stop();
  });
  const card = (words: string) => page.locator('.wall-card').filter({ hasText: words });
  const lessonOf = async (subject: string) => {
    const { lessons } = await admin.call('supervision.wall', {});
    const found = lessons.find((each) => each.subject === subject);
    if (found === undefined) throw new Error(`no lesson of ${subject} is due`);
    return found;
  };
  /** Somebody begins the lesson from elsewhere. */
  const begin = async (subject: string, loginName: string) => {
    const { sessionId } = await lessonOf(subject);
    const socket = await connectAs(product.url, await signedIn(loginName));
    sockets.push(socket);
    const ask = (name: string, frame: object) => socket.timeout(5_000).emitWithAck(name, frame);
    await ask('session.join', { body: { sessionId, part: 'lecturer' } });
    expect(await ask('session.start', { body: { sessionId }, commandId: uuid() })).toMatchObject({
      ok: true,
    });
    return sessionId;
  };

  it('shows lessons that are due, and that one begins, without being asked', async () => {
    await card('音乐').getByText(said['supervision.state.due']).waitFor();
    expect(await card('音乐').getByRole('link').count()).toBe(0);
    await begin('音乐', 'demo-music');
    await card('音乐').getByText(said['supervision.state.live']).waitFor();
    wrong.push(...(await wrongInBothLanguages(page, 'wall')));
    await pictures(page, 'supervision-wall');
  });

  it('finds lessons by words and by place', async () => {
    await page.getByRole('searchbox', { name: said['supervision.search'] }).fill('英语');
    await card('英语').waitFor();
    expect(await card('音乐').count()).toBe(0);
    await page.getByRole('searchbox', { name: said['supervision.search'] }).fill('没有这样的课');
    await page.getByText(said['supervision.noneFound']).waitFor();
    await page.getByRole('searchbox', { name: said['supervision.search'] }).fill('');
  });

  it('lets in unseen by one click: the lecturer learns nothing of it, the audit does', async () => {
    const { sessionId } = await lessonOf('音乐');
    const news: unknown[] = [];
    sockets[0]?.onAny((_name, body: unknown) => void news.push(body));
    await card('音乐').getByRole('link', { name: said['supervision.visit'] }).click();
    await page.waitForURL(/as=observer/);
    await vi.waitFor(async () => {
      const { entries } = await admin.call('audit.list', { subjectId: sessionId });
      expect(entries.filter(({ action }) => action === 'session.observe')).toHaveLength(1);
    }, patiently);
    // Whatever would be told of it is on its way by now.
    await pause(1_000);
    expect(JSON.stringify(news)).not.toContain('observer');
    await page.goto(`${product.url}/supervision`);
  });

  it('gives an administrator an address that shows figures to anybody, until it is closed', async () => {
    const office = await startChromium();
    try {
      await office.context.addCookies(admin.cookies());
      const desk = await office.open(`${product.url}/supervision`);
      await desk.getByRole('button', { name: said['supervision.rules'] }).click();
      await desk.getByLabel(said['supervision.rules.reason']).waitFor();
      wrong.push(...(await wrongInBothLanguages(desk, 'alarm rules')));
      await desk.keyboard.press('Escape');
      await desk.getByRole('button', { name: said['bigScreen.list'] }).click();
      await desk.getByRole('button', { name: said['bigScreen.list.make'] }).click();
      const address = await desk.locator('.big-screen-made a').getAttribute('href');
      wrong.push(...(await wrongInBothLanguages(desk, 'big screens')));
      await pictures(desk, 'supervision-big-screens');

      const wall = await browser.context.newPage();
      await browser.context.clearCookies();
      await wall.setViewportSize({ width: 1920, height: 1080 });
      await wall.goto(address ?? '');
      await wall.getByRole('heading', { name: said['bigScreen.figure.needWeighted'] }).waitFor();
      expect(await wall.locator('.wall').evaluate((each) => each.scrollHeight <= each.clientHeight)).toBe(
        true,
      );
      wrong.push(...(await wrongOn(wall, 'big screen')));
      await pictures(wall, 'big-screen');
      await wall.goto(`${product.url}/big-screen?lang=en#${'x'.repeat(43)}`);
      await wall.getByRole('heading').waitFor();
      wrong.push(...(await wrongOn(wall, 'big screen of a wrong address')));

      const { screens } = await admin.call('bigScreen.list', {});
      for (const { bigScreenId } of screens) await admin.call('bigScreen.revoke', { bigScreenId });
      await wall.goto('about:blank');
      await wall.goto(address ?? '');
      await wall.getByRole('heading', { name: said['bigScreen.closed.title'] }).waitFor();
    } finally {
      await office.close();
    }
  });

  it('is without faults that axe would find', () => expect(wrong).toEqual([]));
});
