/** AMF0, as commands of RTMP are written in it. */
export type Amf = number | boolean | string | null | readonly Amf[] | { readonly [name: string]: Amf };

const marker = { number: 0, boolean: 1, text: 2, object: 3, null: 5, undefined: 6, map: 8 } as const;
const more = { end: 9, list: 10, date: 11, longText: 12 } as const;
const DEPTH_MAX = 6;
const VALUES_MAX = 300;

type Cursor = { readonly view: DataView; readonly bytes: Uint8Array; at: number; count: number };

/** Every value of a command; null for what is none, or is larger than any command. */
export function readAmf(bytes: Uint8Array): readonly Amf[] | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const cursor: Cursor = { view, bytes, at: 0, count: 0 };
  const found: Amf[] = [];
  while (cursor.at < bytes.length) {
    const value = readValue(cursor, 0);
    if (value === undefined) return null;
    found.push(value);
  }
  return found;
}

/** Undefined for what cannot be read. */
function readValue(cursor: Cursor, depth: number): Amf | undefined {
  cursor.count += 1;
  if (depth > DEPTH_MAX || cursor.count > VALUES_MAX) return undefined;
  const kind = take(cursor, 1)?.[0];
  switch (kind) {
    case marker.number:
      return readNumber(cursor);
    case marker.boolean: {
      const said = take(cursor, 1);
      return said === null ? undefined : said[0] !== 0;
    }
    case marker.text:
      return readText(cursor, 2);
    case more.longText:
      return readText(cursor, 4);
    case marker.null:
    case marker.undefined:
      return null;
    case more.date: {
      const atMs = readNumber(cursor);
      return take(cursor, 2) === null ? undefined : atMs;
    }
    case marker.map:
      // Says how many there are, and ends like an object all the same.
      return take(cursor, 4) === null ? undefined : readObject(cursor, depth);
    case marker.object:
      return readObject(cursor, depth);
    case more.list:
      return readList(cursor, depth);
    default:
      return undefined;
  }
}

function readObject(cursor: Cursor, depth: number): Amf | undefined {
  const entries: [string, Amf][] = [];
  for (;;) {
    const name = readText(cursor, 2);
    if (name === undefined) return undefined;
    if (name === '' && cursor.bytes[cursor.at] === more.end) {
      cursor.at += 1;
      return Object.fromEntries(entries);
    }
    const value = readValue(cursor, depth + 1);
    if (value === undefined) return undefined;
    entries.push([name, value]);
  }
}

function readList(cursor: Cursor, depth: number): Amf | undefined {
  const size = take(cursor, 4);
  if (size === null) return undefined;
  const count = cursor.view.getUint32(cursor.at - 4);
  const found: Amf[] = [];
  for (let index = 0; index < count; index++) {
    const value = readValue(cursor, depth + 1);
    if (value === undefined) return undefined;
    found.push(value);
  }
  return found;
}

const readNumber = (cursor: Cursor): number | undefined =>
  take(cursor, 8) === null ? undefined : cursor.view.getFloat64(cursor.at - 8);

function readText(cursor: Cursor, sizeBytes: 2 | 4): string | undefined {
  if (take(cursor, sizeBytes) === null) return undefined;
  const { view, at } = cursor;
  const text = take(cursor, sizeBytes === 2 ? view.getUint16(at - 2) : view.getUint32(at - 4));
  return text === null ? undefined : Buffer.from(text).toString('utf8');
}

function take(cursor: Cursor, size: number): Uint8Array | null {
  const { bytes, at } = cursor;
  if (at + size > bytes.length) return null;
  cursor.at = at + size;
  return bytes.subarray(at, at + size);
}

export const writeAmf = (...values: readonly Amf[]): Buffer => Buffer.concat(values.map(written));

function written(value: Amf): Buffer {
  if (value === null) return Buffer.from([marker.null]);
  if (typeof value === 'boolean') return Buffer.from([marker.boolean, value ? 1 : 0]);
  if (typeof value === 'string') return Buffer.concat([Buffer.from([marker.text]), shortText(value)]);
  if (typeof value === 'number') {
    const bytes = Buffer.alloc(9, marker.number);
    bytes.writeDoubleBE(value, 1);
    return bytes;
  }
  if (isList(value)) {
    const head = Buffer.alloc(5, more.list);
    head.writeUInt32BE(value.length, 1);
    return Buffer.concat([head, ...value.map(written)]);
  }
  const fields = Object.entries(value).flatMap(([name, each]) => [shortText(name), written(each)]);
  return Buffer.concat([Buffer.from([marker.object]), ...fields, Buffer.from([0, 0, more.end])]);
}

const isList = (value: Amf): value is readonly Amf[] => Array.isArray(value);

function shortText(text: string): Buffer {
  const bytes = Buffer.from(text, 'utf8').subarray(0, 0xffff);
  const size = Buffer.alloc(2);
  size.writeUInt16BE(bytes.length);
  return Buffer.concat([size, bytes]);
}
