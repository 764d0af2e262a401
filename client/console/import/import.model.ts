import {
  IMPORT_MAX_BYTES,
  type ImportProblem,
  type ImportState,
  importKind,
} from '../../../shared/import.ts';
import { importZhCn } from '../../../shared/text/import.zh-CN.ts';
import type { TextParams } from '../../../shared/text/text.ts';
import type { ConsoleKey } from '../text.ts';

export const kinds = importKind.options;

/** Whether the server is at work on the file, so that it is to be asked again. */
export const isUnderWay = ({ state }: ImportState): boolean =>
  state.state === 'uploading' || state.state === 'reading' || state.state === 'applying';

type Said = { readonly key: ConsoleKey; readonly params: TextParams };

/** What is going on, in words; null when nothing is. */
export function progressOf({ state }: ImportState): (Said & { readonly percent: number | null }) | null {
  if (state.state !== 'uploading' && state.state !== 'reading' && state.state !== 'applying') return null;
  const { doneCount: done, totalCount: total } = state;
  // 100 is for what is finished.
  const percent = total === 0 ? null : Math.min(99, Math.floor((100 * done) / total));
  switch (state.state) {
    case 'uploading':
      return { key: 'import.uploading', params: { percent: percent ?? 0 }, percent };
    case 'reading': {
      // Cells with several lines make more lines than rows.
      const params = { done, total: Math.max(done, total) };
      return { key: total === 0 ? 'import.reading' : 'import.readingOf', params, percent };
    }
    case 'applying':
      return { key: 'import.applying', params: { done, total }, percent };
  }
}

/** 1 → A, 27 → AA: as spreadsheets name their columns. */
export function columnName(column: number): string {
  const rest = column - 1;
  return rest < 26
    ? String.fromCharCode(65 + rest)
    : columnName(Math.floor(rest / 26)) + columnName((rest % 26) + 1);
}

/** The words for a problem; a server that is newer than this page may know more of them. */
export function problemKey(problem: string): ConsoleKey {
  const key = `import.problem.${problem}`;
  return isKey(key) ? key : 'import.problem.invalid';
}

const isKey = (key: string): key is keyof typeof importZhCn => Object.hasOwn(importZhCn, key);

export const problemText = ({ problem, params }: ImportProblem): Said => ({
  key: problemKey(problem),
  params,
});

export const megabytes = (bytes: number): number => Math.ceil(bytes / 1_048_576);

export const isTooLarge = (file: { readonly size: number }): boolean => file.size > IMPORT_MAX_BYTES;

/** Where a template or what is there now can be fetched. */
export function fileAddress(
  kind: string,
  format: 'csv' | 'xlsx',
  { locale, template }: { readonly locale: string; readonly template: boolean },
): string {
  const query = new URLSearchParams({ locale, ...(template ? { template: 'true' } : {}) });
  return `/api/exports/${kind}.${format}?${query}`;
}
