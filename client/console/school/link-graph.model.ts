import type { LocalDate } from '../../../shared/kernel/time.ts';
import { type LinkFields, linkHolds } from '../../../shared/link.ts';

type Link = { readonly id: string; readonly version: number; readonly fields: LinkFields };
type Names = (schoolId: LinkFields['fromSchoolId']) => string;

export type GraphNode = {
  readonly id: string;
  readonly name: string;
  readonly y: number;
  readonly count: number;
};
export type GraphEdge = {
  readonly from: GraphNode;
  readonly to: GraphNode;
  readonly periodsPerWeek: number;
  readonly links: readonly Link[];
};
export type LinkGraph = {
  readonly leads: readonly GraphNode[];
  readonly led: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  readonly height: number;
};

/** Height of one school's line in the picture. */
const LINE = 44;

/** Who leads whom today: leading schools on the left, those with most points first; the led beside those who lead them. */
export function linkGraph(links: readonly Link[], nameOf: Names, today: LocalDate): LinkGraph {
  const holding = links.filter(({ fields }) => linkHolds(fields, today));
  const pairs = Map.groupBy(holding, ({ fields }) => `${fields.fromSchoolId} ${fields.toSchoolId}`);
  const byLead = Map.groupBy(holding, ({ fields }) => fields.fromSchoolId);
  const ledBy = (lead: LinkFields['fromSchoolId']) =>
    new Set((byLead.get(lead) ?? []).map(({ fields }) => fields.toSchoolId));
  const leadIds = [...byLead.keys()].sort(
    (a, b) => ledBy(b).size - ledBy(a).size || nameOf(a).localeCompare(nameOf(b), 'zh-Hans-CN'),
  );
  const ledIds = [...new Set(leadIds.flatMap((lead) => [...ledBy(lead)]))];
  const height = Math.max(leadIds.length, ledIds.length) * LINE;
  const spread = (index: number, count: number) => ((index + 0.5) * height) / count;
  const leads = leadIds.map((id, index) => {
    return { id, name: nameOf(id), y: spread(index, leadIds.length), count: ledBy(id).size };
  });
  const led = ledIds.map((id, index) => {
    const count = new Set(
      holding.filter(({ fields }) => fields.toSchoolId === id).map(({ fields }) => fields.fromSchoolId),
    );
    return { id, name: nameOf(id), y: spread(index, ledIds.length), count: count.size };
  });
  const edges = [...pairs.values()].flatMap((pair) => {
    const from = leads.find((each) => each.id === pair[0]?.fields.fromSchoolId);
    const to = led.find((each) => each.id === pair[0]?.fields.toSchoolId);
    if (from === undefined || to === undefined) return [];
    const periodsPerWeek = pair.reduce((total, { fields }) => total + fields.periodsPerWeek, 0);
    return [{ from, to, periodsPerWeek, links: pair }];
  });
  return { leads, led, edges, height };
}

/** 平均一校带几点; null while nobody leads. */
export function leadRatio({ leads }: LinkGraph): number | null {
  if (leads.length === 0) return null;
  return leads.reduce((total, each) => total + each.count, 0) / leads.length;
}
