import { isOpen } from '../../shared/coverage/period.ts';
import type { ReportScope } from '../../shared/coverage/report.ts';
import { fail, ok, type Result } from '../../shared/kernel/result.ts';
import type { DirectoryTree } from '../directory/directory.types.ts';
import type { Action, Actor } from '../identity/identity.types.ts';
import { checkDate, periodOf } from './report.period.rules.ts';
import { askedScope, maySee, pathsOf, topsOf } from './report.tree.rules.ts';
import type { About, Place, ReportDeps } from './report.types.ts';

type Deps = Pick<ReportDeps, 'directory' | 'termsOf' | 'permit'>;

/**
 * Finds what was asked about. FORBIDDEN for somebody with no part of the tree, PERIOD_AHEAD, NOT_FOUND for a place that is not there or not
 * the asker's, then NO_TERM.
 */
export async function locate(
  deps: Deps,
  actor: Actor,
  ask: About & { readonly action: Action },
): Promise<Result<Place>> {
  if (actor.kind !== 'person') return fail('FORBIDDEN');
  const asked = askedScope(ask);
  if (!asked.ok) return asked;
  const { directory, permit } = deps;
  const today = await directory.today();
  const now = await directory.tree(today);
  const tops = topsOf(permit, actor, now, ask.action);
  const scope = asked.value ?? tops[0];
  if (scope === undefined || tops.length === 0) return fail('FORBIDDEN');
  const known = checkDate(ask.date, today);
  if (!known.ok) return known;
  const onDay = await directory.tree(ask.date);
  if (!maySee(permit, { actor, action: ask.action, trees: [now, onDay] }, scope)) return fail('NOT_FOUND');
  const terms = await termsAbove(deps, [onDay, now], scope);
  const period = periodOf(ask.kind, ask.date, { today, terms });
  if (!period.ok) return period;
  const { from, to } = period.value;
  const asOf = isOpen(period.value, today) ? today : to;
  const trees = [await directory.tree(asOf), now, await directory.tree(from)] as const;
  return ok({ actor, scope, period: period.value, today, asOf, trees, tops });
}

/** Terms of the place's region and of those above it, nearest first. */
export async function termsAbove(
  { termsOf }: Pick<Deps, 'termsOf'>,
  trees: readonly DirectoryTree[],
  scope: ReportScope,
) {
  const [path] = pathsOf(trees, scope);
  return termsOf(path === undefined ? [] : path.regionIds.toReversed());
}
