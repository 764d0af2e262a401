import type { CellKind } from './export.types.ts';

/** By their place in `cellXfs` below. */
export const style = {
  heading: 1,
  text: 2,
  count: 3,
  number: 4,
  share: 5,
  date: 6,
  moment: 7,
  title: 8,
  label: 9,
  words: 10,
  figureHeading: 11,
} as const satisfies Record<CellKind | 'heading' | 'title' | 'label' | 'words' | 'figureHeading', number>;

/** Headings stand over what they head: figures at the right, everything else at the left. */
export const headingStyle = (kind: CellKind): number =>
  kind === 'count' || kind === 'number' || kind === 'share' ? style.figureHeading : style.heading;

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const FONT = '<name val="Microsoft YaHei"/><family val="2"/>';

const xf = (format: number, alignment = ''): string =>
  `<xf numFmtId="${format}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"${alignment === '' ? '/>' : ` applyAlignment="1"><alignment ${alignment}/></xf>`}`;
const styled = (font: number, fill: number, alignment: string): string =>
  `<xf numFmtId="0" fontId="${font}" fillId="${fill}" borderId="0" xfId="0" applyFont="1" applyFill="1" applyAlignment="1"><alignment vertical="top"${alignment}/></xf>`;

const WRAPPED = ' wrapText="1"';
/** Days stand beside text that begins at the left. */
const LEFT = 'horizontal="left" vertical="top"';
const TOP = 'vertical="top"';
/** Text that begins at the left stands beside them too. */
const RIGHT = 'horizontal="right" indent="1"';

/** Formats of ids up to 163 are the spreadsheet's own: 3 is `#,##0`, 49 is text. */
const cells = [
  xf(0),
  styled(1, 2, WRAPPED),
  xf(49, TOP),
  xf(3, `${TOP} ${RIGHT}`),
  xf(0, `${TOP} ${RIGHT}`),
  xf(164, `${TOP} ${RIGHT}`),
  xf(165, LEFT),
  xf(166, LEFT),
  styled(2, 0, ''),
  styled(1, 0, WRAPPED),
  styled(0, 0, WRAPPED),
  styled(1, 2, `${WRAPPED} ${RIGHT}`),
];

export const stylesXml =
  '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' +
  `<styleSheet xmlns="${MAIN}"><numFmts count="3"><numFmt numFmtId="164" formatCode="0.0%"/><numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd"/><numFmt numFmtId="166" formatCode="yyyy\\-mm\\-dd\\ hh:mm"/></numFmts>` +
  `<fonts count="3"><font><sz val="10"/>${FONT}</font><font><b/><sz val="10"/>${FONT}</font><font><b/><sz val="16"/>${FONT}</font></fonts>` +
  '<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FFE7EFEA"/><bgColor indexed="64"/></patternFill></fill></fills>' +
  '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>' +
  '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>' +
  `<cellXfs count="${cells.length}">${cells.join('')}</cellXfs>` +
  '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>';
