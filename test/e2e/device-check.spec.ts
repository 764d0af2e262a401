import { afterEach, expect, it } from 'vitest';
import { auditEn } from '../../shared/text/audit.en.ts';
import { screenZhCn } from '../../shared/text/screen.zh-CN.ts';
import { wrongInBothLanguages, wrongOn } from '../support/axe.ts';
import { startChromium } from '../support/chromium.ts';
import { signIn } from '../support/console-page.ts';
import { describeForReal } from '../support/needs.ts';
import { said } from '../support/office-page.ts';
import { picturesIn } from '../support/pictures.ts';
import { untilSession } from '../support/screen-page.ts';
import { openMorning } from '../support/stage.ts';

const pictures = picturesIn(process.env['SANKETANG_PICTURES'] ?? null);
/** Camera, sound with its tone, and the line: ten seconds on an idle machine, more on a busy one. */
const CHECK_MS = 90_000;

describeForReal('a check of a screen', () => {
  const closers: (() => Promise<void> | void)[] = [];
  afterEach(async () => {
    for (const close of closers.splice(0).reverse()) await close();
  });

  it('is asked for from the office, shown on the glass, told in words, audited, and never in a lesson', async () => {
    // The lesson begins in an hour: the screen is idle.
    const morning = await openMorning({ screens: 1, startsIn: 60 });
    closers.push(() => morning.close());
    const [screen] = morning.screens;
    if (screen === undefined) throw new Error('no screen');
    const office = await startChromium();
    closers.push(() => office.close());
    const page = await office.open(`${morning.product.url}/devices`);
    await signIn(page, 'zhoumin');
    const row = page.locator('.ant-table-row', { hasText: screen.point.name });
    await row.getByText(said['device.neverChecked']).waitFor();
    await row.getByRole('button', { name: said['device.check'] }).click();
    await screen.page.getByText(screenZhCn['screen.selfCheck.title']).waitFor();
    await pictures(screen.page, 'check-running-screen');
    await screen.page.getByText(screenZhCn['screen.selfCheck.done']).waitFor({ timeout: CHECK_MS });
    await pictures(screen.page, 'check-done-screen');
    expect(await wrongOn(screen.page, 'screen after its check')).toEqual([]);

    const [device] = await morning.county.admin.call('device.list', {});
    expect(device).toMatchObject({ online: true, version: { wire: 1 }, checkAskedAtMs: null });
    const check = device?.lastCheck;
    expect(check).toMatchObject({ camera: 'ok', microphone: 'ok', speaker: 'ok', passed: true });
    // Over loopback: more than any school has, and both were measured.
    expect(check?.downBps).toBeGreaterThan(1_000_000);
    expect(check?.upBps).toBeGreaterThan(1_000_000);
    await row.getByText(said['device.checkPassed'], { exact: true }).waitFor();
    await page.getByText('1 / 1').waitFor();
    expect(await wrongInBothLanguages(page, 'screens')).toEqual([]);
    await pictures(page, 'devices');

    await page.goto(`${morning.product.url}/audit`);
    const told = page.locator('.ant-table-row', { hasText: said['audit.action.device.check'] });
    await told.getByText(screen.point.name).waitFor();
    expect(await wrongInBothLanguages(page, 'audit')).toEqual([]);
    await pictures(page, 'audit');
    // The office's day, which begins eight hours before that of Greenwich.
    const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
    const table = await morning.county.admin.text(`/api/audit.csv?from=2020-01-01&to=${today}&locale=en`);
    expect(table.body).toContain(auditEn['audit.action.device.check']);
    expect(table.body).not.toContain('lesson-at-eight');
  });

  it('leaves a screen alone that sits in a lesson’s pre-flight', async () => {
    const morning = await openMorning({ screens: 1 });
    closers.push(() => morning.close());
    const { admin } = morning.county;
    const [screen] = morning.screens;
    if (screen !== undefined) await untilSession(screen.page, 'joined:waiting');
    const deviceId = (await admin.call('device.list', {}))[0]?.deviceId;
    if (deviceId === undefined) throw new Error('no screen');
    expect(await admin.call('device.check', { deviceId })).toEqual({ state: 'inLesson' });
    expect((await admin.call('device.list', {}))[0]?.checkAskedAtMs).toBeNull();
  });
});
