import { isOpen } from '../../shared/coverage/period.ts';
import type { ReportGraph } from '../../shared/coverage/report.ts';
import type { SchoolId } from '../../shared/kernel/ids.ts';
import { ok, type Result } from '../../shared/kernel/result.ts';
import type { Actor } from '../identity/identity.types.ts';
import { createPace } from '../platform/pace.ts';
import { locate } from './report.place.ts';
import { compare, schoolsIn } from './report.tree.rules.ts';
import type { About, ReportDeps } from './report.types.ts';
import type { PairTally } from './rollup.types.ts';

const CHUNK = 200;
/** More lines than this no picture holds; whoever wants all of them opens the list. */
const EDGES_MAX = 300;

/** 一校带多点: pairs of which one end lies in the scope. Refusals are those of `locate`. */
export async function readGraph(deps: ReportDeps, actor: Actor, about: About): Promise<Result<ReportGraph>> {
  const found = await locate(deps, actor, { ...about, action: 'report.graph' });
  if (!found.ok) return found;
  const { period, today, asOf, trees, scope } = found.value;
  const schools = schoolsIn(trees, scope);
  const pairs = new Map<string, PairTally>();
  const pace = createPace();
  for (let first = 0; first < schools.length; first += CHUNK) {
    const some = schools.slice(first, first + CHUNK);
    const read = [await deps.rollups.pairs(period, some), await deps.rollups.pairsTo(period, some)].flat();
    for (const pair of read) pairs.set(`${pair.fromSchoolId} ${pair.toSchoolId}`, pair);
    await pace();
  }
  const edges = [...pairs.values()].sort(byStrength).slice(0, EDGES_MAX);
  const names = await deps.directory.names(asOf);
  const count = (ids: readonly SchoolId[], id: SchoolId) => ids.filter((each) => each === id).length;
  const [leading, led] = [edges.map((each) => each.fromSchoolId), edges.map((each) => each.toSchoolId)];
  return ok({
    period,
    provisional: isOpen(period, today),
    nodes: [...new Set([...leading, ...led])].map((schoolId) => ({
      schoolId,
      schoolName: names.school(schoolId)?.name ?? '',
      schoolKind: names.school(schoolId)?.kind ?? null,
      leadsCount: count(leading, schoolId),
      ledCount: count(led, schoolId),
    })),
    edges: edges.map(({ linkedDayCount, ...edge }) => ({ ...edge, linked: linkedDayCount > 0 })),
    pairCount: pairs.size,
  });
}

const byStrength = (a: PairTally, b: PairTally): number =>
  b.validCount - a.validCount ||
  b.plannedCount - a.plannedCount ||
  compare(a.fromSchoolId, b.fromSchoolId) ||
  compare(a.toSchoolId, b.toSchoolId);
