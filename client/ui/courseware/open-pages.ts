import type { CoursewareFile } from '../../../shared/courseware-file.ts';
import { newCanvas, type PageSource } from './page-source.ts';

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
