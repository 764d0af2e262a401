import { IMPORT_MAX_ROWS, type ImportProblem } from '../../shared/import.ts';
import type { Locale } from '../../shared/text/text.ts';
import type { RegistryName } from '../directory/registry.types.ts';
import { createPace } from '../platform/pace.ts';
import { Cells } from './import.cells.ts';
import {
  type FoundHeader,
  HEADINGS_WITHIN_ROWS,
  headerOf,
  isSilent,
  reportMissing,
  valuesOf,
} from './import.header.ts';
import type { Column } from './import.kind.types.ts';
import type { Problems } from './import.problems.ts';
import type { StagedVersions } from './import.staged.ts';
import type { Sampled, Step } from './import.step.ts';
import { type FileRow, type FromReader, UnreadableError } from './import.types.ts';
import { keyOf, wordOf } from './import.words.rules.ts';

export type Read = Extract<FromReader, { readonly type: 'table' | 'rows' }>;

/** A file that was read to its end. */
export type Checked = {
  readonly counts: { readonly added: number; readonly changed: number; readonly unchanged: number };
  readonly problemCount: number;
  readonly problems: readonly ImportProblem[];
  readonly sample: readonly Sampled[];
  readonly headings: readonly string[];
  readonly ignored: readonly string[];
  readonly staged: readonly {
    readonly register: RegistryName;
    readonly versions: StagedVersions;
    readonly changedIds: readonly string[];
    readonly alongside: Step['alongside'];
  }[];
};

export type Progress = (doneCount: number, totalCount: number) => void;

export const headingsOf = (columns: readonly Column[], locale: Locale): string[] =>
  columns.map(({ heading }) => wordOf(keyOf(`column.${heading}`), locale));

type Watch = { readonly problems: Problems; readonly progress: Progress; readonly locale: Locale };

/** Takes the rows of a file with one table through its step. */
export async function checkTable(
  step: Step,
  reader: AsyncIterable<Read>,
  { problems, progress, locale }: Watch,
): Promise<Checked> {
  const pace = createPace();
  const above: FileRow[] = [];
  let found: FoundHeader | null = null;
  let complete = true;
  let [done, total] = [0, 0];
  const take = (row: FileRow) => {
    if (isSilent(row)) return;
    if (found !== null) {
      // Without a column that must be there every row would be told the same.
      if (!complete) return;
      const { header } = found;
      step.row(
        new Cells({ table: '', line: row.line, values: valuesOf(header, row) }, header, problems.report),
      );
    } else if (above.length < HEADINGS_WITHIN_ROWS) {
      above.push(row);
      found = headerOf(step.columns, row);
      if (found !== null) complete = missing(found, row.line);
    }
  };
  const missing = ({ header }: FoundHeader, line: number) =>
    reportMissing(step.columns, header, {
      ...{ line, report: problems.report },
      headingOf: ({ heading }) => wordOf(keyOf(`column.${heading}`), locale),
    });
  for await (const message of reader) {
    if (message.type === 'table') total = message.totalCount;
    else
      for (const row of message.rows) {
        take(row);
        done += 1;
        if (done > IMPORT_MAX_ROWS) throw new UnreadableError({ problem: 'tooManyRows', line: row.line });
        const rest = pace();
        if (rest !== null) await rest;
      }
    progress(done, total);
  }
  if (found === null) missing({ header: new Map(), ignored: [] }, above[0]?.line ?? 0);
  else await step.end();
  const { ignored } = found ?? { ignored: [] };
  return {
    ...result([step], problems),
    headings: headingsOf(step.columns, locale),
    ignored,
    sample: step.sample(),
  };
}

/** What several steps have found together. */
export function result(
  steps: readonly Step[],
  problems: Problems,
): Omit<Checked, 'headings' | 'ignored' | 'sample'> {
  const sum = (act: 'add' | 'change' | 'keep') => steps.reduce((all, step) => all + step.counts[act], 0);
  return {
    counts: { added: sum('add'), changed: sum('change'), unchanged: sum('keep') },
    problemCount: problems.count(),
    problems: problems.listed(),
    staged: steps.map(({ register, staged, changedIds, alongside }) => {
      return { register, versions: staged, changedIds, alongside };
    }),
  };
}
