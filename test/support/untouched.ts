import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { PATIENCE_MS } from './patience.ts';

/** Whether any voice is on the loudspeakers. */
export const SOUNDING =
  '[...document.querySelectorAll("audio")].some((audio) => !audio.paused && !audio.muted)';

export type Glass = { ask(expression: string): Promise<boolean>; until(expression: string): Promise<void> };

/** Looks at a page without what every look of the test library brings: the browser would take it for a person's touch and let sound out. */
export async function withoutTouch(page: Page): Promise<Glass> {
  const session = await page.context().newCDPSession(page);
  const ask = async (expression: string) => {
    const { result } = await session.send('Runtime.evaluate', { expression, userGesture: false });
    return result.value === true;
  };
  return {
    ask,
    async until(expression) {
      const limitMs = Date.now() + PATIENCE_MS;
      while (!(await ask(expression))) {
        if (Date.now() > limitMs) throw new Error(`in vain: ${expression}`);
        await pause(50);
      }
    },
  };
}
