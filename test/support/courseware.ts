import type { Page } from 'playwright-core';
import type { SessionId } from '../../shared/kernel/ids.ts';
import { coursewareZhCn } from '../../shared/text/courseware.zh-CN.ts';
import { coursewareWallZhCn } from '../../shared/text/courseware-wall.zh-CN.ts';
import type { Api } from './api.ts';
import { bring, settled } from './courseware-sender.ts';
import { makePdf } from './pdf.ts';

export const said = { ...coursewareZhCn, ...coursewareWallZhCn };

/** Brings a file of so many pages to a lesson, and waits until it can be shown. */
export async function bringFile(
  at: { readonly api: Api; readonly url: string },
  sessionId: SessionId,
  pages: readonly string[],
): Promise<void> {
  const { coursewareId } = await bring(at, sessionId, { name: '课文.pdf', bytes: makePdf(pages) });
  const card = await settled(at.api, sessionId, coursewareId);
  if (card.now.state !== 'ready') throw new Error('the file cannot be shown');
}

/** Chooses a file at the desk for every wall. */
export async function showFile(desk: Page): Promise<void> {
  // With its picture's name before it; what puts the open file away ends with the same word.
  await desk.getByRole('button', { name: new RegExp(`(^| )${said['courseware.title']}$`) }).click();
  await desk.getByRole('button', { name: said['courseware.openOf'].replace('{name}', '课文.pdf') }).click();
  await desk.locator('.draw-layer').waitFor();
}

/** Waits until a page of the file has been painted. */
export const untilPage = (wall: Page, page: number): Promise<void> =>
  wall.locator(`.page-paper[data-page="${page}"]`).waitFor({ timeout: 60_000 });

/** Waits until so many strokes stand on the page. */
export const untilMarks = (wall: Page, count: number): Promise<void> =>
  wall.locator(`.page-ink[data-marks="${count}"]`).waitFor({ state: 'attached' });

/** Draws one straight stroke over the page with the mouse. Shares of the page's place. */
export async function drawLine(desk: Page, from: [number, number], to: [number, number]): Promise<void> {
  const box = await desk.locator('.draw-layer').boundingBox();
  if (box === null) throw new Error('no page to draw on');
  const at = ([x, y]: [number, number]) => [box.x + x * box.width, box.y + y * box.height] as const;
  await desk.mouse.move(...at(from));
  await desk.mouse.down();
  await desk.mouse.move(...at(to), { steps: 12 });
  await desk.mouse.up();
}

/** How many pixels of a canvas are neither white nor clear, in thousandths. */
export const inkOn = (wall: Page, canvas: '.page-paper' | '.page-ink' | '.page-moving'): Promise<number> =>
  wall.locator(canvas).evaluate((element) => {
    const { width, height } = element as HTMLCanvasElement;
    const data = (element as HTMLCanvasElement).getContext('2d')?.getImageData(0, 0, width, height).data;
    if (data === undefined) return 0;
    let inked = 0;
    for (let at = 0; at < data.length; at += 4)
      if (
        (data[at + 3] ?? 0) > 128 &&
        Math.min(data[at] ?? 255, data[at + 1] ?? 255, data[at + 2] ?? 255) < 160
      )
        inked += 1;
    return (1000 * inked) / (width * height);
  });
