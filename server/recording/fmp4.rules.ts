import type { Fragment, PieceIndex } from './recording.types.ts';

/** A box as its head tells it: `bytes` with its head of `headBytes`. */
export type Box = {
  readonly type: string;
  readonly at: number;
  readonly bytes: number;
  readonly headBytes: number;
};

/** So much of a box tells what it is and how long. */
export const HEAD_BYTES = 16;

/** What of the track is needed to read its fragments. */
type Track = {
  readonly isPicture: boolean;
  readonly codec: string;
  readonly size: PieceIndex['size'];
  readonly timescale: number;
  readonly duration: number;
  readonly flags: number;
};

type Run = { readonly from: number; readonly duration: number; readonly isKey: boolean };

const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** Null when nothing can begin here: too few bytes, or a length that cannot be. */
export function boxFrom(head: Uint8Array, at: number): Box | null {
  if (head.length < 8) return null;
  const view = viewOf(head);
  const type = String.fromCharCode(...head.subarray(4, 8));
  const short = view.getUint32(0);
  if (short !== 1) return short < 8 ? null : { type, at, bytes: short, headBytes: 8 };
  if (head.length < HEAD_BYTES) return null;
  const bytes = Number(view.getBigUint64(8));
  return bytes < HEAD_BYTES || !Number.isSafeInteger(bytes)
    ? null
    : { type, at, bytes, headBytes: HEAD_BYTES };
}

/** The boxes that stand one after the other from `from` on; what is not whole ends them. */
function* boxesIn(bytes: Uint8Array, from = 0): Generator<{ type: string; content: Uint8Array }> {
  let at = from;
  for (;;) {
    const box = boxFrom(bytes.subarray(at, at + HEAD_BYTES), at);
    if (box === null || at + box.bytes > bytes.length) return;
    yield { type: box.type, content: bytes.subarray(at + box.headBytes, at + box.bytes) };
    at += box.bytes;
  }
}

function within(bytes: Uint8Array, ...path: readonly string[]): Uint8Array | null {
  let found: Uint8Array | null = bytes;
  for (const type of path) {
    if (found === null) return null;
    found = [...boxesIn(found)].find((box) => box.type === type)?.content ?? null;
  }
  return found;
}

const hex = (value: number): string => value.toString(16).padStart(2, '0');

/** ISO 14496-12 8.5.2: the first sample entry of `stsd`. */
function entryOf(stsd: Uint8Array): Pick<Track, 'isPicture' | 'codec' | 'size'> | null {
  const entry = boxesIn(stsd, 8).next().value;
  if (entry === undefined) return null;
  const { type, content } = entry;
  if (type === 'Opus') return { isPicture: false, codec: 'opus', size: null };
  if (type === 'mp4a') return { isPicture: false, codec: 'mp4a.40.2', size: null };
  if (content.length < 78) return null;
  const view = viewOf(content);
  const size = { width: view.getUint16(24), height: view.getUint16(26) };
  const avc = [...boxesIn(content, 78)].find((box) => box.type === 'avcC')?.content;
  if (avc === undefined || avc.length < 4) return { isPicture: true, codec: type, size };
  return { isPicture: true, codec: `${type}.${[...avc.subarray(1, 4)].map(hex).join('')}`, size };
}

/** Of a `moov` without its head: its one track. Null when there is none that can be read. */
function trackOf(moov: Uint8Array): Track | null {
  const mdhd = within(moov, 'trak', 'mdia', 'mdhd');
  const stsd = within(moov, 'trak', 'mdia', 'minf', 'stbl', 'stsd');
  const trex = within(moov, 'mvex', 'trex');
  if (mdhd === null || stsd === null || trex === null) return null;
  const scaleAt = mdhd[0] === 1 ? 20 : 12;
  if (mdhd.length < scaleAt + 4 || trex.length < 24) return null;
  const timescale = viewOf(mdhd).getUint32(scaleAt);
  const entry = entryOf(stsd);
  if (timescale === 0 || entry === null) return null;
  return { ...entry, timescale, duration: viewOf(trex).getUint32(12), flags: viewOf(trex).getUint32(20) };
}

/** ISO 14496-12 8.8.7: what holds for the samples of a run that do not say otherwise. */
function defaultsOf(tfhd: Uint8Array, track: Track): Pick<Track, 'duration' | 'flags'> {
  const view = viewOf(tfhd);
  const has = view.getUint32(0) & 0xffffff;
  let at = 8 + (has & 0x1 ? 8 : 0) + (has & 0x2 ? 4 : 0);
  const duration = has & 0x8 ? view.getUint32(at) : track.duration;
  at += (has & 0x8 ? 4 : 0) + (has & 0x10 ? 4 : 0);
  return { duration, flags: has & 0x20 ? view.getUint32(at) : track.flags };
}

