import { afterAll, expect, it, vi } from 'vitest';
import { stillZhCn } from '../../shared/text/still.zh-CN.ts';
import { wrongInBothLanguages, wrongOn } from '../support/axe.ts';
import { type Browser, startChromium } from '../support/chromium.ts';
import { describeForReal } from '../support/needs.ts';
import { button } from '../support/office-page.ts';
import { patiently } from '../support/patience.ts';
import { picturesIn } from '../support/pictures.ts';
import { openStage, type Stage } from '../support/stage.ts';

const pictures = picturesIn(process.env['SANKETANG_PICTURES'] ?? null);
const fill = (words: string) => new RegExp(`^${words.replace('{time}', '[\\d:]+')}$`);

describeForReal('stills on the wall', () => {
  let stage: Stage;
  let office: Browser;
  afterAll(async () => {
    await office?.close();
    await stage?.close();
  });

  it('are off until an administrator says otherwise; then the lecturer is told, and the wall shows the smallest picture', async () => {
    stage = await openStage({ screens: 0, rooms: 1, height: 360 });
    const { product, county, lectureRoom } = stage;
    office = await startChromium({ size: { width: 1920, height: 1080 } });
    await office.context.addCookies(county.admin.cookies());
    const wall = await office.open(`${product.url}/supervision`);
    const box = wall.getByRole('checkbox', { name: stillZhCn['still.show'] });
    await box.check();
    await wall.getByText(stillZhCn['still.off']).waitFor();
    expect(await wall.locator('.still').count()).toBe(0);
    await pictures(wall, 'stills-off');

    await wall.getByRole('button', { name: stillZhCn['still.setting'] }).click();
    await wall.getByText(stillZhCn['still.setting.byNobody']).waitFor();
    const wrong = await wrongInBothLanguages(wall, 'still settings');
    await wall.getByRole('radio', { name: stillZhCn['still.setting.on'] }).check();
    await wall.getByLabel(stillZhCn['still.setting.reason']).fill('公开课周');
    await pictures(wall, 'stills-setting');
    await wall.getByRole('button', { name: stillZhCn['still.setting.save'] }).click();
    await wall.getByText(stillZhCn['still.setting.lead']).waitFor({ state: 'hidden' });

    await wall.getByText(stillZhCn['still.shown']).waitFor();
    const still = wall.getByRole('img', { name: fill(stillZhCn['still.of']) });
    await still.waitFor();
    const width = () => still.evaluate((each) => (each instanceof HTMLImageElement ? each.naturalWidth : 0));
    await vi.waitFor(async () => expect(await width()).toBeGreaterThan(0), patiently);
    expect(await width()).toBeLessThanOrEqual(320);
    wrong.push(...(await wrongInBothLanguages(wall, 'wall with stills')));
    await pictures(wall, 'stills-wall');
    expect(wrong).toEqual([]);

    await lectureRoom.page.getByText(stillZhCn['still.sign'], { exact: true }).waitFor();
    await pictures(lectureRoom.page, 'stills-console');
    await button(lectureRoom.page, 'panel.open').click();
    await button(lectureRoom.page, 'panel.go').click();
    await lectureRoom.page
      .locator('.panel-bar')
      .getByText(stillZhCn['still.sign'], { exact: true })
      .waitFor();
    expect(await wrongOn(lectureRoom.page, 'one panel with the sign')).toEqual([]);
    await pictures(lectureRoom.page, 'stills-panel');
    const { entries } = await county.admin.call('audit.list', {});
    const acts = entries.map(({ action }) => action).filter((each) => each.startsWith('still.'));
    // The newest first: opened in vain, switched on, opened.
    expect(acts).toEqual(['still.open', 'still.set', 'still.open']);
  });
});
