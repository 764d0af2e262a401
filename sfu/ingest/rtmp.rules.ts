/** Adobe's RTMP 1.0: a byte stream cut into chunks, and messages put together from them. */

export const messageType = {
  chunkSize: 1,
  abort: 2,
  acknowledgement: 3,
  control: 4,
  window: 5,
  bandwidth: 6,
  audio: 8,
  video: 9,
  command3: 17,
  command: 20,
} as const;

export type RtmpMessage = {
  readonly type: number;
  readonly timestampMs: number;
  readonly streamId: number;
  readonly payload: Uint8Array;
};

const CHUNK_BYTES = 128;
const CHUNK_MAX = 16 * 1024 * 1024;
const STREAMS_MAX = 16;
const EXTENDED = 0xffffff;
const HEADER_BYTES = [11, 7, 3, 0] as const;

type Channel = {
  timestamp: number;
  /** What the last header said of the time: the whole of it, or by how much later. */
  said: number;
  extended: boolean;
  length: number;
  type: number;
  streamId: number;
  /** Of the message under way; null between two. */
  parts: Buffer[] | null;
  have: number;
};

/** Puts messages together. What is left over waits for more; after nonsense nothing comes any more. */
export class RtmpReader {
  #rest: Buffer = Buffer.alloc(0);
  #chunkBytes = CHUNK_BYTES;
  readonly #channels = new Map<number, Channel>();
  #broken = false;
  /** A longer message is nonsense. */
  messageMax: number;

  constructor(messageMax: number) {
    this.messageMax = messageMax;
  }

  push(bytes: Uint8Array): readonly RtmpMessage[] | 'nonsense' {
    this.#rest = this.#rest.length === 0 ? Buffer.from(bytes) : Buffer.concat([this.#rest, bytes]);
    const found: RtmpMessage[] = [];
    while (!this.#broken) {
      const next = this.#chunk();
      if (next === 'wait') return found;
      if (next === 'nonsense') this.#broken = true;
      else if (next !== 'more') this.#whole(next, found);
    }
    this.#rest = Buffer.alloc(0);
    return 'nonsense';
  }

  #whole(message: RtmpMessage, found: RtmpMessage[]): void {
    const { type, payload } = message;
    const value = Buffer.from(payload).subarray(0, 4);
    if (type === messageType.chunkSize) {
      const size = value.length < 4 ? 0 : value.readUInt32BE();
      if (size < 1 || size > CHUNK_MAX) this.#broken = true;
      else this.#chunkBytes = size;
    } else if (type === messageType.abort) {
      const channel = value.length < 4 ? undefined : this.#channels.get(value.readUInt32BE());
      if (channel !== undefined) channel.parts = null;
    } else found.push(message);
  }

  #chunk(): RtmpMessage | 'wait' | 'more' | 'nonsense' {
    const rest = this.#rest;
    const basic = basicHeader(rest);
    if (basic === null) return 'wait';
    const { format, channelId } = basic;
    let at = basic.bytes + (HEADER_BYTES[format] ?? 0);
    if (rest.length < at) return 'wait';
    const known = this.#channels.get(channelId);
    // The first header of a channel has to be whole; a new message cannot begin within another one.
    if (known === undefined && (format !== 0 || this.#channels.size === STREAMS_MAX)) return 'nonsense';
    if (format !== 3 && known !== undefined && known.parts !== null) return 'nonsense';
    const channel = headed(rest.subarray(basic.bytes), format, known);
    if (channel.extended) {
      if (rest.length < at + 4) return 'wait';
      const exact = rest.readUInt32BE(at);
      // Some senders leave it out where a message goes on.
      if (format !== 3 || exact === channel.said) {
        channel.said = exact;
        at += 4;
      }
    }
    if (channel.length > this.messageMax) return 'nonsense';
    const size = Math.min(this.#chunkBytes, channel.length - (channel.parts === null ? 0 : channel.have));
    if (rest.length < at + size) return 'wait';
    this.#channels.set(channelId, channel);
    this.#rest = rest.subarray(at + size);
    return join(channel, { format, part: rest.subarray(at, at + size) });
  }
}

function basicHeader(rest: Buffer): { format: number; channelId: number; bytes: number } | null {
  const [first, second, third] = rest;
  if (first === undefined) return null;
  const format = first >> 6;
  const low = first & 0x3f;
  if (low > 1) return { format, channelId: low, bytes: 1 };
  if (second === undefined) return null;
  if (low === 0) return { format, channelId: second + 64, bytes: 2 };
  return third === undefined ? null : { format, channelId: second + 64 + third * 256, bytes: 3 };
}

/** The channel as this header leaves it; the one that is known stays as it was, since the chunk may not be whole yet. */
function headed(header: Buffer, format: number, known: Channel | undefined): Channel {
  const before = known ?? {
    ...{ timestamp: 0, said: 0, extended: false, length: 0, type: 0, streamId: 0 },
    ...{ parts: null, have: 0 },
  };
  if (format === 3) return { ...before };
  const said = header.readUIntBE(0, 3);
  const timed = { ...before, said, extended: said === EXTENDED };
  if (format === 2) return timed;
  const sized = { ...timed, length: header.readUIntBE(3, 3), type: header.readUInt8(6) };
  return format === 1 ? sized : { ...sized, streamId: header.readUInt32LE(7) };
}

function join(
  channel: Channel,
  { format, part }: { readonly format: number; readonly part: Buffer },
): RtmpMessage | 'more' {
  if (channel.parts === null) {
    const { said, timestamp } = channel;
    channel.timestamp = (format === 0 ? said : timestamp + said) >>> 0;
    channel.parts = [];
    channel.have = 0;
  }
  channel.parts.push(part);
  channel.have += part.length;
  if (channel.have < channel.length) return 'more';
  const { parts, type, timestamp: timestampMs, streamId } = channel;
  channel.parts = null;
  return { type, timestampMs, streamId, payload: Buffer.concat(parts) };
}

/** A message of ours, cut as the other side expects it before it is told anything else. */
export function writeMessage(
  channelId: number,
  { type, streamId, payload }: Omit<RtmpMessage, 'timestampMs'>,
) {
  const head = Buffer.alloc(12);
  head.writeUInt8(channelId);
  head.writeUIntBE(payload.length, 4, 3);
  head.writeUInt8(type, 7);
  head.writeUInt32LE(streamId, 8);
  const parts: Uint8Array[] = [head];
  for (let at = 0; at < payload.length; at += CHUNK_BYTES) {
    if (at > 0) parts.push(Buffer.from([0xc0 | channelId]));
    parts.push(payload.subarray(at, at + CHUNK_BYTES));
  }
  return Buffer.concat(parts);
}
