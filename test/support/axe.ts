import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';

/** What axe finds wrong on a page, one line for each, once nothing moves any more. */
export async function wrongOn(page: Page, name: string): Promise<string[]> {
  await page.evaluate(async () => {
    const ending = document.getAnimations().filter((each) => {
      const { iterations } = each.effect?.getComputedTiming() ?? {};
      return iterations !== Number.POSITIVE_INFINITY;
    });
    await Promise.allSettled(ending.map((each) => each.finished));
  });
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => {
      const why = (failureSummary ?? '').split('\n').slice(1).join(' ').trim();
      return `${name}: ${id} at ${target.join(' ')}: ${why}`;
    }),
  );
}

/** A console page in both languages, changed in place by its own switch; what is open stays open. One without the switch is seen as it is. */
export async function wrongInBothLanguages(page: Page, name: string): Promise<string[]> {
  const chinese = await wrongOn(page, `${name}, zh-CN`);
  if ((await page.locator('button[lang]').count()) === 0) return chinese;
  await speak(page, 'en');
  const english = await wrongOn(page, `${name}, en`);
  await speak(page, 'zh-CN');
  return [...chinese, ...english];
}

async function speak(page: Page, language: 'zh-CN' | 'en'): Promise<void> {
  // Not a click: a drawer may lie over the switch.
  await page.locator(`button[lang="${language}"]`).first().dispatchEvent('click');
  await page.waitForFunction((wanted) => document.documentElement.lang === wanted, language);
}
