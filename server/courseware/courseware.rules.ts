import {
  COURSEWARE_BYTES_MAX,
  COURSEWARE_FILES_MAX,
  type CoursewareFile,
  type CoursewareType,
} from '../../shared/courseware-file.ts';
import { fail, ok, type Result } from '../../shared/kernel/result.ts';
import { PAGES_MAX } from '../../shared/session/session.courseware.ts';
import type { CardNow, Courseware, Looked, Ready, SourceType } from './courseware.types.ts';

const byEnding: Readonly<Record<string, SourceType>> = {
  pdf: 'pdf',
  png: 'png',
  jpg: 'jpeg',
  jpeg: 'jpeg',
  webp: 'webp',
  pptx: 'pptx',
  ppt: 'ppt',
  docx: 'docx',
  doc: 'doc',
  odp: 'odp',
  odt: 'odt',
};

/** By the end of a file's name, in either case; null for what is not taken. */
export function sourceTypeOf(name: string): SourceType | null {
  const ending = /\.([a-z]{3,4})$/i.exec(name)?.[1]?.toLowerCase() ?? '';
  return Object.hasOwn(byEnding, ending) ? (byEnding[ending] ?? null) : null;
}

/** What is shown as it is; null for what is converted first. */
export function shownAs(source: SourceType): CoursewareType | null {
  switch (source) {
    case 'pdf':
      return 'application/pdf';
    case 'png':
    case 'jpeg':
    case 'webp':
      return `image/${source}`;
    case 'pptx':
    case 'ppt':
    case 'docx':
    case 'doc':
    case 'odp':
    case 'odt':
      return null;
  }
}

/** Whether a file may be sent: a type that is taken here, not too large, not one too many. */
export function mayUpload(
  { name, bytes }: { readonly name: string; readonly bytes: number },
  { converts, fileCount }: { readonly converts: boolean; readonly fileCount: number },
): Result<SourceType> {
  const type = sourceTypeOf(name);
  if (type === null) return fail('INVALID_VALUE', { field: 'name', reason: 'type' });
  if (bytes > COURSEWARE_BYTES_MAX) return fail('TOO_LARGE', { limit: COURSEWARE_BYTES_MAX });
  if (fileCount >= COURSEWARE_FILES_MAX) return fail('INVALID_VALUE', { field: 'name', reason: 'count' });
  if (shownAs(type) === null && !converts)
    return fail('INVALID_VALUE', { field: 'name', reason: 'converter' });
  return ok(type);
}

/** How many first bytes `isGenuine` wants to see. */
export const HEAD_BYTES = 1_024;
const ZIP = '504b0304';
const OLE = 'd0cf11e0a1b11ae1';

/** Whether a file begins like one of its type. */
export function isGenuine(type: SourceType, head: Uint8Array): boolean {
  const hex = Array.from(head.subarray(0, 12), (byte) => byte.toString(16).padStart(2, '0')).join('');
  switch (type) {
    case 'pdf':
      // Readers find it within the first kilobyte; scanners put their own words before it.
      return String.fromCharCode(...head).includes('%PDF-');
    case 'png':
      return hex.startsWith('89504e470d0a1a0a');
    case 'jpeg':
      return hex.startsWith('ffd8ff');
    case 'webp':
      return /^52494646.{8}57454250/.test(hex);
    case 'pptx':
    case 'docx':
    case 'odp':
    case 'odt':
      return hex.startsWith(ZIP);
    case 'ppt':
    case 'doc':
      return hex.startsWith(OLE);
  }
}

/** Presentations and documents with a password are packed into another kind of file than without. */
export const isLocked = (type: SourceType, head: Uint8Array): boolean =>
  (type === 'pptx' || type === 'docx') && isGenuine('ppt', head);

/** Whether a PDF of so many pages can be shown. */
export function judgePages(pageCount: number): Looked<number> {
  if (pageCount < 1) return { ok: false, problem: 'empty' };
  return pageCount > PAGES_MAX ? { ok: false, problem: 'pages' } : { ok: true, value: pageCount };
}

export const isReady = (file: Courseware): file is Ready => file.now.state === 'ready';

export const fileOf = ({ id, name, now: { content } }: Ready): CoursewareFile => ({
  coursewareId: id,
  name,
  ...content,
});

/** @param doneBytes what of it has come */
export function cardNow({ now, sourceBytes }: Courseware, doneBytes: number): CardNow {
  switch (now.state) {
    case 'uploading':
      return { state: 'uploading', doneBytes, totalBytes: sourceBytes };
    case 'converting':
      return { state: 'converting' };
    case 'ready':
      return { state: 'ready', ...now.content };
    case 'failed':
      return now;
  }
}
