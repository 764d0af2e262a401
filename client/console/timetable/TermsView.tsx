import { useMemo } from 'react';
import { LIST_LIMIT_MAX } from '../../../shared/wire/register-routes.ts';
import { useRows } from '../api/queries.ts';
import { RegisterList } from '../directory/list/RegisterList.tsx';
import { rootOf } from '../directory/list/region.model.ts';
import type { RegisterSpec } from '../directory/list/register.types.ts';
import { termSpec } from './registers.tsx';

/** 学期: one is usually of the whole office's part of the tree. */
export function TermsView() {
  const root = rootOf(useRows('region', { limit: LIST_LIMIT_MAX }).data ?? [])?.id;
  const spec = useMemo(
    (): RegisterSpec => (root === undefined ? termSpec : { ...termSpec, initial: { regionId: root } }),
    [root],
  );
  return <RegisterList spec={spec} />;
}
