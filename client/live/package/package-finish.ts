import { PAGE_NAME, type Pack, type PackFile, SUMS_NAME, sumsOf } from './package.rules.ts';
import { type Folder, FolderTrouble } from './package-folder.ts';
import { type PageCaptions, type PageWords, pageOf } from './package-page.rules.ts';
import { Sha256 } from './sha256.ts';

export type Extra = { readonly name: string; readonly bytes: Uint8Array<ArrayBuffer> };

/** What the server has not: the page that plays it all, and the list of hashes. */
export function extrasOf(pack: Pack, captions: readonly PageCaptions[], words: PageWords): readonly Extra[] {
  const page = pack.playsAlone ? [fileOf(PAGE_NAME, pageOf(pack, captions, words))] : [];
  const hashes = page.map(({ name, bytes }) => ({ name, sha256: new Sha256().update(bytes).digest() }));
  return [...page, fileOf(SUMS_NAME, sumsOf([...pack.files, ...hashes]))];
}

const fileOf = (name: string, text: string) => ({ name, bytes: new TextEncoder().encode(text) });

type Reader = (file: PackFile) => Promise<string>;

/** Captions in the order of the recording, of whatever is read from. */
export async function captionsOf(pack: Pack, read: Reader): Promise<PageCaptions[]> {
  const found: PageCaptions[] = [];
  for (const { language, label, path } of pack.replay.captions) {
    const file = pack.files.find((each) => each.path === path);
    if (file !== undefined) found.push({ language, label, vtt: await read(file) });
  }
  return found;
}

/** @returns what is wrong with the folder, or null */
export async function finishFolder(
  pack: Pack,
  folder: Folder,
  words: PageWords,
): Promise<FolderTrouble['why'] | null> {
  const read: Reader = async ({ name }) => {
    const decoder = new TextDecoder();
    let text = '';
    for await (const portion of folder.read(name)) text += decoder.decode(portion, { stream: true });
    return text + decoder.decode();
  };
  try {
    for (const { name, bytes } of extrasOf(pack, await captionsOf(pack, read), words)) {
      const open = await folder.open(name, 0);
      await open.write(bytes);
      await open.close();
    }
    return null;
  } catch (cause) {
    if (cause instanceof FolderTrouble) return cause.why;
    throw cause;
  }
}
