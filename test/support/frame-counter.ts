/**
 * A number written into a picture so that it survives scaling and compression: one row of black and white blocks, and under it the
 * same row inverted, which tells a damaged reading from a good one.
 */
export const COUNTER_BITS = 12;
const BLOCK = 16;
/** Size of the strip in the top left corner of a 1280 × 720 picture, in pixels. */
export const STRIP = {
  width: COUNTER_BITS * BLOCK,
  height: 2 * BLOCK,
  ofWidth: 1280,
  ofHeight: 720,
} as const;

/** The strip for a number as 8-bit grey pixels, row by row. */
export function counterStrip(value: number): Buffer {
  const strip = Buffer.alloc(STRIP.width * STRIP.height);
  for (let y = 0; y < STRIP.height; y++) {
    for (let x = 0; x < STRIP.width; x++) {
      const bit = (value >> Math.floor(x / BLOCK)) & 1;
      strip[y * STRIP.width + x] = y < BLOCK === (bit === 1) ? 235 : 16;
    }
  }
  return strip;
}

/**
 * Reads the number from a video element, in the page. Self-contained because it is sent into pages as text.
 * @returns null when the picture holds no undamaged counter
 */
export function readCounter(video: HTMLVideoElement, bits: number): number | null {
  const canvas = new OffscreenCanvas(bits, 2);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null || video.videoWidth === 0) return null;
  const block = (video.videoWidth / 1280) * 16;
  context.imageSmoothingEnabled = true;
  for (let bit = 0; bit < bits; bit++) {
    for (let row = 0; row < 2; row++) {
      const inset = block * 0.25;
      context.drawImage(
        video,
        bit * block + inset,
        row * block + inset,
        block / 2,
        block / 2,
        bit,
        row,
        1,
        1,
      );
    }
  }
  const pixels = context.getImageData(0, 0, bits, 2).data;
  let value = 0;
  for (let bit = 0; bit < bits; bit++) {
    const upper = pixels[bit * 4 + 1] ?? 0;
    const lower = pixels[(bits + bit) * 4 + 1] ?? 0;
    if (Math.abs(upper - lower) < 60) return null;
    if (upper > lower) value |= 1 << bit;
  }
  return value;
}
