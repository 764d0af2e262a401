import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { inflateRawSync } from 'node:zlib';

export type UnzippedFile = { readonly bytes: Buffer; readonly mode: number };

/** The files of a small ZIP, by name. */
export function unzip(zip: Buffer): Map<string, UnzippedFile> {
  const files = new Map<string, UnzippedFile>();
  let at = zip.readUInt32LE(zip.length - 6);
  while (zip.readUInt32LE(at) === 0x02014b50) {
    const [packed, nameLength] = [zip.readUInt32LE(at + 20), zip.readUInt16LE(at + 28)];
    const local = zip.readUInt32LE(at + 42);
    const begin = local + 30 + zip.readUInt16LE(local + 26);
    const name = zip.subarray(at + 46, at + 46 + nameLength).toString();
    const bytes = inflateRawSync(zip.subarray(begin, begin + packed));
    files.set(name, { bytes, mode: zip.readUInt16LE(at + 40) & 0o777 });
    at += 46 + nameLength;
  }
  return files;
}

/** Writes them under `folder`, rights and all. @returns their folders at the top, in order */
export function unzipInto(folder: string, zip: Buffer): string[] {
  const files = unzip(zip);
  for (const [name, { bytes, mode }] of files) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes);
    chmodSync(path, mode);
  }
  return [...new Set([...files.keys()].map((name) => name.split('/')[0] ?? ''))];
}
