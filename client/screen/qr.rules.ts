/**
 * QR codes (ISO/IEC 18004): bytes, error correction L, versions 1 to 9. L, because a screen is never torn: the fewest and so the largest
 * squares. Small enough to come after the first frame.
 */

/** `size` × `size` squares, row by row; true is dark. The quiet zone of four squares around it is the drawer's. */
export type QrCode = { readonly size: number; readonly dark: readonly boolean[] };

type Version = {
  readonly check: number;
  readonly blocks: number;
  readonly data: number;
  readonly aligned: readonly number[];
};
const versions: readonly Version[] = [
  { check: 7, blocks: 1, data: 19, aligned: [] },
  { check: 10, blocks: 1, data: 34, aligned: [6, 18] },
  { check: 15, blocks: 1, data: 55, aligned: [6, 22] },
  { check: 20, blocks: 1, data: 80, aligned: [6, 26] },
  { check: 26, blocks: 1, data: 108, aligned: [6, 30] },
  { check: 18, blocks: 2, data: 68, aligned: [6, 34] },
  { check: 20, blocks: 2, data: 78, aligned: [6, 22, 38] },
  { check: 24, blocks: 2, data: 97, aligned: [6, 24, 42] },
  { check: 30, blocks: 2, data: 116, aligned: [6, 26, 46] },
];

/** Null for text of more than 230 bytes. */
export function qrOf(text: string): QrCode | null {
  const bytes = new TextEncoder().encode(text);
  const index = versions.findIndex(({ blocks, data }) => bytes.length + 2 <= blocks * data);
  const version = versions[index];
  if (version === undefined) return null;
  const words = interleaved(codewords(bytes, version.blocks * version.data), version);
  const grid = new Grid(17 + 4 * (index + 1));
  grid.drawFixed(index + 1, version.aligned);
  grid.drawWords(words);
  const masked = masks.map((_, mask) => grid.masked(mask));
  return masked.reduce((best, each) => (penalty(each) < penalty(best) ? each : best));
}

/** Mode and length in front, then what fills the version up. */
function codewords(bytes: Uint8Array, count: number): number[] {
  const bits: number[] = [];
  const put = (value: number, length: number) => {
    for (let bit = length - 1; bit >= 0; bit--) bits.push((value >> bit) & 1);
  };
  put(0b0100, 4);
  put(bytes.length, 8);
  for (const byte of bytes) put(byte, 8);
  put(0, Math.min(4, count * 8 - bits.length));
  while (bits.length % 8 !== 0) bits.push(0);
  const words: number[] = [];
  for (let at = 0; at < bits.length; at += 8) words.push(Number.parseInt(bits.slice(at, at + 8).join(''), 2));
  for (let fill = 0; words.length < count; fill++) words.push(fill % 2 === 0 ? 0xec : 0x11);
  return words;
}

function interleaved(words: readonly number[], { blocks, data, check }: Version): number[] {
  const parts = Array.from({ length: blocks }, (_, block) => words.slice(block * data, (block + 1) * data));
  const checks = parts.map((part) => remainder(part, check));
  const woven = (rows: readonly (readonly number[])[], length: number) =>
    Array.from({ length }, (_, at) => rows.map((row) => row[at] ?? 0)).flat();
  return [...woven(parts, data), ...woven(checks, check)];
}

/** Product in GF(2^8) with the polynomial x^8 + x^4 + x^3 + x^2 + 1. */
function times(a: number, b: number): number {
  let product = 0;
  for (let bit = 7; bit >= 0; bit--) {
    product = (product << 1) ^ ((product >> 7) * 0x11d);
    product ^= ((b >> bit) & 1) * a;
  }
  return product;
}

/** Reed–Solomon check words: what remains of the data divided by the product of (x − 2^i). */
function remainder(data: readonly number[], count: number): number[] {
  let divisor = [1];
  let root = 1;
  for (let at = 0; at < count; at++) {
    const next = [...divisor, 0];
    divisor.forEach((value, index) => {
      next[index + 1] = (next[index + 1] ?? 0) ^ times(value, root);
    });
    divisor = next;
    root = times(root, 2);
  }
  const rest = new Array<number>(count).fill(0);
  for (const word of data) {
    const factor = word ^ (rest.shift() ?? 0);
    rest.push(0);
    rest.forEach((value, index) => {
      rest[index] = value ^ times(divisor[index + 1] ?? 0, factor);
    });
  }
  return rest;
}

