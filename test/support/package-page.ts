import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';

type FolderPage = { showDirectoryPicker?: unknown };

/** Must be in the browser before the page loads: whoever chooses a folder gets one that the browser keeps for itself. */
export const ownFolder = `window.showDirectoryPicker = () => navigator.storage.getDirectory();`;

/** A browser that writes into no folder. */
export async function withoutFolders(page: Page): Promise<void> {
  await page.addInitScript(() => {
    delete (window as FolderPage).showDirectoryPicker;
  });
}

/** Name and size of every file in the one folder that was made there, bytes. */
export const filesIn = (page: Page): Promise<Record<string, number>> =>
  page.evaluate(async () => {
    const found: Record<string, number> = {};
    const root = await navigator.storage.getDirectory();
    for await (const [, folder] of root.entries())
      if (folder instanceof FileSystemDirectoryHandle)
        for await (const [name, file] of folder.entries())
          if (file instanceof FileSystemFileHandle) found[name] = (await file.getFile()).size;
    return found;
  });

/** As a stick that lost a bit. */
export const spoil = (page: Page, name: string): Promise<void> =>
  page.evaluate(async (name) => {
    const root = await navigator.storage.getDirectory();
    for await (const [, folder] of root.entries()) {
      if (!(folder instanceof FileSystemDirectoryHandle)) continue;
      const writable = await (await folder.getFileHandle(name)).createWritable({ keepExistingData: true });
      await writable.write({ type: 'write', position: 100, data: new Uint8Array([1, 2, 3]) });
      await writable.close();
    }
  }, name);

/** Takes the folder out of the browser, as one carries a stick away. */
export async function carryAway(page: Page, to: string): Promise<string[]> {
  const names = Object.keys(await filesIn(page));
  for (const name of names) {
    const text = await page.evaluate(async (name) => {
      const root = await navigator.storage.getDirectory();
      for await (const [, folder] of root.entries()) {
        if (!(folder instanceof FileSystemDirectoryHandle)) continue;
        const bytes = new Uint8Array(
          await (await (await folder.getFileHandle(name)).getFile()).arrayBuffer(),
        );
        let signs = '';
        for (let at = 0; at < bytes.length; at += 10_000)
          signs += String.fromCharCode(...bytes.subarray(at, at + 10_000));
        return btoa(signs);
      }
      throw new Error(`${name} is not there`);
    }, name);
    writeFileSync(join(to, name), Buffer.from(text, 'base64'));
  }
  return names;
}
