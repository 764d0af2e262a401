type Region = {
  readonly id: string;
  readonly fields: { readonly name: string; readonly parentId: string | null };
};
export type RegionNode = { readonly value: string; readonly title: string; readonly children: RegionNode[] };

/** The tree below its roots; a part whose upper region is not seen begins a tree of its own. */
export function regionTree(regions: readonly Region[]): RegionNode[] {
  const nodes = new Map(
    regions.map(({ id, fields }) => [id, { value: id, title: fields.name, children: [] as RegionNode[] }]),
  );
  const roots: RegionNode[] = [];
  for (const { id, fields } of regions) {
    const node = nodes.get(id);
    if (node === undefined) continue;
    const parent = fields.parentId === null ? undefined : nodes.get(fields.parentId);
    if (parent === undefined) roots.push(node);
    else parent.children.push(node);
  }
  return roots;
}

/** The uppermost region that somebody sees; undefined while they see none. */
export const rootOf = <R extends Region>(regions: readonly R[]): R | undefined =>
  regions.find(({ fields }) => fields.parentId === null) ?? regions[0];
