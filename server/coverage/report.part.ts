import type { ReportScope } from '../../shared/coverage/report.ts';
import { fail, ok, type Result } from '../../shared/kernel/result.ts';
import type { DirectoryTree, Staff } from '../directory/directory.types.ts';
import type { Action, Actor } from '../identity/identity.types.ts';
import { maySee, topsOf } from './report.tree.rules.ts';
import type { ReportDeps } from './report.types.ts';

export type PartDeps = Pick<ReportDeps, 'directory' | 'permit'>;

/** What somebody may do to things that belong to a part of the tree, as it is today. */
export type Parts = {
  readonly actor: Staff;
  readonly tree: DirectoryTree;
  may(action: Action, scope: ReportScope): boolean;
};

/** FORBIDDEN for somebody who may do so nowhere. */
export async function partsOf(
  { directory, permit }: PartDeps,
  actor: Actor,
  action: Action,
): Promise<Result<Parts>> {
  if (actor.kind !== 'person') return fail('FORBIDDEN');
  const tree = await directory.tree(await directory.today());
  if (topsOf(permit, actor, tree, action).length === 0) return fail('FORBIDDEN');
  return ok({
    actor,
    tree,
    may: (wanted, scope) => maySee(permit, { actor, action: wanted, trees: [tree] }, scope),
  });
}
