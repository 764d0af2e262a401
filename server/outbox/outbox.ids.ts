import { createHash } from 'node:crypto';

/** Any UUID, the same for ever: by it ids are made of names (RFC 9562 §5.5). */
const NAMESPACE = Buffer.from('6f0f6a5c1d2a4f0e9a37b1c26d5e8f41', 'hex');

/** The same id for the same parts, on every server and at every try. */
export function idOf(...parts: readonly (string | number)[]): string {
  const hash = createHash('sha1').update(NAMESPACE).update(parts.join(' ')).digest();
  hash.writeUInt8((hash.readUInt8(6) & 0x0f) | 0x50, 6);
  hash.writeUInt8((hash.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = hash.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    '-',
  );
}
