import type { InstallTextKey } from '../../shared/text/install.en.ts';
import type { Text } from '../../shared/text/text.ts';

export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (each) => `&#${each.charCodeAt(0)};`);

/** One window of a PC or one screen of a phone, drawn by us: a title, a few rows, the one to take marked, perhaps a button or a switch. */
export type Picture = {
  readonly device: 'pc' | 'phone';
  readonly title: InstallTextKey;
  readonly rows: readonly (InstallTextKey | { readonly text: string } | { readonly below: InstallTextKey })[];
  /** Index of the row to take. */
  readonly taken?: number;
  readonly sign?: 'radio' | 'switch' | 'more';
  readonly button?: InstallTextKey;
};

const JADE = '#0e7c66';
const WIDTH = 300;
const ROW = 34;
const HEAD = 40;

/** SVG that needs no other file. Decoration: the step beside it says the same in words. */
export function draw(picture: Picture, t: Text<InstallTextKey>): string {
  const { device, title, rows, taken, sign, button } = picture;
  const height = HEAD + rows.length * ROW + (button === undefined ? 12 : 52);
  const radius = device === 'phone' ? 18 : 6;
  const words = (row: Picture['rows'][number]) => {
    if (typeof row === 'string') return t(row);
    return 'text' in row ? row.text : t(row.below);
  };
  const drawn = rows.map((row, index) => {
    const isBelow = typeof row === 'object' && 'below' in row;
    return drawRow(words(row), { index, isTaken: index === taken, isBelow, sign });
  });
  return `<svg viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" aria-hidden="true" class="picture">
<rect x="1" y="1" width="${WIDTH - 2}" height="${height - 2}" rx="${radius}" fill="#fff" stroke="#8a9690" stroke-width="2"/>
<text x="16" y="26" font-weight="700">${escapeHtml(t(title))}</text>${device === 'pc' ? closeSign() : ''}
<path d="M1 ${HEAD - 4}H${WIDTH - 1}" stroke="#d5dcd8"/>
${drawn.join('\n')}${button === undefined ? '' : drawButton(t(button), height)}
</svg>`;
}

const closeSign = () => `<path d="M${WIDTH - 26} 14l10 10m0-10l-10 10" stroke="#46534d" stroke-width="1.5"/>`;

type RowWish = {
  readonly index: number;
  readonly isTaken: boolean;
  readonly isBelow: boolean;
  readonly sign: Picture['sign'];
};

function drawRow(text: string, { index, isTaken, isBelow, sign }: RowWish): string {
  const top = HEAD + index * ROW;
  const middle = top + ROW / 2;
  const mark = isTaken
    ? `<rect x="8" y="${top + 2}" width="${WIDTH - 16}" height="${ROW - 4}" rx="5" fill="#d9efe9" stroke="${JADE}" stroke-width="2"/>`
    : '';
  const indent = sign === 'radio' ? 40 : 18;
  const room = sign === 'switch' || sign === 'more' ? WIDTH - 70 : WIDTH - indent - 16;
  return `${mark}${isBelow ? '' : signOf(sign, middle, isTaken)}<text x="${indent}" y="${middle + 5}"${squeeze(text, room)}>${escapeHtml(text)}</text>`;
}

function signOf(sign: Picture['sign'], middle: number, isTaken: boolean): string {
  switch (sign) {
    case 'radio':
      return `<circle cx="26" cy="${middle}" r="7" fill="#fff" stroke="#46534d"/>${isTaken ? `<circle cx="26" cy="${middle}" r="4" fill="${JADE}"/>` : ''}`;
    case 'switch':
      return isTaken
        ? `<rect x="${WIDTH - 56}" y="${middle - 9}" width="34" height="18" rx="9" fill="${JADE}"/><circle cx="${WIDTH - 31}" cy="${middle}" r="7" fill="#fff"/>`
        : '';
    case 'more':
      return `<path d="M${WIDTH - 28} ${middle - 5}l5 5-5 5" fill="none" stroke="#46534d" stroke-width="1.5"/>`;
    case undefined:
      return '';
  }
}

function drawButton(text: string, height: number): string {
  const width = Math.min(WIDTH - 32, 40 + widthOf(text));
  const left = WIDTH - 16 - width;
  return `<rect x="${left}" y="${height - 44}" width="${width}" height="32" rx="5" fill="${JADE}"/><text x="${left + width / 2}" y="${height - 23}" text-anchor="middle" fill="#fff"${squeeze(text, width - 16)}>${escapeHtml(text)}</text>`;
}

/** Roughly, at 14 px: Chinese is twice as wide as Latin. */
const widthOf = (text: string) =>
  [...text].reduce((sum, each) => sum + ((each.codePointAt(0) ?? 0) > 0x2e80 ? 14 : 6.7), 0);

/** Long words are squeezed rather than cut. */
const squeeze = (text: string, room: number) =>
  widthOf(text) > room ? ` textLength="${room}" lengthAdjust="spacingAndGlyphs"` : '';
