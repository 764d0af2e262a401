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
