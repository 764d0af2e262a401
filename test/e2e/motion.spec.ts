import { afterEach, expect, it } from 'vitest';
import { startChromium } from '../support/chromium.ts';
import { signIn } from '../support/console-page.ts';
import { makeCounty } from '../support/county.ts';
import { describeForReal } from '../support/needs.ts';
import { button, choose, drawer, said } from '../support/office-page.ts';
import { startProduct } from '../support/product.ts';
import { untilStill } from '../support/until-still.ts';

/** Colours may fade; what waits for an answer may pulse. */
const COUNT_GLIDES = `
  window.glides = 0;
  addEventListener('transitionrun', ({ propertyName }) => { if (propertyName === 'transform') window.glides += 1; }, true);
  addEventListener('animationstart', ({ target }) => {
    if (getComputedStyle(target).animationIterationCount !== 'infinite') window.glides += 1;
  }, true);
`;

describeForReal('what opens over a page of the office', () => {
  const closers: (() => Promise<void> | void)[] = [];
  const also = (close: () => Promise<void> | void) => void closers.push(close);
  afterEach(async () => {
    for (const close of closers.splice(0).reverse()) await close();
  });

  it('glides in, and is there at once for whoever asked their system for that', async () => {
    const product = await startProduct();
    also(() => product.stop());
    await makeCounty(product, 1);
    const glidesWith = async (motion: boolean) => {
      const browser = await startChromium({ motion, script: COUNT_GLIDES });
      also(() => browser.close());
      const page = await browser.open(`${product.url}/login`);
      await signIn(page, 'zhoumin');
      await page.goto(`${product.url}/directory`);
      await button(page, 'register.add.schools').click();
      const form = drawer(page);
      await form.waitFor();
      await untilStill(page);
      await choose(form.getByLabel(said['school.kind'], { exact: true }), said['schoolKind.central']);
      await untilStill(page);
      await form.press('Escape');
      await form.waitFor({ state: 'hidden' });
      return page.evaluate(() => Number(Reflect.get(window, 'glides')));
    };
    expect(await glidesWith(true)).toBeGreaterThan(0);
    expect(await glidesWith(false)).toBe(0);
  });
});
