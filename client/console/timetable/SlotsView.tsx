import { useMemo } from 'react';
import { LIST_LIMIT_MAX } from '../../../shared/wire/register-routes.ts';
import { useRows } from '../api/queries.ts';
import { RegisterList } from '../directory/list/RegisterList.tsx';
import type { RegisterSpec } from '../directory/list/register.types.ts';
import { todayAt } from '../shell/today.ts';
import { slotSpec } from './slots.tsx';

/** 课位: a new one is usually of the term that runs, or else of the next one. */
export function SlotsView() {
  const today = todayAt(Date.now());
  const terms = useRows('term', { limit: LIST_LIMIT_MAX }).data;
  const termId = terms
    ?.toSorted((a, b) => (a.fields.from < b.fields.from ? -1 : 1))
    .find((each) => each.fields.to >= today)?.id;
  const spec = useMemo(
    (): RegisterSpec =>
      termId === undefined ? slotSpec : { ...slotSpec, initial: { ...slotSpec.initial, termId } },
    [termId],
  );
  return <RegisterList spec={spec} />;
}
