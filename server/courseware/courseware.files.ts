import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';

/** What nobody knows is removed only when it is older: another server of the same folder may be about to say that it is its own. */
const STRANGE_MS = 3_600_000;

/**
 * Where files of lessons lie: `uploads/ID` while they come in, `contents/SHA256` for good. Several servers share that folder; in `work`, a
 * folder of this server alone, PDFs are made.
 */
export class CoursewareFiles {
  readonly contentFolder: string;
  readonly #uploads: string;
  readonly #work: string;

  constructor(folder: string, work: string) {
    this.contentFolder = resolve(folder, 'contents');
    this.#uploads = resolve(folder, 'uploads');
    this.#work = resolve(work);
  }

  upload(id: string): string {
    return join(this.#uploads, id);
  }

  /** A folder of its own for one conversion. */
  async workFolder(id: string): Promise<string> {
    const folder = join(this.#work, id);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    return folder;
  }

  receivedBytes(id: string): Promise<number> {
    return sizeOf(this.upload(id));
  }

  /** Writes a part behind what is there; cuts off what a broken part left. */
  async write(id: string, atBytes: number, bytes: Buffer): Promise<void> {
    await mkdir(this.#uploads, { recursive: true, mode: 0o700 });
    const file = await open(this.upload(id), atBytes === 0 ? 'w' : 'r+', 0o600);
    try {
      await file.truncate(atBytes);
      await file.write(bytes, 0, bytes.length, atBytes);
    } finally {
      await file.close();
    }
  }

  /** Puts a file where it is fetched from; it is on the disk when this resolves. */
  async place(path: string, sha256: string): Promise<void> {
    await mkdir(this.contentFolder, { recursive: true, mode: 0o700 });
    await synced(path);
    await rename(path, join(this.contentFolder, sha256));
    await synced(this.contentFolder);
  }

  async isPlaced(sha256: string): Promise<boolean> {
    return (await sizeOf(join(this.contentFolder, sha256))) > 0;
  }

  async unplace(sha256: string): Promise<void> {
    await rm(join(this.contentFolder, sha256), { force: true });
  }

  async dropUpload(id: string): Promise<void> {
    await rm(this.upload(id), { force: true });
    await rm(join(this.#work, id), { recursive: true, force: true });
  }

  /** Removes what a killed process left: everything but these uploads and contents. */
  async sweep(
    keep: { readonly uploads: ReadonlySet<string>; readonly contents: ReadonlySet<string> },
    nowMs: number,
  ): Promise<void> {
    await rm(this.#work, { recursive: true, force: true });
    await removeAllBut(this.#uploads, keep.uploads);
    await removeAllBut(this.contentFolder, keep.contents, nowMs - STRANGE_MS);
  }
}

/** @returns SHA-256 in hexadecimal */
export async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

/** 0 for what is not there. */
export async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (cause) {
    if (isMissing(cause)) return 0;
    throw cause;
  }
}

async function removeAllBut(folder: string, keep: ReadonlySet<string>, untilMs = Infinity): Promise<void> {
  let names: readonly string[] = [];
  try {
    names = await readdir(folder);
  } catch (cause) {
    if (!isMissing(cause)) throw cause;
  }
  for (const name of names) {
    const path = join(folder, name);
    if (!keep.has(name) && (await stat(path)).ctimeMs < untilMs)
      await rm(path, { recursive: true, force: true });
  }
}

async function synced(path: string): Promise<void> {
  const file = await open(path, 'r');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

const isMissing = (cause: unknown): boolean =>
  cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
