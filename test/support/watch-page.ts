import type { Page } from 'playwright-core';
import type { LessonMode } from '../../shared/lesson.ts';
import { watchZhCn } from '../../shared/text/watch.zh-CN.ts';
import { watchLinkZhCn } from '../../shared/text/watch-link.zh-CN.ts';
import { openLesson, signIn } from './console-page.ts';
import { type County, makeCounty, type PlannedLesson, planLesson } from './county.ts';
import { type Product, startProduct } from './product.ts';
import { type LectureRoom, startLectureRoom } from './stage.ts';

export type LiveStage = {
  readonly product: Product;
  readonly county: County;
  readonly lesson: PlannedLesson;
  readonly lectureRoom: LectureRoom;
  close(): Promise<void>;
};

const LIVE: LessonMode = 'live';

/** A live lesson that anybody with the link may watch, in its pre-flight: the server and a lecturer in a browser. */
export async function openLiveStage(): Promise<LiveStage> {
  const closers: (() => Promise<void> | void)[] = [];
  const close = async () => {
    for (const each of closers.splice(0).reverse()) await each();
  };
  try {
    const product = await startProduct();
    closers.push(() => product.stop());
    const county = await makeCounty(product, 1);
    const lesson = await planLesson(county, 1, 40, LIVE);
    const also = (each: () => Promise<void> | void) => void closers.push(each);
    const lectureRoom = await startLectureRoom({ product, also }, { height: 360 });
    await signIn(lectureRoom.page, 'chen');
    await openLesson(lectureRoom.page, product.url, lesson);
    return { product, county, lesson, lectureRoom, close };
  } catch (cause) {
    await close();
    throw cause;
  }
}

const linkButton = (page: Page) =>
  page.getByRole('button', { name: new RegExp(`(^| )${watchLinkZhCn['watchLink.button']}`) });

/** Opens the console's window with the link, unless it is open. @returns the address */
export async function watchLink(page: Page): Promise<string> {
  const address = page.getByRole('textbox', { name: watchLinkZhCn['watchLink.title'] });
  if (!(await address.isVisible())) await linkButton(page).click();
  return address.inputValue();
}

/** Waits until the console says so many viewers. */
export const untilViewers = (page: Page, count: number): Promise<void> =>
  page.getByText(watchLinkZhCn['watchLink.viewers'].replace('{count}', String(count))).waitFor();

/** Closes the link in the console's window, which is open. */
export async function closeLink(page: Page): Promise<void> {
  const name = watchLinkZhCn['watchLink.close'];
  await page.getByRole('button', { name, exact: true }).first().click();
  await page.getByRole('tooltip').getByRole('button', { name, exact: true }).last().click();
  await page.getByText(watchLinkZhCn['watchLink.closed']).waitFor();
}

export const watchSays = (page: Page, key: keyof typeof watchZhCn) => page.getByText(watchZhCn[key]);
