import type { Looked } from './courseware.types.ts';

/** A picture of more points than this fills the memory of a weak screen: 4 bytes each. */
const PIXELS_MAX = 40_000_000;

type Size = { readonly width: number; readonly height: number };

/** Whether a picture can be shown, by what its header says of its size. */
export function judgePicture(type: 'png' | 'jpeg' | 'webp', bytes: Uint8Array): Looked<number> {
  const size = sizeOf(type, new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  if (size === null || size.width < 1 || size.height < 1) return { ok: false, problem: 'broken' };
  return size.width * size.height > PIXELS_MAX ? { ok: false, problem: 'large' } : { ok: true, value: 1 };
}

function sizeOf(type: 'png' | 'jpeg' | 'webp', view: DataView): Size | null {
  try {
    switch (type) {
      case 'png':
        return textAt(view, 12) === 'IHDR' ? { width: view.getUint32(16), height: view.getUint32(20) } : null;
      case 'jpeg':
        return jpegSize(view);
      case 'webp':
        return webpSize(view);
    }
  } catch (cause) {
    // A header that points beyond the file.
    if (cause instanceof RangeError) return null;
    throw cause;
  }
}

/** The first frame header: FFC0 … FFCF without the three that are none. */
function jpegSize(view: DataView): Size | null {
  for (let at = 2; ; ) {
    if (view.getUint8(at) !== 0xff) return null;
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) at += 1;
    else if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker))
      return { height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
    else if (marker === 0xd9 || marker === 0xda) return null;
    else at += 2 + Math.max(2, view.getUint16(at + 2));
  }
}

/** Plain, lossless or extended (RFC 9649). */
function webpSize(view: DataView): Size | null {
  switch (textAt(view, 12)) {
    case 'VP8 ':
      return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
    case 'VP8L': {
      const bits = view.getUint32(21, true);
      return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
    }
    case 'VP8X':
      return {
        width: (view.getUint32(24, true) & 0xff_ffff) + 1,
        height: (view.getUint32(26, true) >>> 8) + 1,
      };
    default:
      return null;
  }
}

const textAt = (view: DataView, at: number): string =>
  String.fromCharCode(...[0, 1, 2, 3].map((offset) => view.getUint8(at + offset)));
