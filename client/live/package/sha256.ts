/** FIPS 180-4: the first 32 bits of the fractional parts of the cube roots of the first 64 primes, and of the square roots of the first 8. */
const primes = firstPrimes(64);
const K = new Int32Array(primes.map((prime) => fraction(Math.cbrt(prime))));
const START = new Int32Array(primes.slice(0, 8).map((prime) => fraction(Math.sqrt(prime))));
const BLOCK = 64;

/** SHA-256 of what comes bit by bit: what browsers bring along wants the whole at once, and nothing on pages without HTTPS. */
export class Sha256 {
  readonly #state = START.slice();
  readonly #words = new Int32Array(64);
  readonly #rest = new Uint8Array(BLOCK);
  #bytes = 0;

  update(bytes: Uint8Array): this {
    let at = 0;
    const have = this.#bytes % BLOCK;
    this.#bytes += bytes.length;
    if (have > 0) {
      at = Math.min(BLOCK - have, bytes.length);
      this.#rest.set(bytes.subarray(0, at), have);
      if (have + at < BLOCK) return this;
      this.#block(this.#rest, 0);
    }
    for (; at + BLOCK <= bytes.length; at += BLOCK) this.#block(bytes, at);
    this.#rest.set(bytes.subarray(at));
    return this;
  }

  /** In hexadecimal digits. Nothing can be added afterwards. */
  digest(): string {
    const bits = this.#bytes * 8;
    const have = this.#bytes % BLOCK;
    const end = new Uint8Array(have < 56 ? BLOCK - have : 2 * BLOCK - have);
    end[0] = 0x80;
    const view = new DataView(end.buffer);
    view.setUint32(end.length - 8, Math.floor(bits / 2 ** 32));
    view.setUint32(end.length - 4, bits >>> 0);
    this.update(end);
    return Array.from(this.#state, (word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
  }

  #block(bytes: Uint8Array, at: number): void {
    const w = this.#words;
    const s = this.#state;
    for (let n = 0; n < 16; n += 1) {
      const from = at + n * 4;
      w[n] =
        (byteOf(bytes, from) << 24) |
        (byteOf(bytes, from + 1) << 16) |
        (byteOf(bytes, from + 2) << 8) |
        byteOf(bytes, from + 3);
    }
    for (let n = 16; n < 64; n += 1) {
      const x = of(w, n - 15);
      const y = of(w, n - 2);
      const low = turned(x, 7) ^ turned(x, 18) ^ (x >>> 3);
      const high = turned(y, 17) ^ turned(y, 19) ^ (y >>> 10);
      w[n] = of(w, n - 16) + low + of(w, n - 7) + high;
    }
    let a = of(s, 0);
    let b = of(s, 1);
    let c = of(s, 2);
    let d = of(s, 3);
    let e = of(s, 4);
    let f = of(s, 5);
    let g = of(s, 6);
    let h = of(s, 7);
    for (let n = 0; n < 64; n += 1) {
      const sum1 = turned(e, 6) ^ turned(e, 11) ^ turned(e, 25);
      const one = (h + sum1 + ((e & f) ^ (~e & g)) + of(K, n) + of(w, n)) | 0;
      const sum0 = turned(a, 2) ^ turned(a, 13) ^ turned(a, 22);
      const two = (sum0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      h = g;
      g = f;
      f = e;
      e = (d + one) | 0;
      d = c;
      c = b;
      b = a;
      a = (one + two) | 0;
    }
    s[0] = of(s, 0) + a;
    s[1] = of(s, 1) + b;
    s[2] = of(s, 2) + c;
    s[3] = of(s, 3) + d;
    s[4] = of(s, 4) + e;
    s[5] = of(s, 5) + f;
    s[6] = of(s, 6) + g;
    s[7] = of(s, 7) + h;
  }
}

/** Of one kind of array each, or it takes four times as long. */
const of = (words: Int32Array, n: number): number => words[n] as number;
const byteOf = (bytes: Uint8Array, n: number): number => bytes[n] as number;
const turned = (x: number, by: number): number => (x >>> by) | (x << (32 - by));

function fraction(root: number): number {
  return Math.floor((root - Math.floor(root)) * 2 ** 32) | 0;
}

function firstPrimes(count: number): number[] {
  const found: number[] = [];
  for (let n = 2; found.length < count; n += 1) if (found.every((prime) => n % prime !== 0)) found.push(n);
  return found;
}
