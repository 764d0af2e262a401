import type { ReportScope } from '../../shared/coverage/report.ts';
import type { SchoolId } from '../../shared/kernel/ids.ts';
import type { DirectoryTree } from '../directory/directory.types.ts';

/** Whether any of these schools lies in the part of the tree. */
export const inPart =
  ({ scope, tree }: { readonly scope: ReportScope; readonly tree: DirectoryTree }) =>
  (schoolIds: readonly SchoolId[]): boolean =>
    schoolIds.some((id) => {
      if (!tree.schools.has(id)) return false;
      const path = tree.pathOf(id);
      return scope.kind === 'region' ? path.regionIds.includes(scope.id) : path.schoolIds.includes(scope.id);
    });