const masks: readonly ((x: number, y: number) => boolean)[] = [
  (x, y) => (x + y) % 2 === 0,
  (_, y) => y % 2 === 0,
  (x) => x % 3 === 0,
  (x, y) => (x + y) % 3 === 0,
  (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2 === 0,
  (x, y) => ((x * y) % 2) + ((x * y) % 3) === 0,
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2 === 0,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2 === 0,
];

class Grid {
  readonly #size: number;
  readonly #dark: boolean[];
  /** Squares that are no data: patterns, format and version. */
  readonly #fixed: boolean[];

  constructor(size: number) {
    this.#size = size;
    this.#dark = new Array<boolean>(size * size).fill(false);
    this.#fixed = new Array<boolean>(size * size).fill(false);
  }

  drawFixed(version: number, aligned: readonly number[]): void {
    const last = this.#size - 1;
    for (let at = 0; at <= last; at++) {
      this.#fix(at, 6, at % 2 === 0);
      this.#fix(6, at, at % 2 === 0);
    }
    for (const x of aligned)
      for (const y of aligned) {
        const isCorner = (x === 6 && (y === 6 || y === last - 6)) || (x === last - 6 && y === 6);
        if (!isCorner) this.#ring(x, y, 2);
      }
    for (const [x, y] of [
      [3, 3],
      [last - 3, 3],
      [3, last - 3],
    ] as const)
      this.#ring(x, y, 4);
    this.#format(this.#dark, 0);
    if (version >= 7) this.#version(version);
  }

  /** Zigzag in pairs of columns from the right, around the upright timing line. */
  drawWords(words: readonly number[]): void {
    let bit = 0;
    let upwards = true;
    for (let right = this.#size - 1; right > 0; right -= right === 8 ? 3 : 2) {
      for (let step = 0; step < this.#size; step++) {
        const y = upwards ? this.#size - 1 - step : step;
        for (const x of [right, right - 1]) {
          if (this.#fixed[y * this.#size + x] === true) continue;
          this.#dark[y * this.#size + x] = (((words[bit >> 3] ?? 0) >> (7 - (bit & 7))) & 1) === 1;
          bit += 1;
        }
      }
      upwards = !upwards;
    }
  }

  masked(mask: number): QrCode {
    const flips = masks[mask] ?? (() => false);
    const dark = this.#dark.map((value, at) =>
      this.#fixed[at] === true ? value : value !== flips(at % this.#size, Math.floor(at / this.#size)),
    );
    this.#format(dark, mask);
    return { size: this.#size, dark };
  }

  #fix(x: number, y: number, isDark: boolean): void {
    if (x < 0 || y < 0 || x >= this.#size || y >= this.#size) return;
    this.#dark[y * this.#size + x] = isDark;
    this.#fixed[y * this.#size + x] = true;
  }

  /** A square of rings; the one at distance 4 is the light border of a finder. */
  #ring(centreX: number, centreY: number, reach: number): void {
    for (let dy = -reach; dy <= reach; dy++)
      for (let dx = -reach; dx <= reach; dx++) {
        const distance = Math.max(Math.abs(dx), Math.abs(dy));
        const isDark = reach === 2 ? distance !== 1 : distance !== 2 && distance !== 4;
        this.#fix(centreX + dx, centreY + dy, isDark);
      }
  }

  #format(dark: boolean[], mask: number): void {
    const bits = checked(0b01000 | mask, { length: 10, divisor: 0x537 }) ^ 0x5412;
    const last = this.#size - 1;
    const put = (x: number, y: number, bit: number) => {
      dark[y * this.#size + x] = ((bits >> bit) & 1) === 1;
      this.#fixed[y * this.#size + x] = true;
    };
    for (let bit = 0; bit < 15; bit++) {
      if (bit < 6) put(8, bit, bit);
      else if (bit < 8) put(8, bit + 1, bit);
      else if (bit === 8) put(7, 8, bit);
      else put(14 - bit, 8, bit);
      if (bit < 8) put(last - bit, 8, bit);
      else put(8, last - 14 + bit, bit);
    }
    dark[(last - 7) * this.#size + 8] = true;
    this.#fixed[(last - 7) * this.#size + 8] = true;
  }

  #version(version: number): void {
    const bits = checked(version, { length: 12, divisor: 0x1f25 });
    for (let bit = 0; bit < 18; bit++) {
      const isDark = ((bits >> bit) & 1) === 1;
      const [near, far] = [Math.floor(bit / 3), this.#size - 11 + (bit % 3)];
      this.#fix(near, far, isDark);
      this.#fix(far, near, isDark);
    }
  }
}

/** A value with the remainder of its division behind it (BCH). */
function checked(
  value: number,
  { length, divisor }: { readonly length: number; readonly divisor: number },
): number {
  let rest = value;
  for (let step = 0; step < length; step++) rest = (rest << 1) ^ ((rest >> (length - 1)) * divisor);
  return (value << length) | rest;
}

/** How hard a masked code is to read: runs, blocks, what looks like a finder, imbalance. */
function penalty({ size, dark }: QrCode): number {
  const at = (x: number, y: number) => dark[y * size + x] === true;
  let sum = 0;
  for (let line = 0; line < size; line++)
    for (const read of [(step: number) => at(step, line), (step: number) => at(line, step)]) {
      const text = Array.from({ length: size }, (_, step) => (read(step) ? '1' : '0')).join('');
      for (const run of text.match(/0{5,}|1{5,}/g) ?? []) sum += run.length - 2;
      for (let start = 0; start + 11 <= size; start++)
        if (/^(00001011101|10111010000)/.test(text.slice(start, start + 11))) sum += 40;
    }
  for (let y = 0; y + 1 < size; y++)
    for (let x = 0; x + 1 < size; x++)
      if (at(x, y) === at(x + 1, y) && at(x, y) === at(x, y + 1) && at(x, y) === at(x + 1, y + 1)) sum += 3;
  const share = dark.filter(Boolean).length / dark.length;
  return sum + 10 * Math.floor(Math.abs(share - 0.5) * 20);
}

/** The dark squares as one SVG path in a box of `size` + 8: four light squares around. */
export function pathOf({ size, dark }: QrCode): string {
  const runs: string[] = [];
  for (let y = 0; y < size; y++)
    for (let x = 0; x < size; x++) {
      if (dark[y * size + x] !== true) continue;
      const start = x;
      while (x + 1 < size && dark[y * size + x + 1] === true) x++;
      runs.push(`M${start + 4} ${y + 4}h${x - start + 1}v1H${start + 4}z`);
    }
  return runs.join('');
}
