/** RFC 3550. */
export type RtpPacket = {
  readonly payloadType: number;
  readonly marker: boolean;
  readonly timestamp: number;
  readonly payload: Uint8Array;
};

const HEADER = 12;

/** Null for what is no RTP, RTCP among it. */
export function readRtp(bytes: Uint8Array): RtpPacket | null {
  const [first = 0, second = 0] = bytes;
  if (bytes.length < HEADER || first >> 6 !== 2 || (second >= 192 && second <= 223)) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let start = HEADER + (first & 0x0f) * 4;
  if ((first & 0x10) !== 0) {
    if (bytes.length < start + 4) return null;
    start += 4 + view.getUint16(start + 2) * 4;
  }
  const padding = (first & 0x20) === 0 ? 0 : (bytes.at(-1) ?? 0);
  if (start > bytes.length - padding) return null;
  return {
    payloadType: second & 0x7f,
    marker: (second & 0x80) !== 0,
    timestamp: view.getUint32(4),
    payload: bytes.subarray(start, bytes.length - padding),
  };
}

/** Without extensions, contributors or padding. */
export function writeRtp(
  { marker, timestamp, payload }: Omit<RtpPacket, 'payloadType'>,
  to: { readonly payloadType: number; readonly ssrc: number; readonly sequence: number },
): Uint8Array {
  const bytes = new Uint8Array(HEADER + payload.length);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, 0x80);
  view.setUint8(1, (marker ? 0x80 : 0) | to.payloadType);
  view.setUint16(2, to.sequence & 0xffff);
  view.setUint32(4, timestamp >>> 0);
  view.setUint32(8, to.ssrc);
  bytes.set(payload, HEADER);
  return bytes;
}
