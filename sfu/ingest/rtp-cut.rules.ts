import { writeRtp } from './rtp.rules.ts';

/** Below what any line carries in one piece. */
const PAYLOAD_MAX = 1_200;
const FU_A = 28;
const RTP_CLOCK = 90;
/** Milliseconds are too coarse for sound: as long as it keeps to them, it is counted by its samples. */
const DRIFT_MAX_MS = 100;

/** One picture's NAL units as payloads of RFC 6184. */
export function cutNals(nals: readonly Uint8Array[]): readonly Uint8Array[] {
  return nals.flatMap((nal): Uint8Array[] => (nal.length <= PAYLOAD_MAX ? [nal] : fragments(nal)));
}

function fragments(nal: Uint8Array): Uint8Array[] {
  const [head = 0] = nal;
  const found: Uint8Array[] = [];
  const step = PAYLOAD_MAX - 2;
  for (let at = 1; at < nal.length; at += step) {
    const part = nal.subarray(at, at + step);
    const edge = (at === 1 ? 0x80 : 0) | (at + step >= nal.length ? 0x40 : 0);
    const bytes = new Uint8Array(part.length + 2);
    bytes[0] = (head & 0xe0) | FU_A;
    bytes[1] = edge | (head & 0x1f);
    bytes.set(part, 2);
    found.push(bytes);
  }
  return found;
}

/** One frame of AAC as RFC 3640 has it (mode AAC-hbr). */
export function wrapAac(frame: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(frame.length + 4);
  const size = frame.length << 3;
  bytes.set([0, 16, (size >> 8) & 0xff, size & 0xff]);
  bytes.set(frame, 4);
  return bytes;
}

/** Writes a picture's or a voice's payloads as packets that follow one another. */
export class RtpWriter {
  readonly #payloadType: number;
  readonly #clockPerMs: number;
  #sequence = 0;
  #next: number | null = null;

  constructor({ payloadType, clockRate }: { readonly payloadType: number; readonly clockRate: number }) {
    this.#payloadType = payloadType;
    this.#clockPerMs = clockRate / 1000;
  }

  picture(atMs: number, payloads: readonly Uint8Array[]): readonly Uint8Array[] {
    const timestamp = Math.round(atMs * RTP_CLOCK);
    return payloads.map((payload, index) =>
      this.#write({ timestamp, marker: index === payloads.length - 1, payload }),
    );
  }

  sound(
    atMs: number,
    { payload, samples }: { readonly payload: Uint8Array; readonly samples: number },
  ): Uint8Array {
    const told = Math.round(atMs * this.#clockPerMs);
    const counted = this.#next ?? told;
    const timestamp = Math.abs(counted - told) > DRIFT_MAX_MS * this.#clockPerMs ? told : counted;
    this.#next = timestamp + samples;
    return this.#write({ timestamp, marker: false, payload });
  }

  #write(packet: { readonly timestamp: number; readonly marker: boolean; readonly payload: Uint8Array }) {
    this.#sequence = (this.#sequence + 1) & 0xffff;
    return writeRtp(packet, { payloadType: this.#payloadType, ssrc: 1, sequence: this.#sequence });
  }
}
