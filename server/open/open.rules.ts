import type { ReportList, ReportPage, ReportScope } from '../../shared/coverage/report.ts';
import type { OpenList, OpenReport } from '../../shared/open.ts';
import type { RoleGrant } from '../../shared/person.ts';

type Figures = ReportPage['figures'];

/** In a school with one teacher the sum of everybody's work is that teacher's own. */
const nobodys = (figures: Figures): Figures => figures.filter(({ key }) => key !== 'workload');

export function openReportOf({ tops: _, ...page }: ReportPage): OpenReport {
  return {
    ...page,
    figures: nobodys(page.figures),
    byKind: page.byKind.map((each) => ({ ...each, figures: nobodys(each.figures) })),
    below: page.below.map((each) => ({ ...each, figures: nobodys(each.figures) })),
  };
}

/** Null for a list of people, which is never given out. */
export function openListOf({ rows, ...page }: ReportList): OpenList | null {
  switch (rows.list) {
    case 'people':
      return null;
    case 'lessons': {
      const lines = rows.lines.map(({ correction: _, correctable: __, ...line }) => line);
      return { ...page, rows: { list: rows.list, lines } };
    }
    case 'needs':
    case 'schools':
    case 'rooms':
    case 'pairs':
      return { ...page, rows };
  }
}

/** What a token may see: what somebody sees who may read reports there and do nothing else. */
export const grantOf = (scope: ReportScope): RoleGrant => ({
  role: 'viewer',
  scope:
    scope.kind === 'region' ? { kind: 'region', regionId: scope.id } : { kind: 'school', schoolId: scope.id },
});
