import type { z } from 'zod';
import type { lessonLine, ReportList } from '../../../../shared/coverage/report.ts';

export type LessonLine = z.infer<typeof lessonLine>;
export type Rows = ReportList['rows'];
type LinesOf<L extends Rows['list']> = Extract<Rows, { list: L }>['lines'];

/** The pages of one list as one; all of them are of the first one's kind. */
export function joined(pages: readonly { readonly rows: Rows }[]): Rows | null {
  const first = pages[0];
  if (first === undefined) return null;
  const { list } = first.rows;
  const of = <L extends Rows['list']>(wanted: L): LinesOf<L> =>
    pages.flatMap(({ rows }) => (rows.list === wanted ? [...rows.lines] : [])) as LinesOf<L>;
  switch (list) {
    case 'needs':
      return { list, lines: of(list) };
    case 'lessons':
      return { list, lines: of(list) };
    case 'schools':
      return { list, lines: of(list) };
    case 'rooms':
      return { list, lines: of(list) };
    case 'pairs':
      return { list, lines: of(list) };
    case 'people':
      return { list, lines: of(list) };
  }
}

/** Lists in which some lines count and others lack. */
export const hasParts = (listed: string): boolean =>
  ![
    'withdrawnUnserved',
    'silentPoints',
    'cancelled',
    'unplanned',
    'recorded',
    'elsewhere',
    'uncounted',
  ].includes(listed);
