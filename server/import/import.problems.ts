import { type ImportProblem, LISTED_PROBLEMS } from '../../shared/import.ts';
import type { Report } from './import.cells.ts';

/** All problems of a file are counted, the first of them listed. */
export type Problems = { readonly report: Report; count(): number; listed(): readonly ImportProblem[] };

export function createProblems(): Problems {
  const listed: ImportProblem[] = [];
  let count = 0;
  return {
    report(problem) {
      count += 1;
      if (listed.length < LISTED_PROBLEMS) listed.push(problem);
    },
    count: () => count,
    listed: () =>
      listed.toSorted((a, b) => a.table.localeCompare(b.table) || a.line - b.line || a.column - b.column),
  };
}
