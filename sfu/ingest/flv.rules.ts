/** What sound and pictures look like in RTMP: the bodies of FLV tags (Adobe's FLV 10.1, ISO 14496-15, ISO 14496-3). */
export type FlvUnit =
  | { readonly kind: 'h264.sets'; readonly sets: readonly Uint8Array[] }
  /** `shownAfterMs`: by how much it is shown later than it is sent. */
  | { readonly kind: 'h264'; readonly nals: readonly Uint8Array[]; readonly shownAfterMs: number }
  | {
      readonly kind: 'aac.config';
      readonly config: Uint8Array;
      readonly sampleRate: number;
      readonly channels: number;
    }
  | { readonly kind: 'aac'; readonly frame: Uint8Array }
  /** G.711, of 8 kHz. */
  | { readonly kind: 'pcma' | 'pcmu'; readonly samples: Uint8Array }
  | { readonly kind: 'other'; readonly of: 'picture' | 'sound' };

const AVC = 7;
const [AAC, PCMA, PCMU] = [10, 7, 8];
const NALS_MAX = 200;
const RATES = [
  96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000, 7_350,
] as const;

/** Null for what says nothing, such as the end of a sequence, and for what cannot be read. */
export function readVideo(body: Uint8Array, nalSizeBytes: number): FlvUnit | null {
  const [first = 0, second = 0] = body;
  if (body.length < 5) return null;
  // The high bit: a newer form, for codecs that we do not take.
  if ((first & 0x80) !== 0 || (first & 0x0f) !== AVC) return { kind: 'other', of: 'picture' };
  const data = body.subarray(5);
  if (second === 0) return readSets(data);
  if (second !== 1) return null;
  const nals = cut(data, nalSizeBytes);
  const offset = ((body[2] ?? 0) << 16) | ((body[3] ?? 0) << 8) | (body[4] ?? 0);
  const shownAfterMs = offset >= 0x800000 ? offset - 0x1000000 : offset;
  return nals === null || nals.length === 0 ? null : { kind: 'h264', nals, shownAfterMs };
}

/** In how many bytes the sizes of a stream's NAL units stand, by its sequence header. */
export const nalSizeOf = (body: Uint8Array): number => ((body[9] ?? 3) & 0x03) + 1;

function readSets(record: Uint8Array): FlvUnit | null {
  const sets: Uint8Array[] = [];
  let at = 6;
  const some = (count: number): boolean => {
    for (let index = 0; index < count; index++) {
      const size = ((record[at] ?? 0) << 8) | (record[at + 1] ?? 0);
      const set = record.subarray(at + 2, at + 2 + size);
      if (size === 0 || set.length < size) return false;
      sets.push(set);
      at += 2 + size;
    }
    return true;
  };
  if (record.length < 7 || !some((record[5] ?? 0) & 0x1f)) return null;
  at += 1;
  if (!some(record[at - 1] ?? 0) || sets.length < 2) return null;
  return { kind: 'h264.sets', sets };
}

function cut(data: Uint8Array, sizeBytes: number): Uint8Array[] | null {
  const found: Uint8Array[] = [];
  let at = 0;
  while (at + sizeBytes <= data.length) {
    let size = 0;
    for (let index = 0; index < sizeBytes; index++) size = size * 256 + (data[at + index] ?? 0);
    at += sizeBytes;
    if (at + size > data.length || found.length === NALS_MAX) return null;
    if (size > 0) found.push(data.subarray(at, at + size));
    at += size;
  }
  return found;
}

/** Likewise. */
export function readAudio(body: Uint8Array): FlvUnit | null {
  const format = (body[0] ?? 0) >> 4;
  if (body.length < 2) return null;
  if (format === PCMA || format === PCMU)
    return { kind: format === PCMA ? 'pcma' : 'pcmu', samples: body.subarray(1) };
  if (format !== AAC) return { kind: 'other', of: 'sound' };
  const data = body.subarray(2);
  if (data.length === 0) return null;
  return body[1] === 0 ? readConfig(data) : { kind: 'aac', frame: data };
}

function readConfig(config: Uint8Array): FlvUnit | null {
  const [a = 0, b = 0] = config;
  if (config.length < 2 || config.length > 64) return null;
  const sampleRate = RATES[((a & 0x07) << 1) | (b >> 7)];
  const channels = (b >> 3) & 0x0f;
  if (sampleRate === undefined || channels < 1 || channels > 2) return { kind: 'other', of: 'sound' };
  return { kind: 'aac.config', config, sampleRate, channels };
}
