import type { OfferingRow, SchoolOffering } from '../../../shared/offering.ts';

/** What one period of a cell is: by own staff, led by another school, or nobody's. */
export type PeriodKind = 'own' | 'linked' | 'missing';

export type OfferingCell = { readonly row: OfferingRow; readonly periods: readonly PeriodKind[] };
export type OfferingLine = {
  readonly subject: string;
  readonly required: boolean;
  /** In the order of the school's grades; null where nothing is required, needed or taught. */
  readonly cells: readonly (OfferingCell | null)[];
};

/** Own periods come first, then led ones, then what lacks; what is taught beyond the requirement is shown too. */
export function periodsOf(row: OfferingRow): PeriodKind[] {
  const many = (count: number, kind: PeriodKind) => Array<PeriodKind>(Math.max(0, count)).fill(kind);
  return [
    ...many(row.localPeriods, 'own'),
    ...many(row.linkedPeriods, 'linked'),
    ...many(row.lackingPeriods, 'missing'),
  ];
}

/** Subjects down, grades across. Grades that only needs or links name come after those of the school's classes. */
export function offeringGrid({ rows, grades }: SchoolOffering): {
  readonly grades: readonly string[];
  readonly lines: readonly OfferingLine[];
} {
  const all = [...new Set([...grades, ...rows.map((row) => row.grade)])];
  const subjects = [...new Set(rows.map((row) => row.subject))];
  const lines = subjects.map((subject) => {
    const own = rows.filter((row) => row.subject === subject);
    return {
      subject,
      required: own.some((row) => row.requiredPeriods > 0),
      cells: all.map((grade) => {
        const row = own.find((each) => each.grade === grade);
        return row === undefined ? null : { row, periods: periodsOf(row) };
      }),
    };
  });
  return { grades: all, lines };
}

export const lackingPeriods = ({ rows }: SchoolOffering): number =>
  rows.reduce((total, row) => total + row.lackingPeriods, 0);
