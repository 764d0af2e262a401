import './pdf-floor.ts';
import type { PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import {
  GlobalWorkerOptions,
  getDocument,
  RenderingCancelledException,
  version,
} from 'pdfjs-dist/legacy/build/pdf.mjs';
import { newCanvas, type PageSource } from './page-source.ts';
import PdfWorker from './pdf-worker.ts?worker';

/** Character maps, fonts and decoders that a file may ask for, from our own server: vite.config.ts puts them there. */
const ground = `/assets/pdf/${version}/`;

export function warmUp(): void {
  GlobalWorkerOptions.workerPort ??= new PdfWorker();
}

/** Draws pages of a PDF. Its fonts are its own where it brings them, else those of this machine: also for Chinese that is not embedded. */
export async function openPdf(bytes: Uint8Array<ArrayBuffer>): Promise<PageSource> {
  warmUp();
  const task = getDocument({
    data: bytes,
    cMapUrl: `${ground}cmaps/`,
    cMapPacked: true,
    standardFontDataUrl: `${ground}standard_fonts/`,
    wasmUrl: `${ground}wasm/`,
    useSystemFonts: true,
    enableXfa: false,
    stopAtErrors: false,
  });
  const pdf = await task.promise;
  const pages = new Map<number, Promise<PDFPageProxy>>();
  const pageOf = (page: number) => {
    const known = pages.get(page) ?? pdf.getPage(page);
    pages.set(page, known);
    return known;
  };
  return {
    pageCount: pdf.numPages,
    sizeOf: async (page) => {
      const { width, height } = (await pageOf(page)).getViewport({ scale: 1 });
      return { width, height };
    },
    draw: async (page, { box, place }, signal) => {
      const proxy = await pageOf(page);
      if (signal.aborted) return null;
      const scale = box.width / proxy.getViewport({ scale: 1 }).width;
      const viewport = proxy.getViewport({ scale, offsetX: box.left, offsetY: box.top });
      const { canvas } = newCanvas(place);
      const drawing = proxy.render({ canvas, viewport });
      const cancel = () => drawing.cancel();
      signal.addEventListener('abort', cancel, { once: true });
      try {
        await drawing.promise;
        return canvas;
      } catch (cause) {
        if (cause instanceof RenderingCancelledException) return null;
        throw cause;
      } finally {
        signal.removeEventListener('abort', cancel);
      }
    },
    close: () => void task.destroy(),
  };
}
