import { widthOf } from './export.cells.rules.ts';
import type { SheetHead } from './export.types.ts';

/** Rows of a table; more is no paper that anybody reads, and takes minutes. */
export const PRINTED_MAX = 5_000;
/** More columns than this many characters lie across the page. */
const UPRIGHT_MAX = 92;
const NARROWEST = 6;

export const isPrinted = ({ screenOnly }: SheetHead['columns'][number]): boolean => screenOnly !== true;

const widthsOf = ({ columns }: SheetHead): number[] =>
  columns
    .filter(isPrinted)
    .map(({ heading, width }) => Math.max(NARROWEST, width, Math.min(10, widthOf(heading))));

/** One way for the whole paper. */
export function layoutFor(sheets: readonly SheetHead[]): 'portrait' | 'landscape' {
  const widest = Math.max(
    0,
    ...sheets.map((sheet) => widthsOf(sheet).reduce((sum, width) => sum + width, 0)),
  );
  return widest > UPRIGHT_MAX ? 'landscape' : 'portrait';
}

/** Where each printed column begins and how wide it is, in points, filling the line. */
export function placesOf(sheet: SheetHead, left: number, room: number): { x: number; width: number }[] {
  const widths = widthsOf(sheet);
  const sum = widths.reduce((total, width) => total + width, 0);
  let x = left;
  return widths.map((width) => {
    const place = { x, width: (width / sum) * room };
    x += place.width;
    return place;
  });
}

/** How wide a sign is, in parts of the font's size. Too wide rather than too narrow: nothing may run into the next column. */
function signWidth(sign: string): number {
  if (sign > '\u2e7f') return 1;
  if (/[mwMW%@—…“”]/.test(sign)) return 0.92;
  if (/[A-Z&]/.test(sign)) return 0.7;
  if (/[iljI.,:;|'! ]/.test(sign)) return 0.33;
  return 0.57;
}

/** Breaks words into lines of a width, at most so many; what does not fit ends with `…`. */
export function linesOf(
  text: string,
  { size, width, most }: { readonly size: number; readonly width: number; readonly most: number },
): string[] {
  const lines: string[] = [];
  let [line, used] = ['', 0];
  const room = width / size;
  for (const sign of text.replaceAll('\n', ' ')) {
    const wide = signWidth(sign);
    if (used + wide > room && line !== '') {
      if (lines.length === most - 1) return [...lines, `${[...line].slice(0, -1).join('')}…`];
      const broken = /[ -~]/.test(sign) && sign !== ' ' ? wordEnd(line) : line.length;
      lines.push(line.slice(0, broken).trimEnd());
      line = line.slice(broken);
      used = [...line].reduce((sum, each) => sum + signWidth(each), 0);
    }
    if (line === '' && sign === ' ' && lines.length > 0) continue;
    line += sign;
    used += wide;
  }
  return line === '' && lines.length > 0 ? lines : [...lines, line];
}

/** Latin words are kept whole where there is a place to break before them. */
function wordEnd(line: string): number {
  const at = line.search(/[!-~]+$/);
  return at > 0 ? at : line.length;
}
