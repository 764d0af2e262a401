import { crc32, deflateRawSync } from 'node:zlib';

export type ZipEntry = {
  /** Path with `/`; any language. */
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Whether it is run as a program where such a right exists. */
  readonly executable: boolean;
};

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
/** 2.0: deflate and folders. */
const NEEDS = 20;
/** Made by a Unix, so that rights are kept. */
const MADE_BY = (3 << 8) | NEEDS;
/** Names are UTF-8: without this bit Windows reads Chinese names in its own code page. */
const UTF8 = 1 << 11;
const DEFLATED = 8;

/**
 * A ZIP file (PKWARE APPNOTE 6.3) of a few small files.
 * @param madeAt wall-clock time as the archive is to show it, read in UTC
 */
export function zipOf(entries: readonly ZipEntry[], madeAt: Date): Buffer {
  const stamp = dosTime(madeAt);
  const locals: Buffer[] = [];
  const centrals: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const name = Buffer.from(entry.name, 'utf8');
    const packed = deflateRawSync(entry.bytes);
    const common = commonOf({ entry, packedLength: packed.length, nameLength: name.length, stamp });
    const local = Buffer.concat([u32(LOCAL), common, name, packed]);
    const mode = 0o100000 | (entry.executable ? 0o755 : 0o644);
    const tail = [u16(0), u16(0), u16(0), u32((mode << 16) >>> 0), u32(offset)];
    centrals.push(Buffer.concat([u32(CENTRAL), u16(MADE_BY), common, ...tail, name]));
    locals.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(centrals);
  const count = u16(entries.length);
  const end = [u32(END), u16(0), u16(0), count, count, u32(directory.length), u32(offset), u16(0)];
  return Buffer.concat([...locals, directory, ...end]);
}

type Common = {
  readonly entry: ZipEntry;
  readonly packedLength: number;
  readonly nameLength: number;
  readonly stamp: Buffer;
};

/** What stands in the local header and in the directory alike: version needed … length of the extra field. */
function commonOf({ entry, packedLength, nameLength, stamp }: Common): Buffer {
  return Buffer.concat([
    u16(NEEDS),
    u16(UTF8),
    u16(DEFLATED),
    stamp,
    u32(crc32(entry.bytes)),
    u32(packedLength),
    u32(entry.bytes.length),
    u16(nameLength),
    u16(0),
  ]);
}

function dosTime(at: Date): Buffer {
  const time = (at.getUTCHours() << 11) | (at.getUTCMinutes() << 5) | (at.getUTCSeconds() >> 1);
  const date =
    (Math.max(0, at.getUTCFullYear() - 1980) << 9) | ((at.getUTCMonth() + 1) << 5) | at.getUTCDate();
  return Buffer.concat([u16(time), u16(date)]);
}

function u16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
