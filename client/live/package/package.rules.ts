import type { RecordingPackage, Replay } from '../../../shared/recording.ts';

type Listed = RecordingPackage['files'][number];

/** A file of a package as it lies in the folder that somebody chose. */
export type PackFile = {
  readonly name: string;
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
};

/** What is taken along of one recording. */
export type Pack = {
  readonly replay: Replay;
  readonly files: readonly PackFile[];
  readonly bytes: number;
  /** Whether the one file that plays anywhere is among them; else the recording comes as it was written. */
  readonly playsAlone: boolean;
};

export const SUMS_NAME = 'SHA256SUMS';
export const PAGE_NAME = 'play.html';
export const LESSON_NAME = 'lesson.mp4';
/** In UTF-8 a name of a file has 255 bytes at most. */
const NAME_CHARS = 70;
/** Names of devices to Windows, whatever ending they have. */
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/** Names that every system takes, and that lead out of no folder. */
export function safeName(name: string): string {
  const plain = [...name]
    .map((sign) => (sign < ' ' || '\\/:*?"<>|'.includes(sign) ? '_' : sign))
    .slice(-NAME_CHARS)
    .join('')
    .replace(/^[. ]+|[. ]+$/g, '');
  if (plain === '') return 'file';
  return DEVICE.test(plain) ? `_${plain}` : plain;
}

/**
 * What is fetched: the one file that plays anywhere, with captions and pages; as long as there is none, the recording as it was written. No
 * two of one name, also where large and small letters are the same. Small pictures for seeking and strokes on pages are
 * of no use without the player.
 */
export function packFiles(listed: readonly Listed[]): PackFile[] {
  const isWhole = ({ path }: Listed) => path.endsWith(`/${LESSON_NAME}`);
  const whole = listed.some(isWhole);
  const wanted = listed.filter(
    ({ path }) => !/\/(thumbnails\.jpg|marks\.json)$/.test(path) && !(whole && path.includes('/pieces/')),
  );
  const taken = new Set([SUMS_NAME, PAGE_NAME, LESSON_NAME].map((name) => name.toLowerCase()));
  return wanted.map((file) => {
    const { path, bytes, sha256 } = file;
    const called = safeName(file.name ?? decodeURIComponent(path.split('/').at(-1) ?? ''));
    let name = called;
    if (!isWhole(file)) for (let n = 2; taken.has(name.toLowerCase()); n += 1) name = `${n}-${called}`;
    taken.add(name.toLowerCase());
    return { name, path, bytes, sha256 };
  });
}

export function packOf(replay: Replay, listed: readonly Listed[]): Pack {
  const files = packFiles(listed);
  return {
    replay,
    files,
    bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
    playsAlone: files.some(({ name }) => name === LESSON_NAME),
  };
}

/** Folder of one recording, so that several lie beside each other on one stick: day and time of its start, subject, class, teacher. */
export function folderName({ startedAtMs, subject, grade, lecturerName }: Replay): string {
  const start = new Date(startedAtMs);
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${start.getFullYear()}-${two(start.getMonth() + 1)}-${two(start.getDate())}`;
  const time = two(start.getHours()) + two(start.getMinutes());
  return safeName([day, time, grade, subject, lecturerName].filter((each) => each !== '').join(' '));
}

/** As `sha256sum -c` reads it. */
export const sumsOf = (files: readonly Pick<PackFile, 'name' | 'sha256'>[]): string =>
  files.map(({ name, sha256 }) => `${sha256}  ${name}\n`).join('');

/** Megabytes with one place below ten, never nothing of something. */
export function megabytesText(bytes: number): string {
  const megabytes = bytes / 1e6;
  if (megabytes >= 10) return String(Math.round(megabytes));
  return bytes === 0 ? '0' : Math.max(0.1, megabytes).toFixed(1);
}
