/** What is read of H.264 (ITU-T H.264, RFC 6184) on its way through. */

export const nal = { slice: 1, idr: 5, sps: 7, pps: 8 } as const;
const STAP_A = 24;
const FU_A = 28;

/** One NAL unit of a packet; of one that goes on over several packets only the first says what it is. */
export type Nal = { readonly type: number; readonly bytes: Uint8Array };

/** The NAL units that begin in an RTP payload. */
export function nalsIn(payload: Uint8Array): readonly Nal[] {
  const type = (payload[0] ?? 0) & 0x1f;
  if (type > 0 && type < STAP_A) return [{ type, bytes: payload }];
  if (type === FU_A) {
    const header = payload[1] ?? 0;
    if ((header & 0x80) === 0) return [];
    const bytes = payload.slice(1);
    bytes[0] = ((payload[0] ?? 0) & 0xe0) | (header & 0x1f);
    return [{ type: header & 0x1f, bytes }];
  }
  return type === STAP_A ? aggregated(payload) : [];
}

function aggregated(payload: Uint8Array): readonly Nal[] {
  const found: Nal[] = [];
  let at = 1;
  while (at + 2 < payload.length) {
    const size = ((payload[at] ?? 0) << 8) | (payload[at + 1] ?? 0);
    const bytes = payload.subarray(at + 2, at + 2 + size);
    if (size === 0 || bytes.length < size) break;
    found.push({ type: (bytes[0] ?? 0) & 0x1f, bytes });
    at += 2 + size;
  }
  return found;
}

/** Pictures that wait for a later one: browsers cannot show them in time. */
export function isBSlice({ type, bytes }: Nal): boolean {
  if (type !== nal.slice) return false;
  const bits = bitsOf(bytes.subarray(1));
  golomb(bits);
  return golomb(bits) % 5 === 1;
}

type Bits = { readonly bytes: Uint8Array; at: number };
/** Emulation prevention does not reach into the first bytes of a slice header as far as they are read here. */
const bitsOf = (bytes: Uint8Array): Bits => ({ bytes, at: 0 });

function bit(bits: Bits): number {
  const value = ((bits.bytes[bits.at >> 3] ?? 0xff) >> (7 - (bits.at & 7))) & 1;
  bits.at += 1;
  return value;
}

/** Exp-Golomb, ue(v). */
function golomb(bits: Bits): number {
  let zeros = 0;
  while (zeros < 31 && bit(bits) === 0) zeros += 1;
  let value = 0;
  for (let n = 0; n < zeros; n++) value = value * 2 + bit(bits);
  return 2 ** zeros - 1 + value;
}

/** `unless-b`: as long as no picture waits for a later one. */
export type Fit = 'fits' | 'unless-b' | 'no';

const BASELINE = 66;
const MAIN = 77;

/** Whether every browser and panel takes a stream of this profile as it is. */
export function fitOf(profile: number): Fit {
  if (profile === BASELINE) return 'fits';
  return profile === MAIN ? 'unless-b' : 'no';
}

/** What an SDP's fmtp says of a stream: its profile, null when it says none, and its parameter sets. */
export function described(parameters: Readonly<Record<string, string>>): {
  readonly profile: number | null;
  readonly sets: readonly Uint8Array[];
} {
  const sets = (parameters['sprop-parameter-sets'] ?? '')
    .split(',')
    .filter((each) => each !== '')
    .map((each) => new Uint8Array(Buffer.from(each, 'base64')))
    .filter((each) => each.length > 3);
  const sps = sets.find((each) => ((each[0] ?? 0) & 0x1f) === nal.sps);
  const level = parameters['profile-level-id'] ?? '';
  const told = /^[0-9a-f]{6}$/i.test(level) ? Number.parseInt(level.slice(0, 2), 16) : null;
  return { profile: sps?.[1] ?? told, sets };
}
