import type { Page } from 'playwright-core';
import { afterEach, expect, it } from 'vitest';
import { PC_COOKIE } from '../../server/device/device.routes.ts';
import { LOGIN_COOKIE } from '../../server/identity/identity.routes.ts';
import { wrongInBothLanguages } from '../support/axe.ts';
import { openLesson, signIn, startLesson } from '../support/console-page.ts';
import { makeCounty, planLesson } from '../support/county.ts';
import { describeForReal } from '../support/needs.ts';
import { button, said } from '../support/office-page.ts';
import { picturesIn } from '../support/pictures.ts';
import { startProduct } from '../support/product.ts';
import { startLectureRoom } from '../support/stage.ts';

const pictures = picturesIn(process.env['SANKETANG_PICTURES'] ?? null);
/** Camera, sound and line: ten seconds on an idle machine, more on a busy one. */
const CHECK_MS = 90_000;
const question = said['pc.ask'].replace('{room}', '录播教室');
const known = said['pc.known'].replace('{room}', '录播教室');

describeForReal('the PC of a lecture room', () => {
  const closers: (() => Promise<void> | void)[] = [];
  afterEach(async () => {
    for (const close of closers.splice(0).reverse()) await close();
  });
  const withoutCookie = (page: Page, name: string) => page.context().clearCookies({ name });

  /** A lecturer at the sign-in page of the lecture room's PC; the listening room's screen is still off. */
  async function startMorning() {
    const product = await startProduct();
    closers.push(() => product.stop());
    const county = await makeCounty(product, 1);
    const lesson = await planLesson(county, 1);
    const also = (close: () => Promise<void> | void) => void closers.push(close);
    const { page } = await startLectureRoom({ product, also }, { height: 360 });
    const openPreflight = () => openLesson(page, product.url, lesson);
    return { url: product.url, admin: county.admin, page, openPreflight };
  }

  it('is registered by one answer, checked before the lesson and from the office, and stays the same when it is wiped', async () => {
    const { url, admin, page, openPreflight } = await startMorning();
    await signIn(page, 'chen');
    await openPreflight();
    await page.getByText(question).waitFor();
    expect(await wrongInBothLanguages(page, 'pre-flight with its question')).toEqual([]);
    await pictures(page, 'pc-question');

    await button(page, 'pc.yes').click();
    await page.getByText(known).waitFor();
    await page.getByText(said['pc.passed']).waitFor({ timeout: CHECK_MS });
    await pictures(page, 'pc-checked');
    const [device] = await admin.call('device.list', {});
    const version = { wire: 1 };
    expect(device).toMatchObject({ kind: 'lecturePc', online: true, version, lastCheck: { passed: true } });
    // Over loopback: more than any school has, and both were measured.
    expect(device?.lastCheck?.upBps).toBeGreaterThan(1_000_000);
    expect(device?.lastCheck?.downBps).toBeGreaterThan(1_000_000);

    // Somebody else signs in at the same PC: it stays that room's, and they are themselves.
    await withoutCookie(page, LOGIN_COOKIE);
    await page.goto(`${url}/devices`);
    await signIn(page, 'zhoumin');
    const row = page.locator('.ant-table-row', { hasText: '录播教室' });
    await row.getByText(said['device.kind.lecturePc'], { exact: true }).waitFor();
    await row.getByText(said['device.checkPassed'], { exact: true }).waitFor();
    await page.getByText('1 / 1').first().waitFor();
    expect(await wrongInBothLanguages(page, 'devices')).toEqual([]);
    await pictures(page, 'pc-devices');
    await row.getByRole('button', { name: said['device.check'] }).click();
    await page.getByText(said['pc.asked']).waitFor();
    await page.waitForResponse((response) => response.url().endsWith('/api/device/pc/check'), {
      timeout: CHECK_MS,
    });
    const [checked] = await admin.call('device.list', {});
    expect(checked?.checkAskedAtMs).toBeNull();
    expect(checked?.lastCheck?.atMs).toBeGreaterThan(device?.lastCheck?.atMs ?? 0);

    await withoutCookie(page, LOGIN_COOKIE);
    await withoutCookie(page, PC_COOKIE);
    await page.goto(`${url}/login`);
    await signIn(page, 'he');
    await openPreflight();
    await button(page, 'pc.yes').click();
    await page.getByText(known).waitFor();
    const after = await admin.call('device.list', {});
    expect(after.map(({ deviceId }) => deviceId)).toEqual([device?.deviceId]);
  });

  it('is nobody’s device after an administrator revoked it, and the lesson is taught all the same', async () => {
    const { admin, page, openPreflight } = await startMorning();
    await signIn(page, 'chen');
    await openPreflight();
    await button(page, 'pc.no').click();
    await button(page, 'pc.offer').click();
    await button(page, 'pc.yes').click();
    await page.getByText(known).waitFor();
    const [device] = await admin.call('device.list', {});
    if (device === undefined) throw new Error('no device');
    await admin.call('device.revoke', { deviceId: device.deviceId });
    await page.getByText(question).waitFor();
    await button(page, 'pc.yes').click();
    await page.getByText(said['error.DEVICE_REVOKED']).waitFor();
    expect(await wrongInBothLanguages(page, 'pre-flight of a revoked PC')).toEqual([]);
    await pictures(page, 'pc-revoked');
    await startLesson(page);
    expect((await admin.call('device.list', {})).map(({ revoked }) => revoked)).toEqual([true]);
  });
});
