import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, stat, statfs } from 'node:fs/promises';

/** @returns SHA-256 in hexadecimal */
export async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  return hash.digest('hex');
}

/** Of a disk that cannot be asked nothing is known, and the write will tell. */
export async function hasRoom(
  { folder, keepFreeBytes }: { readonly folder: string; readonly keepFreeBytes: number },
  bytes: number,
): Promise<boolean> {
  const free = await statfs(folder).then(
    ({ bavail, bsize }) => bavail * bsize,
    () => Number.POSITIVE_INFINITY,
  );
  return free - bytes >= keepFreeBytes;
}

/** 0 for what is not there. */
export async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return 0;
    throw cause;
  }
}

/** Behind what is there; what a broken part left is cut off. On the disk when it resolves. */
export async function writePart(path: string, at: number, bytes: Buffer): Promise<void> {
  const file = await open(path, at === 0 ? 'w' : 'r+', 0o600);
  try {
    await file.truncate(at);
    await file.write(bytes, 0, bytes.length, at);
    await file.datasync();
  } finally {
    await file.close();
  }
}