const NOT_A_KEY = 0x10000;

/** Of a `moof` without its head, in the track's own time. Null when it holds no samples or contradicts itself. */
function runOf(moof: Uint8Array, track: Track): Run | null {
  const traf = within(moof, 'traf');
  if (traf === null) return null;
  const [tfhd, tfdt] = [within(traf, 'tfhd'), within(traf, 'tfdt')];
  if (tfhd === null || tfdt === null) return null;
  const time = viewOf(tfdt);
  const from = tfdt[0] === 1 ? Number(time.getBigUint64(4)) : time.getUint32(4);
  const defaults = defaultsOf(tfhd, track);
  let [duration, count, firstFlags] = [0, 0, defaults.flags];
  for (const { type, content } of boxesIn(traf)) {
    if (type !== 'trun') continue;
    const view = viewOf(content);
    const has = view.getUint32(0) & 0xffffff;
    const samples = view.getUint32(4);
    let at = 8 + (has & 0x1 ? 4 : 0);
    if (has & 0x4) {
      if (count === 0) firstFlags = view.getUint32(at);
      at += 4;
    }
    const [own, size] = [has & 0x100 ? 4 : 0, has & 0x200 ? 4 : 0];
    const each = own + size + (has & 0x400 ? 4 : 0) + (has & 0x800 ? 4 : 0);
    if (at + samples * each > content.length) return null;
    if (count === 0 && samples > 0 && has & 0x400) firstFlags = view.getUint32(at + own + size);
    if (own === 0) duration += samples * defaults.duration;
    else for (let n = 0; n < samples; n++) duration += view.getUint32(at + n * each);
    count += samples;
  }
  return count === 0 ? null : { from, duration, isKey: !track.isPicture || !(firstFlags & NOT_A_KEY) };
}

/** A box that is shorter than what it says of itself is no fragment. */
function readable<T>(read: () => T | null): T | null {
  try {
    return read();
  } catch (cause) {
    if (cause instanceof RangeError) return null;
    throw cause;
  }
}

/**
 * Reads a piece box by box, so that of a file only heads, `moov` and `moof` need be read, and one that grows can be read on from where it
 * ended.
 */
export class PieceScan {
  #track: Track | null = null;
  #initBytes = 0;
  #firstTime: number | null = null;
  #open: { readonly at: number; readonly run: Run } | null = null;
  #endBytes = 0;
  readonly #fragments: Fragment[] = [];

  /** Whether what stands in the box is needed, or only its head. */
  wants(box: Box): boolean {
    return box.type === 'moov' || box.type === 'moof';
  }

  /** Takes a box that is whole; `content` is it without its head. False when nothing that follows can be played. */
  take(box: Box, content: Uint8Array): boolean {
    if (box.type === 'moov') {
      this.#track = readable(() => trackOf(content));
      this.#initBytes = this.#endBytes = box.at + box.bytes;
      return this.#track !== null;
    }
    const track = this.#track;
    if (box.type === 'moof') {
      const run = track === null ? null : readable(() => runOf(content, track));
      this.#open = run === null ? null : { at: box.at, run };
      return run !== null;
    }
    if (box.type === 'mdat' && track !== null && this.#open !== null) this.#close(this.#open, box, track);
    return true;
  }

  #close({ at, run }: { readonly at: number; readonly run: Run }, mdat: Box, { timescale }: Track): void {
    this.#firstTime ??= run.from;
    this.#open = null;
    this.#endBytes = mdat.at + mdat.bytes;
    this.#fragments.push({
      at,
      bytes: this.#endBytes - at,
      fromMs: Math.round(((run.from - this.#firstTime) * 1000) / timescale),
      durationMs: Math.round((run.duration * 1000) / timescale),
      isKey: run.isKey,
    });
  }

  /** What was found so far; null before `moov` was whole. */
  index(): PieceIndex | null {
    if (this.#track === null) return null;
    const { codec, size } = this.#track;
    const [initBytes, endBytes] = [this.#initBytes, this.#endBytes];
    return { initBytes, codec, size, fragments: [...this.#fragments], endBytes };
  }
}

/** What of these bytes of a piece can be played, whatever they end in; null when not even its beginning is whole. */
export function scanPiece(bytes: Uint8Array): PieceIndex | null {
  const scan = new PieceScan();
  let at = 0;
  for (;;) {
    const box = boxFrom(bytes.subarray(at, at + HEAD_BYTES), at);
    if (box === null || at + box.bytes > bytes.length) return scan.index();
    if (!scan.take(box, bytes.subarray(at + box.headBytes, at + box.bytes))) return scan.index();
    at += box.bytes;
  }
}
