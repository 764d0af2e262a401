/** What is used of it. */
declare module 'pdfkit' {
  import type { Readable } from 'node:stream';

  interface TextOptions {
    readonly lineBreak?: boolean;
    readonly width?: number;
    readonly align?: 'left' | 'right';
  }
  interface DocumentOptions {
    readonly size: 'A4';
    readonly layout: 'portrait' | 'landscape';
    readonly margin: number;
    readonly bufferPages: boolean;
    readonly autoFirstPage: boolean;
    readonly info: { readonly Title: string; readonly Author: string; readonly CreationDate: Date };
    readonly lang: string;
    readonly font: string;
  }
  interface PDFDocument extends Readable {
    readonly page: { readonly width: number; readonly height: number };
    registerFont(name: string, path: string, face?: string): this;
    font(name: string): this;
    fontSize(size: number): this;
    fillColor(color: string): this;
    strokeColor(color: string): this;
    lineWidth(width: number): this;
    rect(x: number, y: number, width: number, height: number): this;
    fill(color: string): this;
    moveTo(x: number, y: number): this;
    lineTo(x: number, y: number): this;
    stroke(): this;
    text(text: string, x: number, y: number, options: TextOptions): this;
    widthOfString(text: string): number;
    addPage(): this;
    switchToPage(index: number): this;
    bufferedPageRange(): { readonly start: number; readonly count: number };
    end(): void;
  }
  const PDFDocument: new (options: DocumentOptions) => PDFDocument;
  export default PDFDocument;
}
