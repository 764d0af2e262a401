import type { PackFile } from './package.rules.ts';
import { type Folder, FolderTrouble } from './package-folder.ts';
import { Sha256 } from './sha256.ts';

export type PackDeps = {
  readonly folder: Folder;
  readonly fetch: typeof globalThis.fetch;
  /** A query that opens the bytes for some minutes; `gone` when they are not given any more, `cut` when nobody answers. */
  readonly query: () => Promise<{ readonly query: string } | 'gone' | 'cut'>;
  readonly signal: AbortSignal;
  /** Names of those that were found whole before: not read again after a cut. */
  readonly checked: Set<string>;
  /** Work to do unless it is taken back before. */
  readonly after: (delayMs: number, work: () => void) => () => void;
  /** Of the whole package, with what was there already. */
  readonly onProgress: (doneBytes: number) => void;
  /** What came or lay there was something else: it is fetched once more. */
  readonly onAgain: (name: string) => void;
};

/**
 * `whole`: every file is what the server said; `cut`: what has come is kept, and another try goes on there; `changed`: the server has another
 * file now, or it came otherwise twice; `full` and `away` are the folder's; `gone`: it is not given any more.
 */
export type PackEnd = 'whole' | 'cut' | 'changed' | 'full' | 'away' | 'gone';

/** So much is written for good at a time, or half of what is there: what a closed browser costs at most. Each time a browser copies the whole. */
const KEEP_BYTES = 64 * 1024 * 1024;
/** A line that is dead says nothing. */
const SILENT_MS = 20_000;

/** Fetches what is missing of every file, and compares each with its hash; what is there already is compared and not fetched again. */
export async function fetchPackage(files: readonly PackFile[], deps: PackDeps): Promise<PackEnd> {
  let beforeBytes = 0;
  for (const file of files) {
    const at = beforeBytes;
    const onProgress = (doneBytes: number) => deps.onProgress(at + doneBytes);
    const end = deps.checked.has(file.name) ? 'whole' : await fetchFile(file, { ...deps, onProgress });
    if (end !== 'whole') return end;
    deps.checked.add(file.name);
    beforeBytes += file.bytes;
    deps.onProgress(beforeBytes);
  }
  return 'whole';
}

async function fetchFile(file: PackFile, deps: PackDeps): Promise<PackEnd> {
  try {
    const first = await fetchOnce(file, deps);
    if (first !== 'otherwise') return first;
    // Something else lay there, or came otherwise than it was sent: once more from the beginning.
    deps.onAgain(file.name);
    const second = await fetchOnce(file, deps);
    return second === 'otherwise' ? 'changed' : second;
  } catch (cause) {
    if (cause instanceof FolderTrouble) return cause.why;
    // A line that breaks in mid-file is a TypeError, one that was given up an AbortError.
    if (cause instanceof TypeError || (cause instanceof DOMException && cause.name === 'AbortError'))
      return 'cut';
    throw cause;
  }
}

async function fetchOnce(file: PackFile, deps: PackDeps): Promise<PackEnd | 'otherwise'> {
  const hash = new Sha256();
  let have = await deps.folder.sizeOf(file.name);
  if (have > file.bytes) have = 0;
  let compared = 0;
  if (have > 0)
    for await (const portion of deps.folder.read(file.name)) {
      if (deps.signal.aborted) return 'cut';
      hash.update(portion);
      compared += portion.length;
      deps.onProgress(compared);
    }
  if (have < file.bytes) {
    const rest = await fetchRest(file, { ...deps, hash, have });
    if (rest !== 'whole') return rest;
  }
  if (hash.digest() === file.sha256) return 'whole';
  const empty = await deps.folder.open(file.name, 0);
  await empty.close();
  return 'otherwise';
}

type Rest = PackDeps & { readonly hash: Sha256; readonly have: number };

async function fetchRest(file: PackFile, { have, ...deps }: Rest): Promise<PackEnd> {
  const asked = await deps.query();
  if (asked === 'gone' || asked === 'cut') return asked;
  const ends = new AbortController();
  const end = () => ends.abort();
  if (deps.signal.aborted) end();
  deps.signal.addEventListener('abort', end, { once: true });
  // Only what the line does is timed: a stick may take a minute for what it is given.
  const heard = async <T>(from: Promise<T>): Promise<T> => {
    const wasHeard = deps.after(SILENT_MS, end);
    return from.finally(wasHeard);
  };
  try {
    const response = await heard(
      deps.fetch(`${file.path}?${asked.query}`, {
        signal: ends.signal,
        cache: 'no-store',
        // Never the end of one file behind the beginning of another.
        headers: { range: `bytes=${have}-`, 'if-range': `"${file.sha256}"` },
      }),
    );
    if (response.status === 206 && response.body !== null)
      return await write(file, response.body.getReader(), { ...deps, have, heard });
    await response.body?.cancel();
    // The whole instead of the rest: it is not the file that the list spoke of.
    return response.ok ? 'changed' : 'cut';
  } finally {
    deps.signal.removeEventListener('abort', end);
    // What nobody reads any more is not sent on: the folder may be gone.
    end();
  }
}

type Heard = { readonly heard: <T>(from: Promise<T>) => Promise<T> };

async function write(
  file: PackFile,
  reader: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>,
  { folder, hash, have, heard, onProgress }: Rest & Heard,
): Promise<PackEnd> {
  let done = have;
  let keptAt = have;
  let open = await folder.open(file.name, have);
  try {
    for (;;) {
      const { done: isOver, value } = await heard(reader.read());
      if (isOver) break;
      await open.write(value);
      hash.update(value);
      done += value.length;
      onProgress(done);
      if (done - keptAt < Math.max(KEEP_BYTES, keptAt / 2)) continue;
      await open.close();
      open = await folder.open(file.name, done);
      keptAt = done;
    }
  } catch (cause) {
    // What has come stays; why it ended is told by the first trouble alone.
    if (!(cause instanceof FolderTrouble)) await open.close();
    throw cause;
  }
  await open.close();
  return done === file.bytes ? 'whole' : 'cut';
}
