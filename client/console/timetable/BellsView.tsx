import { useMemo } from 'react';
import { RegisterList } from '../directory/list/RegisterList.tsx';
import type { RegisterSpec } from '../directory/list/register.types.ts';
import { useKnownMe } from '../shell/RequireLogin.tsx';
import { useText } from '../text.ts';
import { usualPeriods } from './entry.model.ts';
import { bellSpec } from './registers.tsx';

/** 作息时间: a new one begins with a usual day of one's own school. */
export function BellsView() {
  const t = useText();
  const schoolId = useKnownMe().school?.schoolId;
  const spec = useMemo((): RegisterSpec => {
    return {
      ...bellSpec,
      initial: {
        ...(schoolId === undefined ? {} : { schoolId }),
        name: t('timetable.bellNameUsual'),
        weekdays: [1, 2, 3, 4, 5],
        periods: usualPeriods((number) => t('timetable.periodNumber', { number })),
      },
    };
  }, [t, schoolId]);
  return <RegisterList spec={spec} />;
}
