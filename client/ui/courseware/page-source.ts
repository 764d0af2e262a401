import type { CoursewareFile } from '../../../shared/courseware-file.ts';
import type { Box, Size } from './geometry.ts';

/** A file whose pages can be drawn. */
export interface PageSource {
  readonly pageCount: number;
  /** In units of its own. */
  sizeOf(page: number): Promise<Size>;
  /** Draws what is seen of a page that lies at `box` on a place of this size, in pixels. Aborted: null. */
  draw(
    page: number,
    at: { readonly box: Box; readonly place: Size },
    signal: AbortSignal,
  ): Promise<HTMLCanvasElement | null>;
  close(): void;
}

/**
 * Opens a file that was fetched; the reader of PDFs comes over the line only when the first one is opened.
 * @throws when it cannot be read
 */
export async function openPages(file: CoursewareFile, bytes: Uint8Array<ArrayBuffer>): Promise<PageSource> {
  if (file.type === 'application/pdf') return (await import('./pdf-pages.ts')).openPdf(bytes);
  return openPicture(new Blob([bytes], { type: file.type }));
}

async function openPicture(blob: Blob): Promise<PageSource> {
  const picture = await createImageBitmap(blob);
  return {
    pageCount: 1,
    sizeOf: async () => ({ width: picture.width, height: picture.height }),
    draw: async (_page, { box, place }) => {
      const { canvas, context } = newCanvas(place);
      context.imageSmoothingQuality = 'high';
      context.drawImage(picture, box.left, box.top, box.width, box.height);
      return canvas;
    },
    close: () => picture.close(),
  };
}

export function newCanvas({ width, height }: Size): {
  readonly canvas: HTMLCanvasElement;
  readonly context: CanvasRenderingContext2D;
} {
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(width));
  canvas.height = Math.max(1, Math.round(height));
  return { canvas, context: contextOf(canvas) };
}

export function contextOf(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('no canvas to draw on');
  return context;
}
