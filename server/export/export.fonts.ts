import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Font } from './export.types.ts';

const SANS_SC = 'NotoSansCJKsc-Regular';
const noto = ['NotoSansCJK-Regular.ttc', SANS_SC] as const;

/** Where systems keep fonts that know Chinese, best first: folder, file, face. */
const usual: readonly (readonly [folder: string, file: string, face: string | null])[] = [
  ['/usr/share/fonts/opentype/noto', ...noto],
  ['/usr/share/fonts/noto-cjk', ...noto],
  ['/usr/share/fonts/google-noto-cjk', ...noto],
  ['/usr/share/fonts/google-noto-sans-cjk-fonts', ...noto],
  ['/usr/share/fonts/truetype/noto', ...noto],
  ['/usr/local/share/fonts', ...noto],
  ['/Library/Fonts', ...noto],
  ['/usr/share/fonts/truetype/wqy', 'wqy-microhei.ttc', 'WenQuanYiMicroHei'],
  ['/usr/share/fonts/wqy-microhei', 'wqy-microhei.ttc', 'WenQuanYiMicroHei'],
  ['C:\\Windows\\Fonts', 'msyh.ttc', 'MicrosoftYaHei'],
  ['C:\\Windows\\Fonts', 'simhei.ttf', null],
];

/** A font of this machine with which Chinese can be printed; null when there is none at the usual places. */
export function findFont(isThere: (path: string) => boolean = existsSync): Font | null {
  for (const [folder, file, face] of usual) {
    const path = folder.includes('\\') ? `${folder}\\${file}` : join(folder, file);
    if (isThere(path)) return { path, face };
  }
  return null;
}
