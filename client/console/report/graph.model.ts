import type { ReportGraph } from '../../../shared/coverage/report.ts';

export type NamedEdge = ReportGraph['edges'][number] & {
  readonly from: string;
  readonly to: string;
  /** Of the leading school's valid lessons; null while none counted. */
  readonly shareRatio: number | null;
};

/** 一校带多点 line by line: what part of a leading school's valid lessons goes to each that it leads. The strongest first. */
export function namedEdges({ nodes, edges }: Pick<ReportGraph, 'nodes' | 'edges'>): NamedEdge[] {
  const names = new Map(nodes.map(({ schoolId, schoolName }) => [schoolId, schoolName]));
  const totals = new Map<string, number>();
  for (const { fromSchoolId, validCount } of edges)
    totals.set(fromSchoolId, (totals.get(fromSchoolId) ?? 0) + validCount);
  return edges
    .map((edge) => {
      const total = totals.get(edge.fromSchoolId) ?? 0;
      return {
        ...edge,
        from: names.get(edge.fromSchoolId) ?? '—',
        to: names.get(edge.toSchoolId) ?? '—',
        shareRatio: total === 0 ? null : edge.validCount / total,
      };
    })
    .toSorted((a, b) => b.validCount - a.validCount || b.plannedCount - a.plannedCount);
}

/** 平均一校带几点; null while nobody leads. */
export function leadRatio({ nodes }: Pick<ReportGraph, 'nodes'>): number | null {
  const leading = nodes.filter(({ leadsCount }) => leadsCount > 0);
  if (leading.length === 0) return null;
  return leading.reduce((sum, { leadsCount }) => sum + leadsCount, 0) / leading.length;
}

/** How wide a line is drawn, 1 to 8 pixels; one without a valid lesson is thin and broken. */
export function lineWidthPx(validCount: number, most: number): number {
  return most === 0 ? 1 : 1 + (7 * validCount) / most;
}

type Placed = ReportGraph['nodes'][number] & { /** From the top, 0 to 1. */ readonly y: number };

/** Height of one school's line in the picture. */
const LINE_PX = 36;

/** Who leads on the left, those with most first; who is only led on the right, beside those who lead them. */
export function columnsOf({ nodes, edges }: Pick<ReportGraph, 'nodes' | 'edges'>): {
  readonly leads: readonly Placed[];
  readonly led: readonly Placed[];
  readonly heightPx: number;
} {
  const leads = nodes
    .filter(({ leadsCount }) => leadsCount > 0)
    .toSorted(
      (a, b) => b.leadsCount - a.leadsCount || a.schoolName.localeCompare(b.schoolName, 'zh-Hans-CN'),
    );
  const order = new Map(leads.map(({ schoolId }, index) => [schoolId, index]));
  const meanLead = (id: Placed['schoolId']) => {
    const own = edges.filter(({ toSchoolId }) => toSchoolId === id);
    return (
      own.reduce((sum, { fromSchoolId }) => sum + (order.get(fromSchoolId) ?? 0), 0) / Math.max(1, own.length)
    );
  };
  const led = nodes
    .filter(({ leadsCount }) => leadsCount === 0)
    .map((node) => ({ node, mean: meanLead(node.schoolId) }))
    .toSorted((a, b) => a.mean - b.mean || a.node.schoolName.localeCompare(b.node.schoolName, 'zh-Hans-CN'))
    .map(({ node }) => node);
  const spread = (column: readonly ReportGraph['nodes'][number][]): Placed[] =>
    column.map((node, index) => ({ ...node, y: (index + 0.5) / column.length }));
  return {
    leads: spread(leads),
    led: spread(led),
    heightPx: Math.max(240, Math.max(leads.length, led.length) * LINE_PX),
  };
}
