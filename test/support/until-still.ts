import type { Page } from 'playwright-core';

/** Waits until no motion that ends runs, at two looks in a row: what is pressed while it moves away is not pressed. */
export const untilStill = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    const moving = () =>
      document.getAnimations().filter(({ playState, effect }) => {
        const { iterations } = effect?.getComputedTiming() ?? {};
        return playState === 'running' && iterations !== Number.POSITIVE_INFINITY;
      });
    // Frames come to the tab in front alone; a page behind it is looked at too.
    const frame = () => new Promise((resolve) => setTimeout(resolve, 20));
    for (let still = 0; still < 2; await frame()) {
      const now = moving();
      still = now.length === 0 ? still + 1 : 0;
      await Promise.allSettled(now.map((each) => each.finished));
    }
  });
