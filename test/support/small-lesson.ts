import type { Page } from 'playwright-core';
import { openLesson, signIn, startLesson, untilReady, untilSizesChecked } from './console-page.ts';
import { pairedScreen, sitDown } from './sitter.ts';
import { type Morning, startLectureRoom } from './stage.ts';

/** A lesson with a real lecturer and one room without a browser, begun: as little as a recording of it needs. */
export async function beginSmallLesson(morning: Morning): Promise<Page> {
  const { product, county, lesson } = morning;
  const [point] = county.points;
  if (point === undefined) throw new Error('the county has no teaching point');
  const { url } = product;
  const api = await pairedScreen(product, county, point);
  await sitDown({ api, url, sessionId: lesson.sessionId, door: 'screen' });
  const { page } = await startLectureRoom(morning);
  await signIn(page, 'chen');
  await openLesson(page, url, lesson);
  await untilReady(page, 1);
  await untilSizesChecked(page);
  await startLesson(page);
  return page;
}

/** What is called exactly so. */
export const exactButton = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
