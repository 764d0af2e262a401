import { unservedCause } from '../../shared/coverage/cause.ts';
import { besidesOf, figuresOf } from '../../shared/coverage/indicators.ts';
import { noMeasures } from '../../shared/coverage/measures.ts';
import { isOpen, type Period } from '../../shared/coverage/period.ts';
import type { ReportPage, ReportScope, ReportTrend } from '../../shared/coverage/report.ts';
import { ok, type Result } from '../../shared/kernel/result.ts';
import { schoolKind } from '../../shared/school.ts';
import type { Actor } from '../identity/identity.types.ts';
import { periodsUpTo } from './report.period.rules.ts';
import { locate, termsAbove } from './report.place.ts';
import { maySee, nameOf, ofRegion, partsBelow, regionsAbove } from './report.tree.rules.ts';
import type { About, Place, ReportDeps } from './report.types.ts';
import type { RollupReader, ScopeTally } from './rollup.types.ts';

const nothing: ScopeTally = { measures: noMeasures, causes: {} };

/** Every indicator of a part of the tree over a period, and of the parts right below; refusals are those of `locate`. */
export async function readPage(deps: ReportDeps, actor: Actor, about: About): Promise<Result<ReportPage>> {
  const found = await locate(deps, actor, { ...about, action: 'report.read' });
  if (!found.ok) return found;
  const { scope, period, asOf, trees, tops } = found.value;
  const tally = (await tallyOf(deps.rollups, period, [scope])).get(scope.id) ?? nothing;
  const named = (each: ReportScope) => ({ scope: each, name: nameOf(trees, each) });
  return ok({
    ...named(scope),
    above: above(deps, found.value).map(named),
    tops: tops.map(named),
    period,
    ...(await standing(deps, found.value)),
    thresholds: await deps.thresholdsOn(asOf),
    figures: figuresOf(tally.measures),
    besides: besidesOf(tally.measures),
    byKind: await byKind(deps, found.value),
    causes: unservedCause.options
      .map((cause) => ({ cause, needCount: tally.causes[cause] ?? 0 }))
      .filter(({ needCount }) => needCount > 0),
    below: await below(deps, found.value),
  });
}

/** The same figures over so many periods of the kind, the named one last. */
export async function readTrend(
  deps: ReportDeps,
  actor: Actor,
  about: About & { readonly periods: number },
): Promise<Result<ReportTrend>> {
  const found = await locate(deps, actor, { ...about, action: 'report.trend' });
  if (!found.ok) return found;
  const { scope, period, today, trees } = found.value;
  const terms = await termsAbove(deps, trees, scope);
  const points: ReportTrend['points'] = [];
  for (const each of periodsUpTo(period, about.periods, { today, terms })) {
    const tally = (await tallyOf(deps.rollups, each, [scope])).get(scope.id) ?? nothing;
    const { waitingDayCount } = await deps.rollups.standing(each);
    points.push({
      from: each.from,
      to: each.to,
      provisional: isOpen(each, today) || waitingDayCount > 0,
      figures: figuresOf(tally.measures),
    });
  }
  return ok({ kind: period.kind, points });
}

/** Whether figures may still change without a correction, and until when everything is in them. */
export async function standing(
  { rollups }: Pick<ReportDeps, 'rollups'>,
  { period, today }: Pick<Place, 'period' | 'today'>,
): Promise<{ readonly provisional: boolean; readonly freshAtMs: number }> {
  const { freshAtMs, waitingDayCount } = await rollups.standing(period);
  return { provisional: isOpen(period, today) || waitingDayCount > 0, freshAtMs };
}

/** By the ids of the places; one of which nothing is known is left out. */
export async function tallyOf(
  rollups: RollupReader,
  period: Period,
  scopes: readonly ReportScope[],
): Promise<ReadonlyMap<string, ScopeTally>> {
  const regionIds = scopes.flatMap((each) => (each.kind === 'region' ? [each.id] : []));
  const schoolIds = scopes.flatMap((each) => (each.kind === 'school' ? [each.id] : []));
  const [regions, schools] = await Promise.all([
    regionIds.length === 0 ? [] : rollups.regions(period, regionIds),
    schoolIds.length === 0 ? [] : rollups.schools(period, schoolIds),
  ]);
  return new Map<string, ScopeTally>([...regions, ...schools]);
}

/** Only what the asker may see of it: somebody of a county is not led through its province. */
function above({ permit }: ReportDeps, { actor, scope, trees }: Place): ReportScope[] {
  return regionsAbove(trees, scope)
    .map(ofRegion)
    .filter((each) => maySee(permit, { actor, action: 'report.read', trees }, each));
}

async function byKind({ rollups }: ReportDeps, { scope, period }: Place): Promise<ReportPage['byKind']> {
  if (scope.kind === 'school') return [];
  const kinds = await rollups.kinds(period, scope.id);
  return schoolKind.options.flatMap((kind) => {
    const tally = kinds.get(kind);
    return tally === undefined ? [] : [{ kind, figures: figuresOf(tally.measures) }];
  });
}

async function below({ rollups }: ReportDeps, { scope, period, trees }: Place): Promise<ReportPage['below']> {
  if (scope.kind === 'school') return [];
  const parts = partsBelow(trees, scope.id);
  const tallies = await tallyOf(
    rollups,
    period,
    parts.map((each) => each.scope),
  );
  return parts.map((part) => {
    const { measures } = tallies.get(part.scope.id) ?? nothing;
    return { ...part, figures: figuresOf(measures), besides: besidesOf(measures) };
  });
}
