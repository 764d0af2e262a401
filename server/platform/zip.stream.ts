import { Readable } from 'node:stream';
import { crc32, createDeflateRaw } from 'node:zlib';

/** A file of an archive, as it comes. */
export type ZipPart = { readonly name: string; readonly pieces: AsyncIterable<Uint8Array> };

const LOCAL = 0x04034b50;
const DESCRIPTOR = 0x08074b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const NEEDS = 20;
/** Names are UTF-8; sizes follow the content, since nobody knows them before. */
const FLAGS = (1 << 11) | (1 << 3);
const DEFLATED = 8;
/** 1 January 1980, where ZIP begins to count: what an archive was made of says when. */
const STAMP = [0, (1 << 5) | 1] as const;
/** Text of tables repeats itself: more effort takes three times as long for a tenth less. */
const LEVEL = 3;
const PIECE_BYTES = 65_536;
/** Without the longer records of ZIP64. */
const LARGEST = 0xffff_ffff;

type Written = { readonly name: Buffer; readonly sums: Sums; readonly offset: number };
type Sums = { readonly crc: number; readonly packed: number; readonly size: number };

/** A ZIP file (PKWARE APPNOTE 6.3) that is sent off while it is made: no file of it is ever held whole. */
export async function* zipStream(parts: AsyncIterable<ZipPart>): AsyncGenerator<Uint8Array> {
  const written: Written[] = [];
  let offset = 0;
  for await (const part of parts) {
    const name = Buffer.from(part.name, 'utf8');
    const header = fields([LOCAL, 4], [NEEDS, 2], ...common, ...sumsAs({ crc: 0, packed: 0, size: 0 }), [
      name.length,
      2,
    ]);
    const head = Buffer.concat([header, fields([0, 2]), name]);
    yield head;
    const sums = { crc: 0, packed: 0, size: 0 };
    for await (const piece of deflated(part.pieces, sums)) yield piece;
    if (sums.size > LARGEST || offset > LARGEST) throw new Error('a file of the archive is too large');
    yield fields([DESCRIPTOR, 4], ...sumsAs(sums));
    written.push({ name, sums, offset });
    offset += head.length + sums.packed + 16;
  }
  const central = Buffer.concat(
    written.flatMap(({ name, sums, offset: at }) => [
      fields([CENTRAL, 4], [NEEDS, 2], [NEEDS, 2], ...common, ...sumsAs(sums), [name.length, 2]),
      fields([0, 2], [0, 2], [0, 2], [0, 2], [0, 4], [at, 4]),
      name,
    ]),
  );
  yield central;
  const count = [written.length, 2] as const;
  yield fields([END, 4], [0, 2], [0, 2], count, count, [central.length, 4], [offset, 4], [0, 2]);
}

async function* deflated(
  pieces: AsyncIterable<Uint8Array>,
  sums: { crc: number; packed: number; size: number },
): AsyncGenerator<Uint8Array> {
  async function* counted() {
    for await (const piece of pieces) {
      sums.crc = crc32(piece, sums.crc);
      sums.size += piece.length;
      yield piece;
    }
  }
  const source = Readable.from(counted());
  const packing = createDeflateRaw({ level: LEVEL, chunkSize: PIECE_BYTES });
  source.on('error', (cause) => packing.destroy(cause));
  try {
    for await (const piece of source.pipe(packing)) {
      const bytes: Uint8Array = piece;
      sums.packed += bytes.length;
      yield bytes;
    }
  } finally {
    source.destroy();
    packing.destroy();
  }
}

type Field = readonly [value: number, bytes: 2 | 4];

const common: readonly Field[] = [[FLAGS, 2], [DEFLATED, 2], ...STAMP.map((each): Field => [each, 2])];
const sumsAs = ({ crc, packed, size }: Sums): readonly Field[] => [
  [crc, 4],
  [packed, 4],
  [size, 4],
];

function fields(...all: readonly Field[]): Buffer {
  const buffer = Buffer.alloc(all.reduce((sum, [, bytes]) => sum + bytes, 0));
  let at = 0;
  for (const [value, bytes] of all) at = buffer.writeUIntLE(value, at, bytes);
  return buffer;
}
