import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';

export type Pictures = (page: Page, name: string) => Promise<void>;

/** Saves a page as a person sees it. */
export function picturesIn(folder: string | null): Pictures {
  if (folder === null) return async () => undefined;
  mkdirSync(folder, { recursive: true });
  return async (page, name) => {
    await page.screenshot({ path: join(folder, `${name}.png`) });
  };
}
