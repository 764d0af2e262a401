import type { Locator, Page } from 'playwright-core';
import { accessZhCn } from '../../shared/text/access.zh-CN.ts';
import { auditZhCn } from '../../shared/text/audit.zh-CN.ts';
import { boardZhCn } from '../../shared/text/board.zh-CN.ts';
import { callZhCn } from '../../shared/text/call.zh-CN.ts';
import { consoleZhCn } from '../../shared/text/console.zh-CN.ts';
import { coverageZhCn } from '../../shared/text/coverage.zh-CN.ts';
import { deviceZhCn } from '../../shared/text/device.zh-CN.ts';
import { directoryZhCn } from '../../shared/text/directory.zh-CN.ts';
import { errorsZhCn } from '../../shared/text/errors.zh-CN.ts';
import { indicatorsZhCn } from '../../shared/text/indicators.zh-CN.ts';
import { lecturePcZhCn } from '../../shared/text/lecture-pc.zh-CN.ts';
import { lessonZhCn } from '../../shared/text/lesson.zh-CN.ts';
import { loginZhCn } from '../../shared/text/login.zh-CN.ts';
import { openZhCn } from '../../shared/text/open.zh-CN.ts';
import { registerZhCn } from '../../shared/text/register.zh-CN.ts';
import { reportZhCn } from '../../shared/text/report.zh-CN.ts';
import { viewsZhCn } from '../../shared/text/views.zh-CN.ts';
import { wallsZhCn } from '../../shared/text/walls.zh-CN.ts';
import { PATIENCE_MS } from './patience.ts';
import { untilStill } from './until-still.ts';

/** Everything that the console says in Chinese. */
export const said = {
  ...accessZhCn,
  ...auditZhCn,
  ...boardZhCn,
  ...callZhCn,
  ...consoleZhCn,
  ...coverageZhCn,
  ...deviceZhCn,
  ...directoryZhCn,
  ...indicatorsZhCn,
  ...lecturePcZhCn,
  ...lessonZhCn,
  ...openZhCn,
  ...registerZhCn,
  ...reportZhCn,
  ...loginZhCn,
  ...viewsZhCn,
  ...wallsZhCn,
  ...errorsZhCn,
};
export type Said = keyof typeof said;

/** A button by its words; its icon speaks too, before them. */
export const button = (place: Page | Locator, key: Said): Locator =>
  place.getByRole('button', { name: new RegExp(`(^| )${said[key]}$`) });

/** One field of a form: what is typed, or what is chosen from its list. */
export type Entry = readonly [label: Said, wish: { readonly type: string } | { readonly choose: string }];

/** The drawer that lies open over the page. */
export const drawer = (page: Page): Locator => page.getByRole('dialog');

export async function fillIn(form: Locator, entries: readonly Entry[]): Promise<void> {
  for (const [label, wish] of entries) {
    const field = form.getByLabel(said[label], { exact: true });
    if ('type' in wish) await field.fill(wish.type);
    else await choose(field, wish.choose);
  }
}

/** Opens a list, finds by typing, takes the entry that reads so. */
export async function choose(field: Locator, words: string): Promise<void> {
  const page = field.page();
  await field.click();
  if (await field.isEditable()) await field.fill(words);
  // A list finds its place while it opens: what moves between press and release is not chosen.
  await untilStill(page);
  await page.locator('.ant-select-item-option:visible', { hasText: words }).first().click();
  // A list of many stays open. Not by Escape: where the list has just closed by itself that would close the form.
  await field.blur();
  await page.locator('.ant-select-dropdown:visible').first().waitFor({ state: 'hidden' });
}

export type RegisterName = 'schools' | 'rooms' | 'classes' | 'people' | 'needs' | 'links';

/** Opens a register's form, adds each entry and waits until its row stands in the table; then closes the form. */
export async function addToRegister(
  page: Page,
  register: RegisterName,
  entries: readonly { readonly row: string; readonly fields: readonly Entry[] }[],
): Promise<void> {
  await page
    .getByRole('navigation')
    .getByRole('link', { name: said[`directory.${register}`] })
    .click();
  await button(page, `register.add.${register}`).click();
  for (const { row, fields } of entries) {
    await fillIn(drawer(page), fields);
    await button(drawer(page), 'register.save').click();
    await page.locator('.grid-line', { hasText: row }).first().waitFor();
  }
  await button(drawer(page), 'app.close').last().click();
  await drawer(page).waitFor({ state: 'hidden' });
}

/** The eight characters that an unpaired screen shows. */
export async function codeOnScreen(screen: Page, limitMs = PATIENCE_MS): Promise<string> {
  const code = screen.locator('.code');
  await code.waitFor({ timeout: limitMs });
  return (await code.textContent()) ?? '';
}

/** Types a screen's code and names its room. */
export async function typeCode(page: Page, wish: { code: string; room: string }): Promise<void> {
  await fillIn(drawer(page), [
    ['device.code', { type: wish.code }],
    ['device.room', { choose: wish.room }],
  ]);
  await button(drawer(page), 'device.pairSubmit').click();
}
