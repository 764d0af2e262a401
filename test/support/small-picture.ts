import { execFileSync } from 'node:child_process';

const FRAMES_PER_SECOND = 15;
const SECONDS = 8;
const IVF_HEADER_BYTES = 32;
const IVF_FRAME_HEADER_BYTES = 12;

/** A class before a camera as a listening room off the stage sends it: VP8 of 320×180 at 120 kbit/s, to be played in a circle. */
export function smallPicture(): { readonly frames: readonly Buffer[]; readonly framesPerSecond: number } {
  const input = `testsrc2=s=320x180:r=${FRAMES_PER_SECOND}:d=${SECONDS}`;
  const filter = 'hue=s=0.4,noise=alls=6:allf=t';
  const coded = ['-c:v', 'libvpx', '-b:v', '120k', '-deadline', 'realtime', '-cpu-used', '8', '-g', '30'];
  const args = ['-loglevel', 'error', '-f', 'lavfi', '-i', input, '-vf', filter, ...coded, '-f', 'ivf', '-'];
  const file = execFileSync('ffmpeg', args, { maxBuffer: 1 << 24 });
  const frames: Buffer[] = [];
  for (let at = IVF_HEADER_BYTES; at + IVF_FRAME_HEADER_BYTES <= file.length; ) {
    const size = file.readUInt32LE(at);
    frames.push(file.subarray(at + IVF_FRAME_HEADER_BYTES, at + IVF_FRAME_HEADER_BYTES + size));
    at += IVF_FRAME_HEADER_BYTES + size;
  }
  return { frames, framesPerSecond: FRAMES_PER_SECOND };
}

const PAYLOAD_BYTES = 1_100;
const RTP_HEADER_BYTES = 12;

/** One VP8 frame as RTP packets (RFC 7741, one octet of descriptor). */
export function packetsOfFrame(
  frame: Buffer,
  head: {
    readonly ssrc: number;
    readonly payloadType: number;
    readonly sequence: number;
    readonly time: number;
  },
): Buffer[] {
  const count = Math.max(1, Math.ceil(frame.length / PAYLOAD_BYTES));
  return Array.from({ length: count }, (_, index) => {
    const packet = Buffer.alloc(RTP_HEADER_BYTES + 1);
    packet.writeUInt8(0x80, 0);
    packet.writeUInt8((index === count - 1 ? 0x80 : 0) | head.payloadType, 1);
    packet.writeUInt16BE((head.sequence + index) & 0xffff, 2);
    packet.writeUInt32BE(head.time >>> 0, 4);
    packet.writeUInt32BE(head.ssrc, 8);
    packet.writeUInt8(index === 0 ? 0x10 : 0, RTP_HEADER_BYTES);
    return Buffer.concat([packet, frame.subarray(index * PAYLOAD_BYTES, (index + 1) * PAYLOAD_BYTES)]);
  });
}
