import type { Page } from 'playwright-core';
import { consoleZhCn } from '../../shared/text/console.zh-CN.ts';
import { directoryZhCn } from '../../shared/text/directory.zh-CN.ts';
import { lessonZhCn } from '../../shared/text/lesson.zh-CN.ts';
import { PASSWORD, type PlannedLesson } from './county.ts';

const said = { ...consoleZhCn, ...directoryZhCn, ...lessonZhCn };
/** A button's icon speaks too, before its words. */
const button = (page: Page, key: keyof typeof said) =>
  page.getByRole('button', { name: new RegExp(`(^| )${said[key]}$`) });

/** What a lecturer does in the console, by what they read on it. The pages speak Chinese. */
export async function signIn(page: Page, loginName: string): Promise<void> {
  await page.getByLabel(said['person.loginName']).fill(loginName);
  await page.getByLabel(said['person.password'], { exact: true }).fill(PASSWORD);
  await button(page, 'login.submit').click();
  await page.waitForURL((url) => url.pathname !== '/login');
}

/** Opens the pre-flight of a lesson and waits until the camera's picture is there. */
export async function openLesson(page: Page, url: string, lesson: PlannedLesson): Promise<void> {
  await page.goto(`${url}/lesson/${lesson.sessionId}`);
  await page.getByRole('img', { name: said['preflight.preview'] }).locator('video').waitFor();
  await page.getByText(said['preflight.media.connected']).waitFor();
}

/** Waits until so many listening rooms are on the board. */
export const untilReady = (page: Page, ready: number, total = ready): Promise<void> =>
  page
    .getByText(said['lesson.readyRooms'].replace('{ready}', String(ready)).replace('{total}', String(total)))
    .waitFor();

/** Waits until the pre-flight says which picture sizes reach the rooms, or that it could not find out. */
export const untilSizesChecked = (page: Page): Promise<void> =>
  page.getByText(said['preflight.sizes.checking']).waitFor({ state: 'hidden', timeout: 60_000 });

export async function startLesson(page: Page): Promise<void> {
  await button(page, 'preflight.start').click();
  await button(page, 'end.button').waitFor();
}

/** Shares the window that the browser was told to choose. */
export async function shareContent(page: Page): Promise<void> {
  await button(page, 'share.start').click();
  await button(page, 'share.choose').click();
  await button(page, 'share.stop').waitFor();
}

export async function setHeadCount(page: Page, schoolName: string, count: number): Promise<void> {
  const card = page.locator('article, li, section').filter({ hasText: schoolName }).last();
  const field = card.getByLabel(said['headCount.present']);
  await field.fill(String(count));
  await field.press('Enter');
  await card.getByText(said['headCount.saved'], { exact: true }).waitFor();
}

export async function endLesson(page: Page): Promise<void> {
  await button(page, 'end.button').click();
  await page.getByRole('dialog').getByRole('button', { name: said['end.confirm'] }).click();
  await button(page, 'over.attendance').waitFor();
}

/** Where the lecturer's own pictures are, for a meter. */
export const ownPicture = {
  camera: `[aria-label="${said['lesson.camera']}"] video`,
  content: `[aria-label="${said['lesson.content']}"] video`,
} as const;
