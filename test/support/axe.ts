import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { untilStill } from './until-still.ts';

/** A page of a lesson that runs changes while it is looked at: half a fade is no fault of it, what stands there the third time is. */
const LOOKS = 3;

/** What axe finds wrong on a page, one line for each, once nothing moves any more. */
export async function wrongOn(page: Page, name: string): Promise<string[]> {
  let wrong: string[] = [];
  for (let look = 0; look < LOOKS; look++) {
    await untilStill(page);
    wrong = await foundOn(page, name);
    if (wrong.length === 0) break;
  }
  return wrong;
}

async function foundOn(page: Page, name: string): Promise<string[]> {
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
