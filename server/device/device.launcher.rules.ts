import type { LauncherPlatform } from '../../shared/device.ts';

/** What a launcher's templates are filled in with. */
export type LauncherFacts = {
  /** Checked by `startOrigin`. */
  readonly origin: string;
  /** Checked by `deviceKey`. */
  readonly key: string;
  readonly schoolName: string;
  readonly roomName: string;
};

/** The language a template is written in, which decides how a value stands in it. */
type Language = 'sh' | 'powershell' | 'json' | 'html' | 'text' | 'fixed';

export type LauncherFile = {
  /** Under deploy/screen/PLATFORM/ and in the room's folder. */
  readonly name: string;
  readonly language: Language;
  /** Windows PowerShell 5 and old editors take a file without byte order mark for one in the PC's own code page. */
  readonly ends: 'unix' | 'windows' | 'windows-bom';
  readonly executable: boolean;
};

const file = (
  name: string,
  language: Language,
  ends: LauncherFile['ends'],
  executable = false,
): LauncherFile => ({ name, language, ends, executable });

export const launcherFiles: Readonly<Record<LauncherPlatform, readonly LauncherFile[]>> = {
  windows: [
    file('install.cmd', 'fixed', 'windows'),
    file('uninstall.cmd', 'fixed', 'windows'),
    file('sanketang-screen.cmd', 'fixed', 'windows'),
    file('screen.ps1', 'powershell', 'windows-bom'),
    file('README.txt', 'text', 'windows-bom'),
  ],
  linux: [
    file('install.sh', 'fixed', 'unix', true),
    file('screen.sh', 'sh', 'unix', true),
    file('sanketang-screen.desktop', 'fixed', 'unix'),
    file('policies.json', 'json', 'unix'),
    file('README.txt', 'text', 'unix'),
  ],
  android: [
    file('start.html', 'html', 'unix'),
    file('provision.sh', 'sh', 'unix', true),
    file('chrome-managed-configuration.json', 'json', 'unix'),
    file('README.txt', 'text', 'windows-bom'),
  ],
};

const PLACE = /@@([A-Z]+)@@/g;

/**
 * A template with its places `@@NAME@@` filled in. In scripts a place becomes a whole literal, quotes included; in JSON and in a page it
 * stands between the template's own quotes or tags.
 * Throws on a place without a value: the template is wrong.
 */
export function fillTemplate(template: string, language: Language, facts: LauncherFacts): string {
  const values: Readonly<Record<string, string>> = {
    ORIGIN: facts.origin,
    KEY: facts.key,
    START: `${facts.origin}/screen#key=${facts.key}`,
    SCHOOL: facts.schoolName,
    ROOM: facts.roomName,
  };
  return template.replace(PLACE, (place, name: string) => {
    const value = values[name];
    if (value === undefined || language === 'fixed')
      throw new Error(`a launcher's template asks for ${place}`);
    return literalOf(language, value);
  });
}

function literalOf(language: Exclude<Language, 'fixed'>, value: string): string {
  switch (language) {
    case 'sh':
      return shellLiteral(value);
    case 'powershell':
      return powershellLiteral(value);
    case 'json':
      return JSON.stringify(value).slice(1, -1);
    case 'html':
      return htmlText(value);
    case 'text':
      return plainText(value);
  }
}

/** Nothing is special between single quotes but the single quote; a shell's word cannot hold NUL. */
export const shellLiteral = (value: string): string =>
  `'${value.replaceAll('\0', '').replaceAll("'", "'\\''")}'`;

/** PowerShell takes typographic quotes for single quotes, too; doubled, each stands for itself. */
export const powershellLiteral = (value: string): string =>
  `'${value.replaceAll('\0', '').replace(/['\u2018\u2019\u201a\u201b]/g, (quote) => quote + quote)}'`;

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const htmlText = (value: string): string =>
  plainText(value).replace(/[&<>"']/g, (sign) => entities[sign] ?? '');

/** One line, without signs that turn the reading direction. */
const plainText = (value: string): string => value.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ');

/** The bytes as the platform wants its lines, still text. */
export function lineEnded(text: string, ends: LauncherFile['ends']): string {
  const lines = text.replace(/\r\n?/g, '\n');
  if (ends === 'unix') return lines;
  const windows = lines.replaceAll('\n', '\r\n');
  return ends === 'windows-bom' ? `\ufeff${windows}` : windows;
}

const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)$/i;
const NAME_LENGTH = 60;

/** A folder's name that Windows, Linux and Android all take, and that no script can mistake: letters, digits, spaces and a few signs. */
export function folderName(schoolName: string, roomName: string): string {
  const name = `${schoolName} ${roomName}`
    .normalize('NFC')
    .replace(/[^\p{L}\p{M}\p{N} _()（）-]+/gu, '_')
    .replace(/\s+/g, ' ');
  const short = [...name].slice(0, NAME_LENGTH).join('').trim();
  return short === '' || RESERVED.test(short) ? `_${short}` : short;
}

/** The same names in the same order, each once, also where capitals do not count. */
export function eachOnce(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    let free = name;
    for (let number = 2; taken.has(free.toLowerCase()); number += 1) free = `${name} (${number})`;
    taken.add(free.toLowerCase());
    return free;
  });
}

/** What the download is called: one room by its name, several by their number. */
export function downloadName(folders: readonly string[], platform: LauncherPlatform): string {
  const [only] = folders;
  const what = folders.length === 1 && only !== undefined ? only : `${folders.length}`;
  return `sanketang-screen ${platform} ${what}.zip`;
}
