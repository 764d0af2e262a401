import type { Feed } from '../feed.types.ts';
import { type Fit, fitOf, isBSlice, nal, nalsIn } from './h264.rules.ts';
import { type RtpPacket, writeRtp } from './rtp.rules.ts';

/** H.264 as it comes, under our own numbers. Says when it does not fit after all. */
export class H264Pass {
  readonly #to: Pick<Feed, 'payloadType' | 'ssrc'>;
  readonly #sets: readonly Uint8Array[];
  #fit: Fit;
  #sequence: number;
  /** Whether the next picture that stands alone has its parameter sets before it. */
  #armed = false;

  constructor(
    to: Pick<Feed, 'payloadType' | 'ssrc'>,
    given: { readonly fit: Fit; readonly sets: readonly Uint8Array[]; readonly firstSequence: number },
  ) {
    this.#to = to;
    this.#sets = given.sets;
    this.#fit = given.fit;
    this.#sequence = given.firstSequence;
  }

  /** What goes on in its place; null when this stream has to be made anew. */
  take(packet: RtpPacket): readonly Uint8Array[] | null {
    const out: Uint8Array[] = [];
    for (const each of nalsIn(packet.payload)) {
      if (each.type === nal.sps) {
        this.#armed = true;
        this.#fit = fitOf(each.bytes[1] ?? 0);
      }
      if (this.#fit === 'no' || (this.#fit === 'unless-b' && isBSlice(each))) return null;
      if (each.type === nal.idr && !this.#armed)
        for (const payload of this.#sets) out.push(this.#write({ ...packet, marker: false, payload }));
      if (each.type === nal.slice) this.#armed = false;
      if (each.type === nal.idr) this.#armed = true;
    }
    out.push(this.#write(packet));
    return out;
  }

  #write(packet: RtpPacket): Uint8Array {
    this.#sequence = (this.#sequence + 1) & 0xffff;
    return writeRtp(packet, { ...this.#to, sequence: this.#sequence });
  }
}
